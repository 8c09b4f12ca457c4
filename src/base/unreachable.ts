/** Ends every `switch` over a union: a new member is a compile error here. */
export function unreachable(x: never): never {
  throw new Error(`unreachable: ${JSON.stringify(x)}`);
}

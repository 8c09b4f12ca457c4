import type { Shown } from '../machine/interpret/events.ts';
import type { Expr, Program } from '../model/ast.ts';

/** A value in the kernel's words: `-EEXIST`, `NULL`, `page 1`; nothing if it says no more than the statement. */
export function valueText(e: Expr, value: Shown, program: Program): string | undefined {
  const at = e.kind === 'assign' ? e.value : e;
  if (isLiteral(at)) return undefined;
  if (isTruth(at)) return value.number === undefined || value.number !== 0 ? 'true' : 'false';
  if (value.number !== undefined && value.number < 0) return errnoName(value.number, program) ?? value.text;
  // A large struct is nothing to read in passing.
  return value.text.startsWith('{') && value.text.length > 24 ? undefined : value.text;
}

function isLiteral(e: Expr): boolean {
  if (e.kind === 'unary') return e.op === '-' && isLiteral(e.operand);
  return (
    e.kind === 'int' || e.kind === 'bool' || e.kind === 'null' || (e.kind === 'name' && /^[A-Z_0-9]+$/.test(e.name))
  );
}

function isTruth(e: Expr): boolean {
  if (e.kind === 'paren') return isTruth(e.inner);
  if (e.kind === 'unary') return e.op === '!';
  return e.kind === 'binary' && ['&&', '||', '==', '!=', '<', '<=', '>', '>='].includes(e.op);
}

/** The name of a negative error number, from the program's own constants. */
function errnoName(n: number, program: Program): string | undefined {
  for (const { name, value } of program.constants.values())
    if (/^E[A-Z0-9]+$/.test(name) && value.kind === 'int' && value.value === -n) return `-${name}`;
  return undefined;
}

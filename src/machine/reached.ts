import type { Program } from '../model/ast.ts';
import { calleesOf, callsOf } from '../model/call-graph.ts';

/** Every function that these and the initcalls can run: what they call, by name or through a pointer, and so on. */
export function reachedFrom(program: Program, roots: readonly string[]): Set<string> {
  const found = new Set([...program.initcalls.map((i) => i.function), ...roots]);
  for (const name of found) {
    const fn = program.functions.get(name);
    if (fn) for (const call of callsOf(fn)) for (const callee of calleesOf(program, fn, call)) found.add(callee);
  }
  return found;
}

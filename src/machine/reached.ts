import type { Program } from '../model/ast.ts';
import { expressionsOf } from '../model/walk.ts';

/** Every function that these can run: what they call, and what they take the address of, with all that it calls. */
export function reachedFrom(program: Program, roots: readonly string[]): Set<string> {
  const found = new Set(roots);
  for (const name of found) {
    const fn = program.functions.get(name);
    if (!fn) continue;
    for (const e of expressionsOf(fn.body)) {
      if (e.kind === 'call') found.add(e.callee);
      if (e.kind === 'name' && program.functions.has(e.name)) found.add(e.name);
    }
  }
  return found;
}

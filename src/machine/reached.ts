import type { GlobalDef, Program } from '../model/ast.ts';
import { calleesOf, callsOf, namesIn } from '../model/call-graph.ts';
import { subexpressions } from '../model/walk.ts';

/** Every function that these and the initcalls can run: what they call, by name or through a pointer, and so on. */
export function reachedFrom(program: Program, roots: readonly string[]): Set<string> {
  const found = new Set([...program.initcalls.map((i) => i.function), ...roots]);
  for (const name of found) {
    const fn = program.functions.get(name);
    if (fn) for (const call of callsOf(fn)) for (const callee of calleesOf(program, fn, call)) found.add(callee);
  }
  return found;
}

/** The globals that these functions name, and what those begin with; the others need no place in the state. */
export function globalsOf(program: Program, functions: Iterable<string>): GlobalDef[] {
  const names = new Set<string>();
  for (const name of functions) {
    const fn = program.functions.get(name);
    if (fn) for (const used of namesIn(fn)) names.add(used);
  }
  for (const name of names) {
    const init = program.globals.get(name)?.init;
    if (init) for (const e of subexpressions(init)) if (e.kind === 'name') names.add(e.name);
  }
  return [...program.globals.values()].filter((g) => names.has(g.name));
}

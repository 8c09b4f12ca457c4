// Loop macros: `list_for_each(pos, &head)` stands for a `for` that the model writes out once and marks with the macro
// (`each()`, docs/dialect.md). The same words in a patch, with the same variables, stand for the same.

import type { Program, Stmt } from '../ast.ts';
import { statementsOf } from '../walk.ts';
import { keyOf } from './tokens.ts';

export type Loop = Extract<Stmt, { kind: 'for' }>;

const found = new WeakMap<Program, ReadonlyMap<string, Omit<Loop, 'body'>>>();

/** The loops of a program by the key of their macro. Types are found by node, so that each is given out in nodes of its own. */
export function loopsOf(program: Program): ReadonlyMap<string, Omit<Loop, 'body'>> {
  let loops = found.get(program);
  if (!loops) {
    const all = [...program.functions.values()].flatMap((fn) => [...statementsOf(fn.body)]);
    const heads = all.filter((s): s is Loop => s.kind === 'for' && s.head !== undefined);
    loops = new Map(heads.map(({ body: _, ...s }) => [keyOf(s.head!), s]));
    found.set(program, loops);
  }
  return new Map([...loops].map(([key, loop]) => [key, copyOf(loop)]));
}

function copyOf<T>(tree: T): T {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map(copyOf) as T;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, key === 'span' ? value : copyOf(value)]),
  ) as T;
}

// A function with some of its parts replaced. What is not on the way to a replaced part stays the very same node, so
// that it can be found again in the mutant.

import type { Expr, FunctionDef, Program, Stmt } from '../ast.ts';

/** Parts of a function, each with what stands in its place: for an expression one, for a statement any number. */
export type Edits = ReadonlyMap<Stmt | Expr, readonly (Stmt | Expr)[]>;

/** The program with the edits made in one of its functions. */
export function edited(program: Program, fn: FunctionDef, edits: Edits): Program {
  const functions = new Map(program.functions);
  functions.set(fn.name, rewritten(fn, edits));
  return { ...program, functions };
}

function rewritten<T>(tree: T, edits: Edits): T {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) {
    const list = tree.flatMap(
      (item: unknown): readonly unknown[] => edits.get(item as Stmt) ?? [rewritten(item, edits)],
    );
    return isSame(list, tree) ? tree : (list as T);
  }
  const parts = Object.entries(tree).map(([key, value]) => [key, key === 'span' ? value : part(value, key, edits)]);
  return parts.every(([key, value]) => value === tree[key as keyof T]) ? tree : (Object.fromEntries(parts) as T);
}

/** What stands where there is room for one: none or many statements are made one. */
function part(value: unknown, key: string, edits: Edits): unknown {
  const given = edits.get(value as Stmt);
  if (!given) return rewritten(value, edits);
  if (given.length === 1) return given[0];
  if (given.length === 0 && (key === 'else' || key === 'init')) return undefined;
  const { span } = value as Stmt;
  return given.length === 0 ? { kind: 'empty', span } : { kind: 'block', body: given, span };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

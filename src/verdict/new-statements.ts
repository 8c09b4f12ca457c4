import type { FunctionDef, Stmt } from '../model/ast.ts';
import { isRun, statementsOf } from '../model/walk.ts';

/** The statements of a function that another form of it does not have, by their words; all if there is none. */
export function newStatements(before: FunctionDef | undefined, after: FunctionDef): Stmt[] {
  const known = new Map<string, number>();
  const take = (s: Stmt, n: number): number => {
    const left = (known.get(headOf(s)) ?? 0) + n;
    known.set(headOf(s), left);
    return left;
  };
  for (const s of before ? statementsOf(before.body) : []) take(s, 1);
  return [...statementsOf(after.body)].filter((s) => isRun(s) && take(s, -1) < 0);
}

/** The text of a statement without the statements in it. */
function headOf(s: Stmt): string {
  const [, inner] = statementsOf(s);
  const { source, start, end } = s.span;
  return source.text.slice(start, inner?.span.start ?? end).replace(/\s+/g, '');
}

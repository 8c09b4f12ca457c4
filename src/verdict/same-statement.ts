import type { Stmt } from '../model/ast.ts';
import { sameTree } from '../model/same.ts';
import { ownExpressions } from '../model/walk.ts';

/** Whether two statements have the same text, but for the statements inside them. */
export function sameStatement(a: Stmt, b: Stmt): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || !sameTree(ownExpressions(a), ownExpressions(b))) return false;
  if (a.kind === 'goto' && b.kind === 'goto') return a.label === b.label;
  if (a.kind === 'declare' && b.kind === 'declare')
    return sameTree(
      a.names.map((d) => d.name),
      b.names.map((d) => d.name),
    );
  return true;
}

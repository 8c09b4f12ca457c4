import type { Diagnostic } from '../base/diagnostic.ts';
import type { Program } from './ast.ts';
import { knownOf } from './c/known.ts';
import { keyOf } from './c/tokens.ts';
import type { Elision } from './model.ts';
import { printExprC } from './print/c.ts';
import { statementsOf } from './walk.ts';

/**
 * Statements that one function leaves out and another runs. A patch is read against the elisions of the whole model, so
 * that it would lose the other in silence.
 */
export function checkElisions(program: Program, elides: readonly Elision[]): Diagnostic[] {
  const { elides: statements, elidedCalls } = knownOf(program, elides);
  const found: Diagnostic[] = [];
  for (const fn of program.functions.values()) {
    if (fn.file === undefined) continue;
    for (const s of statementsOf(fn.body)) {
      if (s.kind !== 'expression') continue;
      const isCall = s.expr.kind === 'call' && elidedCalls.has(s.expr.callee);
      const text = `${printExprC(s.expr)};`;
      if (!isCall && !statements.has(keyOf(text))) continue;
      found.push({
        message: `Cannot run \`${text}\` in ${fn.name}(): another function leaves it out.`,
        span: s.span,
        help: 'Run it in both, or leave it out in both.',
      });
    }
  }
  return found;
}

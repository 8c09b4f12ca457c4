import type { Expr, Stmt } from '../ast.ts';
import { constantValue } from '../constant.ts';
import { printExprC } from '../print/c.ts';
import { ownExpressions, subexpressions } from '../walk.ts';
import type { Edits } from './edit.ts';
import type { Change, Subject } from './operator.ts';
import type { Place } from './places.ts';

/** The tests of a statement, and those of `?:` in it, each the other way round. */
export function negations({ program }: Subject, { statement: s }: Place): Change[] {
  return testsOf(s)
    .filter((test) => constantValue(test, program) === undefined)
    .map((test) => {
      const edits: Edits = new Map([[test, [negated(test)]]]);
      return { operator: 'negate', statements: [s], text: `\`${printExprC(test)}\` negated`, edits };
    });
}

function testsOf(s: Stmt): Expr[] {
  // A head that is a macro has no test of its own.
  if (s.kind === 'for' && s.head !== undefined) return [];
  const own = s.kind === 'if' || s.kind === 'while' || s.kind === 'do' || (s.kind === 'for' && s.test) ? [s.test!] : [];
  const inside = ownExpressions(s).flatMap((e) => [...subexpressions(e)]);
  return [...own, ...inside.flatMap((e) => (e.kind === 'conditional' ? [e.test] : []))];
}

function negated(e: Expr): Expr {
  const { span } = e;
  if (e.kind === 'unary' && e.op === '!') return e.operand;
  const isSimple = e.kind === 'paren' || e.kind === 'name' || e.kind === 'call' || e.kind === 'member';
  return { kind: 'unary', op: '!', operand: isSimple ? e : { kind: 'paren', inner: e, span }, span };
}

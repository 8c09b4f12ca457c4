import type { Expr, FunctionDef, Program, Stmt } from '../ast.ts';
import type { Printed } from '../print/c.ts';
import { printExprC } from '../print/c.ts';
import type { Edits } from './edit.ts';
import { isIdle, isPure } from './effects.ts';
import type { Mutant } from './mutant.ts';
import { isBarrier } from './words.ts';

/** A function under mutation. */
export interface Subject {
  readonly program: Program;
  readonly fn: FunctionDef;
  readonly printed: Printed;
  /** Whether a statement is one of those that mutants are asked of. */
  readonly isAsked: (s: Stmt) => boolean;
}

/** A mutant that is not made yet. */
export interface Change extends Pick<Mutant, 'operator' | 'statements' | 'text' | 'equivalent'> {
  readonly edits: Edits;
}

/** 1-based line of a statement in its function as printed. */
export function lineOf({ printed }: Subject, s: Stmt): number {
  return printed.lines.get(s) ?? 1;
}

/** A statement in one line of C; of one that has others inside, its head. */
export function headOf(subject: Subject, s: Stmt): string {
  if (s.kind === 'expression') return `${printExprC(s.expr)};`;
  const line = subject.printed.text.split('\n')[lineOf(subject, s) - 1]!.trim();
  const head = line.replace(/^(?:\} )?else /, '').replace(/ \{$/, '');
  return s.kind === 'do' ? `do … while (${printExprC(s.test)});` : head;
}

export type Call = Extract<Expr, { kind: 'call' }>;

/** The call by name that a statement is, and nothing else. */
export function callIn(s: Stmt): Call | undefined {
  let e = s.kind === 'expression' ? s.expr : undefined;
  while (e?.kind === 'paren' || e?.kind === 'cast') e = e.kind === 'paren' ? e.inner : e.operand;
  return e?.kind === 'call' ? e : undefined;
}

/** Why it makes no difference whether and when a statement runs, if so. */
export function whyIdle({ program }: Subject, s: Stmt): string | undefined {
  const call = callIn(s);
  if (!call || !isIdle(program, call.callee) || !call.args.every(isPure)) return undefined;
  return isBarrier(call.callee)
    ? `memory is sequentially consistent in the model: \`${call.callee}()\` orders nothing`
    : `\`${call.callee}()\` does nothing in the model`;
}

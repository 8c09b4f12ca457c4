import type { Expr, FunctionDef, Program, Stmt } from '../ast.ts';
import type { Printed } from '../print/c.ts';
import { printExprC } from '../print/c.ts';
import type { Edits } from './edit.ts';
import { changeOf, isIdle } from './effects.ts';
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

/** What comes of a statement beyond reading: nothing that is known to differ, an assertion, or something. */
export function changeBy({ program }: Subject, s: Stmt): ReturnType<typeof changeOf> {
  const call = callIn(s);
  return call?.args.every((arg) => isIdle(program, arg)) ? changeOf(program, call.callee) : 'something';
}

/** Why nothing differs without a statement that changes nothing. */
export function whyIdle(s: Stmt): string {
  const { callee } = callIn(s)!;
  return isBarrier(callee)
    ? `memory is sequentially consistent in the model: \`${callee}()\` orders nothing`
    : `\`${callee}()\` changes nothing in the model`;
}

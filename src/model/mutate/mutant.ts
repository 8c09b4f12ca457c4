import type { Program, Stmt } from '../ast.ts';

export type Operator =
  | 'drop-statement'
  | 'drop-lock'
  | 'drop-unlock'
  | 'drop-get'
  | 'drop-put'
  /** A lock with its unlocks, a get with its puts: all of it or nothing compiles to a balanced program. */
  | 'drop-pair'
  /** A test that leaves, behind a lock or a wait. */
  | 'drop-recheck'
  /** What the text says still happens, and is no longer asked for. */
  | 'drop-condition'
  | 'weaken-barrier'
  | 'swap'
  | 'negate';

/** A program that differs from another in one small way. */
export interface Mutant {
  readonly operator: Operator;
  readonly function: string;
  /** What was changed, as the unchanged program has it; the first is where it stands. */
  readonly statements: readonly Stmt[];
  /** 1-based line of that one in the function as it is printed in C. */
  readonly line: number;
  /** What is different, in C: "without `spin_unlock(&x->lock);`". */
  readonly text: string;
  readonly program: Program;
  /** Why no check can tell it from the program, if that is known: an equivalent mutant, which need not be judged. */
  readonly equivalent?: string;
}

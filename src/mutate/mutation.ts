// What `patchcheck mutate` finds out, as plain data: the mutants of a patch, and what became of each.

import type { Thread } from '../mail/message.ts';
import type { Model } from '../model/model.ts';
import type { Mutant, Operator } from '../model/mutate/mutants.ts';
import type { Candidate } from '../patch/candidates.ts';
import type { Asked, CandidateAnswer } from '../verdict/thread-verdict.ts';

/** A mutant of a patch: the operators on what it adds, and changes of it that are not made. */
export interface PatchMutant extends Omit<Mutant, 'operator' | 'line'> {
  readonly operator: Operator | 'undo';
  /** Index of the message that the line is in. */
  readonly message: number;
  /** 1-based line in its text; absent if it cannot be told, as for a proposal in words. */
  readonly line?: number;
  /** That line, or what stands for it: C without blanks at either end. */
  readonly source: string;
  /** Why the model cannot run it. */
  readonly refused?: string;
}

export type Outcome =
  /** A check that holds after the patch is violated; `isDescribed` if the thread describes it. */
  | { readonly kind: 'killed'; readonly check: string; readonly isDescribed: boolean }
  /** Every check that holds after the patch holds all the same; `idle` are those that are no longer at stake. */
  | { readonly kind: 'survived'; readonly idle: readonly string[] }
  /** What it changes is run in no check that was asked. */
  | { readonly kind: 'never-ran' }
  /** No check can tell it from the patch, which is known without a run. */
  | { readonly kind: 'equivalent'; readonly reason: string }
  /** The model cannot run it. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No check that was decided tells it from the patch, and some were not decided. */
  | { readonly kind: 'undecided'; readonly reason: string };

export interface JudgedMutant {
  readonly mutant: PatchMutant;
  readonly outcome: Outcome;
}

/** How the patch itself was answered, which is what mutants are held against. */
export interface Kept {
  /** Checks that hold after the patch, those of which it is not known, and all that were asked. */
  readonly held: number;
  readonly undecided: number;
  readonly asked: number;
  /** Described checks, and the answer of each after the patch. */
  readonly described: readonly { readonly check: string; readonly answer: CandidateAnswer['answer'] }[];
}

/** Added lines of the patch that no mutant can be made of. */
export interface Unmutated {
  /** The model leaves them out, or does not have them. */
  readonly elided: number;
  readonly unmodelled: number;
}

export interface Mutation {
  readonly thread: Thread;
  readonly model: Model;
  readonly candidate: Candidate;
  readonly asked: Asked;
  readonly kept: Kept;
  readonly unmutated: Unmutated;
  /** In the order of the patch. */
  readonly mutants: readonly JudgedMutant[];
}

/** How many mutants came to each end. */
export function countOutcomes(mutants: readonly JudgedMutant[]): Readonly<Record<Outcome['kind'], number>> {
  const counts = { killed: 0, survived: 0, 'never-ran': 0, equivalent: 0, refused: 0, undecided: 0 };
  for (const { outcome } of mutants) counts[outcome.kind]++;
  return counts;
}

// What a store keeps of a thread, as plain data: what it is (triage), and what came of judging it.

import type { BugClass } from '../claim/claim.ts';
import type { Candidate } from '../patch/candidates.ts';
import type { CandidateVerdictName, ThreadVerdictName } from '../verdict/thread-verdict.ts';

/** How a bug was recognised: in the subject alone, in the words of a mail, in a drawing, or in both of these. */
export type Recognised = 'subject' | 'words' | 'diagram' | 'words and diagram';

export interface ClaimRecord {
  readonly class: BugClass;
  readonly by: Recognised;
  /** Two or more must meet for it; see src/claim/concurrency.ts. */
  readonly concurrent: boolean;
  readonly functions: readonly string[];
}

export interface CandidateRecord {
  readonly id: string;
  readonly kind: Candidate['kind'];
  readonly version: number;
  readonly title: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string | null;
}

/** A function that a diff changes. */
export interface TouchedFunction {
  readonly name: string;
  readonly file: string;
}

/** What a thread is, told without running anything. */
export interface Triage {
  readonly subject: string;
  readonly author: string;
  /** Of the first mail; ISO 8601. */
  readonly date: string | null;
  readonly messages: number;
  readonly withdrawn: boolean;
  /** Oldest first. */
  readonly candidates: readonly CandidateRecord[];
  readonly claims: readonly ClaimRecord[];
  /** What all of its diffs change. */
  readonly functions: readonly TouchedFunction[];
  /** Those of the patches that mend a concurrency bug; empty if none is described. */
  readonly mended: readonly TouchedFunction[];
  /** The model that would judge it. */
  readonly model: string | null;
}

/** What judging came to. */
export interface Judgement {
  readonly verdict: ThreadVerdictName;
  readonly reason: string | null;
  readonly model: string | null;
  readonly candidates: readonly CandidateJudgement[];
  /** Of all checks, before and after. */
  readonly states: number;
}

export interface CandidateJudgement {
  readonly id: string;
  readonly verdict: CandidateVerdictName;
  readonly reason: string | null;
  readonly introduced: readonly string[] | null;
  readonly residual: readonly string[] | null;
}

/** Why there is no more: `error` is a bug or damage, `unknown` a bound that was hit. */
export interface Problem {
  readonly kind: 'error' | 'unknown';
  readonly reason: string;
}

/** How a thread ended in a store. */
export type Outcome = ThreadVerdictName | 'error';

// What a check came to for a program, in the words that test reports have: passed, failed, not decided, or failing as it
// did before. One place decides it for all of their formats.

import type { CandidateAnswer, CandidateReport, CheckReport, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { answerText, neverRan } from '../answers.ts';
import { listedChecks } from '../json.ts';

export interface Outcome {
  readonly check: CheckReport;
  /** Null for the program before. */
  readonly candidate: string | null;
  readonly kind: 'passed' | 'failed' | 'undecided' | 'failed-before-too';
  /** It holds, but nothing was at stake, or a line that the candidate adds never ran. */
  readonly vacuous: boolean;
  /** `violated before, holds after (all 65 states)`. */
  readonly text: string;
}

/** A program and the outcomes of its checks. */
export interface Suite {
  readonly name: string;
  readonly candidate: CandidateReport | null;
  /** Nothing is left to object to; null if that is not decided. */
  readonly passed: boolean | null;
  /** The verdict, and its reason if it has one. */
  readonly text: string;
  readonly outcomes: readonly Outcome[];
}

/** A suite for each candidate; for a thread without any, one for the program before. */
export function suitesOf(v: ThreadVerdict): Suite[] {
  const checks = listedChecks(v);
  if (v.candidates.length === 0) {
    const outcomes = v.model ? checks.map((c) => outcomeOf(c, null)) : [];
    const passed = v.verdict === 'not-reproduced' ? true : v.verdict === 'reproduced' ? false : null;
    return [{ name: 'before', candidate: null, passed, text: verdictText(v), outcomes }];
  }
  return v.candidates.map((c) => ({
    name: c.id,
    candidate: c,
    passed: passedOf(c),
    text: verdictText(c),
    outcomes: checks.flatMap((check) => (check.after.has(c.id) ? [outcomeOf(check, c)] : [])),
  }));
}

function passedOf({ verdict, introduced }: CandidateReport): boolean | null {
  if (verdict === 'unknown' || verdict === 'not-modelled') return null;
  return verdict === 'fixed' && !introduced?.length;
}

function verdictText({ verdict, reason }: { readonly verdict: string; readonly reason?: string }): string {
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
}

function outcomeOf(check: CheckReport, candidate: CandidateReport | null): Outcome {
  const { before } = check;
  const after = candidate ? check.after.get(candidate.id)! : before;
  const text = candidate
    ? `${before.answer} before, ${after.answer} after (${answerText(after, neverRan(candidate))})`
    : `${before.answer} (${answerText(before)})`;
  return {
    check,
    candidate: candidate?.id ?? null,
    kind: kindOf(check, after, candidate),
    vacuous: after.vacuous,
    text,
  };
}

function kindOf(
  { before, described }: CheckReport,
  after: CandidateAnswer,
  candidate: CandidateReport | null,
): Outcome['kind'] {
  if (after.answer === 'unknown') return 'undecided';
  if (after.answer === 'holds') return 'passed';
  return candidate && before.answer === 'violated' && !described ? 'failed-before-too' : 'failed';
}

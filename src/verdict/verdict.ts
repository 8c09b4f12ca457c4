// The verdict of one candidate from the answers before and after it. Only the table of docs/verdicts.md is here: what
// was asked, and how the answers came about, is decided elsewhere.

import type { Answer } from '../explore/judge.ts';
import type { CandidateVerdictName, Judged, ThreadVerdictName } from './thread-verdict.ts';

/** One check before and after a candidate. A `holds` that is vacuous counts as `holds`. */
export interface Compared {
  readonly id: string;
  readonly described: boolean;
  readonly before: Pick<Answer, 'answer' | 'reason'>;
  readonly after: Pick<Answer, 'answer' | 'reason'>;
}

export const NOTHING_DESCRIBED = 'the thread describes no bug that this model ties to a check';

/** The verdict of a candidate, with what it introduces and what it leaves. */
export function judgedFrom(checks: readonly Compared[], scope: 'described' | 'every'): Judged {
  const ids = (before: Answer['answer'], described: boolean): string[] =>
    checks
      .filter((c) => c.before.answer === before && c.after.answer === 'violated' && (described || !c.described))
      .map((c) => c.id);
  const isAsked = scope === 'every' && checks.some((c) => c.after.answer !== 'unknown');
  return {
    ...verdictOf(checks.filter((c) => c.described)),
    introduced: isAsked ? ids('holds', true) : null,
    residual: isAsked ? ids('violated', false) : null,
  };
}

function verdictOf(described: readonly Compared[]): { verdict: CandidateVerdictName; reason?: string } {
  if (described.length === 0) return { verdict: 'unknown', reason: NOTHING_DESCRIBED };
  const open = described.filter((c) => c.before.answer !== 'holds');
  if (open.length === 0) return { verdict: 'not-reproduced' };
  for (const c of open)
    for (const when of ['before', 'after'] as const)
      if (c[when].answer === 'unknown')
        return { verdict: 'unknown', reason: `${c.id} ${when}: ${c[when].reason ?? 'not decided'}` };
  const fixed = open.filter((c) => c.after.answer === 'holds').length;
  return { verdict: fixed === open.length ? 'fixed' : fixed === 0 ? 'not-fixed' : 'partly-fixed' };
}

/** The verdict of a thread that proposes nothing, from its described checks. */
export function reproduction(described: readonly Pick<Compared, 'id' | 'before'>[]): {
  verdict: ThreadVerdictName;
  reason?: string;
} {
  if (described.length === 0) return { verdict: 'unknown', reason: NOTHING_DESCRIBED };
  if (described.some((c) => c.before.answer === 'violated')) return { verdict: 'reproduced' };
  const open = described.find((c) => c.before.answer === 'unknown');
  if (open) return { verdict: 'unknown', reason: `${open.id}: ${open.before.reason ?? 'not decided'}` };
  return { verdict: 'not-reproduced' };
}

/** The candidate whose verdict is the thread's: the newest patch, else the newest. */
export function deciding<C extends { readonly kind: string }>(candidates: readonly C[]): C | undefined {
  return candidates.findLast((c) => c.kind === 'patch') ?? candidates.at(-1);
}

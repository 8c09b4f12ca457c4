// A verdict as b4 reads it (b4.review-series-check-cmd, b4.review-perpatch-check-cmd): a JSON array of results, each
// with `tool`, `status` (pass, warn, fail), a line of `summary` and `details`. Nothing to say is an empty array.
//
// A check of b4's is about the patch at hand: a thread that no model has, or that describes no bug of ours, is silence,
// not a warning on every patch of a mailbox.

import type { Message } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import type { CandidateReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';
import { escapeLine, escapeText } from './escape.ts';
import { idleFixes, verdictSentence } from './verdict-sentence.ts';
import { headline } from './words.ts';

export interface B4Result {
  readonly tool: 'patchcheck';
  readonly status: 'pass' | 'warn' | 'fail';
  readonly summary: string;
  readonly details: string;
}

/**
 * What b4 is told of a verdict. `asked` is the mail that b4 asks about: where the thread has several versions, that one
 * counts. `details` is the report for a person.
 */
export function b4Results(v: ThreadVerdict, asked: Pick<Message, 'subject'> | null, details: string): B4Result[] {
  const { version } = parseSubject(asked?.subject ?? '');
  const own = v.candidates.findLast((c) => c.kind === 'patch' && c.version === version);
  const candidate = own ?? deciding(v.candidates);
  if (!candidate || candidate.verdict === 'not-modelled') return [];
  if (candidate.verdict === 'unknown' && v.claims.length === 0) return [];
  const isPart = isIncomplete(candidate);
  const said = verdictSentence(v, candidate);
  const alone = isPart ? ', taken alone, without the other parts of its series' : '';
  const summary = `${headline(candidate.verdict)}${said && `: ${said}`}${alone} (on the model ${v.model?.name})`;
  const status = statusOf(v, candidate);
  return [
    {
      tool: 'patchcheck',
      status: isPart && status === 'fail' ? 'warn' : status,
      summary: escapeLine(summary),
      details: escapeText(details),
    },
  ];
}

/** What a part breaks or leaves open, another part may mend. */
function isIncomplete({ patches }: CandidateReport): boolean {
  const parts = new Set(patches.map((p) => p.patch.part[0]));
  return patches.some(({ patch }) => patch.part[1] > parts.size);
}

function statusOf(v: ThreadVerdict, candidate: CandidateReport): B4Result['status'] {
  const { verdict, introduced } = candidate;
  if ((introduced?.length ?? 0) > 0 || verdict === 'not-fixed') return 'fail';
  return verdict === 'fixed' && !v.withdrawn && idleFixes(v, candidate).length === 0 ? 'pass' : 'warn';
}

// What was answered to a check, before and after, in a line each.

import type { Answer } from '../explore/judge.ts';
import type { CandidateAnswer, CandidateReport, CheckReport } from '../verdict/thread-verdict.ts';
import { escapeLine } from './escape.ts';
import { labelled, type Page } from './page.ts';
import { windowLine } from './window-text.ts';
import { count } from './words.ts';
import { pad } from './wrap.ts';

/** The answers for the program before and after the newest candidate. */
export function answerLines({ v, width, newest, paint }: Page, { before, after }: CheckReport): string[] {
  const one = (when: string, a: CandidateAnswer, of: string, unrun = 0): string[] => {
    const isTold = a.answer === 'unknown' && a.reason !== undefined && v.reason?.endsWith(a.reason);
    const text = isTold ? 'see above' : answerText(a, unrun);
    const color = a.answer === 'holds' ? paint.good : paint.bad;
    return labelled(width, when, `${pad(a.answer, 8)}  ${text}${of}`).map((l) => l.replace(a.answer, color));
  };
  const lines = one('before', before, '');
  const then = newest && after.get(newest.id);
  if (then) lines.push(...one('after', then, ofCandidate(v, newest), neverRan(newest)));
  else if (newest)
    lines.push(
      ...labelled(width, 'after', `not judged${newest.reason ? '' : `: ${v.reason ?? 'there is no program'}`}`),
    );
  const window = windowLine(before, then);
  if (window !== undefined) lines.push(...labelled(width, 'window', window));
  return lines;
}

/** ` (patch-v2)` where there are several. */
export function ofCandidate({ candidates }: Page['v'], { id }: CandidateReport): string {
  return candidates.length > 1 ? ` (${id})` : '';
}

/** Number of statements on added lines that ran in no check. */
export function neverRan({ added }: CandidateReport): number {
  return added.filter((a) => a.tasks === 0).length;
}

/** `all 370 states`; of a reduced search, `48,800 states, reduced`. */
export function statesText({
  states,
  exhaustive,
  isReduced,
}: Pick<Answer, 'states' | 'exhaustive' | 'isReduced'>): string {
  if (isReduced) return `${count(states, 'state')}, reduced`;
  return exhaustive ? `all ${count(states, 'state')}` : `${count(states, 'state')}, not all`;
}

/** How much an answer rests on: `all 370 states`. */
export function answerText(a: CandidateAnswer, unrun = 0): string {
  if (a.answer === 'unknown') return escapeLine(a.reason ?? 'not decided');
  const states = statesText(a);
  const why = [
    ...(a.vacuous && !a.linesNeverRan ? ['its premise was never true'] : []),
    ...(a.vacuous && unrun > 0 ? [`${count(unrun, 'added statement')} never ran`] : []),
  ];
  return [states, ...why].join('; ');
}

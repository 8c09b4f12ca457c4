// The verdict in a sentence: what stands behind the word at the head of every report.

import { idleText, wasAtStake } from '../verdict/covered.ts';
import type { CandidateReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';
import { boundsText } from './bounds-text.ts';
import { ladderSentence } from './ladder-sentence.ts';
import { introducedProperties } from './residual.ts';
import { bugText, sentence } from './words.ts';

/** What the word of a verdict says of a candidate, else of the newest, else of the thread; nothing is escaped. */
export function verdictSentence(v: ThreadVerdict, newest = deciding(v.candidates)): string {
  const { verdict, reason } = newest ?? v;
  const described = v.checks.filter((c) => c.described);
  const bug = bugText(described.length > 0 ? classesOf(v) : v.claims.map((c) => c.class));
  const patch = newest === undefined ? 'a patch' : newest.kind === 'patch' ? 'the patch' : `the proposal ${newest.id}`;
  let text = sentence(verdict, bug, patch);
  const bounds = text === '' ? '' : boundsText(v);
  if (bounds !== '') text += ` (${bounds})`;
  const broken = newest ? introducedProperties(v, newest) : [];
  if (broken.length > 0)
    text += `${text === '' ? '' : verdict === 'fixed' ? ', but ' : ', and '}what held before is violated after it: ${broken.join('; ')}`;
  const idle = newest ? idleFixes(v, newest) : [];
  if (idle.length > 0)
    text += `, but after it ${idle.length === 1 ? `${idle[0]} was` : `${idle.join(', ')} were`} not at stake: ${idleText(idle[0]!, v.model!)}`;
  const climbed = newest === deciding(v.candidates) ? ladderSentence(v) : '';
  if (climbed !== '') text += `${text === '' ? '' : '; '}${climbed}`;
  const hasPlace = newest !== undefined && newest.diagnostics.length > 0 && newest.verdict === 'unknown';
  if (reason !== undefined && !hasPlace) text = text ? `${text}: ${reason}` : reason;
  return text === '' && verdict === 'unknown' ? 'not decided' : text;
}

/** Properties of described checks that a candidate ends in that nothing is at stake any more. */
export function idleFixes({ checks }: ThreadVerdict, { id }: CandidateReport): string[] {
  const ended = checks.filter(({ described, before, after }) => {
    const then = after.get(id);
    return described && before.answer === 'violated' && then?.answer === 'holds' && !wasAtStake(then);
  });
  return [...new Set(ended.map((c) => c.check.property))];
}

/** Classes of the claims that describe a check of the model. */
function classesOf({ claims, model }: ThreadVerdict): string[] {
  const known = claims.filter((c) =>
    model?.describes.some((d) => d.classes.includes(c.class) && c.functions.some((f) => d.functions.includes(f))),
  );
  return known.map((c) => c.class);
}

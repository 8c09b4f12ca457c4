// All checks of a verdict, a line each: grouped by scenario and setting, so that the lines are short.

import type { CandidateAnswer, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';
import type { Paint } from './paint.ts';
import { pad } from './wrap.ts';

/** The lines of the table. An id is the heading, a slash and the name. */
export function checkTable(v: ThreadVerdict, _width: number, paint: Paint): string[] {
  const newest = deciding(v.candidates);
  // Where an added line never ran, all that holds is vacuous, and a mark would say nothing about one of them.
  const isIdle = (a: CandidateAnswer | undefined): boolean => a?.vacuous === true && !a.linesNeverRan;
  const word = (a: CandidateAnswer | undefined): string => (a ? a.answer + (isIdle(a) ? ' *' : '') : '-');
  const wide = 2 + Math.max(0, ...v.checks.map((c) => c.check.property.length));
  const lines = [paint.dim(`  ${pad('check', wide)}${pad('before', 12)}${newest ? pad('after', 12) : ''}`.trimEnd())];
  let heading = '';
  for (const { check, before, after, described } of v.checks) {
    const now = [check.scenario, [check.schedule, ...check.switches].join('+')].join('/');
    if (now !== heading) lines.push(now);
    heading = now;
    const then = newest && after.get(newest.id);
    const mark = described
      ? 'described'
      : newest?.introduced?.includes(check.id)
        ? 'introduced'
        : newest?.residual?.includes(check.id)
          ? 'residual'
          : '';
    const cells = `  ${pad(check.property, wide)}${pad(word(before), 12)}${newest ? pad(word(then), 12) : ''}${mark}`;
    lines.push((before.answer === 'violated' || then?.answer === 'violated' ? paint.bad : String)(cells.trimEnd()));
  }
  const marked = v.checks.some((c) => isIdle(c.before) || (newest && isIdle(c.after.get(newest.id))));
  if (marked) lines.push('', '* its premise was never true: nothing was freed, or nothing of the kind happened');
  return lines;
}

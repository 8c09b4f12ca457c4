// All checks of a verdict, a line each: grouped by scenario and setting, so that the lines are short.

import type { Answer } from '../explore/judge.ts';
import type { ThreadVerdict } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';
import type { Paint } from './paint.ts';
import { pad } from './wrap.ts';

/** The lines of the table. An id is the heading, a slash and the name. */
export function checkTable(v: ThreadVerdict, _width: number, paint: Paint): string[] {
  const newest = deciding(v.candidates);
  const word = (a: Answer | undefined): string => (a ? a.answer + (a.vacuous ? ' *' : '') : '-');
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
  if (v.checks.some((c) => [c.before, ...c.after.values()].some((a) => a.vacuous)))
    lines.push('', '* holds, but what it rests on was not reached: nothing is shown by it');
  return lines;
}

// What a patch leaves: checks violated before and after it. A switch permits and never forces, so that what is violated
// without one is violated with it: only the weakest settings are told.

import type { Check } from '../verdict/checks.ts';
import type { CandidateReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { propertyText, settingText } from './words.ts';
import { wrap } from './wrap.ts';

/** The residual checks of a candidate in words. */
export function residualLines(v: ThreadVerdict, candidate: CandidateReport, width: number): string[] {
  const left = v.checks.filter((c) => candidate.residual!.includes(c.check.id)).map((c) => c.check);
  const weakest = left.filter((c) => !left.some((d) => implies(d, c)));
  const groups = new Map<string, Check[]>();
  for (const c of weakest) {
    const key = `${settingText(c, v.model!)}: ${propertyText(c.property, v.model!)}`;
    groups.set(key, [...(groups.get(key) ?? []), c]);
  }
  const lines = wrap('Still violated after the patch, though the thread does not describe it:', width);
  for (const [words, checks] of groups) {
    const names = [...new Set(checks.map((c) => c.scenario))].join(', ');
    lines.push(
      ...wrap(`- not under ${words} (${names})`.replace('- not under', '-'), width - 2, 2).map((l) => `  ${l}`),
    );
  }
  if (v.asked.list !== 'all') lines.push(`  (${left.length} checks with all switches; --all to see them)`);
  return lines;
}

/** The first is violated under fewer switches, all else being the same. */
function implies(a: Check, b: Check): boolean {
  return (
    a.scenario === b.scenario &&
    a.schedule === b.schedule &&
    a.property === b.property &&
    a.switches.length < b.switches.length &&
    a.switches.every((s) => b.switches.includes(s))
  );
}

// What a patch breaks, and what it leaves. A switch permits and never forces, so that what is violated without one is
// violated with it: only the weakest settings are told.

import type { Check } from '../verdict/checks.ts';
import type { CandidateReport, CheckReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { propertyText, settingText } from './words.ts';
import { wrap } from './wrap.ts';

/** The residual checks of a candidate in words. */
export function residualLines(v: ThreadVerdict, candidate: CandidateReport, width: number): string[] {
  const left = named(v, candidate.residual);
  const groups = new Map<string, Check[]>();
  for (const { check } of weakest(left)) {
    const key = `${settingText(check, v.model!)}: ${propertyText(check.property, v.model!)}`;
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  const lines = wrap('Still violated after the patch, though the thread does not describe it:', width);
  for (const [words, checks] of groups) {
    const names = [...new Set(checks.map((c) => c.scenario))].join(', ');
    lines.push(...wrap(`- ${words} (${names})`, width - 2, 2).map((l) => `  ${l}`));
  }
  return [...lines, ...rest(v, left.length)];
}

/** The checks that a candidate breaks, by id. */
export function introducedLines(v: ThreadVerdict, candidate: CandidateReport): string[] {
  const broken = named(v, candidate.introduced);
  const lines = ['Violated after the patch, and not before it:'];
  for (const { check } of weakest(broken)) {
    const more = broken.filter((b) => implies(check, b.check)).length;
    lines.push(`  ${check.id}${more > 0 ? `  (${more} more with a switch)` : ''}`);
  }
  return [...lines, ...rest(v, broken.length)];
}

function rest(v: ThreadVerdict, n: number): string[] {
  return v.asked.list === 'all'
    ? []
    : [`  (${n === 1 ? '1 check' : `${n} checks`} in all; --all to see ${n === 1 ? 'it' : 'them'})`];
}

function named(v: ThreadVerdict, ids: readonly string[] | null): CheckReport[] {
  return v.checks.filter((c) => ids?.includes(c.check.id));
}

/** Checks that are not violated already under fewer switches. */
export function weakest<C extends Pick<CheckReport, 'check'>>(checks: readonly C[]): C[] {
  return checks.filter((c) => !checks.some((d) => implies(d.check, c.check)));
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

// What a patch breaks, what it leaves and what it mends beside the described checks. A switch permits and never forces, so
// that what is violated without one is violated with it: only the weakest settings are told.

import type { Check } from '../verdict/checks.ts';
import type { CandidateReport, CheckReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { count, propertyText, settingText, violatedText } from './words.ts';
import { wrap } from './wrap.ts';

/** The residual checks of a candidate in words. */
export function residualLines(v: ThreadVerdict, candidate: CandidateReport, width: number): string[] {
  const left = named(v, candidate.residual);
  if (left.length === 0) return [];
  const title = 'Still violated after the patch, beside what was taken from the thread:';
  return [...wrap(title, width, 2), ...bullets(v, left, width), ...rest(v, left.length, width)];
}

/** The checks that a candidate mends though they are not described, in words. */
export function alsoFixedLines(v: ThreadVerdict, { id }: CandidateReport, width: number): string[] {
  const holding = v.checks.filter(
    (c) => !c.described && c.before.answer === 'violated' && c.after.get(id)?.answer === 'holds',
  );
  // What no longer happens is not mended by that.
  const fixed = holding.filter((c) => !c.after.get(id)!.vacuous || c.after.get(id)!.linesNeverRan);
  const idle = holding.length - fixed.length;
  const left =
    idle === 0
      ? []
      : wrap(
          `Not at stake any more in ${count(idle, 'check')} that ${idle === 1 ? 'was' : 'were'} violated before.`,
          width,
          2,
        );
  if (fixed.length === 0) return left;
  const lines = wrap(
    `Also fixed, in ${count(fixed.length, 'check')} beside what was taken from the thread. Now:`,
    width,
    2,
  );
  for (const property of new Set(fixed.map((c) => c.check.property))) {
    const same = fixed.filter((c) => c.check.property === property);
    const text = `- ${propertyText(property, v.model!)} (${count(same.length, 'check')}, ${conditions(v, same)})`;
    lines.push(...wrap(text, width - 2, 2).map((l) => `  ${l}`));
  }
  return [...lines, ...left];
}

/** The fewest switches that it takes, under whatever schedule: `if a page allocation fails, or charging fails`. */
function conditions({ model }: ThreadVerdict, checks: readonly CheckReport[]): string {
  const sets = weakest(checks.map(({ check }) => ({ check: { ...check, scenario: '', schedule: 'fair' as const } })));
  const words = new Set(sets.map(({ check }) => check.switches.map((s) => model!.switches[s] ?? s).join(' and ')));
  return words.has('') ? 'with no switch on' : `if ${[...words].join(', or ')}`;
}

/** The checks that a candidate breaks, by id. */
export function introducedLines(v: ThreadVerdict, candidate: CandidateReport, width: number): string[] {
  const broken = named(v, candidate.introduced);
  const lines = ['Violated after the patch, and not before it:'];
  for (const { check } of weakest(broken)) {
    const more = broken.filter((b) => implies(check, b.check)).length;
    lines.push(`  ${check.id}${more > 0 ? `  (${more} more with a switch)` : ''}`);
  }
  return [...lines, ...rest(v, broken.length, width)];
}

/** `no-leak, in 55 checks`: the properties that a candidate breaks. */
export function introducedProperties(v: ThreadVerdict, candidate: CandidateReport): string[] {
  const found = new Map<string, number>();
  for (const { check } of named(v, candidate.introduced))
    found.set(check.property, (found.get(check.property) ?? 0) + 1);
  return [...found].map(([property, n]) => `${property}, in ${count(n, 'check')}`);
}

/** A line for each setting and violation, with the scenarios in which it is so. */
function bullets(v: ThreadVerdict, checks: readonly CheckReport[], width: number): string[] {
  const groups = new Map<string, Check[]>();
  for (const { check } of weakest(checks)) {
    const key = `${settingText(check, v.model!)}: ${violatedText(check.property, v.model!)}`;
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  return [...groups].flatMap(([words, same]) => {
    const names = [...new Set(same.map((c) => c.scenario))].join(', ');
    return wrap(`- ${words} (${names})`, width - 2, 2).map((l) => `  ${l}`);
  });
}

function rest(v: ThreadVerdict, n: number, width: number): string[] {
  if (v.asked.list === 'all') return [];
  return wrap(`(${count(n, 'check')} in all; --all to see ${n === 1 ? 'it' : 'them'})`, width - 2).map((l) => `  ${l}`);
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

// How things are called in front of a person.

import type { Model, ScheduleName } from '../model/model.ts';
import type { Check } from '../verdict/checks.ts';
import type { CandidateVerdictName, ThreadVerdictName } from '../verdict/thread-verdict.ts';

/** A schedule in a line. */
export const SCHEDULE: Readonly<Record<ScheduleName, string>> = {
  fair: 'every interleaving; everybody gets a turn in the end',
  coop: 'no preemption: strict priority on each CPU; a task keeps it until it sleeps or offers it',
  preempt: 'preemptible kernel: strict priority on each CPU, preemptible at any point that allows it',
};

/** The same in a few words: those that its line begins with. */
const SCHEDULE_SHORT: Readonly<Record<ScheduleName, string>> = {
  fair: 'every interleaving',
  coop: 'no preemption',
  preempt: 'preemptible kernel',
};

/** A built-in property in a line. */
const BUILT_IN: Readonly<Record<string, string>> = {
  'no-bug-on': 'no BUG_ON, NULL pointer or access outside an object',
  'no-use-after-free': 'no use after free',
  'no-double-free': 'no double free',
  'no-deadlock': 'somebody can always go on until all are done',
  'no-leak': 'nothing allocated is lost',
  'no-sleep-in-atomic': 'nobody sleeps with preemption off',
};

const BUILT_IN_VIOLATED: Readonly<Record<string, string>> = {
  'no-bug-on': 'BUG_ON, NULL pointer or access outside an object',
  'no-use-after-free': 'use after free',
  'no-double-free': 'double free',
  'no-deadlock': 'nobody can go on, and not all are done',
  'no-leak': 'something allocated is lost',
  'no-sleep-in-atomic': 'somebody sleeps with preemption off',
};

/** What is so where a property is violated. */
export function violatedText(name: string, model: Model): string {
  const own = model.properties.find((p) => p.name === name);
  if (own === undefined) return BUILT_IN_VIOLATED[name] ?? `${name} is violated`;
  return own.kind === 'progress' ? 'some call never returns' : `violated: ${own.about}`;
}

/** What a property says. */
export function propertyText(name: string, model: Model): string {
  return model.properties.find((p) => p.name === name)?.about ?? BUILT_IN[name] ?? name;
}

/** The words of a check, each with what it means. */
export function checkWords(check: Check, model: Model): [string, string][] {
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  return [
    [scenario.name, scenario.about],
    [check.schedule, SCHEDULE[check.schedule]],
    ...check.switches.map((s): [string, string] => [s, model.switches[s] ?? '']),
    [check.property, propertyText(check.property, model)],
  ];
}

/** Who a task is, without its priority. */
export function aboutTask(about: string): string {
  return about.replace(/\s*\([^()]*\bpriority\b[^()]*\)$/, '');
}

/** `preemptible kernel · an xarray node allocation fails`. */
export function settingText({ schedule, switches }: Check, model: Model): string {
  return [SCHEDULE_SHORT[schedule], ...switches.map((s) => model.switches[s] ?? s)].join(' · ');
}

/** `the livelock`, `the livelock and the leak`; `the bug` if the text names none. */
export function bugText(classes: readonly string[]): string {
  const names = [...new Set(classes)].map((c) => `the ${c.replace(/-/g, ' ')}`);
  if (names.length === 0) return 'the bug';
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The verdict in a sentence. */
export function sentence(verdict: ThreadVerdictName, bug: string, patch: string): string {
  const text = SENTENCES[verdict](bug, patch);
  if (!bug.includes(' and ')) return text;
  return text.replace(' reproduces', ' reproduce').replace('does not reproduce', 'do not reproduce');
}

const SENTENCES: Readonly<Record<ThreadVerdictName, (bug: string, patch: string) => string>> = {
  fixed: (bug, patch) => `${bug} reproduces before ${patch} and not after it`,
  'partly-fixed': (bug, patch) => `${patch} ends ${bug} in some of the described checks and not in others`,
  'not-fixed': (bug, patch) => `${bug} reproduces before ${patch} and still after it`,
  'not-reproduced': (bug) => `${bug} does not reproduce to begin with`,
  reproduced: (bug) => `${bug} reproduces; the thread has no patch to try`,
  unknown: () => '',
  'not-modelled': () => '',
};

/** The verdict as it stands at the head of a report. */
export function headline(verdict: CandidateVerdictName | ThreadVerdictName): string {
  return verdict.replace(/-/g, ' ').toUpperCase();
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22 May 2020 UTC`. */
export function dateText(date: Date): string {
  return `${dayText(date)} UTC`;
}

/** `22 May 2020`, in UTC. */
export function dayText(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `1 line`, `2 lines`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}

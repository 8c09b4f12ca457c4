// What happens around the tasks of a model, topic by topic: its own words, and what its switches and scenarios say
// already. Every model answers the same topics, so that two can be read side by side.

import type { Model } from './model.ts';

export interface EnvironmentLine {
  /** `interrupts`, `may fail under`, … */
  readonly topic: string;
  readonly text: string;
}

type Described = Pick<Model, 'environment' | 'switches' | 'scenarios' | 'pools'>;

/** The environment of a model, in the order in which it is told. */
export function environmentOf(model: Described): EnvironmentLine[] {
  const { interrupts, allocation, reclaim, io } = model.environment;
  return [
    { topic: 'interrupts', text: interrupts },
    { topic: 'allocation', text: allocation },
    { topic: 'may fail under', text: switchesOf(model, '-fails') },
    { topic: 'may sleep under', text: switchesOf(model, '-sleeps') },
    ...otherSwitches(model),
    { topic: 'reclaim', text: reclaim },
    { topic: 'I/O', text: io },
    { topic: 'other tasks', text: tasksOf(model) },
    { topic: 'objects', text: objectsOf(model) },
  ];
}

/** The switches of one kind; their names end in what they permit (docs/models.md). */
function switchesOf({ switches }: Described, ending: string): string {
  const names = Object.keys(switches).filter((name) => name.endsWith(ending));
  return names.length === 0 ? 'no switch' : list(names, 'or');
}

function otherSwitches({ switches }: Described): EnvironmentLine[] {
  const names = Object.keys(switches).filter((name) => !/-(?:fails|sleeps)$/.test(name));
  return names.length === 0 ? [] : [{ topic: 'other switches', text: list(names, 'and') }];
}

function tasksOf({ scenarios }: Described): string {
  const most = Math.max(0, ...scenarios.map((s) => s.tasks.length));
  const cpus = [...new Set(scenarios.flatMap((s) => s.tasks.map((t) => t.cpu)))].sort((a, b) => a - b);
  const on = cpus.length === 1 ? `all on CPU ${cpus[0]}` : `on CPUs ${list(cpus.map(String), 'and')}`;
  return `none but those of the scenario: ${most} at most, ${on}`;
}

function objectsOf({ pools }: Described): string {
  const sizes = Object.entries(pools).map(([name, size]) => `${size} of struct ${name}`);
  return sizes.length === 0 ? 'none are allocated' : `at most ${list(sizes, 'and')} at once; more are not explored`;
}

function list(names: readonly string[], and: string): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${and} ${last}`;
}

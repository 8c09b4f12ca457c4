// How large the scenarios are that a verdict is about: tasks, what else the model counts, objects.

import type { Model } from '../model/model.ts';
import { dimensionsOf } from '../verdict/ladder/grow.ts';
import type { ThreadVerdict } from '../verdict/thread-verdict.ts';
import { count } from './words.ts';

/** `2 tasks, 1 entry of swap, at most 8 objects`, of the described checks; '' if there are none. */
export function boundsText({ model, checks }: Pick<ThreadVerdict, 'model' | 'checks'>): string {
  const names = new Set(checks.filter((c) => c.described).map((c) => c.check.scenario));
  const scenarios = model?.scenarios.filter((s) => names.has(s.name)) ?? [];
  if (!model || scenarios.length === 0) return '';
  const tasks = [...new Set(scenarios.map((s) => s.tasks.length))].sort((a, b) => a - b);
  const many = tasks.length > 1 ? `${tasks[0]} to ${tasks.at(-1)} tasks` : count(tasks[0]!, 'task');
  const dimensions = new Set(scenarios.flatMap((s) => dimensionsOf(model, s)));
  return [many, ...[...dimensions].map((d) => counted(d.counts[0]!, d.about)), ...objects(model)].join(', ');
}

function objects({ pools }: Model): string[] {
  const total = Object.values(pools).reduce((sum, n) => sum + n, 0);
  return total === 0 ? [] : [`at most ${count(total, 'object')}`];
}

/** `1 entry of swap`, `3 entries of swap`. */
export function counted(n: number, about: string): string {
  const [head, ...rest] = about.split(/(?= of )/);
  const many = head!.replace(/(\w+)$/, (word) => (/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`));
  return count(n, about, [many, ...rest].join(''));
}

// A scenario with more of something in it. In: a program, a model, the scenario as it is declared, and how much more of
// what; out: program, model and scenario that can be judged like any other, or why there can be no more. What may grow
// is for the model to say: a task that uses up what the setup made for it cannot simply be there twice.

import type { Program } from '../../model/ast.ts';
import type { Dimension, Model, Scenario, Sizes, Task } from '../../model/model.ts';
import { sizeOf, withSizes } from '../../model/sizes.ts';

/** What there is more of. */
export type Direction =
  | { readonly kind: 'task'; readonly name: string }
  /** Of the model's own; see `Dimension`. */
  | { readonly kind: 'dimension'; readonly name: string }
  /** Of every struct that has a pool. */
  | { readonly kind: 'objects' };

export interface Grown {
  readonly program: Program;
  /** Its scenario has the others' place. */
  readonly model: Model;
  readonly scenario: Scenario;
}

/** What does not grow, by name, and why. */
export interface Refused {
  readonly name: string;
  readonly why: string;
}

/** A task is a bit of a word in many places, and beyond this nobody waits for the search. */
const MOST_TASKS = 8;

const UNSAID = 'the model does not say that there can be two of it';
const SERVES = 'it serves the others';

/** The ways in which a scenario can grow, and what of it cannot. */
export function directionsOf(model: Model, scenario: Scenario): { directions: Direction[]; refused: Refused[] } {
  const directions: Direction[] = [];
  const refused: Refused[] = [];
  for (const { name, more, context } of scenario.tasks)
    if (more?.kind === 'yes') directions.push({ kind: 'task', name });
    else refused.push({ name, why: more?.why ?? (context === 'process' ? UNSAID : SERVES) });
  for (const { name } of dimensionsOf(model, scenario)) directions.push({ kind: 'dimension', name });
  return { directions, refused };
}

/** The model's own dimensions that mean something in a scenario. */
export function dimensionsOf(model: Model, scenario: Pick<Scenario, 'name'>): readonly Dimension[] {
  return model.grows.filter((d) => d.scenarios.includes(scenario.name));
}

/** How many of it there are, `by` rungs above the scenario as it is declared; all tasks count. */
export function countOf(model: Model, scenario: Scenario, direction: Direction, by: number): number {
  switch (direction.kind) {
    case 'task':
      return scenario.tasks.length + by;
    case 'dimension':
      return dimensionOf(model, direction.name).counts[by]!;
    case 'objects':
      return Object.values(model.pools).reduce((sum, n) => sum + n + by, 0);
  }
}

/** The scenario with so much more; a text says why there can be none. */
export function grow(
  program: Program,
  model: Model,
  scenario: Scenario,
  direction: Direction,
  by: number,
): Grown | string {
  switch (direction.kind) {
    case 'task': {
      const task = scenario.tasks.find((t) => t.name === direction.name)!;
      if (scenario.tasks.length + by > MOST_TASKS) return `the ladder ends at ${MOST_TASKS} tasks`;
      const sizes = task.more?.kind === 'yes' ? task.more.sizes : {};
      const tasks = scenario.tasks.flatMap((t) => (t === task ? [t, ...copies(t, by, scenario.tasks)] : [t]));
      // Each may need one more of everything; what of that nobody takes changes nothing (docs/ladder.md).
      return grown(program, withPools(model, by), { ...scenario, tasks }, sizes, by);
    }
    case 'dimension': {
      const { sizes, counts, run } = dimensionOf(model, direction.name);
      if (by >= counts.length) return 'the model has sizes for no more';
      const tasks = scenario.tasks.map((t) => ({ ...t, run: run[t.run] ?? t.run }));
      return grown(program, withPools(model, by), { ...scenario, tasks }, sizes, by);
    }
    case 'objects':
      return grown(program, withPools(model, by), scenario, {}, by);
  }
}

/** The same with more room for objects. */
export function withRoom({ program, model, scenario }: Grown, by: number): Grown {
  return { program, model: withPools(model, by), scenario };
}

function grown(program: Program, model: Model, scenario: Scenario, sizes: Sizes, by: number): Grown | string {
  const now: Record<string, number> = {};
  for (const [name, values] of Object.entries(sizes)) {
    if (sizeOf(program, name) !== values[0]) return `the patch changes ${name}`;
    if (by >= values.length) return 'the model has sizes for no more';
    now[name] = values[by]!;
  }
  const scenarios = model.scenarios.map((s) => (s.name === scenario.name ? scenario : s));
  return { program: withSizes(program, now), model: { ...model, scenarios }, scenario };
}

function withPools(model: Model, by: number): Model {
  return { ...model, pools: Object.fromEntries(Object.entries(model.pools).map(([name, n]) => [name, n + by])) };
}

function dimensionOf(model: Model, name: string): Dimension {
  return model.grows.find((d) => d.name === name)!;
}

/** Copies of a task, on its CPU: `owner-2`, reader A no. 2 (low priority). */
function copies(task: Task, by: number, others: readonly Task[]): Task[] {
  const [, who, rank] = /^(.*?)(\s*\([^()]*\))?$/s.exec(task.about)!;
  const taken = (name: string) => others.some((t) => t.name === name);
  return Array.from({ length: by }, (_, i) => {
    let name = `${task.name}-${i + 2}`;
    while (taken(name)) name += '-';
    return { ...task, name, about: `${who} no. ${i + 2}${rank ?? ''}` };
  });
}

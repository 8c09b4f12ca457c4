// Mutants of every model: the search answers as the reference does, whatever is wrong with the program. REFERENCE_FULL
// takes more of them, in larger scenarios.

import { afterAll, expect, test } from 'vitest';
import { reachedFrom } from '../../../src/machine/reached.ts';
import { findModels, loadModel } from '../../../src/model/load.ts';
import type { Model, Scenario } from '../../../src/model/model.ts';
import { type Mutant, mutantsOf } from '../../../src/model/mutate/mutants.ts';
import { compare } from './compare.ts';
import { askedOfModel, withTasks } from './model-question.ts';

interface Plan {
  readonly model: string;
  readonly scenario: string;
  /** Those of its tasks that take part; all if it says nothing. */
  readonly tasks?: readonly number[];
  readonly switches?: readonly string[];
  readonly schedule: Model['schedules'][number];
  /** How many mutants, spread evenly over those that there are. */
  readonly mutants: number;
  /** Larger ones do not count. */
  readonly states: number;
}

const FEW: readonly Plan[] = [
  { model: 'swapin-5.7', scenario: 'reader-vs-free', schedule: 'coop', mutants: 110, states: 1000 },
  { model: 'memcg-2.6.30', scenario: 'zap-interrupted', schedule: 'fair', mutants: 60, states: 1500 },
  { model: 'swapcache-2.4', scenario: 'swap-out-alone', schedule: 'fair', mutants: 200, states: 1000 },
  { model: 'migrate-6.6', scenario: 'swapcache-anon', tasks: [0], schedule: 'fair', mutants: 80, states: 1000 },
  { model: 'zswap-6.8', scenario: 'direct-swapin', tasks: [0], schedule: 'fair', mutants: 80, states: 1000 },
];

const MANY: readonly Plan[] = [
  {
    model: 'swapin-5.7',
    scenario: 'readers',
    switches: ['page-alloc-sleeps'],
    schedule: 'coop',
    mutants: 200,
    states: 3000,
  },
  {
    model: 'swapin-5.7',
    scenario: 'reader-vs-eviction',
    switches: ['charge-fails'],
    schedule: 'preempt',
    mutants: 100,
    states: 4000,
  },
  { model: 'memcg-2.6.30', scenario: 'zap-interrupted', schedule: 'fair', mutants: 447, states: 5000 },
  { model: 'memcg-2.6.30', scenario: 'zap-vs-writeback', schedule: 'fair', mutants: 100, states: 5000 },
  { model: 'swapcache-2.4', scenario: 'swap-out-alone', schedule: 'fair', mutants: 261, states: 5000 },
  { model: 'swapcache-2.4', scenario: 'two-readers', schedule: 'fair', mutants: 30, states: 10_000 },
  { model: 'migrate-6.6', scenario: 'swapcache-anon', schedule: 'fair', mutants: 60, states: 10_000 },
  { model: 'zswap-6.8', scenario: 'direct-swapin', schedule: 'fair', mutants: 4, states: 30_000 },
  { model: 'zswap-6.8', scenario: 'direct-swapin', tasks: [0, 1], schedule: 'fair', mutants: 100, states: 10_000 },
];

const isFull = process.env.REFERENCE_FULL !== undefined;
const folders = findModels('.');
let compared = 0;

test.each(isFull ? MANY : FEW)(
  'mutants of $model in $scenario $tasks are judged alike',
  (plan) => {
    const model = loadModel(folders.find((folder) => folder.name === plan.model)!);
    const whole = model.scenarios.find((s) => s.name === plan.scenario)!;
    const scenario = plan.tasks ? withTasks(whole, plan.tasks) : whole;
    const all = mutantsIn(model, scenario);
    const count = Math.min(plan.mutants, all.length);
    let same = 0;
    let tooLarge = 0;
    for (let k = 0; k < count; k++) {
      const mutant = all[Math.floor((k * all.length) / count)]!;
      const asked = askedOfModel(model, scenario, plan.switches ?? [], mutant.program);
      const { difference, schedules } = compare({ ...asked, schedules: [plan.schedule] }, plan.states);
      if (difference !== undefined)
        throw new Error(`${mutant.function}(), line ${mutant.line}, ${mutant.text}\n${difference}`);
      if (schedules.length > 0) same++;
      else tooLarge++;
    }
    if (isFull) console.info(JSON.stringify({ ...plan, of: all.length, same, tooLarge }));
    compared += same;
    expect(same).toBeGreaterThan(0.8 * count);
  },
  7_200_000,
);

afterAll(() => expect(compared).toBeGreaterThanOrEqual(500));

/** Of the functions that mirror the kernel's in the model itself, as far as a task of the scenario calls them. */
function mutantsIn({ program }: Model, { tasks }: Scenario): readonly Mutant[] {
  const reached = [
    ...reachedFrom(
      program,
      tasks.map((t) => t.run),
    ),
  ];
  const isOwn = (name: string): boolean => {
    const fn = program.functions.get(name);
    return fn?.file !== undefined && !fn.span.source.name.includes('kernel/');
  };
  return mutantsOf(program, reached.filter(isOwn)).filter((m) => m.equivalent === undefined);
}

import { expect, test } from 'vitest';
import { atOnce } from '../../../src/base/work.ts';
import { explore } from '../../../src/explore/graph.ts';
import { compile } from '../../../src/machine/machine.ts';
import type { ScheduleName } from '../../../src/model/model.ts';
import { outcomesOf } from '../../../src/verdict/ladder/outcomes.ts';
import { programOf, scenarioOf } from '../../machine/dialect.ts';

const TEXT = `
export interface box { n: int }
export let held: int = 0
export let shared: Ptr<box> = NULL
export function setup(): void {}
/** @atomic */
export function lock(): void { wait_until(!held); held = 1 }
/** a.c */
export function forget(): void { lock() }
export function forgetful(): void { forget() }
/** a.c */
export function spin(): void { while (held) resched() }
export function spinner(): void { spin() }
/** a.c */
export function lose_it(): void { shared = alloc<box>(); shared = NULL }
export function loser(): void { lose_it() }
export function reader(): void { let b: Ptr<box> = shared; b.n = 1 }
export function server(): void { for (;;) serve() }
/** @atomic */
export function serve(): void { idle_until(held == 2) }
`;

function outcomes(schedule: ScheduleName, ...tasks: Parameters<typeof scenarioOf>[0]) {
  return outcomesIn(1000, schedule, ...tasks);
}

function outcomesIn(maxStates: number, schedule: ScheduleName, ...tasks: Parameters<typeof scenarioOf>[0]) {
  const scenario = scenarioOf(tasks.map((t, i) => (typeof t === 'string' ? { run: t, name: `t${i}` } : t)));
  const machine = compile({ program: programOf(TEXT), scenario, pools: { box: 2 }, switches: [], conditions: [] });
  const graph = explore(machine, 0, { maxStates, deadline: Infinity });
  return atOnce(outcomesOf(graph, schedule, scenario.tasks));
}

test.each([
  ['tasks that are done', ['forgetful'], ['t0: done']],
  ['who waits where, of tasks that are alike', ['forgetful', 'forgetful'], ['t0/t1: done and waits in forget()']],
  [
    'who goes round for ever, and in which call',
    ['forgetful', 'spinner'],
    ['t0: done; t1: done', 't0: done; t1: for ever in spin()'],
  ],
  ['what stops a task', ['reader'], ['t0: NULL pointer']],
  ['what is lost', ['loser'], ['t0: done; something is lost']],
  ['not servers that have nothing to do', ['server', 'loser'], ['t1: done; something is lost']],
])('the end of a run tells %s', (_, tasks, ends) => {
  expect(outcomes('fair', ...tasks)).toEqual(ends);
});

test('more of what is alike need not be another outcome', () => {
  const two = outcomes('fair', 'forgetful', 'forgetful');
  const three = outcomes('fair', 'forgetful', 'forgetful', 'forgetful');
  expect(three.map((o) => o.replace('t0/t1/t2', 't0/t1'))).toEqual(two);
});

test('tasks of other priority are another role', () => {
  const low = { name: 'low', run: 'forgetful' };
  expect(outcomes('fair', low, { name: 'high', run: 'forgetful', priority: 2 })).toEqual([
    'low: done; high: waits in forget()',
    'low: waits in forget(); high: done',
  ]);
});

test('who is never let on his CPU has no turn', () => {
  const low = { name: 'low', run: 'spinner', priority: 1 };
  const owner = { name: 'owner', run: 'forgetful', cpu: 1 };
  expect(outcomes('preempt', owner, low, { name: 'high', run: 'spinner', priority: 2, arrives: true })).toContain(
    'owner: done; low: gets no turn in spin(); high: for ever in spin()',
  );
});

test('where the search was cut no run ends', () => {
  const all = outcomes('fair', 'forgetful', 'spinner', 'loser');
  for (const most of [1, 3, 5, 8])
    for (const end of outcomesIn(most, 'fair', 'forgetful', 'spinner', 'loser')) expect(all).toContain(end);
});

// The search against a reference that shares nothing with it: the interpreter, run anew for every sequence of moves,
// until no new state turns up. Both must see the same things in all that can happen.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/graph.ts';
import { play } from '../../src/explore/schedule.ts';
import { startRun } from '../../src/machine/interpret/run.ts';
import { compile } from '../../src/machine/machine.ts';
import type { Move } from '../../src/machine/trace.ts';
import type { Scenario } from '../../src/model/model.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';
import { conditions, programWith } from '../machine/random-program.ts';

const SCENARIOS = [
  scenarioOf(['first', { run: 'second', arrives: true }]),
  scenarioOf(['first', { run: 'second', arrives: true, context: 'irq' }]),
  scenarioOf(['first', { run: 'second', context: 'irq', cpu: 1 }]),
  scenarioOf([{ run: 'first', context: 'softirq' }, 'second']),
  scenarioOf([
    { run: 'first', context: 'softirq' },
    { run: 'second', context: 'irq', arrives: true },
  ]),
];
const tasks = [0, 1];
const SWITCHES = ['maybe', 'never'];
const MOST = 250;

const STATUS: Readonly<Record<string, string>> = { arrival: 'unarrived', sleep: 'asleep', timed: 'asleep-timed' };
const RUNS = new Set(['step', 'choose', 'resched', 'wait', 'spin', 'idle']);
const WAITING: Readonly<Record<string, string>> = { wait: 'waiting', spin: 'spinning', idle: 'idle' };
const OVER = new Set(['done', 'bug', 'null', 'bounds', 'use-after-free', 'double-free']);

/** What can be seen in each state that the search reaches; nothing if they are more than the reference can do. */
function seenBySearch(
  text: string,
  on: boolean,
  scenario: Scenario,
): { seen: Set<string>; states: number } | undefined {
  const program = programOf(text);
  const machine = compile({ program, scenario, pools: { node: 40 }, switches: SWITCHES, conditions });
  const graph = explore(machine, on ? 1 : 0, { maxStates: MOST, deadline: Number.POSITIVE_INFINITY });
  const { nodes: states } = play(graph, 'fair');
  if (graph.bound) return undefined;
  const seen = new Set<string>();
  const s = new Int32Array(machine.size);
  for (let state = 0; state < states; state++) {
    graph.table.read(state, s);
    const moving = new Set(graph.edges(state).map((e) => e.task));
    const status = tasks.map((t) => {
      const { kind } = machine.pcs[s[machine.frames[t]!]!]!;
      if (!OVER.has(kind) && machine.isHeld(s, t)) return 'held';
      if (!RUNS.has(kind)) return STATUS[kind] ?? kind;
      return moving.has(t) ? 'runnable' : WAITING[kind]!;
    });
    const bits = conditions.map((name) => (machine.condition(name, s) ? 1 : 0)).join('');
    seen.add(`${status} ${bits}`);
  }
  return { seen, states };
}

/** The same by trying every sequence of moves. */
function seenByTrying(text: string, on: boolean, scenario: Scenario): { seen: Set<string>; states: number } {
  const program = programOf(text);
  const start = () => startRun(program, scenario, { switchesOn: new Set(on ? ['maybe'] : []) });
  const seen = new Set<string>();
  const known = new Set<string>();
  const queue: Move[][] = [[]];
  for (let path = queue.pop(); path; path = queue.pop()) {
    const run = start();
    for (const move of path) run.move(move);
    const state = run.fingerprint();
    if (known.has(state)) continue;
    known.add(state);
    const status = tasks.map((t) => {
      const now = run.status(t);
      return typeof now === 'string' ? now : now.stopped;
    });
    seen.add(`${status} ${conditions.map((name) => (run.call(name) ? 1 : 0)).join('')}`);
    for (const task of tasks)
      for (let choice = 0; choice < run.enabled(task); choice++) queue.push([...path, { task, choice }]);
  }
  return { seen, states: known.size };
}

const statement = fc.constantFrom(
  'g = g + 1',
  'h = g',
  'o.n++',
  'list[g & 1] = 2',
  'spin_lock(sl); g = 2; unlock(sl)',
  'mutex_lock(ml); h++; unlock(ml)',
  'unlock(sl)',
  'wait_until(g > 5)',
  'idle_until(g > 5)',
  'take(sl)',
  'set_irqs_off(1); g = 1; set_irqs_off(0)',
  'spin_lock_irq(sl); h = 2; unlock_irq(sl)',
  'nosleep_count_add(1); g = irqs_off()',
  'sleep()',
  'resched()',
  "if (choose('maybe')) g = 7",
  'if (g == 6) h = 1',
  'let m: int = 0; while (m++ < 2) t = g',
  'push(alloc<node>())',
  'let p: Ptr<node> = pop(); if (p) { g = p.n; drop(p) }',
  'let q: Ptr<node> = head; free(head); if (q) h = q.b',
  'preempt_count_add(1); g = 1; preempt_count_add(-1)',
);
const body = fc.array(statement, { minLength: 1, maxLength: 3 }).map((list) => list.map((s) => `{ ${s} }`).join(' '));

test('the search sees what trying every sequence of moves sees, in no more states', () => {
  let compared = 0;
  fc.assert(
    fc.property(body, body, fc.boolean(), fc.constantFrom(...SCENARIOS), (first, second, on, scenario) => {
      const text = programWith(first, second);
      const found = seenBySearch(text, on, scenario);
      if (!found) return;
      const expected = seenByTrying(text, on, scenario);
      expect([...found.seen].sort()).toEqual([...expected.seen].sort());
      expect(found.states).toBeLessThanOrEqual(expected.states);
      compared++;
    }),
    { numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(10);
});

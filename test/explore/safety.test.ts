import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { play } from '../../src/explore/schedule.ts';
import { ask, invariant, judgeOf, quiescent, RETURNS, runOf, says } from './ask.ts';

const lostUpdate = {
  text: `
    export let n: int = 0
    export function setup(): void {}
    export function add(): void { n = n + 1 }
    export function both(): bool { return n == 2 }
    export function small(): bool { return n < 2 }`,
  tasks: ['add', 'add'],
  conditions: ['both', 'small'],
};

describe('reading and writing a shared counter', () => {
  test('takes two steps each, so that four moves interleave in a known number of states', () => {
    const reached = play(judgeOf(lostUpdate).graph, 'fair');
    // By hand: 1 at the start, 2 after a read, 2 + 1 + 2 + 2 with one done or both read, 2 ends.
    expect([reached.nodes, reached.transitions]).toEqual([12, 14]);
  });

  test('loses an update, shown by the shortest run with the fewest switches', () => {
    const answer = ask(lostUpdate, 'fair', quiescent('both'));
    expect(answer).toMatchObject({ answer: 'violated', exhaustive: true });
    expect(answer.witness).toMatchObject({ steps: 4, switches: 2 });
  });

  test('breaks an invariant in as few moves as any run can', () => {
    expect(runOf(ask(lostUpdate, 'fair', invariant('small')))).toBe('0 0 1 1');
  });

  test('loses nothing where tasks of one CPU are not preempted', () => {
    expect(says(lostUpdate, 'coop', quiescent('both'))).toBe('holds');
  });

  test('loses it under preemption only to a task of no lower priority', () => {
    const tasks = (second: number) => ({
      ...lostUpdate,
      tasks: ['add', { run: 'add', priority: second, arrives: true }],
    });
    expect(says(tasks(1), 'preempt', quiescent('both'))).toBe('violated');
    expect(says(tasks(0), 'preempt', quiescent('both'))).toBe('violated');
    expect(says(tasks(-1), 'preempt', quiescent('both'))).toBe('holds');
  });
});

const locks = (second: string) => ({
  text: `
    export interface lock { owner: int }
    export const a: lock = zeroed()
    export const b: lock = zeroed()
    /** @atomic */
    export function lock(l: Ptr<lock>): void { spin_until(l.owner == 0); l.owner = current_task(); preempt_count_add(1) }
    /** @atomic */
    export function unlock(l: Ptr<lock>): void { l.owner = 0; preempt_count_add(-1) }
    export function setup(): void {}
    export function first(): void { lock(a); lock(b); unlock(b); unlock(a) }
    export function second(): void { ${second} }`,
  tasks: ['first', 'second'],
});

describe('two locks', () => {
  const crossed = locks('lock(b); lock(a); unlock(a); unlock(b)');

  test('taken in opposite orders deadlock', () => {
    const answer = ask(crossed, 'fair', 'no-deadlock');
    expect(answer.answer).toBe('violated');
    expect(answer.witness).toMatchObject({ steps: 2, switches: 1 });
  });

  test('taken in one order do not', () => {
    expect(says(locks('lock(a); lock(b); unlock(b); unlock(a)'), 'fair', 'no-deadlock')).toBe('holds');
  });

  test('that turn preemption off do not deadlock on one CPU', () => {
    expect(says(crossed, 'coop', 'no-deadlock')).toBe('holds');
    expect(says(crossed, 'preempt', 'no-deadlock')).toBe('holds');
  });
});

const objects = (body: string, more = '') => ({
  text: `
    /** @stable refs */
    export interface node { refs: int; next: Ptr<node> }
    export let head: Ptr<node> = NULL
    export function setup(): void { head = alloc<node>(); head.refs = 1 }
    ${more}
    export function run(): void { ${body} }`,
  tasks: ['run'],
  pools: { node: 3 },
});

describe('objects', () => {
  test('used after they were freed are found, and the task stops there', () => {
    const answer = ask(
      objects('let p: Ptr<node> = head; free(p); head = NULL; p.next = NULL'),
      'fair',
      'no-use-after-free',
    );
    expect(answer.answer).toBe('violated');
    expect(answer.witness?.steps).toBe(4);
  });

  test('keep their stable fields readable after they were freed, but not writable', () => {
    const reads = objects('let p: Ptr<node> = head; free(p); if (p.refs) bug()');
    expect(says(reads, 'fair', 'no-use-after-free')).toBe('holds');
    expect(says(reads, 'fair', 'no-bug-on')).toBe('holds');
    expect(says(objects('let p: Ptr<node> = head; free(p); p.refs = 1'), 'fair', 'no-use-after-free')).toBe('violated');
  });

  test('freed twice are found', () => {
    expect(says(objects('let p: Ptr<node> = head; free(p); free(p)'), 'fair', 'no-double-free')).toBe('violated');
  });

  test('that nothing points to any more are leaked, also from a loop, which still closes', () => {
    const loop = objects('for (;;) { let p: Ptr<node> = alloc<node>(); p.refs = 1; if (head.refs == 1) break }');
    expect(says(objects('head = alloc<node>()'), 'fair', 'no-leak')).toBe('violated');
    expect(says(loop, 'fair', 'no-leak')).toBe('violated');
    const forever = objects('for (;;) { let p: Ptr<node> = alloc<node>(); p.refs = 1 }');
    expect(ask(forever, 'fair', 'no-bug-on')).toMatchObject({ answer: 'holds', exhaustive: true });
  });

  test('that a global still points to are no leak', () => {
    expect(says(objects('head.next = alloc<node>()'), 'fair', 'no-leak')).toBe('holds');
  });

  test('beyond the pool are a bound, never a failed allocation', () => {
    const list = objects('let p: Ptr<node> = head; for (;;) { p.next = alloc<node>(); p = p.next }');
    expect(ask(list, 'fair', 'no-leak')).toMatchObject({ answer: 'unknown', reason: 'a pool of objects is full' });
  });

  test('taken in another order make no other state', () => {
    const two = (body: string) => play(judgeOf({ ...objects(body), tasks: ['run', 'run'] }).graph, 'fair').nodes;
    const swap = 'let a: Ptr<node> = alloc<node>(); let b: Ptr<node> = alloc<node>()';
    expect(two(`${swap}; head = a; head = b`)).toBe(two(`${swap}; head = b; head = a`));
  });

  test('renumbered by a step leave pointers to locals alone', () => {
    const toy = objects(
      'let x: int = 1; let p: Ref<int> = ref(x); let a: Ptr<node> = head; head = alloc<node>(); a.next = head; set(p, a)',
      'export function set(r: Ref<int>, n: Ptr<node>): void { r.value = 2; n.refs = 1; r.value = 3 }',
    );
    expect(says(toy, 'fair', 'no-bug-on')).toBe('holds');
  });

  test('renumbered by a step take pointers into them along', () => {
    const toy = objects(
      'let a: Ptr<node> = head; head = alloc<node>(); head.refs = 5; head.next = a; set(a.next, head)',
      'export function set(p: Ref<Ptr<node>>, n: Ptr<node>): void { let old: Ptr<node> = n.next; n.next = NULL; head = old; p.value = n; if (old.next != n) bug() }',
    );
    expect(
      says({ ...toy, text: toy.text.replace('set(a.next, head)', 'set(ref(a.next), head)') }, 'fair', 'no-bug-on'),
    ).toBe('holds');
  });

  test('reached through a null pointer stop the task as a bug does', () => {
    expect(says(objects('head = NULL; head.refs = 1'), 'fair', 'no-bug-on')).toBe('violated');
  });
});

test('a bound on states makes what was not found unknown, and keeps what was found', () => {
  const bounded = { ...lostUpdate, maxStates: 3 };
  expect(says(bounded, 'fair', quiescent('both'))).toBe('unknown');
  expect(says({ ...lostUpdate, maxStates: 12 }, 'fair', invariant('small'))).toBe('violated');
});

test('a state at which a pool was full is neither a deadlock nor part of an endless run', () => {
  const list = {
    text: `
      export interface node { next: Ptr<node> }
      export let head: Ptr<node> = NULL
      export function setup(): void {}
      export function grow(): void { for (;;) { let p: Ptr<node> = alloc<node>(); p.next = head; head = p } }`,
    tasks: ['grow'],
    pools: { node: 2 },
  };
  expect(says(list, 'fair', 'no-deadlock')).toBe('unknown');
  expect(says(list, 'fair', RETURNS)).toBe('unknown');
});

test('a bound that only another schedule met does not matter', () => {
  const wide = {
    text: `export let n: int = 0
      export function setup(): void {}
      export function count(): void { for (let i: int = 0; i < 20; i++) n++ }
      export function small(): bool { return n < 1000 }`,
    tasks: ['count', 'count'],
    conditions: ['small'],
    maxStates: 1500,
  };
  const judge = judgeOf(wide);
  expect(judge.answer('coop', invariant('small'))).toMatchObject({ answer: 'holds', exhaustive: true });
  expect(judge.answer('fair', invariant('small'))).toMatchObject({ answer: 'unknown', exhaustive: false });
});

test('a search whose time is up stops there', () => {
  const machine = judgeOf(lostUpdate).graph.machine;
  const graph = explore(machine, 0, { maxStates: 1000, deadline: 0 });
  expect(new Judge(graph).answer('fair', 'no-deadlock')).toMatchObject({
    answer: 'unknown',
    reason: 'the time is up: 0 states explored, 1 waiting',
    states: 1,
  });
});

test('a property at quiescence is vacuous where no run gets there', () => {
  const stuck = {
    text: `export let n: int = 0
      export function setup(): void {}
      export function run(): void { wait_until(n == 1) }
      export function fine(): bool { return n == 0 }`,
    tasks: ['run'],
    conditions: ['fine'],
  };
  expect(ask(stuck, 'fair', quiescent('fine'))).toMatchObject({ answer: 'holds', vacuous: true });
});

describe('sleeping where preemption is off', () => {
  const toy = (body: string) => ({
    text: `export let n: int = 0
      export function setup(): void {}
      export function run(): void { ${body} }`,
    tasks: ['run'],
  });

  test('is found, also if it only might sleep', () => {
    for (const sleeps of ['sleep()', 'sleep_timed()', 'resched()', 'wait_until(n == 0)'])
      expect(says(toy(`preempt_count_add(1); ${sleeps}; preempt_count_add(-1)`), 'fair', 'no-sleep-in-atomic')).toBe(
        'violated',
      );
  });

  test('is found where a task ends so', () => {
    expect(says(toy('preempt_count_add(1); n = 1'), 'fair', 'no-sleep-in-atomic')).toBe('violated');
  });

  test('is no matter before or after', () => {
    expect(
      says(toy('sleep(); preempt_count_add(1); n = 1; preempt_count_add(-1); sleep()'), 'fair', 'no-sleep-in-atomic'),
    ).toBe('holds');
  });

  test('is vacuous where preemption is never off', () => {
    expect(ask(toy('sleep()'), 'fair', 'no-sleep-in-atomic')).toMatchObject({ answer: 'holds', vacuous: true });
  });
});

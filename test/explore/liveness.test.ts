import { describe, expect, test } from 'vitest';
import { ask, RETURNS, runOf, says } from './ask.ts';

const LOW = { run: 'owner', priority: 1 };
const HIGH = { run: 'looper', priority: 2, arrives: true };

/** An owner that sets a flag, does something, and clears it; a looper that turns until the flag is clear. */
const flag = (meanwhile: string, turn: string) => ({
  text: `
    export let busy: int = 0
    export function setup(): void {}
    export function owner(): void { busy = 1; ${meanwhile}; busy = 0 }
    export function looper(): void { while (busy) { ${turn} } }`,
  tasks: [LOW, HIGH],
  switches: ['owner-sleeps'],
});

describe('a looper of high priority waits for an owner of low priority', () => {
  test('for ever, if the owner sleeps and the looper only offers the CPU to its equals', () => {
    const toy = flag('sleep()', 'resched()');
    expect(says(toy, 'coop', RETURNS)).toBe('violated');
    expect(says(toy, 'preempt', RETURNS)).toBe('violated');
  });

  test('not for ever, if every interleaving is possible and the scheduler is fair', () => {
    expect(says(flag('sleep()', 'resched()'), 'fair', RETURNS)).toBe('holds');
  });

  test('not for ever without preemption, if the owner does not sleep', () => {
    const toy = flag('', 'resched()');
    expect(says(toy, 'coop', RETURNS)).toBe('holds');
    expect(says(toy, 'preempt', RETURNS)).toBe('violated');
  });

  test('not for ever, if it sleeps for a time instead', () => {
    const toy = flag('sleep()', 'sleep_timed()');
    expect(says(toy, 'coop', RETURNS)).toBe('holds');
    expect(says(toy, 'preempt', RETURNS)).toBe('holds');
    expect(says(toy, 'fair', RETURNS)).toBe('holds');
  });

  test('not for ever, if it is of equal priority', () => {
    const toy = { ...flag('sleep()', 'resched()'), tasks: [LOW, { ...HIGH, priority: 1 }] };
    expect(says(toy, 'coop', RETURNS)).toBe('holds');
  });

  test('not for ever, if the owner may not be preempted meanwhile', () => {
    const toy = flag('', 'resched()');
    const pinned = toy.text
      .replace('busy = 1;', 'preempt_count_add(1); busy = 1;')
      .replace('busy = 0 }', 'busy = 0; preempt_count_add(-1) }');
    expect(says({ ...toy, text: pinned }, 'preempt', RETURNS)).toBe('holds');
  });

  test('which its witness shows as a prefix and a cycle of the looper alone', () => {
    const answer = ask(flag('sleep()', 'resched()'), 'coop', RETURNS);
    // The owner sets the flag and sleeps, and wakes; the looper arrives, reads, and then offers, turns and reads for ever.
    expect(runOf(answer)).toBe('0 0 1 1 [1 1 1]');
  });

  test('under a switch only when it is on', () => {
    const toy = flag("if (choose('owner-sleeps')) sleep()", 'resched()');
    expect(says(toy, 'coop', RETURNS, 0)).toBe('holds');
    expect(says(toy, 'coop', RETURNS, 1)).toBe('violated');
  });
});

describe('fairness', () => {
  test('is strong: two that sleep for a time in turn do not starve a third that is ready', () => {
    const toy = {
      ...flag('', 'sleep_timed()'),
      tasks: [LOW, { run: 'looper', priority: 1 }, { run: 'looper', priority: 1 }],
    };
    for (const schedule of ['fair', 'coop', 'preempt'] as const) expect(says(toy, schedule, RETURNS)).toBe('holds');
  });

  test('grants a contended lock to each that asks again and again', () => {
    const toy = {
      text: `
        export let owner: int = 0
        export let stop: int = 0
        /** @atomic */
        export function lock(): void { spin_until(owner == 0); owner = current_task() }
        /** @atomic */
        export function unlock(): void { owner = 0 }
        export function setup(): void {}
        export function looper(): void { while (!stop) { lock(); unlock() } }
        export function stopper(): void { lock(); stop = 1; unlock() }`,
      tasks: ['looper', 'stopper'],
    };
    expect(says(toy, 'fair', RETURNS)).toBe('holds');
  });

  test('is not asked of what a choice does: a failure may happen for ever', () => {
    const toy = {
      text: `
        export function setup(): void {}
        export function run(): void { while (choose('fails')) { resched() } }`,
      tasks: ['run'],
      switches: ['fails'],
    };
    expect(says(toy, 'fair', RETURNS, 1)).toBe('violated');
    expect(says(toy, 'fair', RETURNS, 0)).toBe('holds');
  });

  test('does not save a loop that shares nothing and ends never', () => {
    const toy = {
      text: 'export function setup(): void {}\nexport function run(): void { for (;;) {} }',
      tasks: ['run'],
    };
    expect(runOf(ask(toy, 'fair', RETURNS))).toBe('[0]');
  });
});

test('a task that waits for what never comes does not return either', () => {
  const toy = {
    text: `export let n: int = 0
      export function setup(): void {}
      export function run(): void { wait_until(n == 1) }`,
    tasks: ['run'],
  };
  expect(says(toy, 'fair', RETURNS)).toBe('violated');
  expect(says(toy, 'fair', 'no-deadlock')).toBe('violated');
});

test('a sleeper whose wake-up is to come is no deadlock', () => {
  const toy = { text: 'export function setup(): void {}\nexport function run(): void { sleep() }', tasks: ['run'] };
  expect(says(toy, 'coop', 'no-deadlock')).toBe('holds');
  expect(says(toy, 'coop', RETURNS)).toBe('holds');
});

test('a scenario that calls into the kernel again and again makes progress each time it returns', () => {
  const daemon = (body: string) => ({
    text: `export let n: int = 0
      export function setup(): void {}
      /** mm/x.c */
      export function call(): void { ${body} }
      export function run(): void { for (;;) call() }`,
    tasks: ['run'],
  });
  expect(says(daemon('n = 1'), 'fair', RETURNS)).toBe('holds');
  expect(says(daemon('while (n == 0) resched()'), 'fair', RETURNS)).toBe('violated');
  // A helper without a kernel path inside the call is not the scenario's.
  const through = daemon('while (n == 0) helper()');
  const helper =
    'export function helper(): void { inner() }\n/** mm/x.c */\nexport function inner(): void { resched() }';
  expect(says({ ...through, text: `${through.text}\n${helper}` }, 'fair', RETURNS)).toBe('violated');
});

describe('progress is at stake', () => {
  const toy = (body: string) => ({
    text: `
      export let n: int = 0
      export let other: int = 0
      export function setup(): void { n = 1 }
      /** mm/x.c */
      export function call(): void { ${body} }
      export function run(): void { call() }
      export function more(): void { other = 1; n = 2 }`,
    tasks: ['run', 'more'],
  });

  test.each([
    ['where a task waits', 'wait_until(n == 2)', false],
    ['where a task sleeps', 'other = 2; sleep(); other = 3', false],
    ['where a task goes round', 'while (other < 3) { other = other + 1 }', false],
    ['where a task jumps back', 'again: n = n + 1\n if (n < 3) goto("again")', false],
    ['not where all go straight to their end', 'if (n == 1) { other = 2 } else { other = 3 }; n = 4', true],
    ['not where a loop is never gone round', 'while (n > 5) { n = n + 1 }', true],
  ])('%s', (_, body, vacuous) => {
    expect(ask(toy(body), 'fair', RETURNS)).toMatchObject({ answer: 'holds', vacuous });
  });
});

// Tasks that are interrupt handlers, and tasks that serve others: what the machine itself says of them.

import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/model/context.ts';
import { doubt } from '../../src/verdict/confirm.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';
import { ask, invariant, quiescent, RETURNS, runOf, says, type Toy } from './ask.ts';

const LOCK = `
  export let owner: int = 0
  /** @atomic */ export function lock(): void { spin_until(owner == 0); owner = current_task(); preempt_count_add(1) }
  /** @atomic */ export function unlock(): void { if (owner != current_task()) bug(); owner = 0; preempt_count_add(-1) }
  /** @atomic */ export function lock_irq(): void { lock(); set_irqs_off(1) }
  /** @atomic */ export function unlock_irq(): void { unlock(); set_irqs_off(0) }
  export function setup(): void {}`;

const HANDLER = { run: 'handler', context: 'irq', arrives: true } as const;
const SCHEDULES = ['fair', 'coop', 'preempt'] as const;

/** Every schedule's answer, each violation confirmed by the interpreter. */
function answers(toy: Toy, property: Parameters<typeof says>[2]): string[] {
  return SCHEDULES.map((schedule) => {
    const { answer, witness } = ask(toy, schedule, property);
    const lasso = witness?.lasso;
    const scenario = scenarioOf(toy.tasks);
    const on: readonly string[] = [];
    expect(lasso && doubt(programOf(toy.text), scenario, on, schedule, property, lasso)).toBe(undefined);
    return answer;
  });
}

const everywhere = (answer: string) => SCHEDULES.map(() => answer);

describe('a lock that a handler of the same CPU takes too', () => {
  const shared = (lock: string, more = {}): Toy => ({
    text: `${LOCK}
      export let n: int = 0
      export function task(): void { ${lock}(); n = n + 1; un${lock}() }
      export function handler(): void { lock(); n = n + 1; unlock() }
      export function both(): bool { return n == 2 }`,
    tasks: ['task', { ...HANDLER, ...more }],
    conditions: ['both'],
  });

  test('deadlocks if it is taken with interrupts on', () => {
    expect(answers(shared('lock'), 'no-deadlock')).toEqual(everywhere('violated'));
    expect(answers(shared('lock'), RETURNS)).toEqual(everywhere('violated'));
    // The lock is taken; the handler comes in, and spins.
    expect(runOf(ask(shared('lock'), 'fair', 'no-deadlock'))).toBe('0 1');
  });

  test('does not if it is taken with interrupts off, and keeps its counter', () => {
    expect(answers(shared('lock_irq'), 'no-deadlock')).toEqual(everywhere('holds'));
    expect(answers(shared('lock_irq'), RETURNS)).toEqual(everywhere('holds'));
    expect(answers(shared('lock_irq'), quiescent('both'))).toEqual(everywhere('holds'));
  });

  test('does not if the handler runs on another CPU', () => {
    expect(answers(shared('lock', { cpu: 1 }), 'no-deadlock')).toEqual(everywhere('holds'));
  });

  test('deadlocks if interrupts are turned on too early', () => {
    const toy = shared('lock_irq');
    const early = { ...toy, text: toy.text.replace('n = n + 1; unlock_irq', 'set_irqs_off(0); n = n + 1; unlock_irq') };
    expect(answers(early, 'no-deadlock')).toEqual(everywhere('violated'));
  });

  test('deadlocks though a third task could go on for a while', () => {
    const toy = shared('lock');
    const three = { ...toy, text: `${toy.text}\nexport function third(): void { sleep(); n = 5; sleep() }` };
    for (const cpu of [0, 1])
      expect(answers({ ...three, tasks: [...toy.tasks, { run: 'third', cpu }] }, 'no-deadlock')).toEqual(
        everywhere('violated'),
      );
  });
});

describe('a handler', () => {
  const torn = (cpu: number, inTask: string, inHandler: string): Toy => ({
    text: `${LOCK}
      export let a: int = 0
      export let b: int = 0
      export function task(): void { ${inTask} }
      export function handler(): void { ${inHandler} }
      export function same(): bool { return a == b }
      export function ordered(): bool { return a >= b }`,
    tasks: ['task', { ...HANDLER, cpu }],
    conditions: ['same', 'ordered'],
  });

  test('is not seen half done by a task of its CPU, and is by one of another', () => {
    // The task copies a to b; the handler changes both, one after the other.
    const seen = (cpu: number) =>
      answers(torn(cpu, 'let x: int = a; let y: int = b; if (x != y) bug()', 'a = 1; b = 1'), 'no-bug-on');
    expect(seen(0)).toEqual(everywhere('violated'));
    const both = (cpu: number) =>
      answers(torn(cpu, 'let y: int = b; let x: int = a; if (y > x) bug()', 'b = 1; a = 1'), 'no-bug-on');
    expect(both(0)).toEqual(everywhere('holds'));
    expect(both(1)).toEqual(everywhere('violated'));
  });

  test('interrupts a task anywhere, under every schedule, whatever their priorities', () => {
    expect(answers(torn(0, 'a = 1; b = 1; a = 1', 'if (a != b) bug()'), 'no-bug-on')).toEqual(everywhere('violated'));
    const low = torn(0, 'a = 1; b = 1', 'if (a != b) bug()');
    const first = { run: 'task', priority: 9 };
    expect(answers({ ...low, tasks: [first, { ...HANDLER, priority: 0 }] }, 'no-bug-on')).toEqual(
      everywhere('violated'),
    );
  });

  test('interrupts a section without preemption, not one without interrupts', () => {
    const inside = (section: string) =>
      answers(torn(0, section.replace('…', 'a = 1; b = 1'), 'if (a != b) bug()'), 'no-bug-on');
    expect(inside('preempt_count_add(1); …; preempt_count_add(-1)')).toEqual(everywhere('violated'));
    expect(inside('set_irqs_off(1); …; set_irqs_off(0)')).toEqual(everywhere('holds'));
    expect(inside('set_irqs_off(1); set_irqs_off(0); …')).toEqual(everywhere('violated'));
  });

  test('is kept off by interrupts that another task of its CPU has turned off, not by one of another CPU', () => {
    const toy = torn(0, 'a = 1; b = 1', 'if (a != b) bug()');
    const text = toy.text.replace('{ a = 1; b = 1 }', '{ set_irqs_off(1); a = 1; b = 1; set_irqs_off(0) }');
    const off = { ...toy, text };
    expect(answers(off, 'no-bug-on')).toEqual(everywhere('holds'));
    const elsewhere = { ...off, tasks: [{ run: 'task', cpu: 1 }, HANDLER] };
    expect(answers(elsewhere, 'no-bug-on')).toEqual(everywhere('violated'));
  });

  test('does not nest with another of its CPU', () => {
    const toy = (cpu: number): Toy => ({
      text: `export let in_: int = 0
        export function setup(): void {}
        export function handler(): void { in_ = in_ + 1; in_ = in_ - 1 }
        export function alone(): bool { return in_ < 2 }`,
      tasks: [HANDLER, { ...HANDLER, cpu }],
      conditions: ['alone'],
    });
    expect(answers(toy(0), invariant('alone'))).toEqual(everywhere('holds'));
    expect(answers(toy(1), invariant('alone'))).toEqual(everywhere('violated'));
  });

  test.each(['sleep()', 'sleep_timed()', 'resched()', 'wait_until(a == 0)'])('may not %s', (sleeps) => {
    expect(answers(torn(0, '', `b = 1; ${sleeps}; b = 2`), 'no-sleep-in-atomic')).toEqual(everywhere('violated'));
  });

  test('may return, and spin', () => {
    expect(answers(torn(1, 'lock(); a = 1; unlock()', 'lock(); b = 1; unlock()'), 'no-sleep-in-atomic')).toEqual(
      everywhere('holds'),
    );
    expect(answers(torn(1, '', 'lock(); b = 1'), 'no-sleep-in-atomic')).toEqual(everywhere('violated'));
  });

  test('comes to a CPU whose task ended with interrupts off', () => {
    expect(answers(torn(0, 'set_irqs_off(1)', 'a = 1'), 'no-deadlock')).toEqual(everywhere('holds'));
    expect(answers(torn(0, 'set_irqs_off(1); wait_until(b == 1)', 'b = 1'), 'no-deadlock')).toEqual(
      everywhere('violated'),
    );
  });

  test('does not let a timed sleeper off what it owes to others', () => {
    const toy = torn(0, 'a = 1', 'b = 1; b = 0');
    const text = `${toy.text}\nexport function sleeper(): void { sleep_timed(); if (!a) bug() }`;
    const sleeper = { run: 'sleeper', priority: 5 };
    expect(answers({ ...toy, text, tasks: [...toy.tasks, sleeper] }, 'no-bug-on')).toEqual(everywhere('holds'));
  });

  test('keeps a timed sleeper of its CPU asleep only while it runs', () => {
    const toy = torn(0, 'sleep_timed(); a = 1; sleep_timed(); a = 2', 'b = 1; b = 0');
    expect(answers(toy, RETURNS)).toEqual(everywhere('holds'));
    expect(answers(toy, 'no-deadlock')).toEqual(everywhere('holds'));
  });
});

describe('a softirq', () => {
  const pair = (first: string, second: string, contexts: readonly Context[]): Toy => ({
    text: `${LOCK}
      export let a: int = 0
      export let b: int = 0
      export function one(): void { ${first} }
      export function two(): void { ${second} }`,
    tasks: [
      { run: 'one', context: contexts[0]!, arrives: contexts[0] !== 'process' },
      { run: 'two', context: contexts[1]!, arrives: true },
    ],
  });
  const torn = (inside: string, ...contexts: Context[]) =>
    answers(pair(inside.replace('…', 'b = 1; a = 1'), 'let y: int = b; if (y > a) bug()', contexts), 'no-bug-on');

  test('interrupts tasks, and is interrupted by hard interrupts alone', () => {
    expect(torn('…', 'process', 'softirq')).toEqual(everywhere('violated'));
    expect(torn('…', 'softirq', 'irq')).toEqual(everywhere('violated'));
    expect(torn('…', 'softirq', 'softirq')).toEqual(everywhere('holds'));
    expect(torn('…', 'irq', 'softirq')).toEqual(everywhere('holds'));
    expect(torn('…', 'softirq', 'process')).toEqual(everywhere('holds'));
  });

  test('is kept off where bottom halves are, and so is no hard interrupt', () => {
    const off = 'preempt_count_add(512); …; preempt_count_add(-512)';
    expect(torn(off, 'process', 'softirq')).toEqual(everywhere('holds'));
    expect(torn(off, 'process', 'irq')).toEqual(everywhere('violated'));
    expect(torn('set_irqs_off(1); …; set_irqs_off(0)', 'process', 'softirq')).toEqual(everywhere('holds'));
    expect(torn('set_irqs_off(1); …; set_irqs_off(0)', 'softirq', 'irq')).toEqual(everywhere('holds'));
  });

  test('deadlocks with a hard interrupt over a lock that it takes with interrupts on', () => {
    const toy = (lock: string) => pair(`${lock}(); a = 1; un${lock}()`, 'lock(); b = 1; unlock()', ['softirq', 'irq']);
    expect(answers(toy('lock'), 'no-deadlock')).toEqual(everywhere('violated'));
    expect(answers(toy('lock_irq'), 'no-deadlock')).toEqual(everywhere('holds'));
  });
});

describe('no task may sleep, offer its CPU or end', () => {
  const toy = (body: string): Toy => ({
    text: `export let n: int = 0\nexport function setup(): void {}\nexport function task(): void { ${body} }`,
    tasks: ['task'],
  });

  test.each([
    ['set_irqs_off(1)', 'set_irqs_off(0)'],
    ['nosleep_count_add(1)', 'nosleep_count_add(-1)'],
  ])('between %s and %s', (on, off) => {
    for (const sleeps of ['sleep()', 'resched()', 'wait_until(n == 0)']) {
      expect(answers(toy(`${on}; ${sleeps}; ${off}`), 'no-sleep-in-atomic')).toEqual(everywhere('violated'));
      expect(answers(toy(`${on}; n = 1; ${off}; ${sleeps}`), 'no-sleep-in-atomic')).toEqual(everywhere('holds'));
    }
    expect(answers(toy(`${on}; n = 1`), 'no-sleep-in-atomic')).toEqual(everywhere('violated'));
  });
});

describe('a server', () => {
  const SERVER = `
    export let wanted: int = 0
    export let served: int = 0
    export let stage: int = 0
    export function setup(): void {}
    /** @atomic */ export function take(): void { idle_until(wanted > 0); wanted-- }
    export function server(): void { for (;;) { take(); stage = 1; served = served + 1; stage = 0 } }
    export function task(): void { wanted = wanted + 1; wanted = wanted + 1 }
    export function all(): bool { return served == 2 && wanted == 0 && stage == 0 }
    export function none(): bool { return served == 0 }`;
  const toy = (context: 'work' | 'irq', tasks: Toy['tasks'] = ['task'], text = SERVER): Toy => ({
    text,
    tasks: [...tasks, { run: 'server', context }],
    conditions: ['all', 'none'],
  });

  test('that has nothing to do is done, as far as quiescence and deadlocks go', () => {
    for (const context of ['work', 'irq'] as const) {
      expect(answers(toy(context, []), quiescent('none'))).toEqual(everywhere('holds'));
      expect(ask(toy(context, []), 'fair', quiescent('none')).vacuous).toBe(false);
      expect(answers(toy(context, []), 'no-deadlock')).toEqual(everywhere('holds'));
      expect(answers(toy(context, []), RETURNS)).toEqual(everywhere('holds'));
      expect(answers(toy(context, []), 'no-sleep-in-atomic')).toEqual(everywhere('holds'));
    }
  });

  test('serves all that is wanted before anything is quiescent', () => {
    // The requests of one task and the server’s own count race, unless the server is a handler of its CPU.
    expect(answers(toy('irq'), RETURNS)).toEqual(everywhere('holds'));
    const text = SERVER.replace(
      'wanted = wanted + 1; wanted = wanted + 1',
      'want(); want() }\n/** @atomic */ export function want(): void { wanted++',
    );
    for (const context of ['work', 'irq'] as const) {
      expect(answers(toy(context, ['task'], text), quiescent('all'))).toEqual(everywhere('holds'));
      expect(ask(toy(context, ['task'], text), 'fair', quiescent('all')).vacuous).toBe(false);
      expect(answers(toy(context, ['task'], text), quiescent('none'))).toEqual(everywhere('violated'));
    }
  });

  test('that waits for anybody else is stuck, and a deadlock', () => {
    const text = SERVER.replace('stage = 1;', 'wait_until(served == 9);');
    expect(answers(toy('work', ['task'], text), 'no-deadlock')).toEqual(everywhere('violated'));
  });

  test('may not come back for more with a count that it has not given back', () => {
    const text = SERVER.replace('stage = 1;', 'preempt_count_add(1);');
    expect(answers(toy('work', ['task'], text), 'no-sleep-in-atomic')).toEqual(everywhere('violated'));
  });

  test('of a CPU does not overtake the handler that asks for it', () => {
    const text = `
      export let wanted: int = 0
      export let n: int = 0
      export function setup(): void {}
      /** @atomic */ export function take(): void { idle_until(wanted > 0); wanted-- }
      export function server(): void { for (;;) { take(); if (n) bug() } }
      export function handler(): void { n = 1; wanted = 1; n = 0 }`;
    const at = (cpu: number): Toy => ({ text, tasks: [HANDLER, { run: 'server', context: 'work', cpu }] });
    expect(answers(at(0), 'no-bug-on')).toEqual(everywhere('holds'));
    expect(answers(at(1), 'no-bug-on')).toEqual(everywhere('violated'));
  });
});

test('what is beyond the model is no violation and no proof', () => {
  const toy: Toy = {
    text: `export let n: int = 0
      export function setup(): void {}
      export function task(): void { n = 1; if (n == 2) beyond('clouds'); n = 3 }
      export function other(): void { n = 2 }`,
    tasks: ['task', 'other'],
  };
  expect(ask(toy, 'fair', 'no-bug-on')).toMatchObject({ answer: 'unknown', reason: 'clouds' });
  expect(ask({ ...toy, tasks: ['task'] }, 'fair', 'no-bug-on')).toMatchObject({ answer: 'holds' });
});

test('a task knows its CPU, its context and what its scenario reaches', () => {
  const toy = (cpu: number, more: Toy['tasks'] = []): Toy => ({
    text: `export let n: int = 0
      export function setup(): void {}
      export function deep(): void { n = 1 }
      export function other(): void { sleep(); deep() }
      export function task(): void {
        if (current_cpu() != 2 || irq_level() || reaches('deep') || !reaches('task')) bug()
      }
      export function handler(): void { if (irq_level() != 2) bug() }`,
    tasks: [{ run: 'task', cpu }, HANDLER, ...more],
  });
  expect(says(toy(2), 'fair', 'no-bug-on')).toBe('holds');
  expect(says(toy(1), 'fair', 'no-bug-on')).toBe('violated');
  expect(says(toy(2, ['other']), 'fair', 'no-bug-on')).toBe('violated');
});

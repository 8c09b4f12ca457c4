// The interpreter's word on runs, with toy programs: what it must not believe.

import { describe, expect, test } from 'vitest';
import type { Lasso } from '../../src/machine/trace.ts';
import type { BuiltIn } from '../../src/model/built-in.ts';
import type { Property, ScheduleName } from '../../src/model/model.ts';
import { doubt } from '../../src/verdict/confirm.ts';
import { parseRun } from '../../src/verdict/run-text.ts';
import { invariant, judgeOf, quiescent, RETURNS, type Toy } from '../explore/ask.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';

const HEAD = `import { alloc, resched, sleep, sleep_timed, spin_until, type int, type Ptr } from './dialect.ts'
let n: int = 0
export function setup(): void {}
/** @atomic */
export function is_zero(): bool { return n == 0 }
`;

function doubtAbout(toy: Toy, schedule: ScheduleName, property: Property | BuiltIn, run: string): string | undefined {
  const scenario = scenarioOf(toy.tasks);
  const lasso: Lasso = parseRun(run, scenario.tasks);
  return doubt(programOf(toy.text), scenario, toy.switches ?? [], schedule, property, lasso);
}

const spinner: Toy = {
  text: `${HEAD}
/** mm/x.c */
export function wait(): void { while (n == 0) resched() }
/** mm/x.c */
export function give(): void { n = 1 }
export function a(): void { wait() }
export function b(): void { give() }`,
  tasks: ['a', { run: 'b', priority: -1 }],
};

describe('a cycle', () => {
  test('on which the other never moves is fair where the schedule never lets it', () => {
    expect(doubtAbout(spinner, 'coop', RETURNS, '@,a:3')).toBeUndefined();
    expect(doubtAbout(spinner, 'preempt', RETURNS, '@,a:3')).toBeUndefined();
  });

  test('is not fair where the other might move', () => {
    expect(doubtAbout(spinner, 'fair', RETURNS, '@,a:3')).toBe('its cycle is not fair: `b` may move and never does');
    const equal = { ...spinner, tasks: ['a', 'b'] };
    expect(doubtAbout(equal, 'coop', RETURNS, '@,a:3')).toContain('not fair');
    expect(doubtAbout(equal, 'preempt', RETURNS, '@,a:3')).toContain('not fair');
  });

  test('must close', () => {
    const counting = {
      text: `${HEAD}
/** mm/x.c */
export function count(): void { for (;;) n++ }
export function a(): void { count() }`,
      tasks: ['a'],
    };
    expect(doubtAbout(counting, 'fair', RETURNS, '@,a:3')).toBe('its cycle does not close');
    // Two moves of a turn of three: it closes the third time round.
    expect(doubtAbout(spinner, 'coop', RETURNS, '@,a:2')).toBeUndefined();
  });

  test('on which a call returns to the scenario shows no livelock', () => {
    const daemon = {
      text: `${HEAD}
/** mm/x.c */
export function poll(): int { return n }
export function a(): void { while (!poll()) {} }`,
      tasks: ['a'],
    };
    expect(doubtAbout(daemon, 'fair', RETURNS, '@,a:2')).toBe('a call returns on its cycle');
  });

  test('is no answer to a question about states', () => {
    expect(doubtAbout(spinner, 'coop', 'no-deadlock', '@,a:3')).toContain('says nothing');
  });
});

describe('a move', () => {
  test('that the schedule forbids is not made', () => {
    expect(doubtAbout(spinner, 'preempt', RETURNS, 'b')).toContain('`preempt` does not let b move');
    expect(doubtAbout(spinner, 'coop', RETURNS, 'b')).toContain('`coop` does not let b move');
    expect(doubtAbout(spinner, 'fair', RETURNS, 'b')).toBe('the property holds at its end');
  });

  test('under coop goes to nobody else until the CPU is offered', () => {
    const equal = { ...spinner, tasks: ['a', 'b'] };
    expect(doubtAbout(equal, 'coop', RETURNS, 'a,b')).toContain('does not let b move');
    expect(doubtAbout(equal, 'coop', RETURNS, 'a:2,b')).toBe('the property holds at its end');
  });

  test('of a task that is done, or that has nothing to choose, is not possible', () => {
    expect(doubtAbout(spinner, 'fair', RETURNS, 'b:2')).toContain('b is done');
    expect(doubtAbout(spinner, 'fair', RETURNS, 'b=1')).toContain('nothing to choose for b');
  });

  test('that ends a timed sleep comes after those who wanted the CPU', () => {
    const nap = {
      text: `${HEAD}
export function a(): void { sleep_timed() }
export function b(): void { n = 1 }`,
      tasks: ['a', 'b'],
    };
    expect(doubtAbout(nap, 'fair', quiescent('is_zero'), 'a,b')).toContain('does not let a move');
    expect(doubtAbout(nap, 'fair', quiescent('is_zero'), 'b,a')).toBeUndefined();
  });
});

describe('the end of a run', () => {
  test('must violate the property', () => {
    expect(doubtAbout(spinner, 'fair', invariant('is_zero'), 'b')).toBeUndefined();
    expect(doubtAbout(spinner, 'fair', invariant('is_zero'), 'a')).toBe('the property holds at its end');
    expect(doubtAbout(spinner, 'fair', quiescent('is_zero'), 'b')).toBe('the property holds at its end');
    expect(doubtAbout(spinner, 'fair', 'no-deadlock', 'a')).toBe('the property holds at its end');
    expect(doubtAbout(spinner, 'fair', 'no-bug-on', 'b')).toBe('the property holds at its end');
  });

  test('at which the holder of the CPU spins on what a lower task would do is a deadlock', () => {
    const toy = {
      text: `${HEAD}
export function a(): void { spin_until(n == 1) }
export function b(): void { n = 1 }`,
      tasks: [{ run: 'a', priority: 1 }, 'b'],
    };
    expect(doubtAbout(toy, 'preempt', 'no-deadlock', '')).toBeUndefined();
    expect(doubtAbout(toy, 'fair', 'no-deadlock', '')).toBe('the property holds at its end');
  });
});

test('what the search finds in toys is confirmed', () => {
  for (const schedule of ['coop', 'preempt'] as const) {
    const { witness } = judgeOf(spinner).answer(schedule, RETURNS);
    expect(
      doubt(programOf(spinner.text), scenarioOf(spinner.tasks), [], schedule, RETURNS, witness!.lasso),
    ).toBeUndefined();
  }
});

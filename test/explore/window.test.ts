import { describe, expect, test } from 'vitest';
import { lineAt } from '../../src/base/source.ts';
import { atOnce } from '../../src/base/work.ts';
import { entryOf, interruptedAt, type Stand } from '../../src/explore/window.ts';
import type { BuiltIn } from '../../src/model/built-in.ts';
import type { Property, ScheduleName } from '../../src/model/model.ts';
import { ask, invariant, judgeOf, quiescent, RETURNS, type Toy } from './ask.ts';

/** The statements in which tasks stand, in the order of the text. */
function texts(stands: readonly Stand[]): string[] {
  const found = new Map(stands.map(({ site: { statement } }) => [statement!.span.start, statement!.span]));
  const spans = [...found].sort(([a], [b]) => a - b).map(([, span]) => span);
  return spans.map(({ source, start }) => lineAt(source, start).trim());
}

interface Measured {
  readonly at: readonly string[];
  readonly interruptions: number;
  readonly switches: number;
}

function windowOf(toy: Toy, schedule: ScheduleName, property: Property | BuiltIn, on = 0): Measured | 'closed' {
  const violations = atOnce(judgeOf(toy, on).violations(schedule, property));
  if (violations.nodes.length + violations.loops.length === 0) return 'closed';
  const { at, interruptions, switches } = atOnce(entryOf(violations));
  return { at: texts(at), interruptions, switches };
}

/** One task counts up in several statements, another one in one step. */
const counting = (body: string): Toy => ({
  text: `
    export let n: int = 0
    export let other: int = 0
    export let lock: int = 0
    /** @atomic */
    export function take(): void { wait_until(lock == 0); lock = 1 }
    /** @atomic */
    export function give(): void { lock = 0 }
    export function two(): bool { return n == 2 }
    export function setup(): void {}
    /** mm/count.c */
    export function count(): void {
      let seen: int = 0
      ${body}
    }
    /** mm/count.c @atomic */
    export function more(): void { n = n + 1 }
    /** mm/count.c */
    export function add(): void {
      take()
      more()
      give()
    }
    export function counter(): void { count() }
    export function adder(): void { add() }`,
  tasks: ['counter', 'adder'],
  conditions: ['two'],
});
const LOST = quiescent('two');

/** A flag is set across a sleep; a task of a higher priority spins on it. */
const LOW = { run: 'owner', priority: 1 };
const HIGH = { run: 'looper', priority: 2, arrives: true };
const SLEEPING: Toy = {
  text: `
    export let busy: int = 0
    export let other: int = 0
    export function setup(): void {}
    /** mm/x.c */
    export function own(): void {
      other = 1
      busy = 1
      other = 2
      sleep()
      other = 3
      busy = 0
    }
    /** mm/x.c */
    export function turn(): void { while (busy) { resched() } }
    export function owner(): void { own() }
    export function looper(): void { turn() }`,
  tasks: [LOW, HIGH],
};

describe('the window is the statements before which another task has to come in', () => {
  test('1, where the number that was read is written at once', () => {
    const toy = counting(`
      seen = n
      n = seen + 1`);
    expect(windowOf(toy, 'fair', LOST)).toEqual({ at: ['n = seen + 1'], interruptions: 1, switches: 2 });
  });

  test('3, with two more between', () => {
    const toy = counting(`
      seen = n
      other = 1
      other = 2
      n = seen + 1`);
    const at = ['other = 1', 'other = 2', 'n = seen + 1'];
    expect(windowOf(toy, 'fair', LOST)).toEqual({ at, interruptions: 1, switches: 2 });
  });

  test('5, with four more between; what comes before it and behind it is not of it', () => {
    const toy = counting(`
      other = -1
      seen = n
      other = 1
      other = 2
      other = 3
      other = 4
      n = seen + 1
      other = 5`);
    const at = ['other = 1', 'other = 2', 'other = 3', 'other = 4', 'n = seen + 1'];
    expect(windowOf(toy, 'fair', LOST)).toEqual({ at, interruptions: 1, switches: 2 });
  });

  test('fewer, once the write is moved up', () => {
    const toy = counting(`
      other = -1
      seen = n
      n = seen + 1
      other = 1
      other = 2`);
    expect(windowOf(toy, 'fair', LOST)).toMatchObject({ at: ['n = seen + 1'] });
  });

  test('none, once both sides take the lock', () => {
    const toy = counting(`
      take()
      seen = n
      other = 1
      n = seen + 1
      give()`);
    expect(windowOf(toy, 'fair', LOST)).toBe('closed');
  });

  test('all of the section, if the other side does not take the lock', () => {
    const toy = counting(`
      take()
      seen = n
      other = 1
      n = seen + 1
      give()`);
    const text = toy.text.replace(/take\(\)\s+more\(\)\s+give\(\)/, 'more()');
    expect(windowOf({ ...toy, text }, 'fair', LOST)).toMatchObject({ at: ['other = 1', 'n = seen + 1'] });
  });

  test('on both sides, if both can be entered', () => {
    const toy = counting(`
      seen = n
      n = seen + 1`);
    const text = toy.text.replace('more()\n', 'n = n + 1\n');
    // The other one reads and writes in the same statement: it is interrupted within.
    expect(windowOf({ ...toy, text }, 'fair', LOST)).toMatchObject({ at: ['n = seen + 1', 'n = n + 1'] });
  });

  test('the same, whatever the locals are called', () => {
    const toy = counting(`
      seen = n
      other = 1
      n = seen + 1`);
    const renamed = { ...toy, text: toy.text.replaceAll('seen', 'zz_top') };
    const found = windowOf(toy, 'fair', LOST) as Measured;
    expect(windowOf(renamed, 'fair', LOST)).toEqual({ ...found, at: found.at.map((t) => t.replace('seen', 'zz_top')) });
  });
});

describe('an interruption', () => {
  const handing = (giver: string, taker: string): Toy => ({
    text: `
      export let x: int = 0
      export let y: int = 0
      export let z: int = 0
      export function fine(): bool { return z != 3 }
      export function setup(): void {}
      /** mm/x.c */
      export function give(): void {
        ${giver}
      }
      /** mm/x.c */
      export function get(): void {
        ${taker}
      }
      export function giver(): void { give(); give() }
      export function taker(): void { get() }`,
    tasks: ['giver', 'taker'],
    conditions: ['fine'],
  });

  test('is none between two calls: it is enough that they follow each other', () => {
    const toy = handing('x = x + 1', 'if (x == 1) z = 3');
    expect(windowOf(toy, 'fair', quiescent('fine'))).toEqual({ at: [], interruptions: 0, switches: 2 });
  });

  test('is none of a task that waits for another', () => {
    const toy = handing('x = 1', 'wait_until(x == 1)\n z = 3');
    expect(windowOf(toy, 'fair', invariant('fine'))).toEqual({ at: [], interruptions: 0, switches: 1 });
  });

  test('is none of a task that has begun and waits for another', () => {
    const toy = handing('wait_until(y == 1)\n x = 1', 'y = 1\n wait_until(x == 1)\n z = 3');
    const calledOnce = { ...toy, text: toy.text.replace('give(); give()', 'give()') };
    expect(windowOf(calledOnce, 'fair', invariant('fine'))).toEqual({ at: [], interruptions: 0, switches: 2 });
  });

  test('is none before the first step of a call, nor between calls from one place', () => {
    const toy = handing('x = x + 1', 'if (y == 1 && x < 2)\n z = 3');
    const begun = { ...toy, text: toy.text.replace('give(); give()', 'y = 1; give()') };
    expect(windowOf(begun, 'fair', quiescent('fine'))).toMatchObject({ at: [], interruptions: 0 });
    const round = toy.text.replace('give(); give()', 'for (let i: int = 0; i < 2; i = i + 1) give()');
    const between = { ...toy, text: round.replace('y == 1 && x < 2', 'x == 1') };
    expect(windowOf(between, 'fair', quiescent('fine'))).toMatchObject({ at: [], interruptions: 0 });
  });

  test('is needed twice, if each side has to see what the other has begun', () => {
    const toy: Toy = {
      text: `
        export let x: int = 0
        export let y: int = 0
        export let z: int = 0
        export function fine(): bool { return z != 3 }
        export function setup(): void {}
        /** mm/x.c @atomic */
        export function mark(bit: int): void { z = z | bit }
        /** mm/x.c */
        export function left(): void {
          x = 1
          if (y == 1)
            mark(1)
          x = 2
        }
        /** mm/x.c */
        export function right(): void {
          y = 1
          if (x == 1)
            mark(2)
          y = 2
        }
        export function lefts(): void { left() }
        export function rights(): void { right() }`,
      tasks: ['lefts', 'rights'],
      conditions: ['fine'],
    };
    const at = ['if (y == 1)', 'mark(1)', 'x = 2', 'if (x == 1)', 'mark(2)', 'y = 2'];
    expect(windowOf(toy, 'fair', quiescent('fine'))).toEqual({ at, interruptions: 2, switches: 3 });
  });
});

describe('where nobody is preempted', () => {
  test('the window is the statement that sleeps, however long it waits for the CPU', () => {
    expect(windowOf(SLEEPING, 'coop', RETURNS)).toEqual({ at: ['sleep()'], interruptions: 1, switches: 1 });
  });

  test('where somebody is, it is all in which the flag is set', () => {
    const at = ['other = 2', 'sleep()', 'busy = 0'];
    expect(windowOf(SLEEPING, 'preempt', RETURNS)).toEqual({ at, interruptions: 1, switches: 1 });
  });

  test('and none if everybody gets a turn', () => {
    expect(windowOf(SLEEPING, 'fair', RETURNS)).toBe('closed');
  });
});

describe('the least number of switches', () => {
  test('is never more than the shortest run has', () => {
    for (const between of ['', 'other = 1', 'other = 1\n other = 2']) {
      const toy = counting(`seen = n\n ${between}\n n = seen + 1`);
      expect((windowOf(toy, 'fair', LOST) as Measured).switches).toBeLessThanOrEqual(
        ask(toy, 'fair', LOST).witness!.switches,
      );
    }
  });
});

describe('every place at which a task is interrupted in some run', () => {
  const placesOf = (body: string): string[] => {
    const { play } = atOnce(judgeOf(counting(body)).violations('fair', LOST));
    return texts(atOnce(interruptedAt(play)));
  };

  test('is told whether or not it does harm', () => {
    expect(placesOf('other = 1\n other = n')).toContain('other = n');
  });

  test('is none where the others wait for the lock', () => {
    expect(placesOf('take()\n seen = n\n n = seen + 1\n give()')).toEqual([]);
  });

  test('is the statement that sleeps, however long it waits for the CPU', () => {
    const play = (of: ScheduleName) => atOnce(judgeOf(SLEEPING).violations(of, RETURNS)).play;
    expect(texts(atOnce(interruptedAt(play('coop'))))).toEqual(['sleep()']);
  });
});

// Random small programs: the search against the reference. REFERENCE_RUNS and REFERENCE_SEED ask for more of them, and for
// others; what fails is printed with its seed.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { askedOf, shown, smallProgram } from './small-program.ts';

const RUNS = Number(process.env.REFERENCE_RUNS ?? 1450);
const SEED = Number(process.env.REFERENCE_SEED ?? 8);
/** States of a program that are compared; what is larger under a schedule is left out there. */
const MOST = Number(process.env.REFERENCE_STATES ?? 80);

test(`${RUNS} random programs: the same answers, the same ends, the same graph`, () => {
  const total = { programs: 0, schedules: 0, violated: 0, held: 0, unknown: 0, nodes: 0, moves: 0 };
  fc.assert(
    fc.property(smallProgram, (program) => {
      const { difference, schedules, violated, held, unknown, moves } = compare(askedOf(program), MOST);
      if (difference !== undefined) throw new Error(`${difference}\n\n${shown(program)}\n`);
      if (schedules.length > 0) total.programs++;
      total.schedules += schedules.length;
      total.violated += violated;
      total.held += held;
      total.unknown += unknown;
      total.moves += moves;
      for (const { nodes } of schedules) total.nodes += nodes;
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: process.env.REFERENCE_FAST === '1' },
  );
  if (process.env.REFERENCE_RUNS) console.info(JSON.stringify(total));
  // Most of them are small, and neither answer is rare.
  expect(total.programs).toBeGreaterThan(0.6 * RUNS);
  expect(total.violated).toBeGreaterThan(RUNS);
  expect(total.held).toBeGreaterThan(RUNS);
}, 3_600_000);

test('they agree on a task that may let another in and need not, which random programs seldom have', () => {
  const asked = askedOf({
    text: `
      /** k.c */ export function work0(): void {
        mutex_lock(m)
        while (!a) if (choose('fails')) { mutex_unlock(m); mutex_lock(m) }
        mutex_unlock(m)
      }
      /** k.c */ export function work1(): void { mutex_lock(m); a = 1; mutex_unlock(m) }
      export function task0(): void { work0() }
      export function task1(): void { work1() }`,
    tasks: [{ run: 'task0' }, { run: 'task1' }],
    fails: true,
  });
  const { difference, schedules } = compare(asked, 1000);
  expect(difference).toBe(undefined);
  expect(schedules.length).toBe(3);
});

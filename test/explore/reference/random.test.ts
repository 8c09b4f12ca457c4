// Random small programs: the search against the reference. REFERENCE_RUNS and REFERENCE_SEED ask for more of them, and for
// others; what fails is printed with its seed.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { askedOf, shown, smallProgram } from './small-program.ts';

const RUNS = Number(process.env.REFERENCE_RUNS ?? 1600);
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

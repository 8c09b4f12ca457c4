// The search in which tasks go alone against the one that leaves nothing out, in ends, stops and invariants: random small programs, every model, mutants
// of models. REDUCED_RUNS, REDUCED_SEED and REDUCED_STATES ask for more of them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachedFrom } from '../../../src/machine/reached.ts';
import { findModels, loadModel } from '../../../src/model/load.ts';
import { mutantsOf } from '../../../src/model/mutate/mutants.ts';
import { compareReduced } from './ends-of-both.ts';
import { askedOfModel } from './model-question.ts';
import { askedOf, shown, smallProgram } from './small-program.ts';

const RUNS = Number(process.env.REDUCED_RUNS ?? 500);
const SEED = Number(process.env.REDUCED_SEED ?? 8);
const STATES = Number(process.env.REDUCED_STATES ?? 4000);
const MUTANTS = Number(process.env.REDUCED_MUTANTS ?? 8);

test(`${RUNS} random programs end and stop in the same ways`, () => {
  const total = { programs: 0, fewer: 0, full: 0, reduced: 0 };
  fc.assert(
    // What conditions read is visible, and everybody's move: without them more is left out.
    fc.property(smallProgram, fc.boolean(), (program, isAsked) => {
      const asked = askedOf(program);
      const result = compareReduced(isAsked ? asked : { ...asked, always: [] }, ['fails'], 3000, 20);
      if (typeof result === 'string') throw new Error(`${result}\n\n${shown(program)}\n`);
      if (!result) return;
      total.programs++;
      total.full += result.full;
      total.reduced += result.reduced;
      if (result.reduced < result.full) total.fewer++;
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: process.env.REFERENCE_FAST === '1' },
  );
  if (process.env.REDUCED_RUNS) console.info(JSON.stringify(total));
  expect(total.programs).toBeGreaterThan(0.6 * RUNS);
  expect(total.fewer).toBeGreaterThan(0.3 * RUNS);
}, 3_600_000);

const two = [{ run: 'task0' }, { run: 'task1' }];
const three = [...two, { run: 'task2' }];
const calls = (n: number): string => `export function task${n}(): void { work${n}() }`;

test.each([
  [
    'what one writes through a pointer, another reads',
    `/** k.c */ export function work0(): void { first.n = 0; first.n = 1 }
     /** k.c */ export function work1(): void { a = first.n }`,
    two,
  ],
  [
    'a lock that is released by another is no lock',
    `/** k.c */ export function work0(): void { spin_lock(lock); b = 0; b = 1; lock.owner = 0 }
     /** k.c */ export function work1(): void { lock.owner = 0 }
     /** k.c */ export function work2(): void { spin_lock(lock); a = b; lock.owner = 0 }`,
    three,
  ],
  [
    'what is freed is read by nobody',
    `/** k.c */ export function work0(): void { let p: Ptr<item> = first; b = p.n }
     /** k.c */ export function work1(): void { let p: Ptr<item> = pop(); if (p) free(p) }`,
    two,
  ],
  [
    'an object is shared before it is known',
    `/** k.c */ export function work0(): void { let p: Ptr<item> = alloc<item>(); second = p; p.n = 1; p.n = 2 }
     /** k.c */ export function work1(): void { if (second) a = second.n }`,
    two,
  ],
  [
    'what is accessed twice in a section, and by another without its lock, is not one move',
    `/** k.c */ export function work0(): void { spin_lock(lock); a = 1; a = 2; spin_unlock(lock) }
     /** k.c */ export function work1(): void { b = a; if (b == 1) bug() }`,
    two,
  ],
  [
    'what one sees before a section of another, and does after it, is not one move',
    `/** k.c */ export function work0(): void { let i: int = a; a = i + 1 }
     /** k.c */ export function work1(): void { spin_lock(lock); a = 1; a = a + 1; spin_unlock(lock) }`,
    two,
  ],
  [
    'what one does after a section does not come after what others do in theirs',
    `/** k.c */ export function work0(): void { let i: int = 0; spin_lock(lock); i = a; spin_unlock(lock); b = i }
     /** k.c */ export function work1(): void { spin_lock(lock); a = 1; spin_unlock(lock); b = 1 }`,
    two,
  ],
  [
    'nor what it does once it has let one of two locks go',
    `/** k.c */ export function work0(): void {
       let i: int = 0
       spin_lock(lock); b = 3; spin_lock(other); i = a; spin_unlock(lock); b = i; spin_unlock(other)
     }
     /** k.c */ export function work1(): void { spin_lock(lock); a = 1; spin_unlock(lock); b = 2 }
     /** k.c */ export function work2(): void { spin_until(b == 0); spin_lock(other); spin_unlock(other) }`,
    three,
  ],
  [
    'two locks that are taken in either order',
    `/** k.c */ export function work0(): void { spin_lock(lock); spin_lock(other); a = 1; spin_unlock(other); spin_unlock(lock) }
     /** k.c */ export function work1(): void { spin_lock(other); spin_lock(lock); a = 2; spin_unlock(lock); spin_unlock(other) }`,
    two,
  ],
  [
    'who keeps a handler off does not go before it, though another, who runs the same code, may',
    `export function work0(): void { set_irqs_off(1); spin_until(a == 1); set_irqs_off(0) }
     /** k.c */ export function work1(): void { a = 1 }`,
    [{ run: 'task0', cpu: 1 }, { run: 'task0' }, { run: 'task1', context: 'irq' as const, arrives: true }],
  ],
])('%s', (_, text, tasks) => {
  const functions = [...new Set(tasks.map(({ run }) => Number(run.slice('task'.length))))];
  const asked = askedOf({ text: `${text}\n${functions.map(calls).join('\n')}`, tasks, fails: false });
  expect(compareReduced({ ...asked, always: [] }, ['fails'], 3000, 4)).toEqual({
    full: expect.any(Number),
    reduced: expect.any(Number),
  });
});

test('a section of which others see one access without its lock is one move', () => {
  const text = (section: string): string =>
    [
      `/** k.c */ export function work0(): void { spin_lock(lock); ${section}; spin_unlock(lock); }`,
      `/** k.c */ export function work1(): void { b = a; spin_lock(lock); b = cells[0]; spin_unlock(lock) }`,
    ].join('\n');
  const left = (section: string): number => {
    const tasks = [{ run: 'task0' }, { run: 'task1' }];
    const asked = askedOf({ text: `${text(section)}\n${calls(0)}\n${calls(1)}`, tasks, fails: false });
    const { reduced } = compareReduced({ ...asked, always: [] }, ['fails'], 3000, 4) as { reduced: number };
    return reduced;
  };
  const one = left('a = 1');
  expect(left('cells[0] = 0; a = 1; cells[1] = 0')).toBe(one);
  expect(left('a = 1; a = 2')).toBeGreaterThan(one);
});

describe.each(findModels('.').map((folder) => loadModel(folder)))('$name', (model) => {
  const names = Object.keys(model.switches);
  const settings = [[], ...names.map((name) => [name])];

  test.each(model.scenarios)(
    '$name, and what is made of it by leaving something out, ends in the same ways',
    (scenario) => {
      const told = { full: 0, reduced: 0, compared: 0 };
      const hold = (asked: ReturnType<typeof askedOfModel>, what: string): void => {
        const result = compareReduced(asked, names, STATES, 50);
        if (typeof result === 'string') throw new Error(`${what}: ${result}`);
        if (!result) return;
        told.compared++;
        told.full += result.full;
        told.reduced += result.reduced;
      };
      for (const on of settings) hold(askedOfModel(model, scenario, on), on.join());
      const reached = reachedFrom(
        model.program,
        scenario.tasks.map((t) => t.run),
      );
      const own = [...reached].filter((name) => model.program.functions.get(name)?.file !== undefined);
      const mutants = mutantsOf(model.program, own).filter((m) => m.equivalent === undefined);
      const count = Math.min(MUTANTS, mutants.length);
      for (let k = 0; k < count; k++) {
        const mutant = mutants[Math.floor((k * mutants.length) / count)]!;
        hold(
          askedOfModel(model, scenario, [], mutant.program),
          `${mutant.function}(), line ${mutant.line}, ${mutant.text}`,
        );
      }
      if (process.env.REDUCED_RUNS) console.info(`${model.name} ${scenario.name} ${JSON.stringify(told)}`);
      expect(told.reduced).toBeLessThanOrEqual(told.full);
    },
    3_600_000,
  );
});

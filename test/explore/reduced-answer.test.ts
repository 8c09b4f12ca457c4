import { expect, test } from 'vitest';
import { atOnce } from '../../src/base/work.ts';
import { searchingReduced } from '../../src/explore/reduced.ts';
import { reducedAnswer } from '../../src/explore/reduced-answer.ts';
import { compile } from '../../src/machine/machine.ts';
import { STOPPED } from '../../src/machine/mode.ts';
import { askedOf } from './reference/small-program.ts';

const CHOICES = 30;

test('the run to a violation is found among all that choices lead to, each way once', () => {
  const choices = "if (choose('fails')) i = 1; ".repeat(CHOICES);
  const text = `
    /** k.c */ export function work0(): void { let i: int = 0; for (;;) { ${choices} b = i } }
    /** k.c */ export function work1(): void { let i: int = 0; ${choices} spin_lock(lock); a = i; spin_unlock(lock); if (a == 1) bug() }
    export function task0(): void { work0() }
    export function task1(): void { work1() }`;
  const asked = askedOf({ text, tasks: [{ run: 'task0' }, { run: 'task1' }], fails: true });
  const { program, scenario, pools } = asked;
  const machine = compile({ program, scenario, pools, switches: ['fails'], conditions: [], isReduced: true });
  const search = atOnce(searchingReduced(machine, 1, { maxStates: 100_000, look: 4 }));
  const { answer, run } = atOnce(reducedAnswer(search, 'no-bug-on'));
  expect(answer).toBe('violated');
  const cells = machine.initial();
  for (const { task, choice } of run!.prefix) machine.move(cells, task, choice);
  expect(machine.modes(cells)[1]! & 15).toBe(STOPPED);
});

// A search that is cut is gone on with in a reduced one: its answers are those of the whole graph.

import { expect, test } from 'vitest';
import { findModels, loadModel } from '../../src/model/load.ts';
import { checksOf } from '../../src/verdict/checks.ts';
import { judgeProgram } from '../../src/verdict/judge-program.ts';
import { Watch } from '../../src/verdict/watch.ts';

const NEVER = { deadline: Number.POSITIVE_INFINITY, maxMemory: 4000 };

async function answersAt(maxStates: number) {
  const model = loadModel(findModels('.').find((m) => m.name === 'zswap-6.8')!);
  const checks = checksOf(model).filter((c) => c.scenario === 'swapoff' && c.switches.length === 0);
  const watch = new Watch(NEVER);
  const options = { ...NEVER, maxStates, name: 'before', watch };
  return (await judgeProgram(model.program, model, checks, options)).answers;
}

test('where the states are too many, a reduced search answers what is asked of states', async () => {
  const whole = await answersAt(250_000);
  const cut = await answersAt(25_000);
  expect(cut.size).toBe(whole.size);
  for (const [id, answer] of cut) {
    const { answer: expected, vacuous, states, isReduced } = whole.get(id)!;
    expect(isReduced).toBe(undefined);
    expect({ id, answer: answer.answer, vacuous: answer.vacuous }).toEqual({ id, answer: expected, vacuous });
    expect(answer.isReduced).toBe(true);
    expect(answer.states).toBeLessThan(states);
  }
  expect([...cut.values()].filter((a) => a.answer === 'violated').length).toBe(1);
});

test('and where they are too many for that too, it is not known', async () => {
  const answers = [...(await answersAt(1000)).values()];
  expect(
    answers.filter((a) => a.answer === 'unknown' && a.reason?.startsWith('more than 1,000 states')).length,
  ).toBeGreaterThan(4);
  expect(answers.some((a) => a.answer === 'holds')).toBe(false);
});

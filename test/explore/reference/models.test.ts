// Every scenario of every model: the search against the reference. What is too large for the reference is gone through by
// both on random runs. REFERENCE_FULL raises the bounds, takes each setting of the switches, and says what was too large.

import { describe, expect, test } from 'vitest';
import { findModels, loadModel } from '../../../src/model/load.ts';
import { compare } from './compare.ts';
import { askedOfModel, withMemory } from './model-question.ts';
import { walkBoth } from './walk-both.ts';

const isFull = process.env.REFERENCE_FULL !== undefined;
const MOST = isFull ? 8000 : 250;
const WALKS = isFull ? 20 : 1;
const MOVES = isFull ? 400 : 150;

describe.each(findModels('.').map((folder) => loadModel(folder)))('$name', (model) => {
  const settings = [[], ...Object.keys(model.switches).map((name) => [name])].slice(0, isFull ? undefined : 2);

  test.each(model.scenarios)(
    '$name: the same answers, the same ends, the same graph',
    (scenario) => {
      for (const switches of settings) {
        const asked = askedOfModel(model, scenario, switches);
        const { difference, schedules, moves } = compare(asked, MOST);
        expect(difference).toBe(undefined);
        const large = model.schedules.filter((name) => !schedules.some((s) => s.name === name));
        const walked = large.length > 0 ? walkBoth(isFull ? withMemory(asked) : asked, WALKS, MOVES, 1) : 0;
        expect(walked).toEqual(expect.any(Number));
        if (isFull)
          console.info(
            JSON.stringify({ model: model.name, scenario: scenario.name, switches, schedules, moves, large, walked }),
          );
      }
    },
    7_200_000,
  );
});

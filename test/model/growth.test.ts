import { rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { compile } from '../../src/machine/machine.ts';
import { findModels, InvalidModel, loadModel } from '../../src/model/load.ts';
import { sizeOf, withSizes } from '../../src/model/sizes.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';
import { modelRoot } from '../verdict/model-root.ts';

const TABLE = `
export interface table { slots: Arr<int, 2> }
export const N: int = 2
export const LAST: int = N - 1
export const tables: Arr<table, 1> = zeroed()
export let sum: int = 0
export function setup(): void {}
export function fill(): void { let i: int; for (i = 0; i <= LAST; i++) { tables[0].slots[i] = i + 1; sum += i + 1 } }
/** @atomic */
export function is_three(): bool { return sum == 3 }
/** @atomic */
export function is_six(): bool { return sum == 6 }
`;

describe('sizes', () => {
  const program = programOf(TABLE);

  test('are of constants, of global arrays and of fields that are arrays', () => {
    expect(['N', 'LAST', 'tables', 'table.slots'].map((name) => sizeOf(program, name))).toEqual([2, 1, 1, 2]);
    expect(['sum', 'fill', 'table', 'table.n', 'no.slots', ''].map((name) => sizeOf(program, name))).toEqual(
      Array(6).fill(undefined),
    );
  });

  test('can be others, and what depends on them follows', () => {
    const larger = withSizes(program, { N: 3, 'table.slots': 3, tables: 2 });
    expect(['N', 'LAST', 'tables', 'table.slots'].map((name) => sizeOf(larger, name))).toEqual([3, 2, 2, 3]);
    expect(sizeOf(program, 'N')).toBe(2);
    expect(larger.functions).toBe(program.functions);
    expect(() => withSizes(program, { sum: 3 })).toThrow('Cannot make `sum` larger');
  });

  test.each([
    ['as it is', {}, 'is_three', 'holds', 'holds'],
    ['larger', { N: 3, 'table.slots': 3 }, 'is_six', 'holds', 'holds'],
    ['with an array that is too small', { N: 3 }, 'is_six', 'holds', 'violated'],
  ])('a program %s runs with them', (_, sizes, condition, sum, bounds) => {
    const machine = compile({
      program: withSizes(program, sizes),
      scenario: scenarioOf(['fill']),
      pools: {},
      switches: [],
      conditions: [condition],
    });
    const judge = new Judge(explore(machine, 0, { maxStates: 1000, deadline: Infinity }));
    expect(judge.answer('fair', { name: 'sum', about: '', kind: 'quiescent', condition }).answer).toBe(sum);
    expect(judge.answer('fair', 'no-bug-on').answer).toBe(bounds);
  });
});

const MODEL = `
import { model } from '../../src/model/dialect.ts'
export default model({
  title: 't', kernel: 'v1', pools: {}, config: {}, switches: {}, schedules: ['fair'], properties: {},
  scenarios: { one: { about: 'one', setup, properties: [], tasks: {
    a: { about: 'A', run: fill, cpu: 0, priority: 1, more: true },
    b: { about: 'B', run: fill, cpu: 0, priority: 1, more: 'it is alone' },
    c: { about: 'C', run: fill, cpu: 0, priority: 1, more: { sizes: { N: [2, 3] } } },
    d: { about: 'D', run: fill, cpu: 0, priority: 1 },
  } } },
  describes: [],
  grows: { slots: { about: 'slot', counts: [2, 3], sizes: { N: [2, 3], 'table.slots': [2, 3] }, scenarios: ['one'], run: { fill: setup } } },
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`;

describe('a model says what of it can grow', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true }));
  const load = (from: string, to: string) => {
    root = modelRoot('one', { 'model.ts': MODEL.replace(from, to), 'table.ts': TABLE });
    return loadModel(findModels(root)[0]!);
  };

  test('and it is read', () => {
    const { scenarios, grows } = load('', '');
    expect(scenarios[0]!.tasks.map((t) => t.more)).toEqual([
      { kind: 'yes', sizes: {} },
      { kind: 'no', why: 'it is alone' },
      { kind: 'yes', sizes: { N: [2, 3] } },
      undefined,
    ]);
    expect(grows).toEqual([
      {
        name: 'slots',
        about: 'slot',
        counts: [2, 3],
        sizes: { N: [2, 3], 'table.slots': [2, 3] },
        scenarios: ['one'],
        run: { fill: 'setup' },
      },
    ]);
  });

  test.each([
    [
      'a size that is none',
      'N: [2, 3] } } }',
      'sum: [2, 3] } } }',
      'Cannot make `sum` larger: it is no constant and no array',
    ],
    [
      'a size that is not the first',
      'N: [2, 3] } } }',
      'N: [1, 3] } } }',
      'Cannot make `N` larger: it is 2 at first, and not 1',
    ],
    ['no reason', "'it is alone'", 'false', 'Cannot read `more`: it does not say why not'],
    ['a number', "'it is alone'", '2', 'Cannot read `more`: an object is wanted'],
    ['more than sizes', 'N: [2, 3] } } }', 'N: [2, 3] }, up: 1 } }', 'Cannot read `up`: `more` has no such field'],
    ['counts that fall', 'counts: [2, 3]', 'counts: [2, 2]', 'Cannot read `counts`'],
    ['one count', 'counts: [2, 3]', 'counts: [2]', 'Cannot read `counts`'],
    [
      'too few sizes',
      "'table.slots': [2, 3]",
      "'table.slots': [2]",
      'Cannot read the sizes of `table.slots`: 2 are wanted',
    ],
    ['a scenario that is none', "scenarios: ['one']", "scenarios: ['two']", 'Cannot let `two` grow'],
    ['the name of a task', 'grows: { slots', 'grows: { a', 'Cannot call this `a`: `one` has a task of that name'],
    [
      'a function that no task runs',
      'run: { fill: setup }',
      'run: { is_six: setup }',
      'Cannot run something else than `is_six()`',
    ],
    ['a function that is none', 'run: { fill: setup }', 'run: { fill: filll }', 'Cannot find the function `filll`'],
  ])('but not %s', (_, from, to, what) => {
    let said = '';
    try {
      load(from, to);
    } catch (error) {
      if (!(error instanceof InvalidModel)) throw error;
      said = error.diagnostics.map(renderDiagnostic).join('\n');
    }
    expect(said).toContain(what);
  });
});

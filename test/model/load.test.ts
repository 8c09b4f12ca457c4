import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkIdProblem } from '../../src/model/check-id.ts';
import { findModels, InvalidModel, loadModel } from '../../src/model/load.ts';
import { printFunctionTs } from '../../src/model/print/ts.ts';
import { sameTree } from '../../src/model/same.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { extendProgram } from '../../src/model/ts/program.ts';

const MODEL = `
import { model } from '../../src/model/dialect.ts'
import { done, f, setup } from './a.ts'
export default model({
  title: 'A race', kernel: 'v5.7', pools: { page: 2 }, config: { CONFIG_SMP: true },
  switches: { fails: 'it fails' }, schedules: ['fair', 'coop'],
  properties: {
    kept: { about: 'it is kept', kind: 'invariant', condition: done },
    returns: { about: 'it returns', kind: 'progress' },
  },
  scenarios: {
    readers: { about: 'two of them', setup, properties: ['kept', 'returns'],
      tasks: { a: { about: 'A', run: f, cpu: 0, priority: 1 }, b: { about: 'B', run: f, cpu: 0, priority: 2, arrives: true } } },
  },
  describes: [{ classes: ['livelock'], functions: ['f'], checks: ['readers/coop+fails/returns'] }],
  environment: { interrupts: 'none', allocation: 'pages', reclaim: 'never', io: 'none' },
  assumes: ['nothing'],
})
`;
const A = `
import { choose } from '../../src/model/dialect.ts'
import { get } from '../kernel/get.ts'
/** mm/a.c */
export function f(): void { if (choose('fails')) return; elide('trace()', 'tracing'); get() }
export function setup(): void {}
export function with_page(n: int): void {}
export function done(): bool { return true }
`;
const FILES: Record<string, string> = {
  'models/one/model.ts': MODEL,
  'models/one/a.ts': A,
  'models/kernel/get.ts':
    "import type { page } from './page.ts'\n/** mm/get.c */\nexport function get(): Ptr<page> { return NULL }\n",
  'models/kernel/page.ts': 'export interface page { flags: ulong }\n',
  'models/kernel/unused.ts': 'export function unused(): nonsense {}\n',
};

let root = '';
const write = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'models-'));
  for (const [path, text] of Object.entries(FILES)) write(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What is said about the model when one of its files is altered. */
function problem(path: string, from: string | RegExp, to: string): string {
  const before = FILES[path]!;
  const after = before.replace(from, to);
  if (after === before) throw new Error('the text is as it was');
  write(path, after);
  try {
    loadModel(findModels(root)[0]!);
  } catch (error) {
    if (error instanceof InvalidModel) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}
const inModel = (from: string | RegExp, to: string): string => problem('models/one/model.ts', from, to);

describe('loading', () => {
  test('a model is what its folder says', () => {
    const model = loadModel(findModels(root)[0]!);
    expect(model).toMatchObject({
      name: 'one',
      title: 'A race',
      kernel: 'v5.7',
      pools: { page: 2 },
      config: { CONFIG_SMP: true },
      switches: { fails: 'it fails' },
      schedules: ['fair', 'coop'],
      properties: [
        { name: 'kept', about: 'it is kept', kind: 'invariant', condition: 'done' },
        { name: 'returns', about: 'it returns', kind: 'progress' },
      ],
      scenarios: [
        {
          name: 'readers',
          setup: 'setup',
          properties: ['kept', 'returns'],
          tasks: [
            { name: 'a', about: 'A', run: 'f', cpu: 0, priority: 1, arrives: false, context: 'process' },
            { name: 'b', about: 'B', run: 'f', cpu: 0, priority: 2, arrives: true, context: 'process' },
          ],
        },
      ],
      describes: [{ classes: ['livelock'], functions: ['f'], checks: ['readers/coop+fails/returns'] }],
      environment: { interrupts: 'none', allocation: 'pages', reclaim: 'never', io: 'none' },
      assumes: ['nothing'],
      elides: [{ text: 'trace()', reason: 'tracing', function: 'f' }],
    });
  });

  test('its program has what it imports from the vocabulary, and no more', () => {
    const { program } = loadModel(findModels(root)[0]!);
    expect([...program.functions.keys()].sort()).toEqual(['done', 'f', 'get', 'setup', 'with_page']);
    expect([...program.structs.keys()]).toEqual(['page']);
  });

  test('models are folders with a model.ts, sorted', () => {
    cpSync(join(root, 'models/one'), join(root, 'models/an-other'), { recursive: true });
    mkdirSync(join(root, 'models/empty'));
    expect(findModels(root).map((m) => m.name)).toEqual(['an-other', 'one']);
    expect(findModels(join(root, 'nowhere'))).toEqual([]);
  });

  test('a file that changed is read again', () => {
    loadModel(findModels(root)[0]!);
    write('models/one/model.ts', MODEL.replace('A race', 'Another'));
    expect(loadModel(findModels(root)[0]!).title).toBe('Another');
  });
});

describe('a description is held against its program', () => {
  const cases: readonly (readonly [string, string | RegExp, string])[] = [
    ['a function that is not there', 'condition: done', 'condition: nope'],
    ['a condition that returns nothing', 'condition: done', 'condition: setup'],
    ['a task with parameters', 'run: f,', 'run: with_page,'],
    ['an invariant without condition', ', condition: done', ''],
    ['a progress property with condition', "kind: 'progress'", "kind: 'progress', condition: done"],
    ['a kind that is none', "kind: 'progress'", "kind: 'liveness'"],
    ['a property that is not there', "['kept', 'returns']", "['kept', 'nope']"],
    ['a pool of no struct', 'page: 2', 'folio: 2'],
    ['a pool of no number', 'page: 2', "page: 'two'"],
    ['a negative pool', 'page: 2', 'page: -1'],
    ['a schedule that is none', "['fair', 'coop']", "['fair', 'unfair']"],
    ['a check of no scenario', 'readers/coop+fails/returns', 'nope/coop+fails/returns'],
    ['a check of a schedule that is not declared', 'readers/coop+fails/returns', 'readers/preempt/returns'],
    ['a check of no switch', 'readers/coop+fails/returns', 'readers/coop+nope/returns'],
    ['a check of no property', 'readers/coop+fails/returns', 'readers/coop/nope'],
    ['a check that is none', 'readers/coop+fails/returns', 'readers'],
    ['a described function that is not there', "functions: ['f']", "functions: ['nope']"],
    ['a class of bugs that no mail can describe', "classes: ['livelock']", "classes: ['livelok']"],
    ['a switch that nothing chooses', "fails: 'it fails'", "fails: 'it fails', other: 'x'"],
    ['a field that is missing', "title: 'A race',", ''],
    ['a field that is none', "title: 'A race',", "title: 'A race', colour: 'red',"],
    ['no environment', /\n {2}environment: .*/, ''],
    ['an environment that leaves something open', " reclaim: 'never',", ''],
    ['an environment with an answer to nothing', "io: 'none'", "io: 'none', weather: 'fine'"],
    ['an environment that says nothing', "io: 'none'", "io: ' '"],
    ['no description', /export default.*$/s, ''],
    ['an import of no file', "'./a.ts'", "'../kernel/nope.ts'"],
    ['an import of another model', "'./a.ts'", "'../two/a.ts'"],
  ];
  test.each(cases)('%s', (what, from, to) => {
    expect(`${what}\n${inModel(from, to)}`).toMatchSnapshot();
  });

  test('a statement that one function leaves out and another runs', () => {
    const run = 'export function trace(): void {}\n/** mm/a.c */\nexport function g(): void { trace() }';
    expect(problem('models/one/a.ts', /$/, run)).toContain(
      'Cannot run `trace();` in g(): another function leaves it out.',
    );
  });

  test('a switch that is chosen has to be declared', () => {
    expect(problem('models/one/a.ts', "choose('fails')", "choose('fails') || choose('sleeps')")).toContain(
      'models/one/a.ts:5:59: Cannot choose `sleeps`: the model has no such switch.',
    );
  });

  const definitions: readonly (readonly [string, string])[] = [
    ['a struct that contains itself', 'export interface a { b: Arr<b, 2> }\nexport interface b { a: a }'],
    ['a field of an unknown struct', 'export interface a { b: nope }'],
    ['a field of nothing', 'export interface a { b: void }'],
    ['a global of an unknown struct', 'export const a: nope = zeroed()'],
    ['a global whose value is computed', 'export let a: int = f()'],
    ['a global whose value is another', 'export let b: int = 1\nexport let a: int = b'],
    ['a global of a wrong value', 'export const s: page = zeroed()\nexport let a: page = 1'],
    ['a constant that is a struct', 'export const a: page = 0'],
    ['a constant of another constant that is not there', 'export const a: int = NOPE + 1'],
  ];
  test.each(definitions)('%s', (what, text) => {
    expect(`${what}\n${problem('models/one/a.ts', /$/, text)}`).toMatchSnapshot();
  });

  test('the address of a global is constant', () => {
    write('models/one/a.ts', `${A}export const s: page = zeroed()\nexport let p: Ptr<page> = s\n`);
    expect(loadModel(findModels(root)[0]!).program.globals.get('p')?.init).toMatchObject({ kind: 'unary', op: '&' });
  });

  test('every function is checked, and every error said', () => {
    const text = problem(
      'models/one/a.ts',
      /$/,
      'function g(): void { nope(); let x: int = y }\nfunction h(): void { goto("a") }',
    );
    expect(text).toContain('`nope()`');
    expect(text).toContain('`y`');
  });
});

test('switches of a check are in alphabetical order', () => {
  const known = {
    scenarios: [{ name: 's', about: '', setup: '', tasks: [], properties: [] }],
    schedules: ['fair' as const],
    switches: { a: '', b: '' },
  };
  expect(checkIdProblem('s/fair+a+b/no-leak', known)).toBeUndefined();
  expect(checkIdProblem('s/fair+b+a/no-leak', known)).toBe('its switches are not in alphabetical order');
  expect(checkIdProblem('s/fair+a+a/no-leak', known)).toBe('its switches are not in alphabetical order');
  expect(checkIdProblem('s/fair+toString/no-leak', known)).toBe('the model has no switch `toString`');
});

describe.each(findModels(join(import.meta.dirname, '../..')))('models/$name', (folder) => {
  test('loads, and every function of it printed in the dialect is read as the same tree', () => {
    const { program } = loadModel(folder);
    for (const fn of program.functions.values()) {
      const { text } = printFunctionTs(fn, program);
      const back = extendProgram(program, parseModelFile({ name: 'printed.ts', text })).program.functions.get(fn.name)!;
      expect(sameTree(back, fn), text).toBe(true);
    }
  });
});

import { cpSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { findModels } from '../../src/model/load.ts';
import { checkModel } from '../../src/verdict/check-model.ts';
import { ROOT } from './mails.ts';
import { modelRoot } from './model-root.ts';

const MODEL = `
import { model } from '../../src/model/dialect.ts'
export default model({
  title: 'a box', kernel: 'v6.6', pools: { box: 2 }, config: {}, switches: {}, schedules: ['fair'],
  properties: { kept: { about: 'it is kept', kind: 'quiescent', condition: kept } },
  scenarios: { one: { about: 'one', setup, properties: ['kept'], tasks: { a: { about: 'A', run: task, cpu: 0, priority: 1 } } } },
  describes: [],
  environment: { interrupts: 'none', allocation: 'boxes', reclaim: 'never', io: 'none' },
  assumes: [],
})
`;
const FILE = `
export interface box { n: int }
export let first: Ptr<box> = NULL
export function setup(): void { first = alloc<box>() }
export function task(): void { first.n = 1 }
/** @atomic */
export function kept(): bool { return first.n == 1 }
`;

let root = '';
afterEach(() => rmSync(root, { recursive: true }));

/** What is wrong with the model after a change to one of its files, as text. */
function wrong(from: string, to: string, more: Readonly<Record<string, string>> = {}): string[] {
  const change = (text: string): string => text.replace(from, to);
  root = modelRoot('box', { 'model.ts': change(MODEL), 'box.ts': change(FILE), ...more });
  cpSync(`${ROOT}models/kernel`, `${root}/models/kernel`, { recursive: true });
  return checkModel(findModels(root)[0]!).map(renderDiagnostic);
}

const PROPOSAL = "proposals: { p: { author: 'A', about: 'b', excerpt: 'c', file: './proposals/p.ts' } }, assumes: []";

describe('a model is checked', () => {
  test('and nothing is wrong with one that can be asked everything', () => {
    expect(wrong('', '')).toEqual([]);
  });

  test('in its functions, where it is wrong', () => {
    const [first, ...others] = wrong('first.n = 1', 'frist.n = 1');
    expect(first).toMatch(/^models\/box\/box\.ts:5:32: Cannot .*`frist`.*\n {2}export function task.*\n {2} +\^{5}/);
    expect(others).toEqual([]);
  });

  test('by compiling its scenarios: an object without a pool', () => {
    expect(wrong('{ box: 2 }', '{}').join('\n')).toMatch(/^models\/box\/box\.ts:4:41: .*the model has no pool of it/);
  });

  test('by running its setups: one that stops, with the name of its scenario', () => {
    expect(wrong('first = alloc<box>()', 'first.n = 1')).toEqual([
      'Cannot run the scenario: what comes before its tasks stops (null).\nIt is `one` with a.',
    ]);
  });

  test('on the rungs of its ladders', () => {
    const grows =
      "grows: { boxes: { about: 'box', counts: [1, 2], sizes: { N: [0, 1] }, scenarios: ['one'] } }, assumes: []";
    const file = `${FILE}export const N: int = 0\nexport function never(): void { if (N) bug() }`;
    root = modelRoot('box', {
      'model.ts': MODEL.replace('assumes: []', grows),
      'box.ts': file.replace('first = alloc<box>()', 'first = alloc<box>(); never()'),
    });
    expect(checkModel(findModels(root)[0]!).map(renderDiagnostic)).toEqual([
      'Cannot run the scenario: what comes before its tasks stops (bug).\nIt is `one` with a.',
    ]);
  });

  test('with its proposals in place', () => {
    const more = {
      'proposals/p.ts': 'export interface lid { n: int }\nexport function task(): void { alloc<lid>() }\n',
    };
    expect(wrong('assumes: []', PROPOSAL, more).join('\n')).toMatch(
      /^models\/box\/proposals\/p\.ts:2:32: .*the model has no pool of it/,
    );
  });
});

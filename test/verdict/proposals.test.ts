// Proposals in words, on a model of one lost update.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { findModels, InvalidModel, loadModel } from '../../src/model/load.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { modelRoot } from './model-root.ts';

const FILES: Record<string, string> = {
  'model.ts': `import { model } from '../../src/model/dialect.ts'
import { adder, setup, whole } from './scenarios.ts'
export default model({
  title: 'Two adders', kernel: 'v1', pools: {}, config: {}, switches: {}, schedules: ['fair'],
  properties: { 'adds-up': { about: 'no update is lost', kind: 'quiescent', condition: whole } },
  scenarios: { adders: { about: 'two tasks add', setup, properties: ['adds-up'], tasks: {
    a: { about: 'A', run: adder, cpu: 0, priority: 1 }, b: { about: 'B', run: adder, cpu: 1, priority: 1 } } } },
  describes: [{ classes: ['data-race'], functions: ['nr_add'], checks: ['adders/fair/adds-up'] }],
  proposals: {
    twice: { author: 'B', about: 'look twice', excerpt: 'could look at the\\n  counter twice', file: 'proposals/twice.ts' },
    locked: { author: 'A', about: 'take a lock', excerpt: 'Just take a lock.', file: 'proposals/locked.ts' },
    unsaid: { author: 'C', about: 'never said', excerpt: 'drop the counter', file: 'proposals/locked.ts' },
  },
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`,
  'nr.ts': `export let nr: int = 0
export let held: bool = false
/** mm/nr.c */
export function nr_add(): void {
  let old: int = nr
  nr = old + 1
}
`,
  'scenarios.ts': `import { nr, nr_add } from './nr.ts'
export function setup(): void {}
export function adder(): void { nr_add() }
/** @atomic */
export function whole(): bool { return nr == 2 }
`,
  'proposals/locked.ts': `import { held, nr } from '../nr.ts'
/** @atomic */
export function nr_lock(): void { wait_until(!held)
  held = true }
/** mm/nr.c */
export function nr_add(): void {
  nr_lock()
  let old: int = nr
  nr = old + 1
  held = false
}
`,
  'proposals/twice.ts': `import { nr } from '../nr.ts'
/** mm/nr.c */
export function nr_add(): void {
  let old: int = nr
  if (nr == 7)
    nr = 8
  nr = old + 1
}
`,
};

let root = '';
beforeAll(() => {
  root = modelRoot('adders', FILES);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const mail = (body: string): Buffer =>
  Buffer.from(`From: A <a@x>\nSubject: Data race in nr_add()\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\n${body}\n`);
const judge = (body: string): Promise<ThreadVerdict> =>
  checkThread({ bytes: mail(body), name: 'x.eml' }, { root, asked: { list: 'all' } });

describe('a proposal in words', () => {
  test('is a candidate if its words stand in the thread, in their order, quoted and wrapped or not', async () => {
    const v = await judge('Data race in nr_add().\n\n> Just take\n> a lock.\n\nWe could look at\nthe counter twice.\n');
    expect(v.candidates.map(({ id, kind, author, title, verdict }) => [id, kind, author, title, verdict])).toEqual([
      ['locked', 'proposal', 'A', 'take a lock', 'fixed'],
      ['twice', 'proposal', 'B', 'look twice', 'not-fixed'],
    ]);
    expect(v.verdict).toBe('not-fixed');
    expect(v.candidates[0]!.touched).toEqual(['nr_add', 'nr_lock']);
  });

  test('is none if they do not', async () => {
    const v = await judge('Data race in nr_add(): just take the lock.');
    expect([v.verdict, v.candidates]).toEqual(['reproduced', []]);
  });

  test('says which of its statements never ran', async () => {
    const v = await judge('Data race in nr_add(). We could look at the counter twice.');
    expect(v.candidates[0]!.added.map((a) => [a.text, a.tasks])).toEqual([
      ['if (nr == 7)', 2],
      ['nr = 8', 0],
    ]);
    expect(v.warnings.map((w) => [w.code, w.text])).toContainEqual([
      'line-never-ran',
      '`nr = 8` in nr_add() ran in no check that was asked',
    ]);
  });

  test('is checked with the model that has it', () => {
    const path = join(root, 'models/adders/proposals/twice.ts');
    writeFileSync(path, FILES['proposals/twice.ts']!.replace('nr == 7', 'nr == missing'));
    try {
      expect(() => loadModel(findModels(root)[0]!)).toThrow(InvalidModel);
      expect(() => loadModel(findModels(root)[0]!)).toThrow(/missing/);
    } finally {
      writeFileSync(path, FILES['proposals/twice.ts']!);
    }
    expect(() => loadModel(findModels(root)[0]!)).not.toThrow();
  });
});

// Drawn diagrams held against a model of a counter, once with a lock and once without.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { renderText } from '../../src/report/text.ts';
import type { DiagramReplay } from '../../src/verdict/diagrams.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { modelRoot } from './model-root.ts';

const FILES: Record<string, string> = {
  'model.ts': `import { model } from '../../src/model/dialect.ts'
import { adder, closer, freed, opener, setup, whole } from './scenarios.ts'
export default model({
  title: 'Counters', kernel: 'v1', pools: {}, config: {}, switches: {}, schedules: ['fair'],
  properties: {
    'adds-up': { about: 'no update is lost', kind: 'quiescent', condition: whole },
    'closed-once': { about: 'it is closed once', kind: 'invariant', condition: freed },
  },
  scenarios: {
    adders: { about: 'two tasks add', setup, properties: ['adds-up'], tasks: {
      a: { about: 'A', run: adder, cpu: 0, priority: 1 }, b: { about: 'B', run: adder, cpu: 1, priority: 1 } } },
    users: { about: 'open and close', setup, properties: ['closed-once'], tasks: {
      opener: { about: 'opener', run: opener, cpu: 0, priority: 1 }, closer: { about: 'closer', run: closer, cpu: 1, priority: 1 } } },
  },
  describes: [
    { classes: ['data-race'], functions: ['nr_add'], checks: ['adders/fair/adds-up'] },
    { classes: ['use-after-free'], functions: ['dev_close'], checks: ['users/fair/closed-once'] },
  ],
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`,
  'nr.ts': `export let nr: int = 0
export let held: bool = false
export let dev_users: int = 0
/** mm/nr.c */
export function nr_read(): int { return nr }
/** mm/nr.c */
export function nr_write(n: int): void { nr = n }
/** mm/nr.c */
export function nr_add(): void { nr_write(nr_read() + 1) }
/** @atomic */
export function dev_lock(): void { wait_until(!held)
  held = true }
/** @atomic */
export function dev_unlock(): void { held = false }
/** mm/dev.c */
export function dev_get(): void { dev_users++ }
/** mm/dev.c */
export function dev_put(): void { dev_users-- }
/** mm/dev.c */
export function dev_open(): void { dev_lock(); dev_get(); dev_put(); dev_unlock() }
/** mm/dev.c */
export function dev_close(): void { dev_lock(); nr_write(7); dev_unlock() }
`,
  'scenarios.ts': `import { dev_close, dev_open, dev_users, nr, nr_add } from './nr.ts'
export function setup(): void {}
export function adder(): void { nr_add() }
export function opener(): void { dev_open() }
export function closer(): void { dev_close() }
/** @atomic */
export function whole(): bool { return nr == 2 }
/** @atomic */
export function freed(): bool { return dev_users == 0 || nr != 7 }
`,
};

let root = '';
beforeAll(() => {
  root = modelRoot('counters', FILES);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const judge = (subject: string, body: string): Promise<ThreadVerdict> =>
  checkThread(
    {
      bytes: Buffer.from(`From: A <a@x>\nSubject: ${subject}\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\n${body}\n`),
      name: 'x.eml',
    },
    { root },
  );
const drawn = async (subject: string, ...rows: string[]): Promise<DiagramReplay> => {
  const v = await judge(`${subject}`, `${subject} as follows:\n\n${rows.join('\n')}\n`);
  expect([...v.diagrams.values()]).toHaveLength(1);
  return [...v.diagrams.values()][0]!;
};

const RACE = 'Data race in nr_add()';
const UAF = 'Use after free in dev_close()';

describe('a diagram', () => {
  test('is possible as drawn, and leads to the bug', async () => {
    const replay = await drawn(
      RACE,
      'CPU0                     CPU1',
      'nr_add()',
      '  nr_read()',
      '                         nr_add()',
      '                           nr_read()',
      '                           nr_write()',
      '  nr_write()',
    );
    expect(replay).toMatchObject({ answer: 'as-drawn', leads: true, check: 'adders/fair/adds-up' });
    const tasks = replay.steps.map((s) => s?.task);
    expect(tasks[1]).toBe(tasks[5]);
    expect(new Set(tasks).size).toBe(2);
  });

  test('is possible and harmless', async () => {
    const replay = await drawn(
      RACE,
      'CPU0                     CPU1',
      'nr_read()',
      'nr_write()',
      '                         nr_read()',
      '                         nr_write()',
    );
    expect(replay).toMatchObject({ answer: 'as-drawn', leads: false });
  });

  test('is impossible because of a lock, which is named', async () => {
    const replay = await drawn(
      UAF,
      'CPU0                     CPU1',
      'dev_get()',
      '                         nr_write()',
      'dev_put()',
    );
    expect(replay).toMatchObject({ answer: 'impossible', impossible: { step: 2, after: 1 } });
    expect(replay.impossible!.waits).not.toBeNull();
    const text = renderText(
      await judge(
        UAF,
        `${UAF}:\n\nCPU0                     CPU1\ndev_get()\n                         nr_write()\ndev_put()\n`,
      ),
      { width: 80, color: false },
    ).replace(/\s+/g, ' ');
    expect(text).toContain(
      'impossible: step 3 (dev_put() by opener) cannot follow step 2 (nr_write() by closer) because closer waits at `dev_lock()` until it is over',
    );
  });

  test('is impossible because of the order of the code', async () => {
    const replay = await drawn(RACE, 'CPU0                     CPU1', 'nr_write()', '          nr_read()', 'nr_read()');
    expect(replay).toMatchObject({ answer: 'impossible' });
  });

  test('says nothing about other code', async () => {
    const v = await judge(RACE, `${RACE}:\n\nCPU0                     CPU1\nfoo()\n                         bar()\n`);
    expect(v.diagrams.size).toBe(0);
  });
});

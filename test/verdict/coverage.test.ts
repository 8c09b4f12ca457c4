// What the checks of a patch went through, on a model of one lost update.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { b4Results } from '../../src/report/b4.ts';
import { toJunit } from '../../src/report/format/junit.ts';
import { renderText } from '../../src/report/text.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { diffOf, mbox, ROOT } from './mails.ts';
import { modelRoot } from './model-root.ts';

const FILES: Record<string, string> = {
  'model.ts': `import { model } from '../../src/model/dialect.ts'
import { adder, logger, setup, something_added, whole } from './scenarios.ts'
export default model({
  title: 'Two adders', kernel: 'v1', pools: {}, config: {}, switches: {}, schedules: ['fair'],
  properties: {
    'adds-up': { about: 'no update is lost', kind: 'quiescent', condition: whole, premise: something_added },
    sums: { about: 'the sum is right', kind: 'quiescent', condition: whole, premise: something_added },
    'every-call-returns': { about: 'every call returns', kind: 'progress' },
  },
  scenarios: { adders: { about: 'two tasks add', setup, properties: ['adds-up', 'sums', 'every-call-returns'], tasks: {
    a: { about: 'A', run: adder, cpu: 0, priority: 1 }, b: { about: 'B', run: logger, cpu: 1, priority: 1 } } } },
  describes: [{ classes: ['data-race'], functions: ['nr_add'], checks: ['adders/fair/adds-up'] }],
  proposals: {},
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`,
  'nr.ts': `export let nr: int = 0
export let seen: int = 0
/** mm/nr.c */
export function nr_add(): void {
  let old: int = nr
  nr = old + 1
}
/** mm/nr.c */
export function nr_log(): void {
  seen = nr
}
`,
  'scenarios.ts': `import { nr, nr_add, nr_log } from './nr.ts'
export function setup(): void {}
export function adder(): void { nr_add() }
export function logger(): void { nr_add()
  nr_log() }
/** @atomic */
export function whole(): bool { return nr == 0 || nr == 2 }
/** @atomic */
export function something_added(): bool { return nr != 0 }
`,
};

let root = '';
beforeAll(() => {
  root = modelRoot('adders', FILES);
});
afterAll(() => rmSync(root, { recursive: true }));

function judge(...hunks: readonly [section: string, hunk: string][]): Promise<ThreadVerdict> {
  const diff = hunks.map(([section, hunk]) => diffOf('mm/nr.c', section, hunk)).join('');
  const checks = ['adders/fair/every-call-returns'];
  return checkThread(mbox({ text: 'This fixes a data race in nr_add().', diff }), { root, checks });
}
const text = (v: ThreadVerdict): string =>
  renderText(v, { width: 80, color: false, file: 'x.mbox' }).replace(/\s+/g, ' ');

const ADD = 'void nr_add(void)';
const AT_ONCE: [string, string] = [ADD, '\n-\tint old = nr;\n-\tnr = old + 1;\n+\tnr += 1;\n'];

describe('what ran of a patch', () => {
  const patch: [string, string][] = [
    [ADD, '\n \tint old = nr;\n+\tif (old == 7) {\n+\t\tseen = 8;\n+\t\tseen = 9;\n+\t}\n \tnr = old + 1;\n'],
    ['void nr_log(void)', '\n \tseen = nr;\n+\tseen = 0;\n'],
  ];

  test('is counted by the most tasks that ran each statement', async () => {
    const v = await judge(...patch);
    expect(v.candidates[0]!.coverage).toMatchObject({ byTasks: [2, 1, 1], exhaustive: true });
    expect(v.candidates[0]!.added.map((a) => [a.text, a.tasks])).toEqual([
      ['if (old == 7) {', 2],
      ['seen = 8;', 0],
      ['seen = 9;', 0],
      ['seen = 0;', 1],
    ]);
    expect(text(v)).toContain('coverage 2 of 4 added statements ran, 1 in 2 tasks and 1 in one task;');
  });

  test('what did not is one warning for a function, with all lines', async () => {
    const v = await judge(...patch);
    const [warning, ...more] = v.warnings.filter((w) => w.code === 'line-never-ran');
    expect(more).toEqual([]);
    const lines = v.thread.messages[0]!.text.split('\n');
    expect(warning!.lines!.map((l) => lines[l - 1]!.trim())).toEqual(['+\t\tseen = 8;', '+\t\tseen = 9;']);
    expect(warning).toMatchObject({
      line: warning!.lines![0],
      text: '2 added statements of nr_add() (`seen = 8;`, `seen = 9;`) ran in no check that was asked',
    });
    expect(text(v)).toMatch(/`seen = 9;`\) ran in no check that was asked \(lines \d+, \d+ of the message/);
  });

  test('is at least so much where a search was cut, and nothing is said to have never run', async () => {
    const diff = diffOf('mm/nr.c', ...patch[0]!);
    const asked = { scope: 'described', maxStates: 4 } as const;
    const v = await checkThread(mbox({ text: 'This fixes a data race in nr_add().', diff }), { root, asked });
    expect(v.candidates[0]!.coverage!.exhaustive).toBe(false);
    expect(v.warnings.map((w) => w.code)).not.toContain('line-never-ran');
  });
});

describe('a fix after which nothing is at stake', () => {
  const gone = (): Promise<ThreadVerdict> => judge([ADD, '\n \tint old = nr;\n-\tnr = old + 1;\n+\tseen = old;\n']);

  test('counts as one, is vacuous, and both the sentence and a warning say so', async () => {
    const v = await gone();
    expect(v.verdict).toBe('fixed');
    expect(v.checks[0]!.after.get('patch-v1')).toMatchObject({ answer: 'holds', vacuous: true });
    expect(v.warnings.filter((w) => w.check === 'adders/fair/adds-up')).toMatchObject([
      {
        code: 'premise-not-reached',
        text: 'adders/fair/adds-up holds, but was not at stake: its premise was never true',
        candidate: 'patch-v1',
      },
    ]);
    expect(text(v)).toContain('but after it adds-up was not at stake: its premise was never true');
    expect(text(v)).toContain('warning adders/fair/adds-up holds, but was not at stake');
  });

  test('mends no other check either', async () => {
    const report = text(await gone());
    expect(report).toContain('Not at stake any more in 1 check that was violated before.');
    expect(report).not.toContain('Also fixed');
  });

  test('is no bare pass in other formats', async () => {
    const v = await gone();
    expect(b4Results(v, null, '')).toMatchObject([{ status: 'warn' }]);
    expect(toJunit(v, 'x.mbox')).toMatch(/name="adds-up">\s*<system-out>[^<]*its premise was never true/);
  });

  test('is none where it is: nothing is said then', async () => {
    const v = await judge(AT_ONCE);
    expect(v.verdict).toBe('not-fixed');
    expect(text(v)).not.toContain('adds-up was not at stake');
  });
});

test('a stall that ends because nothing is migrated any more is ended by a fix of which the sentence says so', async () => {
  const hunk =
    ' \tnewzone = folio_zone(newfolio);\n \n+\tif (newfolio)\n+\t\treturn -EAGAIN;\n+\n \txas_lock_irq(&xas);\n';
  const diff = diffOf('mm/migrate.c', 'int folio_migrate_mapping(struct address_space *mapping,', hunk);
  const mail = mbox({
    text: 'An rcu stall: readers of what folio_migrate_mapping() leaves behind loop for ever.',
    diff,
  });
  const v = await checkThread(mail, { root: ROOT, asked: { scope: 'described' } });
  expect(v.verdict).toBe('fixed');
  expect(text(v)).toContain('but after it every-call-returns was not at stake: its premise was never true');
});

test('a progress property is not at stake where nobody waits or goes round', async () => {
  const v = await judge(AT_ONCE);
  const check = v.checks.find((c) => c.check.property === 'every-call-returns')!;
  expect(check.before).toMatchObject({ answer: 'holds', vacuous: true });
  expect(text(v)).toContain('every-call-returns holds, but was not at stake: nobody waited, or went back');
});

test('a described check that holds before, and was not at stake, is warned of', async () => {
  const idle = { ...FILES, 'nr.ts': FILES['nr.ts']!.replace('nr = old + 1', 'seen = old + 1') };
  const other = modelRoot('adders', idle);
  try {
    const diff = diffOf('mm/nr.c', 'void nr_log(void)', '\n \tseen = nr;\n+\tseen = 0;\n');
    const v = await checkThread(mbox({ text: 'This fixes a data race in nr_add().', diff }), { root: other });
    expect(v.verdict).toBe('not-reproduced');
    expect(v.warnings.map((w) => w.text)).toContain(
      'adders/fair/adds-up holds before the patch, but was not at stake: its premise was never true',
    );
  } finally {
    rmSync(other, { recursive: true });
  }
});

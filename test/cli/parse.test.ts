import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mboxOf, type Sketch } from '../mail/mails.ts';
import { build, patchcheck, ROOT, THREAD } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchcheck-parse-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const diff = '--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1 +1 @@\n-a\n+b\n';
const mails: Sketch[] = [
  { subject: '[PATCH v2 1/2] mm: one', id: 'a', text: diff },
  { subject: 'hello', id: 'b', text: 'hi' },
  { subject: '[PATCH v2 2/2] mm: two', id: 'c', answers: 'a', text: diff },
  { subject: 'Re: [PATCH v2 2/2] mm: two', id: 'd', answers: 'gone', text: 'hm' },
];
const archive = mboxOf(mails);
const lines = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const ids = (out: string) => (out === '' ? [] : lines(out).map((r) => r.messageId[1]));

describe('parse --jsonl', () => {
  test('prints a line for each mail, in the order of the archive, from file, gzip, folder and standard input', () => {
    mkdirSync(join(folder, 'some'), { recursive: true });
    const path = file('some/a.mbox', archive);
    for (const [args, stdin] of [
      [[path], ''],
      [[file('a.mbox.gz', gzipSync(archive))], ''],
      [[join(folder, 'some')], ''],
      [['-'], archive],
    ] as const) {
      const { exit, out, err } = patchcheck(['parse', ...args, '--jsonl'], stdin);
      expect({ exit, err, ids: ids(out) }).toEqual({ exit: 0, err: '', ids: ['a', 'b', 'c', 'd'] });
    }
  });

  test('a reader that goes away ends it in silence', () => {
    const big = file('big.mbox', archive.repeat(3000));
    const shell = `"${process.execPath}" "${ROOT}dist/cli.js" parse "${big}" --jsonl; echo "exit $?" >&2`;
    const { stderr } = spawnSync('sh', ['-c', `{ ${shell}; } | head -1 >/dev/null`]);
    expect(stderr.toString()).toBe('exit 0\n');
  });

  test('lines are out before the archive has come to its end', async () => {
    const child = spawn(process.execPath, [`${ROOT}dist/cli.js`, 'parse', '-', '--jsonl']);
    const first = new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
    child.stdin.write(archive.repeat(3000));
    expect(ids((await first).split('\n')[0]!)).toEqual(['a']);
    child.stdin.end();
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
  });
});

describe('parse', () => {
  test('picks a thread by Message-ID, URL or --thread, also of a mail that is not there', () => {
    const path = file('b.mbox', archive);
    const picked = (...args: string[]) => ids(patchcheck(['parse', path, ...args, '--jsonl']).out);
    expect(picked('<c@example.invalid>')).toEqual(['a', 'c']);
    expect(picked('https://lore.kernel.org/linux-mm/a@example.invalid/T/#u')).toEqual(['a', 'c']);
    expect(picked('--thread', 'gone@example.invalid')).toEqual(['d']);
    expect(ids(patchcheck(['parse', '-', '--thread', 'a@example.invalid', '--jsonl'], archive).out)).toEqual([
      'a',
      'c',
    ]);
    expect(JSON.parse(patchcheck(['parse', path, 'a@example.invalid', '--json']).out).threads).toHaveLength(1);
  });

  test('prints one JSON object, or text that names series and their parts', () => {
    const path = file('c.mbox', archive);
    const { out } = patchcheck(['parse', path, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'patchcheck.parse/1',
      inputs: [{ path, mails: 4, skipped: [] }],
      threads: [{ series: [{ id: 'v2', complete: true, messages: [0, 1] }] }, { subject: 'hello' }, {}],
    });
    expect(patchcheck(['parse', path]).out).toMatch(/^series v2 {2}mm: one\n {2}2 of 2, complete$/m);
    expect(patchcheck(['parse', path, '--color', 'always']).out).toContain('\x1b[32mcomplete');
  });

  test('-v and -P choose versions and parts', () => {
    const path = file('d.mbox', archive);
    const parts = (...args: string[]) =>
      JSON.parse(patchcheck(['parse', path, '--json', ...args]).out).threads.flatMap(
        (t: { series: { parts: { number: number }[] }[] }) => t.series.flatMap((s) => s.parts.map((p) => p.number)),
      );
    expect(parts('-v', '2')).toEqual([1, 2]);
    expect(parts('-v2', '-P', '2-')).toEqual([2]);
    expect(parts('-v', '1')).toEqual([]);
  });

  test('reads the fixture of the swap-in thread', () => {
    const { exit, out } = patchcheck(['parse', THREAD]);
    expect(exit).toBe(0);
    expect(out).toMatch(/> mm\/swap_state\.c {2}\+29 -23 {2}1 hunk$/m);
    expect(out).toContain('candidate patch-v1  by Hugh Dickins');
  });

  test('2: wrong usage', () => {
    for (const args of [
      [],
      ['-', '-'],
      [THREAD, '--json', '--jsonl'],
      [THREAD, '-P', 'x'],
      [THREAD, '-v', 'x'],
      [THREAD, '--thread', 'x'],
    ]) {
      const { exit, out, err } = patchcheck(['parse', ...args]);
      expect({ args, exit, out }).toEqual({ args, exit: 2, out: '' });
      expect(err).toMatch(/^patchcheck: /);
    }
  });

  test('3: an input that cannot be read, after the others', () => {
    const path = file('e.mbox', archive);
    const { exit, out, err } = patchcheck(['parse', join(folder, 'nothing'), path, '--jsonl']);
    expect({ exit, ids: ids(out) }).toEqual({ exit: 3, ids: ['a', 'b', 'c', 'd'] });
    expect(err).toBe(`patchcheck: Cannot read ${join(folder, 'nothing')}: there is no such file.\n`);
    expect(patchcheck(['parse', file('empty', '')])).toMatchObject({ exit: 3, out: '' });
    for (const [args, stdin] of [
      [[path, 'no@such'], ''],
      [['-', '--thread', 'no@such', '--json'], archive],
    ] as const)
      expect(patchcheck(['parse', ...args], stdin)).toMatchObject({
        exit: 3,
        out: '',
        err: expect.stringContaining('<no@such>'),
      });
  });
});

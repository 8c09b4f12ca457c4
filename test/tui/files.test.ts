// What a session keeps on disk: the reviewer's marks, results of earlier sessions, threads out of archives.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { toMboxrd } from '../../src/mail/mboxrd.ts';
import { openCache } from '../../src/tui/judge/cache.ts';
import type { Setting } from '../../src/tui/judge/protocol.ts';
import { changed } from '../../src/tui/marks/change.ts';
import { readMarks, saveMark } from '../../src/tui/marks/store.ts';
import { contentKey, type Version } from '../../src/tui/marks/version.ts';
import { threadsIn } from '../../src/tui/threads.ts';
import { writeWhole } from '../../src/tui/write-whole.ts';
import { judged, patch, summaryOf, told } from './threads.ts';

const scratch = mkdtempSync(join(tmpdir(), 'patchcheck-tui-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let folders = 0;
const folder = (): string => join(scratch, String(folders++));

const version = (n: number): Version => ({
  key: contentKey(patch(n).files, ''),
  id: `patch-v${n}`,
  kind: 'patch',
  version: n,
  title: 'mm: fix',
  author: 'Hugh Dickins',
});

describe('marks', () => {
  test('are found again, each with its version, and by nobody else on the machine', () => {
    const where = folder();
    const [one, two] = [version(1), version(2)];
    const first = changed(undefined, one, { kind: 'note', value: 'why? "quoted" 漢' });
    saveMark(where, first);
    saveMark(where, changed(undefined, two, { kind: 'opinion', value: 'agree' }));
    expect(readMarks(where)).toEqual({
      [one.key]: first,
      [two.key]: expect.objectContaining({ opinion: 'agree', version: 2, candidate: 'patch-v2' }),
    });
    for (const name of readdirSync(where)) expect(statSync(join(where, name)).mode & 0o077).toBe(0);
  });

  test('one that is taken back leaves no file', () => {
    const where = folder();
    const mark = changed(undefined, version(1), { kind: 'progress', value: 'done' });
    saveMark(where, mark);
    saveMark(where, changed(mark, version(1), { kind: 'progress', value: 'done' }));
    expect(readdirSync(where)).toEqual([]);
  });

  test('files that are none, or half of one, are left alone', () => {
    const where = folder();
    const mark = changed(undefined, version(1), { kind: 'opinion', value: 'disagree' });
    saveMark(where, mark);
    const name = `${mark.key}.json`;
    const text = readFileSync(join(where, name), 'utf8');
    writeFileSync(join(where, `${'0'.repeat(64)}.json`), text);
    writeFileSync(join(where, `${'1'.repeat(64)}.json`), text.slice(0, 40));
    writeFileSync(join(where, 'README'), 'mine');
    expect(Object.keys(readMarks(where))).toEqual([mark.key]);
    expect(readMarks(join(where, 'none'))).toEqual({});
  });
});

describe('the key of a version', () => {
  const files = patch(1).files;

  test('is of what the diff changes, not of white space and line numbers', () => {
    const spaced = files.map((f) => ({
      ...f,
      hunks: f.hunks.map((h) => ({ lines: h.lines.map((l) => ({ ...l, text: l.text.replace(/\t/g, ' ') })) })),
    }));
    expect(contentKey(spaced, '')).toBe(contentKey(files, ''));
    expect(contentKey(patch(2).files, '')).not.toBe(contentKey(files, ''));
  });

  test.each([
    ['a line less', (lines: readonly object[]) => lines.slice(1)],
    ['lines that go where they came', (lines: readonly object[]) => lines.map((l) => ({ ...l, kind: 'removed' }))],
    ['a line in another place', (lines: readonly object[]) => lines.toReversed()],
  ])('differs with %s', (_, change) => {
    const other = files.map((f) => ({
      ...f,
      hunks: f.hunks.map((h) => ({ lines: change(h.lines) as typeof h.lines })),
    }));
    expect(contentKey(other, '')).not.toBe(contentKey(files, ''));
  });
});

describe('results of earlier sessions', () => {
  const setting: Setting = { root: process.cwd(), onto: [], checks: [], asked: {}, from: null };
  const input = { bytes: Buffer.from('a thread'), name: 'thread.mbox' };
  const view = judged('x');
  const result = { summary: summaryOf(view), view };

  test('come back as they were, with their runs', async () => {
    const where = folder();
    const cache = openCache(where, setting, '1');
    expect(await cache.result(input)).toBe(null);
    cache.keep(input, result);
    cache.keepTrace(input, 'a run', told('a', null));
    expect(await openCache(where, setting, '1').result(input)).toEqual(result);
    expect(await cache.trace(input, 'a run')).toEqual(told('a', null));
    expect(await cache.trace(input, 'another')).toBe(null);
  });

  test('are none for other mails, options, programs or file names', async () => {
    const where = folder();
    openCache(where, setting, '1').keep(input, result);
    const others = [
      [input, setting, '2'],
      [{ ...input, bytes: Buffer.from('a threa') }, setting, '1'],
      [{ ...input, name: 'other.mbox' }, setting, '1'],
      [input, { ...setting, asked: { maxStates: 5 } }, '1'],
      [input, { ...setting, onto: [input] }, '1'],
      [input, { ...setting, checks: ['a'] }, '1'],
    ] as const;
    for (const [of, options, program] of others) expect(await openCache(where, options, program).result(of)).toBe(null);
  });

  test('that are broken count as none', async () => {
    const where = folder();
    const cache = openCache(where, setting, '1');
    cache.keep(input, result);
    const [name] = readdirSync(where);
    writeFileSync(join(where, name!), '{"view"');
    expect(await cache.result(input)).toBe(null);
  });
});

test('a file is written whole or not at all, and nothing is left beside it', () => {
  const where = folder();
  writeWhole(join(where, 'a'), 'one');
  writeWhole(join(where, 'a'), 'two');
  expect(() => writeWhole(join(where, 'a', 'b'), 'three')).toThrow();
  expect(readdirSync(where)).toEqual(['a']);
  expect(readFileSync(join(where, 'a'), 'utf8')).toBe('two');
});

describe('threads out of an archive', () => {
  const mail = (id: string, subject: string, above = ''): Buffer =>
    Buffer.from(
      `Message-ID: <${id}@x>\n${above && `In-Reply-To: <${above}@x>\n`}From: A <a@x>\nDate: Thu, 21 May 2020 10:00:00 +0000\nSubject: ${subject}\n\ntext of ${id}\n`,
    );

  test('one thread stays the file that it is', async () => {
    const where = folder();
    const input = { bytes: toMboxrd([mail('1', 'one'), mail('2', 'Re: one', '1')]), name: 'one.mbox' };
    const threads = await threadsIn(input, where);
    expect(threads).toEqual([{ input, subject: 'one', author: 'A', date: '2020-05-21T10:00:00.000Z' }]);
  });

  test('of several each becomes a file of its own, with all of its mails and no others', async () => {
    const where = folder();
    const bytes = toMboxrd([mail('1', 'one'), mail('2', 'two'), mail('3', 'Re: one', '1'), mail('4', 'Re: one', '3')]);
    const threads = await threadsIn({ bytes, name: 'all.mbox' }, where);
    expect(threads.map((t) => t.subject)).toEqual(['one', 'two']);
    expect(readFileSync(threads[0]!.input.name)).toEqual(Buffer.from(threads[0]!.input.bytes));
    const one = Buffer.from(threads[0]!.input.bytes).toString();
    for (const id of ['1', '3', '4']) expect(one).toContain(`text of ${id}`);
    expect(one).not.toContain('text of 2');
  });
});

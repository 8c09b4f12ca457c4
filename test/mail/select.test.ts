import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRaw } from '../../src/mail/read.ts';
import { selectThread, threadIdOf } from '../../src/mail/select.ts';
import { mboxOf } from './mails.ts';

describe('a thread is named by', () => {
  test.each([
    ['<a.b@c>', '<a.b@c>'],
    ['a.b@c', '<a.b@c>'],
    ['id:a.b@c', '<a.b@c>'],
    ['Message-ID: <a.b@c>', '<a.b@c>'],
    ['https://lore.kernel.org/r/a.b@c', '<a.b@c>'],
    ['https://lore.kernel.org/r/a.b%40c/', '<a.b@c>'],
    ['https://lore.kernel.org/linux-mm/a.b@c/T/#u', '<a.b@c>'],
    ['https://lore.kernel.org/all/a.b@c/t.mbox.gz', '<a.b@c>'],
    ['https://lore.kernel.org/all/a%2Fb@c/raw', '<a/b@c>'],
    ['http://lkml.kernel.org/r/no-at-sign', '<no-at-sign>'],
    ['https://patch.msgid.link/a.b@c', '<a.b@c>'],
  ])('%s', (text, id) => expect(threadIdOf(text)).toBe(id));

  test.each(['', 'thread.mbox', './a@b.mbox', 'https://lore.kernel.org/linux-mm/', 'https://[', '<a b@c>', 'a b@c'])(
    'nothing in %j',
    (text) => expect(threadIdOf(text)).toBeNull(),
  );
});

describe('a thread in an archive', () => {
  let root = '';
  let path = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'patchcheck-select-'));
    path = join(root, 'a.mbox');
    const mails = [
      { id: 'other', subject: 'other' },
      { id: 'reply', answers: 'root', subject: 're, before its root' },
      { id: 'root', subject: 'root' },
      { id: 'loop', answers: 'loop', subject: 'a loop' },
      { id: 'deep', answers: 'reply', subject: 'deep' },
      { id: 'orphan', answers: 'lost', subject: 'orphan' },
      { id: 'orphan2', answers: 'lost', subject: 'its sibling' },
    ];
    writeFileSync(path, mboxOf(mails));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  async function select(id: string): Promise<string[]> {
    const subjects: string[] = [];
    for await (const raw of selectThread(path, id)) subjects.push((await readRaw(raw, 0)).subject);
    return subjects;
  }

  test('is the mails joined to the one that is named, in the order of the archive', async () => {
    const thread = ['re, before its root', 'root', 'deep'];
    for (const id of ['root', 'reply', 'deep']) expect(await select(`<${id}@example.invalid>`)).toEqual(thread);
    expect(await select('<loop@example.invalid>')).toEqual(['a loop']);
  });

  test('is found by a mail that the archive lacks', async () => {
    expect(await select('<lost@example.invalid>')).toEqual(['orphan', 'its sibling']);
  });

  test('that the archive does not know is an error, and so is standard input', async () => {
    await expect(select('<nobody@x>')).rejects.toThrow('no mail in it is <nobody@x> or refers to it');
    await expect(selectThread('-', '<a@b>').next()).rejects.toThrow('Cannot read standard input');
  });
});

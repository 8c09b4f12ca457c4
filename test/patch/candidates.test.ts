import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readThread } from '../../src/mail/read.ts';
import { candidatesOf } from '../../src/patch/candidates.ts';
import { type Sketch, threadOf } from '../mail/mails.ts';

const diff = (line: string, path = 'mm/x.c') =>
  `--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n \tint x;\n-\told();\n+\t${line}\n`;
const quote = (text: string) => text.trimEnd().replace(/^/gm, '> ');

async function ids(...mails: Sketch[]) {
  return candidatesOf(await threadOf(...mails)).map(
    (c) => `${c.id} by ${c.author}: ${c.parts.map((p) => p.message).join(' ')}`,
  );
}

describe('candidates', () => {
  test('a quoted patch whose original is not in the thread is one, with its own author', async () => {
    for (const name of ['2020-swapin-livelock.txt', '2020-swapin-livelock.mbox']) {
      const thread = await readThread(readFileSync(`fixtures/threads/${name}`), name);
      expect(candidatesOf(thread)).toMatchObject([
        { id: 'patch-v1', kind: 'patch', author: 'Hugh Dickins', version: 1, message: 0, missing: [] },
      ]);
    }
  });

  test('a quoted copy of what the thread has is none', async () => {
    const root = { id: 'a', text: diff('new();') };
    const answer = {
      subject: 'Re: [PATCH] mm: fix x',
      answers: 'a',
      from: 'Bob <b@example.invalid>',
      text: `Ann Author wrote:\n${quote(diff('new();'))}\nOk.`,
    };
    expect(await ids(root, answer)).toEqual(['patch-v1 by Ann Author: 0']);
    expect(await ids(answer, root)).toEqual(['patch-v1 by Ann Author: 1']);
  });

  test('a quoted patch with the same change in another place is not that copy', async () => {
    const elsewhere = diff('new();').replace('@@ -1,2 +1,2 @@', '@@ -7,2 +7,2 @@');
    const answer = {
      subject: 'Re: [PATCH] mm: fix x',
      from: 'Bob <b@x.invalid>',
      text: `Cleo wrote:\n${quote(elsewhere)}\nOk.`,
    };
    expect(await ids({ text: diff('new();') }, answer)).toEqual(['patch-v1 by Ann Author: 0', 'patch-v1.2 by Cleo: 1']);
  });

  test('a copy quoted twice, once cut, is one: the whole one', async () => {
    const cut = {
      subject: 'Re: [PATCH] mm: fix x',
      text: `Ann wrote:\n${quote(diff('new();').split('\n').slice(0, 5).join('\n'))}\nHm.`,
    };
    const whole = { subject: 'Re: [PATCH] mm: fix x', text: `Ann wrote:\n${quote(diff('new();'))}\nOk.` };
    expect(await ids(cut, whole)).toEqual(['patch-v1 by Ann: 1']);
  });

  test('a diff in an answer is a reply, numbered', async () => {
    const answer = (line: string) => ({
      subject: 'Re: [PATCH] mm: fix x',
      answers: 'a',
      from: 'Bob <b@example.invalid>',
      text: diff(line),
    });
    expect(await ids({ id: 'a', text: diff('new();') }, answer('other();'), answer('third();'))).toEqual([
      'patch-v1 by Ann Author: 0',
      'reply-1 by Bob: 1',
      'reply-2 by Bob: 2',
    ]);
  });

  test('versions are named by their subject, a repeated one gets .2, oldest first', async () => {
    const v = (n: string, line: string, minute: number) => ({
      subject: `[PATCH${n}] mm: fix x`,
      text: diff(line),
      date: `Thu, 21 May 2020 10:0${minute}:00 +0000`,
    });
    expect(await ids(v(' v2', 'two();', 5), v('', 'one();', 1), v(' v2', 'again();', 7))).toEqual([
      'patch-v1 by Ann Author: 1',
      'patch-v2 by Ann Author: 0',
      'patch-v2.2 by Ann Author: 2',
    ]);
  });

  test('a series is one, its parts in order whatever the order of the mails, and says what is missing', async () => {
    const part = (n: number) => ({ subject: `[PATCH v3 ${n}/4] mm: step ${n}`, text: diff(`step${n}();`) });
    const thread = await threadOf({ subject: '[PATCH v3 0/4] mm: all steps' }, part(3), part(1), part(4));
    expect(candidatesOf(thread)).toMatchObject([
      {
        id: 'patch-v3',
        title: 'mm: all steps',
        missing: [2],
        parts: [{ part: [1, 4] }, { part: [3, 4] }, { part: [4, 4] }],
      },
    ]);
  });

  test('two series of the same length by two senders stay two', async () => {
    const part = (n: number, from: string) => ({
      subject: `[PATCH ${n}/2] mm: step`,
      from,
      text: diff(`${from.slice(0, 3)}${n}();`),
    });
    expect(await ids(part(1, 'Ann <a@x.invalid>'), part(1, 'Bob <b@x.invalid>'), part(2, 'Ann <a@x.invalid>'))).toEqual(
      ['patch-v1 by Ann: 0 2', 'patch-v1.2 by Bob: 1'],
    );
  });

  test('an answer is never older than what it answers, whatever its clock says', async () => {
    const answer = {
      subject: 'Re: [PATCH] mm: fix x',
      answers: 'a',
      date: 'Thu, 1 Jan 1998 00:00:00 +0000',
      text: diff('other();'),
    };
    expect(await ids(answer, { id: 'a', text: diff('new();') })).toEqual([
      'patch-v1 by Ann Author: 1',
      'reply-1 by Ann Author: 0',
    ]);
  });
});

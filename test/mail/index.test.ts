import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/mail/archive.ts';
import { readHead } from '../../src/mail/headers.ts';
import { mayHoldDiff } from '../../src/mail/holds-diff.ts';
import { indexArchive, indexMail } from '../../src/mail/index.ts';
import { readRaw } from '../../src/mail/read.ts';
import { bytesOf } from './mails.ts';

const hunk = '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n';

function holds(mail: string): boolean {
  return mayHoldDiff(bytesOf(mail), readHead(bytesOf(mail)).body);
}

describe('whether a mail may hold a diff', () => {
  test.each([
    ['in the text', `Subject: x\n\n${hunk}`],
    ['quoted', 'Subject: x\n\n> > @@ -1,2 +1,2 @@\n> >  a\n'],
    ['of modes alone', 'Subject: x\n\ndiff --git a/x b/x\nold mode 100644\nnew mode 100755\n'],
    ['in base64', `Subject: x\nContent-Transfer-Encoding: base64\n\n${btoa(hunk)}\n`],
    ['in base64, upper case', `Subject: x\nContent-Transfer-Encoding: BASE64\n\n${btoa(hunk)}\n`],
    ['in quoted-printable', 'Subject: x\nContent-Transfer-Encoding: quoted-printable\n\n=40=40 -1,2 +1,2 =40=40\n'],
    [
      'attached in base64',
      `Content-Type: multipart/mixed; boundary=b\n\n--b\r\n\r\nx\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa(hunk)}\r\n--b--\r\n`,
    ],
  ])('%s: yes', (_, mail) => expect(holds(mail)).toBe(true));

  test.each([
    ['prose', 'Subject: @@ -1 +1 @@\n\n-- \nme@@x\n'],
    [
      'an image',
      `Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n`,
    ],
  ])('%s: no', (_, mail) => expect(holds(mail)).toBe(false));
});

describe('an index', () => {
  test('of a page has its headers', async () => {
    const records = [];
    for await (const record of indexArchive('fixtures/threads/2020-swapin-livelock.txt')) records.push(record);
    expect(records).toMatchObject([{ from: { name: 'Rafael Aquini' }, zone: -300, holdsDiff: true }]);
  });

  const sample = '../shared/corpus/mail-sample.mbox';
  test.runIf(existsSync(sample))('of a real archive says what reading the mails says, and misses no diff', async () => {
    interface Truth {
      readonly messageId: string;
      readonly files: readonly unknown[] | null;
      readonly reader: readonly unknown[] | null;
    }
    const lines = readFileSync(sample.replace('.mbox', '.truth.jsonl'), 'utf8').trim().split('\n');
    const truths = lines.map((line) => JSON.parse(line) as Truth);
    let at = 0;
    for await (const raw of openArchive(sample)) {
      const { holdsDiff, size, place, ...headers } = indexMail(raw);
      expect(await readRaw(raw, 0)).toMatchObject(headers);
      expect([size, place]).toEqual([raw.bytes.length, raw.place]);
      const truth = truths[at++]!;
      expect(headers.messageId).toBe(truth.messageId);
      if ((truth.reader ?? []).length + (truth.files ?? []).length > 0)
        expect([truth.messageId, holdsDiff]).toEqual([truth.messageId, true]);
    }
    expect(at).toBe(truths.length);
  });
});

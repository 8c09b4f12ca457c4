import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readThread } from '../../src/mail/read.ts';
import { parseThreads } from '../../src/report/parse.ts';
import { parseJson } from '../../src/report/parse-json.ts';
import { mailboxText, toRecord } from '../../src/report/parse-record.ts';
import { parseText, ranges } from '../../src/report/parse-text.ts';
import { widthOf } from '../../src/report/wrap.ts';
import { bytesOf, mboxOf, type Sketch } from '../mail/mails.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/schema/parse-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);

const diff = '--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1,2 +1,2 @@ int f(void)\n \tint x;\n-\told();\n+\tnew();\n';
const quote = (text: string) => text.trimEnd().replace(/^/gm, '> ');
const bob = 'Bob Keeper <bob@x.invalid>';
const discussed: Sketch[] = [
  { subject: '[PATCH v2 0/2] mm: all', id: 'c' },
  {
    subject: '[PATCH v2 1/2] mm: one',
    id: 'p',
    answers: 'c',
    text: `Text.\n\nSigned-off-by: Ann Author <a@x.invalid>\n---\n${diff}`,
  },
  {
    subject: 'Re: [PATCH v2 1/2] mm: one',
    answers: 'p',
    from: bob,
    text: `${quote(diff)}\nFine.\n\nReviewed-by: ${bob}\n`,
  },
  {
    subject: 'Re: [PATCH v2 1/2] mm: one',
    answers: 'p',
    from: bob,
    text: `${quote(diff.replace('new', 'newer'))}\nNAK.\n`,
  },
  { subject: 'Re: [PATCH v2 0/2] mm: all', answers: 'gone', text: 'How about this?\n\n@@ -9,1 +9,2 @@\n x\n+y\n' },
];

async function messagesOf(mails: readonly Sketch[]) {
  return (await readThread(bytesOf(mboxOf(mails)), 'test.mbox')).messages;
}

async function json(mails: readonly Sketch[]) {
  const input = { path: 'test.mbox', mails: mails.length, removed: 0, missing: 0, skipped: [] };
  return JSON.parse([...parseJson([input], parseThreads(await messagesOf(mails)), '0.1.0')].join(''));
}

async function text(mails: readonly Sketch[], width = 80) {
  return [...parseThreads(await messagesOf(mails))].map((t) => parseText(t, { width, color: false })).join('');
}

describe('JSON of parsed mail', () => {
  test.each<[string, Sketch[]]>([
    ['a discussed series', discussed],
    ['nothing but talk', [{ subject: 'hello', text: 'hi' }]],
    [
      'a file made, one renamed, one binary',
      [
        {
          text: 'diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\ndiff --git a/y b/z\nsimilarity index 100%\nrename from y\nrename to z\ndiff --git a/l b/l\nBinary files a/l and b/l differ\n',
        },
      ],
    ],
    [
      'a merge',
      [{ text: 'diff --cc mm/x.c\nindex 1,2..3\n--- a/mm/x.c\n+++ b/mm/x.c\n@@@ -1,1 -1,1 +1,2 @@@\n  a\n++b\n' }],
    ],
  ])('keeps to its schema: %s', async (_, mails) => {
    validate(await json(mails));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema refuses what is none', async () => {
    const value = await json(discussed);
    for (const wrong of [
      { ...value, schema: 'patchcheck.parse/2' },
      { ...value, threads: [{ ...value.threads[0], series: undefined }] },
      { ...value, threads: [{ ...value.threads[0], withdrawals: [{ kind: 'sad' }] }] },
    ])
      expect(validate(JSON.parse(JSON.stringify(wrong)))).toBe(false);
  });

  test('holds quoted diffs against their originals', async () => {
    const { threads } = await json(discussed);
    type Diff = { files: { hunks: { quote?: unknown }[] }[] };
    const diffs: Diff[] = threads[0].messages.flatMap((m: { diffs: Diff[] }) => m.diffs);
    expect(diffs.map((d) => d.files[0]!.hunks[0]!.quote)).toEqual([
      undefined,
      { is: 'same', of: 1 },
      { is: 'altered', of: 1 },
    ]);
  });

  test('of no thread at all is still one object', () => {
    expect(JSON.parse([...parseJson([], [], '0.1.0')].join(''))).toMatchObject({ inputs: [], threads: [] });
  });
});

describe('a record of a message', () => {
  test('has exactly the fields that are promised', async () => {
    const records = (await messagesOf(discussed)).map((m) => JSON.stringify(toRecord(m)));
    expect(records[1]).toBe(
      '{"messageId":"<p@example.invalid>","inReplyTo":"<c@example.invalid>","subject":"[PATCH v2 1/2] mm: one","from":"Ann Author <ann@example.invalid>","date":"2020-05-21T10:01:00.000Z","version":2,"part":[1,2],"diffs":[{"where":"inline","level":0,"files":[{"path":"mm/x.c","added":1,"deleted":1,"hunks":1,"complete":1}],"damage":[]}]}',
    );
    expect(JSON.parse(records[2]!).diffs).toMatchObject([{ where: 'quoted', level: 1, damage: ['quoted'] }]);
    expect(JSON.parse(records[4]!).diffs).toMatchObject([{ files: [{ path: null, hunks: 1 }] }]);
    expect(JSON.parse(records[0]!)).toMatchObject({ inReplyTo: null, part: [0, 2], diffs: [] });
  });

  test('has null for a date that cannot be read', async () => {
    const [message] = await messagesOf([{ date: 'soon' }]);
    expect(toRecord(message!)).toMatchObject({ date: null });
  });

  test.each([
    [{ name: 'Ann', address: 'a@x' }, 'Ann <a@x>'],
    [{ name: 'a@x', address: 'a@x' }, 'a@x'],
    [{ name: 'Ann', address: null }, 'Ann'],
    [{ name: '', address: null }, ''],
  ])('names a sender: %j', (mailbox, expected) => expect(mailboxText(mailbox)).toBe(expected));
});

describe('the text', () => {
  test('tells the tree, the series, the doubts, the trailers and the objection', async () => {
    const page = await text(discussed);
    expect(page).toMatch(/^ {2}0 {2}\[PATCH v2 0\/2\] mm: all /m);
    expect(page).toMatch(/^ {2}1 {4}\[PATCH v2 1\/2\] mm: one +Ann Author +21 May 2020$/m);
    expect(page).toMatch(/^ +mm\/x\.c {2}\+1 -1 {2}1 hunk$/m);
    expect(page).toMatch(/^ +> as in 1$/m);
    expect(page).toMatch(/^ +> not as in 1$/m);
    expect(page).toMatch(/^ +not there: <gone@example\.invalid>$/m);
    expect(page).toMatch(/^series v2 {2}mm: all\n {2}1 of 2, missing 2\n {2}messages 0-1, cover 0$/m);
    expect(page).toMatch(/^ +Reviewed-by: Bob Keeper <bob@x\.invalid> {2}\(message 2\)$/m);
    expect(page).toMatch(/^nak of 1: "NAK", Bob Keeper <bob@x\.invalid> \(another\), message 3, line 7$/m);
  });

  test('fits its width, and draws nothing that a mail could command, whatever the mail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 60, max: 120 }),
        async (body, subject, width) => {
          const line = subject.replace(/[\r\n]/g, ' ');
          const mails = [
            {
              subject: `[PATCH] ${line}`,
              from: `${line} <a@x>`,
              text: `Acked-by: ${line} <a@x>\n\n${body}\n${diff.replaceAll('x.c', `${line}.c`)}`,
            },
          ];
          const page = await text(mails, width);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
          expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
          expect(Math.max(...page.split('\n').map(widthOf))).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('shortens rows of numbers', () => {
    expect(ranges([5, 1, 3, 4, 9])).toBe('1, 3-5, 9');
    expect(ranges([])).toBe('');
  });
});

// Whatever the text, the work grows with its length: eight times the text may take eight times the time, with a generous
// margin for a busy machine, but never the square.

import { expect, test } from 'vitest';
import type { Message } from '../../src/mail/message.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { messageOf } from '../mail/mails.ts';

const blank: Message = await messageOf('');
const head = ['diff --git a/mm/x.c b/mm/x.c', '--- a/mm/x.c', '+++ b/mm/x.c'];
const hunk = ['@@ -1,3 +1,3 @@ f', ' a', '-b', '+c', ' d'];
const wide = 'x'.repeat(70);
const times = (n: number, ...lines: string[]): string[] => Array.from({ length: n }, () => lines).flat();
const huge = (...lines: string[]): string[] => ['@@ -1,99999999 +1,99999999 @@', ...lines];

/** Each makes a text of about n lines, or of n characters on one line. */
const texts: Readonly<Record<string, (n: number) => string[]>> = {
  'many hunks': (n) => [...head, ...times(n / 5, ...hunk)],
  'many files': (n) => times(n / 8, ...head, ...hunk),
  'many files under as many attributions': (n) =>
    times(n / 9, 'On Thu, 21 May 2020, Ann wrote:', ...[...head, ...hunk].map((l) => `> ${l}`)),
  'headers of hunks that count millions of lines': (n) => [
    ...head,
    ...times(n / 2, '@@ -1,9999999 +1,9999999 @@', '+x'),
  ],
  'one hunk of stripped lines that never ends': (n) => [...head, ...huge(...times(n, 'x'))],
  'one hunk of wrapped lines that never ends': (n) => [...head, ...huge(...times(n / 2, ` ${wide}`, wide))],
  'one hunk of lines with signs behind empty ones': (n) => [...head, ...huge('x', ...times(n / 4, '', '', '', '+ x'))],
  'one hunk of nothing but empty lines': (n) => [...head, ...huge(...times(n, ''))],
  'quotes of every depth, up and down': (n) =>
    times(n / 17, ...Array.from({ length: 17 }, (_, i) => `${'> '.repeat(i)}+x`)),
  'a quote that is as deep as its text is long': (n) => [`${'>'.repeat(n * 20)} @@ -1 +1 @@`, '-a', '+b'],
  'a line of blanks in a header': (n) => [`--- a/x${' '.repeat(n * 20)}y`, '+++ b/x', '@@ -1 +1 @@', '-a', '+b'],
  'a line of headers': (n) => ['@@ -1 +1 @@ '.repeat(n), ...head],
  'a line of bars': (n) => [...times(n, '| | | |'), '| @@ -1 +1 @@', '| -a', '| +b'],
  'a line of entities': (n) => [...head, '@@ -1 +1 @@', `-${'&gt;'.repeat(n * 5)}`, '+b'],
  'a line of escapes': (n) => ['=3D'.repeat(n * 5), ...head, ...hunk],
  'a quoted path that never ends': (n) => [`diff --git "a/${'\\303'.repeat(n * 5)}`, 'index 1..2', ...hunk],
  'merges of many parents': (n) =>
    times(n / 3, '@@@@@@@@ -1,9 -1,9 -1,9 -1,9 -1,9 -1,9 -1,9 +1,9 @@@@@@@@', '       +x', 'y'),
  'context diffs': (n) => times(n / 4, '***************', '*** 1,9 ****', '  x', '! y'),
};

function took(lines: readonly string[]): number {
  const message = { ...blank, text: lines.join('\n') };
  const start = performance.now();
  recoverPatches(message);
  return performance.now() - start;
}

test.each(Object.entries(texts))('%s take a time that grows with their length', (_, make) => {
  const few = Math.min(...[1, 2, 3].map(() => took(make(4_000))));
  const many = took(make(32_000));
  expect(many).toBeLessThan(few * 8 * 5 + 60);
});

test('100,000 hunks, and a line of 100 MB, are read', () => {
  const [patch] = recoverPatches({ ...blank, text: [...head, ...times(100_000, ...hunk)].join('\n') });
  expect(patch!.files[0]!.hunks).toHaveLength(100_000);
  const line = `${[...head, '@@ -1,3 +1,3 @@', ' a', '-b'].join('\n')}\n+${'x'.repeat(100_000_000)}\n d\n`;
  expect(recoverPatches({ ...blank, text: line })[0]!.files[0]).toMatchObject({ added: 1, deleted: 1 });
});

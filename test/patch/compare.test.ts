import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareQuoted } from '../../src/patch/compare.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { threadOf } from '../mail/mails.ts';
import { diffFiles, printDiff } from './diffs.ts';

const head = ['--- a/mm/x.c', '+++ b/mm/x.c'];
const hunk = ['@@ -1,4 +1,4 @@', ' a();', ' b();', '-old();', '+new();', ' c();'];
const quote = (lines: readonly string[]): string => lines.map((l) => `> ${l}`).join('\n');

/** What became of each quoted hunk of a thread: the mail with the original, and the lines that it does not have. */
async function compared(...texts: string[]): Promise<(string | null)[][]> {
  const thread = await threadOf(...texts.map((text) => ({ text })));
  return compareQuoted(thread.messages.flatMap(recoverPatches)).map((q) => [
    q.is,
    q.original ? `mail ${q.original.patch.message}` : null,
    ...q.altered.map((l) => l.text.trim()),
  ]);
}

describe('a quoted hunk', () => {
  const sent = [...head, ...hunk].join('\n');

  test('is the same as its original, though its white space is not', async () => {
    const squeezed = [...head, ...hunk].map((l) => l.replace(/^ (?=\w)/, ' \t'));
    expect(await compared(sent, quote(squeezed))).toEqual([['same', 'mail 0']]);
  });

  test('is cut where lines are left out, and its original is named', async () => {
    expect(await compared(sent, quote([...head, ...hunk.slice(0, 4)]))).toEqual([['cut', 'mail 0']]);
  });

  test('is altered where someone changed the code inside of the quote', async () => {
    const changed = [...head, ...hunk].map((l) => l.replace('new()', 'newer()'));
    expect(await compared(sent, quote(changed))).toEqual([['altered', 'mail 0', 'newer();']]);
  });

  test('is unknown if the thread has no hunk with its header, or one of another file', async () => {
    expect(await compared(quote([...head, ...hunk]))).toEqual([['unknown', null]]);
    const other = ['--- a/mm/y.c', '+++ b/mm/y.c', ...hunk].join('\n');
    expect(await compared(other, quote([...head, ...hunk]))).toEqual([['unknown', null]]);
  });

  test('without a file header is found by its hunk header', async () => {
    expect(await compared(sent, quote(hunk))).toEqual([['same', 'mail 0']]);
  });

  test('of several versions is the one that it repeats, then the one sent last before it', async () => {
    const v2 = sent.replace('new()', 'newer()');
    expect(await compared(sent, v2, quote([...head, ...hunk]))).toEqual([['same', 'mail 0']]);
    expect(await compared(sent, sent.concat('\n'), quote([...head, ...hunk]))).toEqual([['same', 'mail 1']]);
  });
});

test('whatever is quoted whole is the same, and with lines left out it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(diffFiles, fc.nat(), async (files, pick) => {
      const lines = printDiff(files);
      const whole = await compared(lines.join('\n'), quote(lines));
      expect(whole.every(([is, from]) => is === 'same' && from === 'mail 0')).toBe(true);
      const last = lines.findLastIndex((l) => l.startsWith('@@'));
      const left = lines.slice(0, last + 1 + (pick % (lines.length - last - 1)));
      const cut = await compared(lines.join('\n'), quote(left));
      expect(cut.slice(0, -1).every(([is]) => is === 'same')).toBe(true);
      expect(['same', 'cut']).toContain(cut.at(-1)?.[0]);
    }),
    { numRuns: 50 },
  );
});

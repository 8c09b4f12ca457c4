import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWithdrawn } from '../../src/claim/withdrawn.ts';
import { readThread } from '../../src/mail/read.ts';
import { type Sketch, threadOf } from '../mail/mails.ts';

const diff = '--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1 +1 @@\n-a\n+b\n';
const patch: Sketch = { id: 'a', text: diff };
const says = (text: string, from?: string): Sketch => ({
  subject: 'Re: [PATCH] mm: fix x',
  answers: 'a',
  text,
  ...(from && { from }),
});

describe('a patch is withdrawn', () => {
  test.each([
    'plz ignore this patch',
    'Please drop this patch, v2 follows.',
    'I found a hole immediately.',
    'NAK, this is wrong.',
    "Please don't apply this.",
  ])('when its author says: %s', async (text) => expect(isWithdrawn(await threadOf(patch, says(text)))).toBe(true));

  test.each([
    "Please don't ignore this patch.",
    'I ignore the patch level.',
    'Nacked-by: is not what I want',
    '> plz ignore this patch\nWhy?',
  ])('not when its author says: %s', async (text) =>
    expect(isWithdrawn(await threadOf(patch, says(text)))).toBe(false),
  );

  test('not when another person says so', async () => {
    expect(isWithdrawn(await threadOf(patch, says('Please drop this patch.', 'Bob <b@example.invalid>')))).toBe(false);
  });

  test('not when the author has sent a newer one since', async () => {
    const v2 = { subject: '[PATCH v2] mm: fix x', text: diff.replace('+b', '+c') };
    expect(isWithdrawn(await threadOf(patch, says('Please ignore this patch.'), v2))).toBe(false);
  });

  test.runIf(existsSync('../shared/seeds'))('in the mail that quotes it: seed 003', async () => {
    const name = '../shared/seeds/003_36401abfb648ee55.txt';
    expect(isWithdrawn(await readThread(readFileSync(name), name))).toBe(true);
  });

  test('not in the swap-in thread', async () => {
    const name = 'fixtures/threads/2020-swapin-livelock.txt';
    expect(isWithdrawn(await readThread(readFileSync(name), name))).toBe(false);
  });
});

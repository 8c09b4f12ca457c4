import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWithdrawn, withdrawalsOf } from '../../src/claim/withdrawn.ts';
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
    'Oh, right. Jens, you can ignore this patch, thanks.',
    "I'll drop this patch so that we have time to discuss it.",
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
    const loose = { ...says('Please ignore this patch.'), answers: '' };
    expect(isWithdrawn(await threadOf(patch, loose, v2))).toBe(false);
    expect(isWithdrawn(await threadOf(patch, v2, loose))).toBe(true);
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

describe('what was said against a patch is recorded', () => {
  const bob = 'Bob Keeper <bob@example.invalid>';
  const said = async (...mails: Sketch[]) =>
    withdrawalsOf(await threadOf(patch, ...mails)).map(
      (w) => `${w.kind} by ${w.by.name} (${w.role}) at ${w.message}:${w.line} of ${w.about}: ${w.text}`,
    );

  test('with who, what he is to the patch, where, and of what', async () => {
    expect(
      await said(
        says('> +b\n\nSorry for the noise,\nbut plz ignore this patch.'),
        says('NAK. It deadlocks.', bob),
        says('I think I found a hole in it.', bob),
        says('Nacked-by: Bob Keeper <bob@example.invalid>', bob),
        says('This has grown old. I withdraw this series.'),
        says('Please do not apply this.'),
        says('Please drop the v1 patch from your tree.', bob),
      ),
    ).toEqual([
      'ignore by Ann Author (author) at 1:4 of 0: plz ignore this patch',
      'nak by Bob Keeper (other) at 2:1 of 0: NAK',
      'hole by Bob Keeper (other) at 3:1 of 0: I found a hole',
      'nak by Bob Keeper (other) at 4:1 of 0: Nacked-by: Bob Keeper <bob@example.invalid>',
      'retract by Ann Author (author) at 5:1 of 0: I withdraw this series',
      'do-not-apply by Ann Author (author) at 6:1 of 0: Please do not apply this',
      'drop by Bob Keeper (other) at 7:1 of 0: Please drop the v1 patch',
    ]);
  });

  test.each([
    '> NAK',
    'NAK interrupts come from the device.',
    'The device sends a NAK on the bus.',
    "It was n't a NAK.",
    'I would never ignore this patch.',
    'I ignore the patch level.',
    'This drops the patch-level check.',
  ])('not: %s', async (text) => expect(await said(says(text, bob))).toEqual([]));

  test('of whom the mails do not tell, where the patch is not in the thread', async () => {
    const thread = await threadOf({ ...says('NAK', bob), answers: 'elsewhere' });
    expect(withdrawalsOf(thread)).toMatchObject([{ kind: 'nak', role: 'unknown', about: null }]);
  });
});

test('a part that its author drops from a series does not take back the series', async () => {
  const part = (n: number, more: Sketch = {}): Sketch => ({
    id: `p${n}`,
    subject: `[PATCH ${n}/2] mm: fix ${n}`,
    text: diff.replace('+b', `+${n}`),
    ...more,
  });
  const saying = (text: string) => [part(1), part(2, { answers: 'p1' }), { ...says(text), answers: 'p2' }];
  expect(isWithdrawn(await threadOf(...saying("I'll drop this patch.")))).toBe(false);
  expect(isWithdrawn(await threadOf(...saying("I'll drop this series.")))).toBe(true);
});

test('what its author says in answer to an older version does not take back the newer one', async () => {
  const v2 = { id: 'b', subject: '[PATCH v2] mm: fix x', text: diff.replace('+b', '+c') };
  expect(isWithdrawn(await threadOf(patch, v2, says('Please ignore this patch, v2 is out.')))).toBe(false);
  expect(isWithdrawn(await threadOf(patch, v2, { ...says('Please ignore this patch.'), answers: 'b' }))).toBe(true);
});

// The thread on double adds to the swap cache, whole, from the page and from the mbox: what its mail says of each
// scenario, and what becomes of the three proposals that it makes in words.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { exitCodeOf } from '../../src/cli/exit.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { ROOT } from '../verdict/mails.ts';

const FORMS = ['txt', 'mbox'] as const;
const PROPOSALS = ['reader-check-inside-lock', 'get_swap_page-adds-inside-lock', 'unique-add'];
const DESCRIBED = ['vm-swap-full', 'swap-out-vs-readahead', 'swapoff'].map((s) => `${s}/fair/one-page-per-entry`);

/** Before, and after each of the proposals. */
function answers(verdict: ThreadVerdict, id: string): string {
  const { before, after } = verdict.checks.find((c) => c.check.id === id)!;
  return [before, ...PROPOSALS.map((p) => after.get(p)!)].map((a) => a.answer[0]!.toUpperCase()).join(' ');
}

describe.each(FORMS)('the double add from the %s', (form) => {
  let verdict: ThreadVerdict;
  beforeAll(async () => {
    const name = `fixtures/threads/2001-swapcache-double-add.${form}`;
    verdict = await checkThread({ name, bytes: readFileSync(name) }, { root: ROOT, asked: { scope: 'described' } });
  }, 120_000);

  test('is described as the mail does, with the one that it rules out', () => {
    expect(verdict.checks.filter((c) => c.described).map((c) => c.check.id)).toEqual(DESCRIBED);
    expect(DESCRIBED.map((id) => answers(verdict, id))).toEqual(['V V H H', 'V V H H', 'H H H H']);
  });

  test('is left by a check in the reader alone, and closed by the two that bind both sides', () => {
    const verdicts = Object.fromEntries(verdict.candidates.map((c) => [c.id, c.verdict]));
    expect(verdicts).toEqual({
      'reader-check-inside-lock': 'not-fixed',
      'get_swap_page-adds-inside-lock': 'fixed',
      'unique-add': 'fixed',
    });
    expect(verdict.verdict).toBe('fixed');
    expect(exitCodeOf(verdict)).toBe(0);
  });
});

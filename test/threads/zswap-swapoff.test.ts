// The thread on zswap writeback against swapoff, whole, from the page and from the mbox: no diff, but three designs.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { exitCodeOf } from '../../src/cli/exit.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { ROOT } from '../verdict/mails.ts';

const UAF = 'direct-swapin/fair/no-use-after-free';
const STALE = 'direct-swapin/fair/no-stale-data';
const DESCRIBED = 'swapoff/fair/no-use-after-free';

describe.each(['txt', 'mbox'])('the zswap thread from the %s', (form) => {
  let verdict: ThreadVerdict;
  beforeAll(async () => {
    const name = `fixtures/threads/2024-zswap-swapoff.${form}`;
    // The page is judged in full, the mbox as far as the mail describes it.
    const scope = form === 'txt' ? 'every' : 'described';
    verdict = await checkThread({ name, bytes: readFileSync(name) }, { root: ROOT, asked: { scope } });
  }, 240_000);

  test('describes a use after free in words alone', () => {
    expect(verdict.claims.map((c) => [c.class, c.functions])).toEqual([
      ['use-after-free', ['zswap_load', 'shrink_memcg_cb']],
    ]);
    expect(verdict.checks.filter((c) => c.described).map((c) => [c.check.id, c.before.answer])).toEqual([
      [DESCRIBED, 'violated'],
    ]);
  });

  test('makes its proposals in the order in which they were said, not in which they stand', () => {
    expect(verdict.candidates.map((c) => [c.id, c.author, c.verdict])).toEqual([
      ['refcounted-tree', 'Yosry Ahmed', 'fixed'],
      ['folio-lock-first', 'Chengming Zhou', 'fixed'],
      ['three-rules', 'Chris Li', 'not-fixed'],
    ]);
    expect(verdict.verdict).toBe('not-fixed');
    expect(exitCodeOf(verdict)).toBe(1);
  });

  test('has one of them break the fault that passes by the swap cache', () => {
    const introduced = verdict.candidates.map((c) => c.introduced && [...c.introduced].sort());
    expect(introduced).toEqual(form === 'txt' ? [[], [STALE, UAF], []] : [null, null, null]);
  });

  test('is told that the pseudo-code leaves a branch open', () => {
    expect(verdict.warnings.filter((w) => w.code === 'unspecified-branch')).toMatchObject([
      { candidate: 'folio-lock-first', text: expect.stringContaining('delete_from_swap_cache()') },
    ]);
  });
});

// The thread of the RFC, whole; then patches of others. What must become of which check follows from what the kernel's
// functions mean, and was written down before it was run.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { exitCodeOf } from '../../src/cli/exit.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { ROOT } from '../verdict/mails.ts';
import { answers, deviations, mailOf } from './migrate.ts';

const FORMS = ['txt', 'mbox'] as const;
const verdicts = new Map<string, ThreadVerdict>();

beforeAll(async () => {
  for (const form of FORMS) {
    const name = `fixtures/threads/2023-migrate-swapcache-stall.${form}`;
    verdicts.set(form, await checkThread({ name, bytes: readFileSync(name) }, { root: ROOT, asked: { list: 'all' } }));
  }
}, 60_000);

describe.each(FORMS)('the stall after a migration, from the %s', (form) => {
  test('is fixed, and entries of the page cache are broken up', () => {
    const verdict = verdicts.get(form)!;
    expect(verdict).toMatchObject({ verdict: 'fixed', model: { name: 'migrate-6.6' } });
    expect(verdict.candidates).toMatchObject([
      {
        id: 'patch-v1',
        introduced: ['pagecache-file/fair/entry-shape-kept', 'pagecache-shmem/fair/entry-shape-kept'],
        residual: [],
      },
    ]);
    expect(exitCodeOf(verdict)).toBe(1);
    expect(verdict.checks.filter((c) => c.described).map((c) => c.check.id)).toEqual([
      'swapcache-anon/fair/every-call-returns',
    ]);
  });

  test('every other check is as the truth has it', () => {
    const changed = [...answers(verdicts.get(form)!)].filter(([, both]) => both.join('') !== 'HH');
    expect(Object.fromEntries(changed.map(([id, both]) => [id, both.join(' ')]))).toEqual({
      'swapcache-anon/fair/every-call-returns': 'V H',
      'swapcache-anon/fair/no-stale-slot': 'V H',
      'swapcache-shmem/fair/every-call-returns': 'V H',
      'swapcache-shmem/fair/no-stale-slot': 'V H',
      'pagecache-file/fair/entry-shape-kept': 'H V',
      'pagecache-shmem/fair/entry-shape-kept': 'H V',
    });
  });

  test('runs every added line, and reaches what it is about', () => {
    expect(verdicts.get(form)!.warnings.map((w) => w.code)).toEqual([]);
  });

  test('is searched in a known number of states', () => {
    const counts = (id: string) => {
      const { before, after } = verdicts.get(form)!.checks.find((c) => c.check.id === id)!;
      return [before, after.get('patch-v1')!].map((a) => `${a.states} ${a.transitions}`);
    };
    const scenarios = ['swapcache-anon', 'swapcache-shmem', 'pagecache-file', 'pagecache-shmem'];
    expect(Object.fromEntries(scenarios.map((s) => [s, counts(`${s}/fair/no-leak`)]))).toMatchInlineSnapshot(`
      {
        "pagecache-file": [
          "5888 11449",
          "7313 14256",
        ],
        "pagecache-shmem": [
          "6034 11735",
          "7459 14542",
        ],
        "swapcache-anon": [
          "2049 3964",
          "2956 5750",
        ],
        "swapcache-shmem": [
          "2080 4025",
          "3002 5841",
        ],
      }
    `);
  });
});

interface Case {
  readonly name: string;
  readonly fn: string;
  readonly hunks: readonly string[];
  readonly verdict: string;
  readonly expected: readonly string[];
}

const DECLARED = ' struct zone *oldzone, *newzone;\n int dirty;\n+int entries = 1, i;\n';
const STORED =
  '-xas_store(&xas, newfolio);\n+for (i = 0; i < entries; i++) {\n+xas_store(&xas, newfolio);\n+xas_next(&xas);\n+}\n';
const MENDED = ['H swapcache-*/fair/every-call-returns', 'H swapcache-*/fair/no-stale-slot'];

/** A loop of stores over all indices of a folio of a kind, and one store for others. */
const loop = (kind: string): readonly string[] => [
  DECLARED,
  ` folio_ref_add(newfolio, nr);\n+if (${kind})\n+entries = nr;\n if (folio_test_swapbacked(folio)) {`,
  STORED,
];

/** Stores of a folio in the swap cache at the indices that follow a place. */
const at = (first: string): readonly string[] => [
  ' struct zone *oldzone, *newzone;\n int dirty;\n+long i;\n',
  ` xas_store(&xas, newfolio);\n+if (folio_test_swapcache(folio)) {\n+for (i = 1; i < nr; i++) {\n+xas_set(&xas, ${first} + i);\n+xas_store(&xas, newfolio);\n+}\n+}\n`,
];

/** The stores of the RFC with another loop. */
const rfc = (header: string): readonly string[] =>
  [
    ' int dirty;\n+void *entry;\n int expected_count',
    ` xas_store(&xas, newfolio);\n+entry = xas_next(&xas);\n+if (nr > 1 && !xa_is_sibling(entry)) {\n+int i;\n+${header} {\n+xas_store(&xas, newfolio);\n+xas_next(&xas);\n+}\n+}`,
  ].map((hunk) =>
    hunk.replace(' int expected_count', ' int expected_count = folio_expected_refs(mapping, folio) + extra_count;'),
  );

const cases: readonly Case[] = [
  {
    // fc346d0a70a1. A tmpfs folio is swapbacked in the page cache too: its siblings become entries of their own.
    name: 'what went upstream: every index of what is swapbacked',
    fn: 'folio_migrate_mapping',
    hunks: [
      ' struct zone *oldzone, *newzone;\n int dirty;\n+long entries, i;\n',
      ' newfolio->private = folio_get_private(folio);\n }\n+entries = nr;\n } else {\n VM_BUG_ON_FOLIO(folio_test_swapcache(folio), folio);\n+entries = 1;\n }',
      STORED,
    ],
    verdict: 'fixed',
    expected: [...MENDED, 'V pagecache-shmem/fair/entry-shape-kept'],
  },
  {
    // As 60cf233b585c left it.
    name: 'every index of what is in the swap cache',
    fn: 'folio_migrate_mapping',
    hunks: loop('folio_test_swapcache(folio)'),
    verdict: 'fixed',
    expected: MENDED,
  },
  {
    name: 'every index of what is in the swap cache but the last',
    fn: 'folio_migrate_mapping',
    hunks: loop('folio_test_swapcache(folio)').map((hunk) => hunk.replace('i < entries;', 'i < entries - 1 || i < 1;')),
    verdict: 'not-fixed',
    expected: [],
  },
  {
    name: 'the first two indices of what is in the swap cache',
    fn: 'folio_migrate_mapping',
    hunks: loop('folio_test_swapcache(folio)').map((hunk) => hunk.replace('entries = nr', 'entries = 2')),
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // Its place in a VMA or in a file: the entries there are of others, that behind the folio one of them.
    name: 'stores at the index of the folio',
    fn: 'folio_migrate_mapping',
    hunks: at('folio->index'),
    verdict: 'not-fixed',
    expected: ['V swapcache-anon/fair/neighbours-untouched'],
  },
  {
    name: 'stores at the entry of the folio',
    fn: 'folio_migrate_mapping',
    hunks: at('swp_offset(folio->swap)'),
    verdict: 'fixed',
    expected: MENDED,
  },
  {
    name: 'stores at the entry of the new folio',
    fn: 'folio_migrate_mapping',
    hunks: at('folio_index(newfolio)'),
    verdict: 'fixed',
    expected: MENDED,
  },
  {
    name: 'the stores behind the lock',
    fn: 'folio_migrate_mapping',
    hunks: [
      ' struct zone *oldzone, *newzone;\n int dirty;\n+long i;\n',
      ' folio_ref_unfreeze(folio, expected_count - nr);\n xas_unlock(&xas);\n+if (folio_test_swapcache(folio)) {\n+for (i = 1; i < nr; i++) {\n+xas_next(&xas);\n+xas_store(&xas, newfolio);\n+}\n+}\n',
    ],
    verdict: 'fixed',
    expected: [...MENDED, 'V swapcache-*/fair/stores-locked'],
  },
  {
    name: 'every store without the lock',
    fn: 'folio_migrate_mapping',
    hunks: [
      DECLARED,
      '-xas_lock_irq(&xas);\n-if (!folio_ref_freeze(folio, expected_count)) {\n-xas_unlock_irq(&xas);\n+if (!folio_ref_freeze(folio, expected_count))\n return -EAGAIN;\n-}\n',
      loop('folio_test_swapcache(folio)')[1]!,
      `${STORED} folio_ref_unfreeze(folio, expected_count - nr);\n-xas_unlock(&xas);\n`,
      '-local_irq_enable();\n return MIGRATEPAGE_SUCCESS;\n }\n',
    ],
    verdict: 'fixed',
    expected: [...MENDED, 'V */fair/stores-locked'],
  },
  {
    name: 'every index of what is anonymous',
    fn: 'folio_migrate_mapping',
    hunks: loop('folio_test_anon(folio)'),
    verdict: 'fixed',
    expected: ['H swapcache-anon/fair/every-call-returns', 'H swapcache-anon/fair/no-stale-slot'],
  },
  {
    name: 'every index of whatever it is',
    fn: 'folio_migrate_mapping',
    hunks: loop('folio_test_large(folio)'),
    verdict: 'fixed',
    expected: [...MENDED, 'V pagecache-*/fair/entry-shape-kept'],
  },
  {
    // The last store is one into the slot behind, in the page cache as well where the loop runs.
    name: 'the RFC with one store too many',
    fn: 'folio_migrate_mapping',
    hunks: rfc('for (i = 1; i <= nr; ++i)'),
    verdict: 'fixed',
    expected: [...MENDED, 'V */fair/neighbours-untouched', 'V pagecache-*/fair/entry-shape-kept'],
  },
  {
    // The last index still leads to the old folio.
    name: 'the RFC with one store too few',
    fn: 'folio_migrate_mapping',
    hunks: rfc('for (i = 1; i < nr - 1; ++i)'),
    verdict: 'not-fixed',
    expected: ['V pagecache-*/fair/entry-shape-kept'],
  },
  {
    // The first slot of what is looked up is the third: the second still leads to the old folio.
    name: 'the RFC without the second store',
    fn: 'folio_migrate_mapping',
    hunks: rfc('for (i = 1, xas_next(&xas); i < nr - 1; ++i)'),
    verdict: 'not-fixed',
    expected: ['V pagecache-*/fair/entry-shape-kept'],
  },
  {
    // In the page cache, what the next index of a higher node leads to is the new folio already.
    name: 'as many stores as find the old folio',
    fn: 'folio_migrate_mapping',
    hunks: [
      ' struct zone *oldzone, *newzone;\n int dirty;\n+long i;\n',
      ' xas_store(&xas, newfolio);\n+for (i = 1; i < nr; i++) {\n+if (xas_next(&xas) != folio)\n+break;\n+xas_store(&xas, newfolio);\n+}\n',
    ],
    verdict: 'fixed',
    expected: MENDED,
  },
  {
    // It helps, at a price that no check asks for; the report says that the premise is gone.
    name: 'no migration of large folios in the swap cache',
    fn: 'folio_migrate_mapping',
    hunks: [
      ' newzone = folio_zone(newfolio);\n+if (folio_test_swapcache(folio) && folio_test_large(folio))\n+return -EBUSY;\n xas_lock_irq(&xas);',
    ],
    verdict: 'fixed',
    expected: MENDED,
  },
  {
    // One entry of four indices in the place of four entries: lookups are served, but nobody deletes it as one.
    name: 'a cursor of the order of the folio',
    fn: 'folio_migrate_mapping',
    hunks: [
      '-XA_STATE(xas, &mapping->i_pages, folio_index(folio));\n+XA_STATE_ORDER(xas, &mapping->i_pages, folio_index(folio), folio_order(folio));\n struct zone *oldzone, *newzone;',
    ],
    verdict: 'fixed',
    expected: [...MENDED, 'V swapcache-*/fair/entry-shape-kept'],
  },
  {
    // When the freezing fails, the new folio is freed and stays in the cache: in its one entry of the page cache, the
    // second index too. There nothing leads to the old one any more, which keeps the references of the cache.
    name: 'the store before the freezing',
    fn: 'folio_migrate_mapping',
    hunks: [
      ' xas_lock_irq(&xas);\n+xas_store(&xas, newfolio);\n if (!folio_ref_freeze(folio, expected_count)) {',
      '-xas_store(&xas, newfolio);\n ',
    ],
    verdict: 'not-fixed',
    expected: ['V pagecache-*/fair/every-call-returns', 'V pagecache-*/fair/no-leak'],
  },
  {
    // Who gets the old folio between the two puts it again; what he reads there is not modelled.
    name: 'the unfreezing before the store',
    fn: 'folio_migrate_mapping',
    hunks: [
      '+folio_ref_unfreeze(folio, expected_count - nr);\n xas_store(&xas, newfolio);\n-folio_ref_unfreeze(folio, expected_count - nr);\n xas_unlock(&xas);',
    ],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // The old folio keeps references that nobody has. Stale slots lead to it, so that lookups find it alive.
    name: 'the unfreezing with a reference too many',
    fn: 'folio_migrate_mapping',
    hunks: [
      '-folio_ref_unfreeze(folio, expected_count - nr);\n+folio_ref_unfreeze(folio, expected_count - 1);\n xas_unlock(&xas);',
    ],
    verdict: 'fixed',
    expected: ['H swapcache-*/fair/every-call-returns', 'V pagecache-*/fair/no-leak'],
  },
  {
    name: 'one reference for the cache',
    fn: 'folio_migrate_mapping',
    hunks: ['-folio_ref_add(newfolio, nr);\n+folio_get(newfolio);\n if (folio_test_swapbacked(folio)) {'],
    verdict: 'not-fixed',
    expected: ['V */fair/cache-references-kept'],
  },
  {
    // The end comes with the lock held and interrupts off; or, where there is a next folio to try, never.
    name: 'a lock that is not dropped',
    fn: 'folio_migrate_mapping',
    hunks: [' if (!folio_ref_freeze(folio, expected_count)) {\n-xas_unlock_irq(&xas);\n return -EAGAIN;'],
    verdict: 'not-fixed',
    expected: [
      'V swapcache-*/fair/no-sleep-in-atomic',
      'V pagecache-*/fair/no-deadlock',
      'V pagecache-*/fair/every-call-returns',
    ],
  },
  {
    // Who has the folio will put it.
    name: 'a freezing that waits',
    fn: 'folio_migrate_mapping',
    hunks: [
      '-if (!folio_ref_freeze(folio, expected_count)) {\n-xas_unlock_irq(&xas);\n-return -EAGAIN;\n-}\n+while (!folio_ref_freeze(folio, expected_count))\n+cpu_relax();',
    ],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    name: 'a barrier and a comment',
    fn: 'folio_migrate_mapping',
    hunks: [
      ' xas_store(&xas, newfolio);\n+/* Pairs with the lookup. */\n+smp_wmb();\n \n folio_ref_unfreeze(folio, expected_count - nr);',
    ],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // No migration comes about any more: nothing is left to go wrong.
    name: 'a count that is never right',
    fn: 'folio_expected_refs',
    hunks: ['-refs += folio_nr_pages(folio);\n+refs++;\n if (folio_test_private(folio))'],
    verdict: 'fixed',
    expected: MENDED,
  },
  {
    name: 'a flag that stays',
    fn: 'folio_migrate_flags',
    hunks: ['-if (folio_test_swapcache(folio))\n-folio_clear_swapcache(folio);\n folio_clear_private(folio);'],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // The old folio is freed under writeback, which never ends for it: a bad state.
    name: 'a flag too many',
    fn: 'folio_migrate_flags',
    hunks: [' folio_clear_private(folio);\n+folio_test_set_writeback(folio);\n'],
    verdict: 'not-fixed',
    expected: ['V */fair/no-leak'],
  },
  {
    name: 'writeback that is waited for',
    fn: 'migrate_folio_extra',
    hunks: [
      '-BUG_ON(folio_test_writeback(src));\n+folio_wait_writeback(src);\n \n rc = folio_migrate_mapping(mapping, dst, src, extra_count);',
    ],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // The folio moves just when a lookup has it, whose put then meets the frozen count: a BUG if it looks first, and if
    // it looked already, a count that the unfreezing sets back.
    name: 'one more reference expected',
    fn: 'migrate_folio',
    hunks: [
      '-return migrate_folio_extra(mapping, dst, src, mode, 0);\n+return migrate_folio_extra(mapping, dst, src, mode, 1);',
    ],
    verdict: 'not-fixed',
    expected: ['V */fair/no-bug-on', 'V pagecache-*/fair/no-leak'],
  },
  {
    // The symptom alone.
    name: 'a lookup that gives up',
    fn: 'filemap_get_entry',
    hunks: [
      '-if (!folio_try_get_rcu(folio))\n-goto repeat;\n+if (!folio_try_get_rcu(folio)) {\n+folio = NULL;\n+goto out;\n+}',
    ],
    verdict: 'fixed',
    expected: ['H swapcache-*/fair/every-call-returns'],
  },
  {
    name: 'a lookup that lets others in',
    fn: 'filemap_get_entry',
    hunks: [
      '-if (!folio_try_get_rcu(folio))\n-goto repeat;\n+if (!folio_try_get_rcu(folio)) {\n+rcu_read_unlock();\n+msleep(1);\n+rcu_read_lock();\n+goto repeat;\n+}',
    ],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // xas_pause() goes on with the next index: the lookup ends, at an entry that it was not asked for.
    name: 'a lookup that pauses its cursor',
    fn: 'filemap_get_entry',
    hunks: [
      '-if (!folio_try_get_rcu(folio))\n-goto repeat;\n+if (!folio_try_get_rcu(folio)) {\n+xas_pause(&xas);\n+goto repeat;\n+}',
    ],
    verdict: 'fixed',
    expected: ['H swapcache-*/fair/every-call-returns'],
  },
  {
    // A freed folio is not used again here, so that nobody is given a wrong one.
    name: 'a lookup that does not look again',
    fn: 'filemap_get_entry',
    hunks: ['-if (unlikely(folio != xas_reload(&xas))) {\n-folio_put(folio);\n-goto repeat;\n-}\n out:'],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    // It stops at the first freed folio that it meets, and loops no more.
    name: 'a lookup that reads before it gets',
    fn: 'filemap_get_entry',
    hunks: ['+if (folio_test_locked(folio))\n+cpu_relax();\n if (!folio_try_get_rcu(folio))'],
    verdict: 'fixed',
    expected: ['H swapcache-*/fair/every-call-returns', 'V */fair/no-use-after-free'],
  },
  {
    name: 'a function that no task calls',
    fn: 'migrate_huge_page_move_mapping',
    hunks: [' folio_get(dst);\n \n-xas_store(&xas, dst);\n+WARN_ON(xas_store(&xas, dst) != src);'],
    verdict: 'not-fixed',
    expected: [],
  },
  {
    name: 'another that no task calls',
    fn: 'filemap_migrate_folio',
    hunks: [
      '-if (folio_get_private(src))\n+if (folio_test_private(src))\n folio_attach_private(dst, folio_detach_private(src));',
    ],
    verdict: 'not-fixed',
    expected: [],
  },
];

describe('patches of others', () => {
  test.each(cases)('$name', async ({ fn, hunks, verdict, expected }) => {
    const [result, wrong] = await deviations(mailOf(fn, ...hunks), expected);
    expect({ verdict: result.verdict, reason: result.reason, wrong }).toEqual({
      verdict,
      reason: undefined,
      wrong: [],
    });
  });
});

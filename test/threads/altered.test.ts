// The fix altered, and patches on top of it. What must become of which check follows from what the kernel's functions
// mean, and was written down before it was run; where the run saw further, the reason it gave stands here. A line of an expectation is an answer and the checks that must have it:
// `V readers/fair*/no-leak`; all else must be as after the fix.

import { beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import type { Input } from '../../src/verdict/onto.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { diffOf, LIVELOCK, mbox, ROOT } from '../verdict/mails.ts';
import { fixAsText, mailWith, replaced } from './altered.ts';

const LETTER = { violated: 'V', holds: 'H', unknown: '?' } as const;

let fix: string;
let fixed: ReadonlyMap<string, string>;

beforeAll(async () => {
  fix = await fixAsText();
  fixed = answers(await checkThread(LIVELOCK, { root: ROOT, asked: { list: 'all' } }));
});

function answers(verdict: ThreadVerdict): Map<string, string> {
  const id = verdict.candidates.at(-1)!.id;
  return new Map(verdict.checks.map((c) => [c.check.id, LETTER[c.after.get(id)!.answer]]));
}

/** `readers/fair*` as a pattern: a star is any text without a slash. */
function matches(pattern: string, id: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${source}$`).test(id);
}

/** What differs from the fix, and what should and does not. */
async function deviations(
  input: Input,
  expected: readonly string[],
  onto: readonly Input[] = [],
): Promise<[ThreadVerdict, string[]]> {
  const verdict = await checkThread(input, { root: ROOT, onto, asked: { list: 'all' } });
  const wrong: string[] = [];
  for (const [id, answer] of answers(verdict)) {
    const said = expected.filter((line) => matches(line.slice(2), id)).at(-1)?.[0];
    if (answer !== (said ?? fixed.get(id))) wrong.push(`${answer} ${id}`);
  }
  return [verdict, wrong.slice(0, 30)];
}

interface Case {
  readonly name: string;
  readonly edit: (text: string) => string;
  readonly verdict: string;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'as it is',
    edit: (t) => t,
    verdict: 'fixed',
    expected: [],
  },
  {
    // Each turn that ends in -EEXIST loses a page, and is seen where the reader comes back in the end: always if all are
    // served; under strict priority if the owner is the higher one, sleeps with its page in the cache already, or the
    // reader's own allocation sleeps or fails on the way.
    name: 'without the put_page() in the loop',
    edit: (t) => replaced(t, '+put_page(page);\n', ''),
    verdict: 'fixed',
    expected: [
      'V readers/fair*/no-leak',
      'V reader-vs-eviction/fair*/no-leak',
      'V reader-vs-free/fair*/no-leak',
      'V readers/coop+page-alloc-sleeps/no-leak',
      'V readers/coop+node-alloc-sleeps/no-leak',
      'V readers/preempt*/no-leak',
      'V reader-vs-eviction/preempt+page-alloc-sleeps/no-leak',
      'V reader-vs-eviction/preempt+page-alloc-fails/no-leak',
      'V reader-vs-free/preempt+page-alloc-sleeps/no-leak',
      'V bad-slot/*/no-leak',
      'V reader-vs-free/coop+page-alloc-sleeps/no-leak',
    ],
  },
  {
    // Nothing that is modelled needs it: without preemption no reader turns, and with it cond_resched() does nothing.
    name: 'without the cond_resched()',
    edit: (t) => replaced(t, '+cond_resched();\n', ''),
    verdict: 'fixed',
    expected: [],
  },
  {
    // The flag stays set with nothing in the cache: every later reader turns for ever, and alone it is left behind.
    name: 'without the put_swap_page() where adding fails',
    edit: (t) => replaced(t, '+put_swap_page(page, entry);\n', ''),
    verdict: 'fixed',
    expected: [
      'V readers/*+node-alloc-fails/every-call-returns',
      'V reader-vs-eviction/*+node-alloc-fails/cache-flag-owned',
      'V reader-vs-free/*+node-alloc-fails/cache-flag-owned',
    ],
  },
  {
    // The page stays in the cache, neither read nor locked for it.
    name: 'without the delete_from_swap_cache() where the charge fails',
    edit: (t) => replaced(t, '+delete_from_swap_cache(page);\n', ''),
    verdict: 'fixed',
    expected: [
      'V readers/*+charge-fails/cached-page-is-read',
      'V reader-vs-eviction/*+charge-fails/cached-page-is-read',
      'V reader-vs-free/*+charge-fails/cached-page-is-read',
    ],
  },
  {
    name: 'with swap_free() in the place of put_swap_page()',
    edit: (t) => replaced(t, '+put_swap_page(page, entry);', '+swap_free(entry);'),
    verdict: 'fixed',
    expected: [
      'V readers/*+node-alloc-fails/every-call-returns',
      'V reader-vs-eviction/*+node-alloc-fails/cache-flag-owned',
      'V reader-vs-eviction/*+node-alloc-fails/swap-count-kept',
      'V reader-vs-free/*+node-alloc-fails/cache-flag-owned',
    ],
  },
  {
    // A reference of a page table is lost; the flag goes with the page. Where there is none left to lose, the count
    // wraps to 0xff, which has SWAP_HAS_CACHE in it.
    name: 'with the swap_free() at the end kept',
    edit: (t) => replaced(t, '-fail_free:\n-swap_free(entry);\n', '-fail_free:\n swap_free(entry);\n'),
    verdict: 'fixed',
    expected: [
      'V readers/*+charge-fails/swap-count-kept',
      'V readers/*+node-alloc-fails/swap-count-kept',
      'V reader-vs-eviction/*+charge-fails/swap-count-kept',
      'V reader-vs-eviction/*+node-alloc-fails/swap-count-kept',
      'V reader-vs-free/*+charge-fails/cache-flag-owned',
      'V reader-vs-free/*+node-alloc-fails/cache-flag-owned',
    ],
  },
  {
    // The allocation back where it was, its failure without a way back: the bug is there as before.
    name: 'with the allocation behind the loop again',
    edit: (t) =>
      replaced(
        replaced(
          replaced(t, '+page = alloc_page_vma(gfp_mask, vma, addr);\n+if (!page)\n+return NULL;\n+\n', ''),
          '+put_page(page);\n',
          '',
        ),
        '-page = alloc_page_vma(gfp_mask, vma, addr);\n-if (!page)\n-goto fail_free;\n',
        ' page = alloc_page_vma(gfp_mask, vma, addr);\n if (!page)\n-goto fail_free;\n+return NULL;\n',
      ),
    verdict: 'not-fixed',
    expected: [
      'V readers/coop+page-alloc-sleeps/every-call-returns',
      'V readers/*+page-alloc-fails/every-call-returns',
      'V reader-vs-eviction/*+page-alloc-fails/cache-flag-owned',
      'V reader-vs-free/*+page-alloc-fails/cache-flag-owned',
    ],
  },
  {
    // A sleep of a tick lets the owner run whatever its priority is: what was left of the bug is gone too.
    name: 'with a sleep of one tick in the place of cond_resched()',
    edit: (t) => replaced(t, '+cond_resched();', '+schedule_timeout_uninterruptible(1);'),
    verdict: 'fixed',
    expected: [
      'H readers/coop+node-alloc-sleeps/every-call-returns',
      'H readers/preempt*/every-call-returns',
      'H reader-vs-eviction/preempt*/every-call-returns',
    ],
  },
  {
    // schedule_timeout() in TASK_RUNNING only offers the CPU, as cond_resched() does.
    name: 'with schedule_timeout(1) that does not sleep',
    edit: (t) => replaced(t, '+cond_resched();', '+schedule_timeout(1);'),
    verdict: 'fixed',
    expected: [],
  },
  {
    name: 'with cond_resched() before put_page()',
    edit: (t) =>
      replaced(replaced(t, '+cond_resched();\n', ''), '+put_page(page);', '+cond_resched();\n+put_page(page);'),
    verdict: 'fixed',
    expected: [],
  },
  {
    // The page is freed by the put before it, locked as it is, then touched. That stops the task: the flag is free
    // again by then, so that nobody waits for it.
    name: 'with unlock_page() behind put_page()',
    edit: (t) =>
      replaced(
        t,
        ' unlock_page(page);\n put_page(page);',
        '-unlock_page(page);\n put_page(page);\n+unlock_page(page);',
      ),
    verdict: 'fixed',
    expected: [
      'V readers/*+charge-fails/no-use-after-free',
      'V readers/*+node-alloc-fails/no-use-after-free',
      'V reader-vs-eviction/*+charge-fails/no-use-after-free',
      'V reader-vs-eviction/*+node-alloc-fails/no-use-after-free',
      'V reader-vs-free/*+charge-fails/no-use-after-free',
      'V reader-vs-free/*+node-alloc-fails/no-use-after-free',
    ],
  },
  {
    // The allocator does not take a locked page back.
    name: 'without the unlock_page() before the put',
    edit: (t) => replaced(t, ' unlock_page(page);\n', '-unlock_page(page);\n'),
    verdict: 'fixed',
    expected: [
      'V readers/*+charge-fails/no-leak',
      'V readers/*+node-alloc-fails/no-leak',
      'V reader-vs-eviction/*+charge-fails/no-leak',
      'V reader-vs-eviction/*+node-alloc-fails/no-leak',
      'V reader-vs-free/*+charge-fails/no-leak',
      'V reader-vs-free/*+node-alloc-fails/no-leak',
    ],
  },
  {
    // Readers no longer wait for the owner, but come back without a page; what they do then is not modelled. But they
    // now wait for a slot that is bad.
    name: 'that gives up on -EEXIST',
    edit: (t) => replaced(t, '+if (err != -EEXIST)', '+if (err == -EEXIST)'),
    verdict: 'fixed',
    expected: [
      'H readers/coop+node-alloc-sleeps/every-call-returns',
      'H readers/preempt*/every-call-returns',
      'H reader-vs-eviction/preempt*/every-call-returns',
      'V bad-slot/*/every-call-returns',
    ],
  },
  {
    // Only who comes back without a page for another reason than -EEXIST loses it: who reads a slot that is bad.
    name: 'with the put_page() behind the return',
    edit: (t) =>
      replaced(
        replaced(t, '+put_page(page);\n', ''),
        '+if (err != -EEXIST)\n+return NULL;\n',
        '+if (err != -EEXIST)\n+return NULL;\n+put_page(page);\n',
      ),
    verdict: 'fixed',
    expected: ['V bad-slot/*/no-leak'],
  },
  {
    // A sleep in atomic context; and who comes meanwhile spins on the lock, and keeps the CPU from its holder.
    name: 'that allocates under si->lock',
    edit: (t) =>
      replaced(
        t,
        '+page = alloc_page_vma(gfp_mask, vma, addr);\n+if (!page)',
        '+spin_lock(&si->lock);\n+page = alloc_page_vma(gfp_mask, vma, addr);\n+spin_unlock(&si->lock);\n+if (!page)',
      ),
    verdict: 'not-fixed',
    expected: [
      'V readers/*+page-alloc-sleeps/no-sleep-in-atomic',
      'V reader-vs-eviction/*+page-alloc-sleeps/no-sleep-in-atomic',
      'V reader-vs-free/*+page-alloc-sleeps/no-sleep-in-atomic',
      'V bad-slot/*+page-alloc-sleeps/no-sleep-in-atomic',
      'V readers/coop+page-alloc-sleeps/no-deadlock',
      'V readers/coop+page-alloc-sleeps/every-call-returns',
      'V reader-vs-free/coop+page-alloc-sleeps/no-deadlock',
      'V reader-vs-free/coop+page-alloc-sleeps/every-call-returns',
    ],
  },
];

describe('the fix', () => {
  test.each(cases)('$name', async ({ edit, verdict, expected }) => {
    const [result, wrong] = await deviations(mailWith(edit(fix)), expected);
    expect({ verdict: result.verdict, reason: result.reason, wrong }).toEqual({
      verdict,
      reason: undefined,
      wrong: [],
    });
  });
});

const onTop: readonly (Case & { readonly hunk: string })[] = [
  {
    // What is in the slot cache has the flag set and no page, and nobody on the way to change that.
    name: 'the check of the swap count taken out',
    hunk: ' if (page)\n return page;\n-if (!__swp_swapcount(entry) && swap_slot_cache_enabled)\n-return NULL;\n page = alloc_page_vma(gfp_mask, vma, addr);',
    edit: (t) => t,
    verdict: 'not-reproduced',
    expected: ['V reader-vs-free/*/every-call-returns'],
  },
  {
    name: 'only comments',
    hunk: ' cond_resched();\n+/* Let the owner go on. */\n }',
    edit: (t) => t,
    verdict: 'not-reproduced',
    expected: [],
  },
  {
    name: 'a longer sleep instead of cond_resched()',
    hunk: '-cond_resched();\n+msleep(1);\n }',
    edit: (t) => t,
    verdict: 'not-reproduced',
    expected: [
      'H readers/coop+node-alloc-sleeps/every-call-returns',
      'H readers/preempt*/every-call-returns',
      'H reader-vs-eviction/preempt*/every-call-returns',
    ],
  },
  {
    // A BUG in add_to_swap_cache(), with the flag set: the other reader of the entry then turns for ever.
    name: 'a page that is added without its lock',
    hunk: '-__SetPageLocked(page);\n __SetPageSwapBacked(page);',
    edit: (t) => t,
    verdict: 'not-reproduced',
    expected: [
      'V readers/*/no-bug-on',
      'V reader-vs-eviction/*/no-bug-on',
      'V reader-vs-free/*/no-bug-on',
      'V readers/*/every-call-returns',
    ],
  },
];

describe('on top of the fix', () => {
  test.each(onTop)('$name', async ({ hunk, verdict, expected }) => {
    const input = mailWith(hunk, 'mm/swap: more on the livelock in __read_swap_cache_async()', 'second@x');
    const [result, wrong] = await deviations(input, expected, [LIVELOCK]);
    expect({ verdict: result.verdict, reason: result.reason, wrong }).toEqual({
      verdict,
      reason: undefined,
      wrong: [],
    });
  });
});

describe('what a patch brings along', () => {
  const path = 'mm/swap_state.c';
  const about = { subject: '[PATCH] mm/swap: fix livelock in __read_swap_cache_async()', text: 'A livelock.' };

  test.each([
    ['a lock of its own', '+static DEFINE_SPINLOCK(reading);\n', 'spin_lock(&reading);', 'spin_unlock(&reading);'],
    ['a mutex', '+static DEFINE_MUTEX(reading);\n', 'mutex_lock(&reading);', 'mutex_unlock(&reading);'],
    ['a flag', '+static atomic_t reading = ATOMIC_INIT(1);\n', 'if (atomic_read(&reading) > 1)\n+BUG();', ';'],
  ])('%s: it is judged, and does not help', async (_, outside, before, after) => {
    const inside = ` *new_page_allocated = false;\n for (;;) {\n int err;\n+${before}\n+${after}\n`;
    const there = diffOf(path, 'struct page *__read_swap_cache_async(swp_entry_t', inside).split('\n').slice(3);
    const diff = diffOf(path, 'static struct {', ` } swap_cache_info;\n${outside}`) + there.join('\n');
    const verdict = await checkThread(mbox({ ...about, diff }), { root: ROOT, asked: { scope: 'described' } });
    expect([verdict.verdict, verdict.reason]).toEqual(['not-fixed', undefined]);
  });

  test('blanks alone: it is judged as a patch that changes nothing', async () => {
    const diff = diffOf(
      path,
      'struct page *__read_swap_cache_async(swp_entry_t',
      '-err = swapcache_prepare(entry);\n+err = swapcache_prepare( entry );\n if (!err)\n',
    );
    const verdict = await checkThread(mbox({ ...about, diff }), { root: ROOT, asked: { scope: 'described' } });
    expect([verdict.verdict, verdict.reason]).toEqual(['not-fixed', undefined]);
  });

  test('a sleep that nobody ends: it is no fix', async () => {
    const sleep = '+set_current_state(TASK_UNINTERRUPTIBLE);\n+schedule();';
    const [verdict] = await deviations(mailWith(replaced(fix, '+cond_resched();', sleep)), []);
    expect(verdict.candidates[0]!.introduced).toContain('readers/fair/every-call-returns');
  });

  test('a page that nobody is told to read: it stays locked in the cache', async () => {
    const hunk = replaced(fix, ' *new_page_allocated = true;\n', '-*new_page_allocated = true;\n');
    const [verdict] = await deviations(mailWith(hunk), []);
    expect(verdict.candidates[0]!.introduced).toContain('readers/fair/cached-page-is-read');
  });
});

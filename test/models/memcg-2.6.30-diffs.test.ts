// Diffs to the functions of the model of stale entries, to the kernel and to the patch of the thread. What each must do
// follows from what the functions mean, and was written down before it was run. A word has one letter for each scenario,
// in the order of the model: zap-vs-readahead, zap-vs-two-readers, zap-vs-reclaim-dirty, -clean, -extra-ref,
// zap-vs-writeback, zap-interrupted, fault-vs-writeback, fault-unmap-vs-writeback, unmap-vs-add-to-swap. A dot: not asked.

import { describe, expect, test } from 'vitest';
import { printFunctionC } from '../../src/model/print/c.ts';
import { afterV5, type Judged, judgeAll, model, patched } from './memcg.ts';

const BEFORE = { strong: 'VVVVVHHHHV', weak: 'HHVVVVVHVV', ref: 'HHHHHHHHHH' };
/** The two that have the most states are left out where nothing is said of them. */
const SMALL = model.scenarios
  .map((s) => s.name)
  .filter((n) => n !== 'zap-vs-two-readers' && n !== 'zap-vs-reclaim-dirty');
const V5 = { strong: 'V..VVHHHHV', weak: 'H..VVVHHVV', ref: 'H..HHHHVVH' };

interface Case {
  readonly name: string;
  readonly diff: string;
  readonly words: Partial<Pick<Judged, 'strong' | 'weak' | 'ref'>>;
  readonly broken?: Judged['broken'];
  readonly only?: readonly string[];
}

const toTheKernel: readonly Case[] = [
  {
    // What Nishimura found on 15 May 2009: reclaim gives an entry to a page that nobody maps any more. One that is mapped
    // and was touched lately, reclaim does not come to add.
    name: 'add_to_swap() undone if nobody maps the page',
    diff: `--- mm/vmscan.c
@@ static unsigned long shrink_page_list(struct list_head *page_list,
 			if (!add_to_swap(page))
 				goto activate_locked;
+			if (!page_mapped(page) && try_to_free_swap(page))
+				goto keep_locked;
 			may_enter_fs = 1;
`,
    words: { strong: 'VVHHHHHHHH', weak: 'HHVVVVVHVH', ref: BEFORE.ref },
  },
  {
    // Whoever reads ahead in vain drops his reference as an exiting process does: under the lock of the page only
    // if it is free. It is not, while it is read.
    name: 'a reader that gives up looks at the cache',
    diff: `--- mm/swap_state.c
@@ struct page *read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask,
 		ClearPageSwapBacked(new_page);
 		__clear_page_locked(new_page);
-		swap_free(entry);
+		free_swap_and_cache(entry);
 	} while (err != -ENOMEM);
`,
    words: BEFORE,
  },
  {
    // The process waits for the lock under those of the page table and of swap.
    name: 'the lock of the page waited for, where it may not be',
    diff: `--- mm/swapfile.c
@@ int free_swap_and_cache(swp_entry_t entry)
 			page = find_get_page(&swapper_space, entry.val);
-			if (page && !trylock_page(page)) {
-				page_cache_release(page);
-				page = NULL;
-			}
+			if (page)
+				lock_page(page);
 		}
`,
    words: { strong: 'V.........', weak: 'H.........', ref: 'H.........' },
    broken: { 'zap-vs-readahead': ['no-sleep-in-atomic'] },
    only: ['zap-vs-readahead'],
  },
  {
    // Nothing is swapped in again that had to be written.
    name: 'a page that leaves the cache clean, while swap is full',
    diff: `--- mm/swapfile.c
@@ int try_to_free_swap(struct page *page)
 	delete_from_swap_cache(page);
-	SetPageDirty(page);
 	return 1;
 }
--- mm/memory.c
@@ static int do_swap_page(struct mm_struct *mm, struct vm_area_struct *vma,
 	swap_free(entry);
-	if (vm_swap_full() || (vma->vm_flags & VM_LOCKED) || PageMlocked(page))
-		try_to_free_swap(page);
+	try_to_free_swap(page);
 	unlock_page(page);
`,
    words: { strong: '.....HHHH.', weak: '.....VVHV.', ref: '.....HHHH.' },
    broken: { 'fault-vs-writeback': ['no-data-loss'] },
    only: ['zap-vs-writeback', 'zap-interrupted', 'fault-vs-writeback', 'fault-unmap-vs-writeback'],
  },
  {
    name: 'the same, but the page is dirty',
    diff: `--- mm/memory.c
@@ static int do_swap_page(struct mm_struct *mm, struct vm_area_struct *vma,
 	swap_free(entry);
-	if (vm_swap_full() || (vma->vm_flags & VM_LOCKED) || PageMlocked(page))
-		try_to_free_swap(page);
+	try_to_free_swap(page);
 	unlock_page(page);
`,
    words: { strong: '.....HHHH.', weak: '.....VVHV.', ref: '.....HHHH.' },
    only: ['zap-vs-writeback', 'zap-interrupted', 'fault-vs-writeback', 'fault-unmap-vs-writeback'],
  },
  {
    // The handler takes swap_lock, which the process that it interrupts may have, and finds the page locked by it.
    name: 'an entry freed by the handler itself',
    diff: `--- mm/page_io.c
@@ static void end_swap_bio_write(struct bio *bio, int err)
+	get_page(page);
 	end_page_writeback(page);
+	if (trylock_page(page)) {
+		if (!page_mapped(page))
+			try_to_free_swap(page);
+		unlock_page(page);
+	}
+	put_page(page);
 	bio_put(bio);
 }
`,
    words: { strong: '......H...', weak: '......V...', ref: '......H...' },
    broken: { 'zap-interrupted': ['no-deadlock'] },
    only: ['zap-interrupted'],
  },
  {
    // Who drops the last reference but the cache's asks a worker, who may wait. Entries that reclaim gave are at one from
    // the beginning; and a process that unmaps its page while the worker has the lock to see that it is mapped, comes
    // too soon for its own look and too late for the worker's.
    name: 'a worker that looks at each entry whose count falls to one',
    diff: `--- mm/swapfile.c
@@ static int swap_entry_free(struct swap_info_struct *p, swp_entry_t ent)
+static unsigned long stale_entry;
+static struct delayed_work stale_work;
+
 static int swap_entry_free(struct swap_info_struct *p, swp_entry_t ent)
 {
 	unsigned long offset = swp_offset(ent);
 	int count = p->swap_map[offset];
 
 	if (count < SWAP_MAP_MAX) {
 		count--;
 		p->swap_map[offset] = count;
+		if (count == 1) {
+			stale_entry = ent.val;
+			schedule_delayed_work(&stale_work, HZ/10);
+		}
 		if (!count) {
@@ int free_swap_and_cache(swp_entry_t entry)
+static void look_again(struct work_struct *work)
+{
+	struct page *page = find_get_page(&swapper_space, stale_entry);
+
+	if (!page) {
+		if (swap_info[0].swap_map[stale_entry] == 1)
+			schedule_delayed_work(&stale_work, HZ/10);
+		return;
+	}
+	lock_page(page);
+	wait_on_page_writeback(page);
+	if (!page_mapped(page))
+		try_to_free_swap(page);
+	unlock_page(page);
+	put_page(page);
+}
+
+static int __init stale_work_init(void)
+{
+	INIT_DELAYED_WORK(&stale_work, look_again);
+	return 0;
+}
+late_initcall(stale_work_init);
+
 int free_swap_and_cache(swp_entry_t entry)
 {
`,
    words: { strong: 'H..VVHHHHV', weak: 'H..HHHHHVV', ref: 'H..HHHHHHH' },
    only: SMALL,
  },
  {
    name: 'other names, hints, barriers and messages',
    diff: `--- mm/swapfile.c
@@ int free_swap_and_cache(swp_entry_t entry)
-	struct swap_info_struct *p;
+	struct swap_info_struct *si;
 	struct page *page = NULL;
 
 	if (is_migration_entry(entry))
 		return 1;
 
-	p = swap_info_get(entry);
-	if (p) {
-		if (swap_entry_free(p, entry) == 1) {
+	si = swap_info_get(entry);
+	if (likely(si != NULL)) {
+		if (swap_entry_free(si, entry) == 1) {
 			page = find_get_page(&swapper_space, entry.val);
@@ int free_swap_and_cache(swp_entry_t entry)
-	return p != NULL;
+	return si != NULL;
 }
--- mm/page_io.c
@@ void end_swap_bio_read(struct bio *bio, int err)
 	const int uptodate = test_bit(BIO_UPTODATE, &bio->bi_flags);
 	struct page *page = bio->bi_io_vec[0].bv_page;
 
+	smp_mb();
 	if (!uptodate) {
+		pr_debug("swap: error %d\\n", err);
 		SetPageError(page);
`,
    words: BEFORE,
  },
  {
    // A page that is being read has not been looked at by reclaim.
    name: 'reclaim told not to write',
    diff: `--- mm/vmscan.c
@@ static unsigned long shrink_page_list(struct list_head *page_list,
 			if (!may_enter_fs)
 				goto keep_locked;
-			if (!sc->may_writepage)
-				goto keep_locked;
+			goto keep_locked;
 
 			/* Page is dirty, try to write it out here */
`,
    words: BEFORE,
  },
];

const toTheirPatch: readonly Case[] = [
  {
    name: 'the reference dropped where the page is mapped',
    diff: `--- mm/page_io.c
@@ static void mem_cgroup_check_stale_swap(struct work_struct *work)
 		page = find_get_page(&swapper_space, entry.val);
-		if (!page || page_mapped(page))
+		if (!page)
 			continue;
+		if (page_mapped(page)) {
+			put_page(page);
+			continue;
+		}
 		lock_page(page);
`,
    words: { ...V5, ref: 'H..HHHHHHH' },
  },
  {
    // Then whoever lets the count fall before the look is seen, and whoever does so after it finds the page at leisure.
    // Not so where a reader drops the count, who looks at no page at all, or where no I/O ends.
    name: 'the count looked at after the page is at leisure',
    diff: `--- mm/page_io.c
@@ static void end_swap_bio_write(struct bio *bio, int err)
-	mem_cgroup_swapio_check_again(bio, page);
+	get_page(page);
 	end_page_writeback(page);
+	mem_cgroup_swapio_check_again(bio, page);
+	put_page(page);
 	bio_put(bio);
@@ void end_swap_bio_read(struct bio *bio, int err)
-	mem_cgroup_swapio_check_again(bio, page);
+	get_page(page);
 	unlock_page(page);
+	mem_cgroup_swapio_check_again(bio, page);
+	put_page(page);
 	bio_put(bio);
--- mm/swapfile.c
@@ static inline int page_swapused_nolock(struct page *page)
 	VM_BUG_ON(!(p->flags & SWP_USED));
-	VM_BUG_ON(!(p->swap_map[offset]));
`,
    words: { strong: 'HV.VVHHHHV', weak: 'HH.VVHHHHV', ref: 'HH.HHHHVVH' },
    only: [...SMALL, 'zap-vs-two-readers'],
  },
  {
    // The page is in the cache no more when its entry is looked at.
    name: 'the same, with the assertion that somebody counts',
    diff: `--- mm/page_io.c
@@ static void end_swap_bio_write(struct bio *bio, int err)
-	mem_cgroup_swapio_check_again(bio, page);
+	get_page(page);
 	end_page_writeback(page);
+	mem_cgroup_swapio_check_again(bio, page);
+	put_page(page);
 	bio_put(bio);
`,
    words: { strong: '.....H....', weak: '.....H....', ref: '.....H....' },
    broken: { 'zap-vs-writeback': ['no-bug-on'] },
    only: ['zap-vs-writeback'],
  },
  {
    // The bio is on a list, and its own reference is dropped.
    name: 'a bio that is listed without a reference',
    diff: `--- mm/page_io.c
@@ static void mem_cgroup_swapio_check_again(struct bio *bio, struct page *page)
-	ret = atomic_inc_return(&bio->bi_cnt);
+	ret = atomic_read(&bio->bi_cnt);
`,
    words: { strong: '.....H....', weak: '.....V....', ref: '.....H....' },
    broken: { 'zap-vs-writeback': ['no-use-after-free'] },
    only: ['zap-vs-writeback'],
  },
  {
    name: 'a bio that the worker keeps',
    diff: `--- mm/page_io.c
@@ static void mem_cgroup_check_stale_swap(struct work_struct *work)
 		entry.val = (unsigned long)bio->bi_private;
-		bio_put(bio);
 
`,
    words: V5,
    broken: Object.fromEntries(
      ['zap-vs-readahead', 'zap-vs-writeback', 'zap-interrupted', 'fault-vs-writeback', 'fault-unmap-vs-writeback'].map(
        (name) => [name, ['no-leak']],
      ),
    ),
  },
  {
    name: 'every bio taken for one that somebody else has',
    diff: `--- mm/page_io.c
@@ static void mem_cgroup_swapio_check_again(struct bio *bio, struct page *page)
-	if (unlikely(ret > 2)) {
+	if (unlikely(ret >= 2)) {
 		bio_put(bio);
`,
    words: { strong: 'V..VVHHHHV', weak: 'H..VVVVHVV', ref: 'H..HHHHHHH' },
  },
  {
    // Then nobody looks, as before the patch; what is counted is given back all the same.
    name: 'a bio that somebody else has while its write ends',
    diff: `--- mm/page_io.c
@@ static void end_swap_bio_write(struct bio *bio, int err)
+	bio_get(bio);
 	mem_cgroup_swapio_check_again(bio, page);
+	bio_put(bio);
 	end_page_writeback(page);
`,
    words: { strong: 'V..VVHHHHV', weak: 'H..VVVVHVV', ref: 'H..HHHHHHH' },
  },
  {
    // late_initcall() is where the work gets its function.
    name: 'a work item that is never set up',
    diff: `--- mm/page_io.c
@@ static int __init setup_stale_swap_check(void)
 	sc->swap_bio_list = NULL;
-	INIT_DELAYED_WORK(&sc->work, mem_cgroup_check_stale_swap);
 	return 0;
`,
    words: { strong: '......H...', weak: '......H...', ref: '......H...' },
    broken: { 'zap-interrupted': ['no-bug-on'] },
    only: ['zap-interrupted'],
  },
  {
    name: 'work asked for even if it is pending',
    diff: `--- mm/page_io.c
@@ static void mem_cgroup_swapio_check_again(struct bio *bio, struct page *page)
-	if (!delayed_work_pending(&sc->work))
-		schedule_delayed_work(&sc->work, HZ/10);
+	schedule_delayed_work(&sc->work, HZ/10);
 }
`,
    words: V5,
  },
  {
    // A global starts as zeros, which is what a free lock and an empty list are here.
    name: 'the lock of the list and its head set up by nobody',
    diff: `--- mm/page_io.c
@@ static int __init setup_stale_swap_check(void)
-	spin_lock_init(&sc->lock);
-	sc->swap_bio_list = NULL;
 	INIT_DELAYED_WORK(&sc->work, mem_cgroup_check_stale_swap);
`,
    words: V5,
  },
];

async function holds(program: Awaited<ReturnType<typeof patched>>, c: Case, only?: readonly string[]): Promise<void> {
  const { states: _, broken, ...words } = judgeAll(program, c.only ?? only);
  expect(words).toEqual(c.words);
  expect(broken).toEqual(c.broken ?? {});
}

describe('to the kernel', () => {
  test.each(toTheKernel)('$name', async (c) => holds(await patched(c.diff), c), 60_000);

  test('a line that does nothing, in every function, changes no answer', async () => {
    const own = [...model.program.functions.values()].filter(
      (fn) => fn.file && !fn.span.source.name.includes('/kernel/'),
    );
    const hunks = own.map((fn) => {
      const lines = printFunctionC(fn, model.program).text.trimEnd().split('\n');
      const open = lines.indexOf('{');
      const text = lines.map((line, i) => (i === open ? ` ${line}\n+\tbarrier();` : ` ${line}`));
      return `--- ${fn.file}\n@@ ${fn.name}\n${text.join('\n')}\n`;
    });
    const program = await patched(hunks.join(''));
    for (const fn of own) expect(printFunctionC(program.functions.get(fn.name)!, program).text).toContain('barrier()');
    expect(judgeAll(program)).toEqual(judgeAll(model.program));
  }, 60_000);
});

describe('to the patch', () => {
  test.each(toTheirPatch)('$name', async (c) => holds(await patched(c.diff, await afterV5()), c, SMALL), 60_000);
});

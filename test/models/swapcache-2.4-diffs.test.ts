// Diffs to the functions of the swap cache model. What each must do to the scenarios follows from what the functions
// mean, and was written down before it was run. A word has one letter for each scenario, in the order of the model:
// vm-swap-full, swap-out-vs-readahead, stale-readahead, swapoff, swapoff-enomem, swapoff-swapon, two-readers.

import { describe, expect, test } from 'vitest';
import { printFunctionC } from '../../src/model/print/c.ts';
import { judge, judgeAll, model, patched, scenario } from './swapcache.ts';

const BEFORE = 'VVVHVVH';
const FIXED = 'HHHHHHH';

/** swap_free() leaves pagecache_lock, so that pages may be looked up and added under swap_list_lock. */
const FREE_OUTSIDE = `--- mm/swap_state.c
@@ void __delete_from_swap_cache(struct page *page)
 	struct address_space *mapping = page->mapping;
-	swp_entry_t entry;
 
@@ void __delete_from_swap_cache(struct page *page)
 	if (!PageSwapCache(page) || !PageLocked(page))
 		BUG();
 
-	entry.val = page->index;
 	PageClearSwapCache(page);
 	ClearPageDirty(page);
 	__remove_inode_page(page);
-	swap_free(entry);
 }
@@ void delete_from_swap_cache_nolock(struct page *page)
+	swp_entry_t entry;
+
 	if (!PageLocked(page))
 		BUG();
 
 	if (block_flushpage(page, 0))
 		lru_cache_del(page);
 
+	entry.val = page->index;
 	spin_lock(&pagecache_lock);
 	__delete_from_swap_cache(page);
 	spin_unlock(&pagecache_lock);
+	swap_free(entry);
 	page_cache_release(page);
`;

/** The reader looks, counts and adds under swap_list_lock. */
const READER_INSIDE = `--- mm/swap_state.c
@@ struct page * read_swap_cache_async(swp_entry_t entry)
 	new_page = alloc_page(GFP_HIGHUSER);
 	if (!new_page)
 		goto out;
+	if (TryLockPage(new_page))
+		BUG();
 
+	swap_list_lock();
 	found_page = __find_get_page(&swapper_space, entry.val, hash);
 	if (found_page)
 		goto out_free_page;
 
 	if (!swap_duplicate(entry))
 		goto out_free_page;
 
-	if (TryLockPage(new_page))
-		BUG();
 	add_to_swap_cache(new_page, entry);
+	swap_list_unlock();
 	rw_swap_page(READ, new_page);
 	return new_page;
 
 out_free_page:
+	swap_list_unlock();
+	UnlockPage(new_page);
 	page_cache_release(new_page);
 out:
`;

/** Whoever swaps out takes an entry and adds the page under swap_list_lock. */
const SWAPPER_INSIDE = `--- mm/swapfile.c
@@ swp_entry_t __get_swap_page(unsigned short count)
 	if (count >= SWAP_MAP_MAX)
 		goto bad_count;
-	swap_list_lock();
 	type = swap_list.next;
@@ swp_entry_t __get_swap_page(unsigned short count)
 out:
-	swap_list_unlock();
 	return entry;
--- mm/vmscan.c
@@ static void try_to_swap_out(struct mm_struct * mm, struct vm_area_struct* vma)
+	swap_list_lock();
 	entry = get_swap_page();
-	if (!entry.val)
+	if (!entry.val) {
+		swap_list_unlock();
 		goto out_unlock_restore;
+	}
 
 	add_to_swap_cache(page, entry);
+	swap_list_unlock();
 	set_page_dirty(page);
 	goto set_swap_pte;
`;

const UNIQUE = `--- mm/filemap.c
@@ void add_to_page_cache_locked(struct page * page)
+int add_to_page_cache_locked_unique(struct page * page,
+	struct address_space *mapping, unsigned long index)
+{
+	struct page **hash = page_hash(mapping, index);
+	struct page *alias;
+
+	if (!PageLocked(page))
+		BUG();
+
+	spin_lock(&pagecache_lock);
+	alias = __find_page_nolock(mapping, index, *hash);
+	if (alias) {
+		spin_unlock(&pagecache_lock);
+		return -EEXIST;
+	}
+	page_cache_get(page);
+	page->index = index;
+	add_page_to_inode_queue(mapping, page);
+	add_page_to_hash_queue(page, hash);
+	lru_cache_add(page);
+	spin_unlock(&pagecache_lock);
+	return 0;
+}
--- mm/swap_state.c
@@
-void add_to_swap_cache(struct page *page, swp_entry_t entry)
+int add_to_swap_cache(struct page *page, swp_entry_t entry)
 {
 	unsigned long flags;
+	int error;
 
 #ifdef SWAP_CACHE_INFO
 	swap_cache_add_total++;
 #endif
 	if (!PageLocked(page))
 		BUG();
-	if (PageTestandSetSwapCache(page))
-		BUG();
 	if (page->mapping)
 		BUG();
 
+	error = add_to_page_cache_locked_unique(page, &swapper_space, entry.val);
+	if (error)
+		return error;
+	if (PageTestandSetSwapCache(page))
+		BUG();
 	flags = page->flags & ~((1 << PG_error) | (1 << PG_dirty) | (1 << PG_arch_1));
 	page->flags = flags | (1 << PG_uptodate);
 	page->age = PAGE_AGE_START;
-	add_to_page_cache_locked(page, &swapper_space, entry.val);
+	return 0;
 }
@@ struct page * read_swap_cache_async(swp_entry_t entry)
 	if (!new_page)
 		goto out;
+	if (TryLockPage(new_page))
+		BUG();
 
+repeat:
 	found_page = __find_get_page(&swapper_space, entry.val, hash);
 	if (found_page)
 		goto out_free_page;
 
 	if (!swap_duplicate(entry))
 		goto out_free_page;
 
-	if (TryLockPage(new_page))
-		BUG();
-	add_to_swap_cache(new_page, entry);
+	if (add_to_swap_cache(new_page, entry)) {
+		swap_free(entry);
+		goto repeat;
+	}
 	rw_swap_page(READ, new_page);
 	return new_page;
 
 out_free_page:
+	UnlockPage(new_page);
 	page_cache_release(new_page);
--- mm/vmscan.c
@@ static void try_to_swap_out(struct mm_struct * mm, struct vm_area_struct* vma)
-	entry = get_swap_page();
-	if (!entry.val)
-		goto out_unlock_restore;
+	for (;;) {
+		entry = get_swap_page();
+		if (!entry.val)
+			goto out_unlock_restore;
+		if (!add_to_swap_cache(page, entry))
+			break;
+		swap_free(entry);
+	}
 
-	add_to_swap_cache(page, entry);
 	set_page_dirty(page);
 	goto set_swap_pte;
`;

const WITHOUT_BKL = `--- mm/memory.c
@@ static int do_swap_page(struct mm_struct * mm,
 	if (!page) {
-		lock_kernel();
 		swapin_readahead(entry);
 		page = read_swap_cache_async(entry);
-		unlock_kernel();
 		if (!page) {
`;

const WITHOUT_SECOND_LOOK = `--- mm/swap_state.c
@@ struct page * read_swap_cache_async(swp_entry_t entry)
 	if (!new_page)
 		goto out;
 
-	found_page = __find_get_page(&swapper_space, entry.val, hash);
-	if (found_page)
-		goto out_free_page;
-
 	if (!swap_duplicate(entry))
 		goto out_free_page;
`;

/** The count is looked at where it is raised. */
const COUNT_INSIDE = `--- mm/swapfile.c
@@ int swap_duplicate(swp_entry_t entry)
-	if (!p->swap_map[offset])
-		goto bad_unused;
 	swap_device_lock(p);
+	if (!p->swap_map[offset]) {
+		swap_device_unlock(p);
+		goto out;
+	}
 	if (p->swap_map[offset] < SWAP_MAP_MAX)
@@ int swap_duplicate(swp_entry_t entry)
-bad_unused:
-	goto out;
`;

interface Case {
  readonly name: string;
  readonly diff: string;
  readonly word: string;
  /** Built-in properties that break, by scenario. */
  readonly broken?: Record<string, string[]>;
  /** The same of counts and data. */
  readonly lost?: Record<string, string[]>;
}

/** Where a page can be found in the cache by the second who adds it. */
const RACES = ['vm-swap-full', 'swap-out-vs-readahead', 'stale-readahead', 'swapoff-enomem', 'swapoff-swapon'];
const inRaces = (...properties: string[]) => Object.fromEntries(RACES.map((name) => [name, properties]));

/** UNIQUE, with one passage of it replaced. */
function uniqueBut(passage: string, by: string): string {
  if (UNIQUE.split(passage).length !== 2) throw new Error(`not once in UNIQUE: ${passage}`);
  return UNIQUE.replace(passage, by);
}

const cases: readonly Case[] = [
  { name: 'a check where the page is added, for both callers', diff: UNIQUE, word: FIXED },
  {
    // The reader gives back what the swapper counted.
    name: 'the same, with the entry freed twice by the reader',
    diff: uniqueBut(
      `+		swap_free(entry);
+		goto repeat;
`,
      `+		swap_free(entry);
+		swap_free(entry);
+		goto repeat;
`,
    ),
    word: FIXED,
    lost: inRaces('swap-count-covers-users'),
  },
  {
    // The page table entry is cleared by then, and nobody else has the page.
    name: 'the same, with the page dropped by the swapper',
    diff: uniqueBut(
      `+		swap_free(entry);
+	}
`,
      `+		swap_free(entry);
+		goto drop_pte;
+	}
`,
    ),
    word: FIXED,
    lost: inRaces('no-data-loss'),
  },
  {
    // A slot that nobody frees any more is a leak, and none of this.
    name: 'the same, with the entry kept by the swapper',
    diff: uniqueBut(
      `+		swap_free(entry);
+	}
`,
      `+		goto out_unlock_restore;
+	}
`,
    ),
    word: FIXED,
  },
  {
    name: 'nothing swapped out any more',
    diff: `--- mm/vmscan.c
@@ static void try_to_swap_out(struct mm_struct * mm, struct vm_area_struct* vma)
+	goto out_unlock_restore;
 	entry = get_swap_page();
 	if (!entry.val)
 		goto out_unlock_restore;
`,
    word: FIXED,
    lost: { 'swap-out-alone': ['page-is-swapped-out'] },
  },
  {
    // Between taking an entry and adding the page, no reader looks.
    name: 'both sides under swap_list_lock',
    diff: FREE_OUTSIDE + READER_INSIDE + SWAPPER_INSIDE,
    word: FIXED,
  },
  { name: 'the reader alone under swap_list_lock', diff: FREE_OUTSIDE + READER_INSIDE, word: BEFORE },
  {
    // Between two steps of its own, whoever swaps out is as alone as before; the reader cannot see that.
    name: 'the swapper alone under swap_list_lock',
    diff: FREE_OUTSIDE + SWAPPER_INSIDE,
    word: BEFORE,
  },
  {
    // No entry is freed by a fault, so that a thread that waits finds it as it was. The other ways stay.
    name: 'no entry freed because swap is full',
    diff: `--- mm/memory.c
@@ static int do_swap_page(struct mm_struct * mm,
 		if (write_access)
 			pte = pte_mkwrite(pte_mkdirty(pte));
-		if (vm_swap_full()) {
-			delete_from_swap_cache_nolock(page);
-			pte = pte_mkdirty(pte);
-		}
 	}
 	UnlockPage(page);
`,
    word: 'HVVHVVH',
  },
  {
    name: 'swap never full',
    diff: `--- mm/swapfile.c
@@ int vm_swap_full(void)
 	int swap_used = total_swap_pages - nr_swap_pages;
 
-	return swap_used * 100 > total_swap_pages * SWAP_FULL_PCT ? 1 : 0;
+	return swap_used < 0;
`,
    word: 'HVVHVVH',
  },
  {
    // As in 2.4.9: an entry that readahead has counted is not freed before it is read. But it may have been freed before
    // that, and given out again, and be counted between the two steps of the swapper.
    name: 'entries counted while they are read ahead',
    diff: `--- mm/swapfile.c
@@ int valid_swaphandles(swp_entry_t entry, unsigned long *offset)
 	toff = *offset = (*offset >> page_cluster) << page_cluster;
 
+	swap_device_lock(swapdev);
 	do {
@@ int valid_swaphandles(swp_entry_t entry, unsigned long *offset)
 		if (swapdev->swap_map[toff] == SWAP_MAP_BAD)
 			break;
+		swapdev->swap_map[toff]++;
 		toff++;
 		ret++;
 	} while (--i);
+	swap_device_unlock(swapdev);
 	return ret;
--- mm/memory.c
@@ void swapin_readahead(swp_entry_t entry)
 		new_page = read_swap_cache_async(SWP_ENTRY(SWP_TYPE(entry), offset));
-		if (new_page == NULL)
-			break;
-		page_cache_release(new_page);
+		if (new_page != NULL)
+			page_cache_release(new_page);
+		swap_free(SWP_ENTRY(SWP_TYPE(entry), offset));
 	}
`,
    word: BEFORE,
  },
  {
    name: 'no readahead',
    diff: `--- mm/memory.c
@@ static int do_swap_page(struct mm_struct * mm,
 		lock_kernel();
-		swapin_readahead(entry);
 		page = read_swap_cache_async(entry);
`,
    word: 'VHHHVVH',
  },
  {
    name: 'the count looked at under the lock of the area',
    diff: COUNT_INSIDE,
    word: BEFORE,
  },
  {
    // Counted for the page table at once: the entry was never free to readers, only not cached.
    name: 'a new entry counted twice at once',
    diff: `--- mm/vmscan.c
@@ static void try_to_swap_out(struct mm_struct * mm, struct vm_area_struct* vma)
 		if (pte_dirty(pte))
 			set_page_dirty(page);
-set_swap_pte:
 		swap_duplicate(entry);
+set_swap_pte:
 		set_pte(page_table, swp_entry_to_pte(entry));
@@ static void try_to_swap_out(struct mm_struct * mm, struct vm_area_struct* vma)
-	entry = get_swap_page();
+	entry = __get_swap_page(2);
 	if (!entry.val)
 		goto out_unlock_restore;
`,
    word: BEFORE,
  },
  {
    // Only the pages that the allocator has no more: a reader that finds the entry gone keeps a locked page.
    name: 'a page kept where the entry is gone',
    diff: `--- mm/swap_state.c
@@ struct page * read_swap_cache_async(swp_entry_t entry)
 	if (!swap_duplicate(entry))
-		goto out_free_page;
+		return NULL;
`,
    word: BEFORE,
    broken: {
      'vm-swap-full': ['no-leak'],
      'stale-readahead': ['no-leak'],
      swapoff: ['no-leak'],
      'swapoff-enomem': ['no-leak'],
      'swapoff-swapon': ['no-leak'],
    },
  },
  {
    // Locks in the other order: whoever swaps out has swap_list_lock and wants pagecache_lock, whoever deletes has that and
    // wants swap_list_lock to free the entry. Elsewhere the two are kept apart: by the big kernel lock, which readers and
    // swapoff have; by the second task, which does one after the other; in vm-swap-full by what they need, since there is
    // nothing to swap out to before the entry is freed.
    name: 'both sides under swap_list_lock, and the entry freed under pagecache_lock',
    diff: READER_INSIDE + SWAPPER_INSIDE,
    word: FIXED,
    broken: { 'swap-out-vs-readahead': ['no-deadlock'], 'stale-readahead': ['no-deadlock'] },
  },
  {
    // It closes the windows. It is taken under page_table_lock then, which swapoff takes under it; but swapoff does not
    // come to the mm of that page here.
    name: 'the swapper under the big kernel lock',
    diff: `--- mm/vmscan.c
@@ static void try_to_swap_out(struct mm_struct * mm, struct vm_area_struct* vma)
+	lock_kernel();
 	entry = get_swap_page();
-	if (!entry.val)
+	if (!entry.val) {
+		unlock_kernel();
 		goto out_unlock_restore;
+	}
 
 	add_to_swap_cache(page, entry);
+	unlock_kernel();
 	set_page_dirty(page);
 	goto set_swap_pte;
`,
    word: FIXED,
  },
  {
    name: 'other names, hints, barriers and messages',
    diff: `--- mm/swap_state.c
@@ struct page * lookup_swap_cache(swp_entry_t entry)
-	struct page *found;
+	struct page *page;
@@ struct page * lookup_swap_cache(swp_entry_t entry)
-	found = find_get_page(&swapper_space, entry.val);
-	if (!found)
+	page = find_get_page(&swapper_space, entry.val);
+	if (unlikely(!page))
@@ struct page * lookup_swap_cache(swp_entry_t entry)
-	return found;
+	smp_rmb();
+	return page;
--- mm/swapfile.c
@@ void __swap_free(swp_entry_t entry, unsigned short count)
 bad_free:
-	printk(KERN_ERR "swap_free: %s%08lx\\n", Unused_offset, entry.val);
+	printk("swap_free: entry %08lx is free\\n", entry.val);
 	goto out;
`,
    word: BEFORE,
  },
  {
    // The area is out of the list as well, in which get_swap_page() looks for it.
    name: 'areas out of use not told by their flags',
    diff: `--- mm/swapfile.c
@@ swp_entry_t __get_swap_page(unsigned short count)
 		p = &swap_info[type];
-		if ((p->flags & SWP_WRITEOK) == SWP_WRITEOK) {
+		if (p->flags & SWP_USED) {
 			swap_device_lock(p);
`,
    word: BEFORE,
  },
];

describe.each(cases)('$name', ({ diff, word, broken = {}, lost = {} }) => {
  test(`${word}, and breaks ${Object.keys({ ...broken, ...lost }).length > 0 ? 'what is told' : 'nothing else'}`, async () => {
    const { states, ...found } = judgeAll(await patched(diff));
    expect(found).toEqual({ word, broken, lost });
    expect(Math.max(...states)).toBeLessThan(100_000);
  });
});

describe('two readers', () => {
  const two = scenario('two-readers');

  test('without the second look, the big kernel lock is enough unless the allocation sleeps', async () => {
    const program = await patched(WITHOUT_SECOND_LOOK);
    expect(judge(program, two).onePage).toBe('H');
    expect(judge(program, two, 'page-alloc-sleeps').onePage).toBe('V');
  });

  test('without the big kernel lock, the second look is not', async () => {
    const program = await patched(WITHOUT_BKL);
    expect(judge(program, two).onePage).toBe('V');
  });

  test('without the big kernel lock, both looks under swap_list_lock are', async () => {
    const program = await patched(WITHOUT_BKL + FREE_OUTSIDE + READER_INSIDE);
    expect(judge(program, two).onePage).toBe('H');
    expect(judge(program, two, 'page-alloc-sleeps').onePage).toBe('H');
  });
});

// The count of an entry is looked at without a lock: with nothing else between a reader and swapoff, it must not be.
test.each([
  ['a check where the page is added', UNIQUE + COUNT_INSIDE],
  ['both sides under swap_list_lock', FREE_OUTSIDE + READER_INSIDE + SWAPPER_INSIDE],
])('%s keeps one page without the big kernel lock', async (_, diff) => {
  expect(judgeAll(await patched(WITHOUT_BKL + diff)).word).toBe(FIXED);
});

test('without the big kernel lock, a reader uses the map of an area that swapoff gives back', async () => {
  const program = await patched(WITHOUT_BKL + FREE_OUTSIDE + READER_INSIDE + SWAPPER_INSIDE);
  expect(judge(program, scenario('swapoff')).broken).not.toEqual([]);
});

test('a line that does nothing, in every function, changes no answer and no count', async () => {
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
});

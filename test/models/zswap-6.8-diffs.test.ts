// Diffs to the functions of the zswap model. What each must do to the scenarios follows from what the functions mean, and
// was written down before it was run: the properties that break, by scenario.

import { describe, expect, test } from 'vitest';
import { printFunctionC } from '../../src/model/print/c.ts';
import { brokenIn, judge, model, patched, proposed, scenario, usesAfterFree } from './zswap.ts';

type Broken = Record<string, readonly string[]>;

const UAF = ['no-use-after-free'];
const BEFORE: Broken = { swapoff: UAF, 'swapoff-swapon': UAF };

const CALLBACK = '@@ static enum lru_status shrink_memcg_cb(struct list_head *item, struct list_lru_one *l,';

/** A text with one place replaced; the place must be there, once. */
function but(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`not there once: ${from}`);
  return text.replace(from, () => to);
}

/** The tree counted: taken under the lock of the list, given back at the end, waited for by swapoff. */
const COUNTED = `--- mm/zswap.c
@@ struct zswap_tree {
 struct zswap_tree {
 	struct rb_root rbroot;
 	spinlock_t lock;
+	struct percpu_ref refs;
+	struct completion released;
 };
@@
+static void zswap_tree_release(struct percpu_ref *ref)
+{
+	struct zswap_tree *tree = container_of(ref, struct zswap_tree, refs);
+
+	complete(&tree->released);
+}
${CALLBACK}
 	swpoffset = swp_offset(entry->swpentry);
 	tree = zswap_trees[swp_type(entry->swpentry)];
+	if (!tree || !percpu_ref_tryget_live(&tree->refs))
+		return LRU_SKIP;
 	list_lru_isolate(l, item);
 	/*
 	 * It's safe to drop the lock here.
 	 */
 	spin_unlock(lock);

 	spin_lock(&tree->lock);
${CALLBACK}
 put_unlock:
 	/* Drop local reference */
 	zswap_entry_put(tree, entry);
 unlock:
 	spin_unlock(&tree->lock);
+	percpu_ref_put(&tree->refs);
 	spin_lock(lock);
 	return ret;
@@ void zswap_swapon(int type)
 	tree->rbroot = RB_ROOT;
 	spin_lock_init(&tree->lock);
+	percpu_ref_init(&tree->refs, zswap_tree_release, 0, GFP_KERNEL);
+	init_completion(&tree->released);
 	zswap_trees[type] = tree;
@@ void zswap_swapoff(int type)
 	if (!tree)
 		return;

+	percpu_ref_kill(&tree->refs);
+	wait_for_completion(&tree->released);
 	/* walk the tree and free everything */
 	spin_lock(&tree->lock);
`;

const TRYGET = `+	if (!tree || !percpu_ref_tryget_live(&tree->refs))
+		return LRU_SKIP;
 	list_lru_isolate(l, item);`;
const UNLOCKED = ` 	spin_unlock(lock);

 	spin_lock(&tree->lock);
@@`;
const LATE = `+	if (!tree || !percpu_ref_tryget_live(&tree->refs)) {
+		spin_lock(lock);
+		return ret;
+	}
`;

/** The reference taken behind the lock of the list; `again` may read the pointer again. */
const late = (again = '', behind = ''): string =>
  but(
    but(COUNTED, TRYGET, ' \tlist_lru_isolate(l, item);'),
    UNLOCKED,
    ` \tspin_unlock(lock);\n\n${again}${LATE}${behind} \tspin_lock(&tree->lock);\n@@`,
  );

const READ_AGAIN = '+	tree = zswap_trees[0];\n';
const IN_RCU = late(`+	rcu_read_lock();\n${READ_AGAIN}`.replace(LATE, ''), '+	rcu_read_unlock();\n').replace(
  LATE,
  LATE.replace('+		spin_lock(lock);', '+		rcu_read_unlock();\n+		spin_lock(lock);'),
);
const CLEARED_FIRST = but(
  but(
    IN_RCU,
    '+	percpu_ref_kill(&tree->refs);\n',
    '+	zswap_trees[type] = NULL;\n+	synchronize_rcu();\n+	percpu_ref_kill(&tree->refs);\n',
  ),
  ' 	/* walk the tree and free everything */\n 	spin_lock(&tree->lock);\n',
  ` 	spin_lock(&tree->lock);
@@ void zswap_swapoff(int type)
 	spin_unlock(&tree->lock);
 	kfree(tree);
-	zswap_trees[type] = NULL;
 }
`,
);

/** The reference given back before the folio is read and written. */
const DROPPED_EARLY = but(
  but(COUNTED, '+	percpu_ref_put(&tree->refs);\n', ''),
  ' put_unlock:',
  `-	if (entry != zswap_rb_search(&tree->rbroot, swpoffset))
+	if (entry != zswap_rb_search(&tree->rbroot, swpoffset)) {
+		percpu_ref_put(&tree->refs);
 		goto unlock;
+	}

 	zswap_entry_get(entry);
 	spin_unlock(&tree->lock);
+	percpu_ref_put(&tree->refs);

 	writeback_result = zswap_writeback_entry(entry, tree);
${CALLBACK}
 put_unlock:`,
);

/** As it went upstream: the folio first, the entry out of the tree before it is written. */
const UPSTREAM = `--- mm/zswap.c
${CALLBACK}
 	struct zswap_entry *entry = container_of(item, struct zswap_entry, lru);
 	bool *encountered_page_in_swapcache = (bool *)arg;
-	struct zswap_tree *tree;
-	pgoff_t swpoffset;
+	swp_entry_t swpentry;
 	enum lru_status ret = LRU_REMOVED_RETRY;
 	int writeback_result;

-	swpoffset = swp_offset(entry->swpentry);
-	tree = zswap_trees[swp_type(entry->swpentry)];
-	list_lru_isolate(l, item);
+	list_move_tail(item, &l->list);
+	swpentry = entry->swpentry;
 	spin_unlock(lock);

-	/* Check for invalidate() race */
-	spin_lock(&tree->lock);
-	if (entry != zswap_rb_search(&tree->rbroot, swpoffset))
-		goto unlock;
-
-	/* Hold a reference to prevent a free during writeback */
-	zswap_entry_get(entry);
-	spin_unlock(&tree->lock);
-
-	writeback_result = zswap_writeback_entry(entry, tree);
+	writeback_result = zswap_writeback_entry(entry, swpentry);

-	spin_lock(&tree->lock);
 	if (writeback_result) {
 		zswap_reject_reclaim_fail++;
-		zswap_lru_putback(&entry->pool->list_lru, entry);
 		ret = LRU_RETRY;

 		if (writeback_result == -EEXIST && encountered_page_in_swapcache)
 			*encountered_page_in_swapcache = true;
-
-		goto put_unlock;
+	} else {
+		zswap_written_back_pages++;
 	}
-	zswap_written_back_pages++;
-
-	if (entry->objcg)
-		count_objcg_event(entry->objcg, ZSWPWB);
-
-	count_vm_event(ZSWPWB);
-	/*
-	 * Writeback started successfully.
-	 */
-	zswap_invalidate_entry(tree, entry);
-
-put_unlock:
-	/* Drop local reference */
-	zswap_entry_put(tree, entry);
-unlock:
-	spin_unlock(&tree->lock);
 	spin_lock(lock);
 	return ret;
 }
@@ static int zswap_writeback_entry(struct zswap_entry *entry,
-static int zswap_writeback_entry(struct zswap_entry *entry,
-				 struct zswap_tree *tree)
+static int zswap_writeback_entry(struct zswap_entry *entry,
+				 swp_entry_t swpentry)
 {
-	swp_entry_t swpentry = entry->swpentry;
+	struct zswap_tree *tree;
 	struct folio *folio;
@@ static int zswap_writeback_entry(struct zswap_entry *entry,
+	tree = zswap_trees[swp_type(swpentry)];
 	spin_lock(&tree->lock);
-	if (zswap_rb_search(&tree->rbroot, swp_offset(entry->swpentry)) != entry) {
+	if (zswap_rb_search(&tree->rbroot, swp_offset(swpentry)) != entry) {
 		spin_unlock(&tree->lock);
 		delete_from_swap_cache(folio);
 		folio_unlock(folio);
 		folio_put(folio);
 		return -ENOMEM;
 	}
+	/* Safe to deref entry after the entry is verified above. */
+	zswap_entry_get(entry);
 	spin_unlock(&tree->lock);

 	__zswap_load(entry, &folio->page);

+	count_vm_event(ZSWPWB);
+	spin_lock(&tree->lock);
+	zswap_invalidate_entry(tree, entry);
+	zswap_entry_put(tree, entry);
+	spin_unlock(&tree->lock);
+
 	/* folio is up to date */
 	folio_mark_uptodate(folio);
`;

/** A fault that passes by the swap cache takes SWAP_HAS_CACHE all the same, and gives it back at the end. */
const CACHE_TAKEN = `--- mm/swapfile.c
@@ int swapcache_prepare(swp_entry_t entry)
+void swapcache_clear(struct swap_info_struct *si, swp_entry_t entry)
+{
+	struct swap_cluster_info *ci;
+	unsigned long offset = swp_offset(entry);
+	unsigned char usage;
+
+	ci = lock_cluster_or_swap_info(si, offset);
+	usage = __swap_entry_free_locked(si, offset, SWAP_HAS_CACHE);
+	unlock_cluster_or_swap_info(si, ci);
+	if (!usage)
+		free_swap_slot(entry);
+}
--- mm/memory.c
@@ int do_swap_page(struct vm_fault *vmf)
 	int ret = 0;
+	bool need_clear_cache = false;
 	void *shadow = NULL;
@@ int do_swap_page(struct vm_fault *vmf)
 		if (si->flags & SWP_SYNCHRONOUS_IO && __swap_count(entry) == 1) {
+			if (swapcache_prepare(entry)) {
+				schedule_timeout_uninterruptible(1);
+				goto out;
+			}
+			need_clear_cache = true;
 			folio = vma_alloc_folio(GFP_HIGHUSER_MOVABLE, 0, vma, vmf->address, false);
@@ int do_swap_page(struct vm_fault *vmf)
 out:
+	if (need_clear_cache)
+		swapcache_clear(si, entry);
 	if (si)
 		put_swap_device(si);
 	return ret;
@@ int do_swap_page(struct vm_fault *vmf)
 	folio_unlock(folio);
 	folio_put(folio);
+	if (need_clear_cache)
+		swapcache_clear(si, entry);
 	if (si)
 		put_swap_device(si);
 	return ret;
`;

interface Case {
  readonly name: string;
  readonly diff: string;
  readonly broken: Broken;
}

const cases: readonly Case[] = [
  { name: 'a count of the tree, under the lock of the list and to the end', diff: COUNTED, broken: {} },
  {
    name: 'the count without a wait in swapoff',
    diff: but(COUNTED, '+	wait_for_completion(&tree->released);\n', ''),
    broken: BEFORE,
  },
  { name: 'the count given back before the folio is read', diff: DROPPED_EARLY, broken: BEFORE },
  { name: 'the count taken behind the lock of the list, with the pointer of before', diff: late(), broken: BEFORE },
  {
    // Swapoff clears the pointer behind kfree().
    name: 'the count taken behind the lock of the list, with the pointer read again',
    diff: late(READ_AGAIN),
    broken: BEFORE,
  },
  {
    name: 'the pointer read again inside of RCU, and swapoff that clears it first and waits for a grace period',
    diff: CLEARED_FIRST,
    broken: {},
  },
  {
    name: 'the same without the grace period',
    diff: but(CLEARED_FIRST, '+	synchronize_rcu();\n', ''),
    broken: BEFORE,
  },
  {
    // It finds no entry, as that is out of the tree before it is written, and reads the disk too early.
    name: 'the folio first, as it went upstream',
    diff: UPSTREAM,
    broken: { 'direct-swapin': ['no-stale-data'] },
  },
  { name: 'the folio first, and no fault past the swap cache beside it', diff: UPSTREAM + CACHE_TAKEN, broken: {} },
  { name: 'no fault past the swap cache', diff: CACHE_TAKEN, broken: BEFORE },
  {
    // The folio is out of the cache, locked and with one reference, which nobody has.
    name: 'no cleanup where the slot was used again (as before e3b63e966cac)',
    diff: `--- mm/zswap.c
@@ static int zswap_writeback_entry(struct zswap_entry *entry,
 		delete_from_swap_cache(folio);
-		folio_unlock(folio);
-		folio_put(folio);
 		return -ENOMEM;
`,
    broken: { ...BEFORE, 'slot-reuse': ['no-leak'] },
  },
  {
    // In swapoff-swapon, writeback still comes to the old tree.
    name: 'no look whether the slot was used again',
    diff: `--- mm/zswap.c
@@ static int zswap_writeback_entry(struct zswap_entry *entry,
-	spin_lock(&tree->lock);
-	if (zswap_rb_search(&tree->rbroot, swp_offset(entry->swpentry)) != entry) {
-		spin_unlock(&tree->lock);
-		delete_from_swap_cache(folio);
-		folio_unlock(folio);
-		folio_put(folio);
-		return -ENOMEM;
-	}
-	spin_unlock(&tree->lock);
-
 	__zswap_load(entry, &folio->page);
`,
    broken: { ...BEFORE, 'slot-reuse': ['no-stale-data'] },
  },
  {
    // The put at the end is one too many. If writeback failed, that frees an entry which the tree still leads to.
    name: 'no reference to the entry during writeback',
    diff: `--- mm/zswap.c
${CALLBACK}
-	/* Hold a reference to prevent a free during writeback */
-	zswap_entry_get(entry);
 	spin_unlock(&tree->lock);

 	writeback_result = zswap_writeback_entry(entry, tree);
`,
    broken: {
      swapoff: UAF,
      'swapoff-swapon': UAF,
      'slot-reuse': [...UAF, 'no-stale-data'],
      'direct-swapin': UAF,
    },
  },
  {
    name: 'a freed entry that stays on the list',
    diff: `--- mm/zswap.c
@@ static void zswap_free_entry(struct zswap_entry *entry)
 	else {
-		zswap_lru_del(&entry->pool->list_lru, entry);
 		zpool_free(zswap_find_zpool(entry), entry->handle);
`,
    broken: { swapoff: UAF, 'swapoff-swapon': UAF, 'slot-reuse': UAF, 'direct-swapin': UAF },
  },
  {
    // Whoever is inside of get_swap_device() finds no map, or the one that is gone.
    name: 'swapoff that waits for nobody',
    diff: `--- mm/swapfile.c
@@ SYSCALL_DEFINE1(swapoff, const char __user *, specialfile)
 	reenable_swap_slots_cache_unlock();

-	percpu_ref_kill(&p->users);
-	synchronize_rcu();
-	wait_for_completion(&p->comp);
-
 	flush_work(&p->discard_work);
`,
    broken: { swapoff: ['no-bug-on', ...UAF], 'swapoff-swapon': ['no-bug-on', ...UAF] },
  },
  {
    // Both entries of one slot would be in the tree, but for the look at the start of zswap_store().
    name: 'a slot freed without telling zswap',
    diff: `--- mm/swapfile.c
@@ static void swap_range_free(struct swap_info_struct *si, unsigned long offset,
 		arch_swap_invalidate_page(si->type, offset);
-		zswap_invalidate(si->type, offset);
 		if (swap_slot_free_notify)
`,
    broken: BEFORE,
  },
  {
    name: 'the subject: no tree cleanups in zswap_swapoff(), and inuse_pages last',
    diff: `--- mm/zswap.c
@@ void zswap_swapoff(int type)
 	struct zswap_tree *tree = zswap_trees[type];
-	struct zswap_entry *entry, *n;

 	if (!tree)
 		return;

-	/* walk the tree and free everything */
-	spin_lock(&tree->lock);
-	rbtree_postorder_for_each_entry_safe(entry, n, &tree->rbroot, rbnode)
-		zswap_free_entry(entry);
-	tree->rbroot = RB_ROOT;
-	spin_unlock(&tree->lock);
 	kfree(tree);
 	zswap_trees[type] = NULL;
--- mm/swapfile.c
@@ static void swap_range_free(struct swap_info_struct *si, unsigned long offset,
 	atomic_long_add(nr_entries, &nr_swap_pages);
-	WRITE_ONCE(si->inuse_pages, si->inuse_pages - nr_entries);
 	if (si->flags & SWP_BLKDEV)
@@ static void swap_range_free(struct swap_info_struct *si, unsigned long offset,
 	clear_shadow_from_swap_cache(si->type, begin, end);
+	smp_wmb();
+	WRITE_ONCE(si->inuse_pages, si->inuse_pages - nr_entries);
 }
`,
    broken: BEFORE,
  },
  {
    name: 'writeback that waits for whoever reads the page in',
    diff: `--- mm/zswap.c
@@ static int zswap_writeback_entry(struct zswap_entry *entry,
 	folio = __read_swap_cache_async(swpentry, GFP_KERNEL, mpol,
-				NO_INTERLEAVE_INDEX, &folio_was_allocated, true);
+				NO_INTERLEAVE_INDEX, &folio_was_allocated, false);
 	if (!folio)
`,
    broken: BEFORE,
  },
  {
    name: 'other names, hints, barriers and messages',
    diff: `--- mm/zswap.c
@@ void zswap_invalidate(int type, pgoff_t offset)
-	struct zswap_entry *entry;
+	struct zswap_entry *found;
@@ void zswap_invalidate(int type, pgoff_t offset)
-	entry = zswap_rb_search(&tree->rbroot, offset);
-	if (!entry) {
+	found = zswap_rb_search(&tree->rbroot, offset);
+	if (unlikely(!found)) {
 		spin_unlock(&tree->lock);
+		pr_debug("nothing at %lx\\n", offset);
 		return;
 	}
-	zswap_invalidate_entry(tree, entry);
+	zswap_invalidate_entry(tree, found);
+	smp_mb();
 	spin_unlock(&tree->lock);
`,
    broken: BEFORE,
  },
  {
    // The pointer is a word: it is read whole in any case, and may dangle.
    name: 'the pointer to the tree read and cleared with annotations',
    diff: `--- mm/zswap.c
${CALLBACK}
-	tree = zswap_trees[swp_type(entry->swpentry)];
+	tree = READ_ONCE(zswap_trees[swp_type(entry->swpentry)]);
 	list_lru_isolate(l, item);
@@ void zswap_swapoff(int type)
 	kfree(tree);
-	zswap_trees[type] = NULL;
+	WRITE_ONCE(zswap_trees[type], NULL);
`,
    broken: BEFORE,
  },
  {
    name: 'the loop of zswap_swapoff() under no lock, when nobody has the tree',
    diff: `--- mm/zswap.c
@@ void zswap_swapoff(int type)
-	/* walk the tree and free everything */
-	spin_lock(&tree->lock);
 	rbtree_postorder_for_each_entry_safe(entry, n, &tree->rbroot, rbnode)
 		zswap_free_entry(entry);
 	tree->rbroot = RB_ROOT;
-	spin_unlock(&tree->lock);
 	kfree(tree);
`,
    broken: BEFORE,
  },
];

describe.each(cases)('$name', ({ diff, broken }) => {
  test(Object.keys(broken).length > 0 ? `breaks ${JSON.stringify(broken)}` : 'breaks nothing', async () => {
    expect(brokenIn(await patched(diff))).toEqual(broken);
  });
});

/** Diffs to what a proposal makes of the callback. */
describe('the pseudo-code with the folio first', () => {
  const base = () => proposed('folio-lock-first');
  const hunk = (lines: string): string => `--- mm/zswap.c\n${CALLBACK}\n${lines}`;

  test('with a put of the reference instead of a free: nobody uses the entry when it is gone; the disk is read too early all the same', async () => {
    const put = hunk(` 	folio_put(folio);

-	zswap_free_entry(entry);
+	zswap_entry_put(tree, entry);

 	spin_lock(lock);
`);
    expect(brokenIn(await patched(put, base()))).toEqual({ 'direct-swapin': ['no-stale-data'] });
  });

  test('with nothing in the branch that the mail leaves open: the folio stays in the cache, locked for ever', async () => {
    const open = hunk(` 		spin_unlock(&tree->lock);
-		delete_from_swap_cache(folio);
-		folio_unlock(folio);
-		folio_put(folio);
 		spin_lock(lock);
 		return LRU_RETRY;
`);
    const locked = ['no-folio-left-locked'];
    expect(brokenIn(await patched(open, base()))).toEqual({
      'swapoff-swapon': locked,
      'slot-reuse': locked,
      'direct-swapin': ['no-use-after-free', 'no-stale-data'],
    });
  });

  test('and no fault past the swap cache', async () => {
    expect(brokenIn(await patched(CACHE_TAKEN, base()))).toEqual({});
  });
});

// One window closed after the other, by diffs that need not be good for anything else.
describe('the windows in which the tree goes away', () => {
  const LOCK = 'shrink_memcg_cb: spin_lock(&tree->lock)';
  const SEARCH = 'zswap_rb_search: node = root->rb_node < shrink_memcg_cb: if (entry != zswap_rb_search(…))';
  const LAST = ['shrink_memcg_cb: spin_lock(&tree->lock) #2', 'shrink_memcg_cb: spin_unlock(&tree->lock) #2'];
  const WRITEBACK =
    'zswap_writeback_entry: spin_lock(&tree->lock) < shrink_memcg_cb: writeback_result = zswap_writeback_entry(entry, tree)';

  const FAILED = `--- mm/zswap.c
${CALLBACK}
 	writeback_result = zswap_writeback_entry(entry, tree);

+	if (writeback_result) {
+		spin_lock(lock);
+		return LRU_RETRY;
+	}
 	spin_lock(&tree->lock);
`;
  const WRITTEN = FAILED.replace('if (writeback_result)', 'if (!writeback_result)');
  const BOTH = FAILED.replace('if (writeback_result)', 'if (writeback_result || !writeback_result)');

  test.each([
    ['before the first lock, within it, behind writeback, and before the last unlock', '', [LOCK, SEARCH, ...LAST]],
    ['with the tree kept until the entry is found: behind writeback', DROPPED_EARLY, LAST],
    ['and a way out where writeback failed: where it did not', DROPPED_EARLY + FAILED, LAST],
    ['and a way out where it did not: where it failed', DROPPED_EARLY + WRITTEN, LAST],
    ['and both: none', DROPPED_EARLY + BOTH, []],
  ])('in swapoff, %s', async (_, diff, sites) => {
    const program = diff ? await patched(diff) : model.program;
    expect(usesAfterFree(program, scenario('swapoff'))).toEqual([...sites].sort());
  });

  test('in swapoff-swapon, none of these closes the one where writeback finds the slot in use again', async () => {
    const program = await patched(DROPPED_EARLY + BOTH);
    expect(usesAfterFree(program, scenario('swapoff-swapon'))).toEqual([WRITEBACK]);
  });
});

test('a line that does nothing, in every function, changes no answer and no count', async () => {
  const own = [...model.program.functions.values()].filter(
    (fn) => fn.file && !fn.span.source.name.includes('/kernel/') && !fn.atomic,
  );
  const hunks = own.map((fn) => {
    const lines = printFunctionC(fn, model.program).text.trimEnd().split('\n');
    const open = lines.indexOf('{');
    const text = lines.map((line, i) => (i === open ? ` ${line}\n+\tbarrier();` : ` ${line}`));
    return `--- ${fn.file}\n@@ ${fn.name}\n${text.join('\n')}\n`;
  });
  const program = await patched(hunks.join(''));
  for (const fn of own) expect(printFunctionC(program.functions.get(fn.name)!, program).text).toContain('barrier()');
  const all = (of: typeof program) => model.scenarios.map((s) => judge(of, s));
  expect(all(program)).toEqual(all(model.program));
});

// mm/zswap.c, v6.8-rc5: compressed pages in memory, by entry of swap. Each area of swap has a tree of them, which swapoff
// frees; all of them are on a list from which writeback takes the oldest and writes them to swap.
//
// Locks: tree->lock, then the lock of the list. Writeback comes from the list, with its lock held, and has to let go of it
// before it takes the tree's: in between nothing keeps the entry, nor the tree.
//
// What a page contains is a number, which an entry keeps as `handle`: compressing is copying it. Pages that are all one
// value are not told apart. Left out: pools but one, groups, limits and statistics, the shrinker that runs by itself.

import { type Arr, type bool, cast, container_of, each, elide, goto, type int, NULL, type Ptr, type Ref, rb_entry, ref, sizeof, type uint, type ulong, type VoidPtr, zeroed } from '../../src/model/dialect.ts'
import { WARN_ON, WARN_ON_ONCE } from '../kernel/bug.ts'
import { EEXIST, ENOMEM } from '../kernel/errno.ts'
import { folio_set_reclaim, } from '../kernel/folio/folio-flags.ts'
import { folio_mark_uptodate, folio_test_large, } from '../kernel/folio/folio-kind.ts'
import { folio_mark_dirty, folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_KERNEL } from '../kernel/gfp.ts'
import { INIT_LIST_HEAD, type list_head } from '../kernel/list.ts'
import type { mem_cgroup, page } from '../kernel/mm-types.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { kfree, kzalloc } from '../kernel/slab.ts'
import { spin_lock, spin_lock_init, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { current, get_task_policy, type mempolicy, page_folio } from './filemap.ts'
import { LRU_REMOVED_RETRY, LRU_RETRY, type list_lru, list_lru_add, list_lru_del, list_lru_isolate, type list_lru_one, list_lru_putback, list_lru_walk_one, type lru_status } from './list_lru.ts'
import { get_obj_cgroup_from_folio, type obj_cgroup, obj_cgroup_charge_zswap, obj_cgroup_put, obj_cgroup_uncharge_zswap } from './memcontrol.ts'
import { __swap_writepage, WB_SYNC_NONE, type writeback_control } from './page_io.ts'
import { RB_CLEAR_NODE, RB_EMPTY_NODE, RB_ROOT, rb_erase, rb_first_postorder, rb_insert_color, rb_link_node, rb_next_postorder, type rb_node, type rb_root } from './rbtree.ts'
import { swp_entry, swp_offset, swp_type } from './swap.ts'
import { __read_swap_cache_async, delete_from_swap_cache, NO_INTERLEAVE_INDEX } from './swap_state.ts'

/** mm/zswap.c */
export interface zswap_pool {
  list_lru: list_lru
}

/** mm/zswap.c */
export interface zswap_entry {
  rbnode: rb_node
  swpentry: swp_entry_t
  refcount: int
  length: uint
  pool: Ptr<zswap_pool>
  /** What the page contains. */
  handle: ulong
  objcg: Ptr<obj_cgroup>
  lru: list_head
}

/** mm/zswap.c */
export interface zswap_tree {
  rbroot: rb_root
  lock: spinlock_t
}

export const zswap_trees: Arr<Ptr<zswap_tree>, 1> = zeroed()
export const zswap_pool_one: zswap_pool = zeroed()
export let zswap_enabled: bool = true
export let zswap_exclusive_loads_enabled: bool = false

/** mm/zswap.c: stands for it. */
export function mem_cgroup_from_entry(entry: Ptr<zswap_entry>): Ptr<mem_cgroup> {
  return NULL
}

/** mm/zswap.c: stands for it, there is one node. */
export function entry_to_nid(entry: Ptr<zswap_entry>): int {
  return 0
}

/** mm/zswap.c: stands for it, there is one pool. */
export function zswap_pool_current_get(): Ptr<zswap_pool> {
  return zswap_pool_one
}

/** mm/zswap.c: stands for it, the pool stays. */
export function zswap_pool_put(pool: Ptr<zswap_pool>): void {}

/** mm/zswap.c: stands for it. */
export function zswap_is_full(): bool {
  return false
}

/** mm/slub.c: the cache of entries alone. */
export function kmem_cache_alloc_node(s: VoidPtr, gfp: gfp_t, node: int): VoidPtr {
  return kzalloc(sizeof<zswap_entry>(), gfp)
}

/** mm/slub.c */
export function kmem_cache_free(s: VoidPtr, x: VoidPtr): void {
  kfree(x)
}

export const zswap_entry_cache: VoidPtr = NULL

/** mm/zswap.c, v6.8-rc5 */
export function zswap_entry_cache_alloc(gfp: gfp_t, nid: int): Ptr<zswap_entry> {
  let entry: Ptr<zswap_entry>
  entry = kmem_cache_alloc_node(zswap_entry_cache, gfp, nid)
  if (!entry) return NULL
  entry.refcount = 1
  RB_CLEAR_NODE(entry.rbnode)
  return entry
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_entry_cache_free(entry: Ptr<zswap_entry>): void {
  kmem_cache_free(zswap_entry_cache, entry)
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_lru_add(list_lru: Ptr<list_lru>, entry: Ptr<zswap_entry>): void {
  elide('atomic_long_t *nr_zswap_protected', 'how much is protected from the shrinker')
  elide('unsigned long lru_size, old, new', 'how much is protected from the shrinker')
  let nid: int = entry_to_nid(entry)
  let memcg: Ptr<mem_cgroup>
  elide('struct lruvec *lruvec', 'how much is protected from the shrinker')

  rcu_read_lock()
  memcg = mem_cgroup_from_entry(entry)
  list_lru_add(list_lru, entry.lru, nid, memcg)

  elide('lru_size = list_lru_count_one(list_lru, nid, memcg)', 'how much is protected from the shrinker')
  elide('lruvec = mem_cgroup_lruvec(memcg, NODE_DATA(nid))', 'how much is protected from the shrinker')
  elide('nr_zswap_protected = &lruvec->zswap_lruvec_state.nr_zswap_protected', 'how much is protected from the shrinker')
  elide('old = atomic_long_inc_return(nr_zswap_protected)', 'how much is protected from the shrinker')
  elide(
    'do { new = old > lru_size / 4 ? old / 2 : old; } while (!atomic_long_try_cmpxchg(nr_zswap_protected, &old, new));',
    'how much is protected from the shrinker',
  )
  rcu_read_unlock()
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_lru_del(list_lru: Ptr<list_lru>, entry: Ptr<zswap_entry>): void {
  let nid: int = entry_to_nid(entry)
  let memcg: Ptr<mem_cgroup>

  rcu_read_lock()
  memcg = mem_cgroup_from_entry(entry)
  list_lru_del(list_lru, entry.lru, nid, memcg)
  rcu_read_unlock()
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_lru_putback(list_lru: Ptr<list_lru>, entry: Ptr<zswap_entry>): void {
  let nid: int = entry_to_nid(entry)
  let lock: Ptr<spinlock_t> = list_lru.node[nid].lock
  let memcg: Ptr<mem_cgroup>
  elide('struct lruvec *lruvec', 'how much is protected from the shrinker')

  rcu_read_lock()
  memcg = mem_cgroup_from_entry(entry)
  spin_lock(lock)
  list_lru_putback(list_lru, entry.lru, nid, memcg)
  spin_unlock(lock)

  elide('lruvec = mem_cgroup_lruvec(memcg, NODE_DATA(entry_to_nid(entry)))', 'how much is protected from the shrinker')
  elide('atomic_long_inc(&lruvec->zswap_lruvec_state.nr_zswap_protected)', 'how much is protected from the shrinker')
  rcu_read_unlock()
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_rb_search(root: Ptr<rb_root>, offset$: pgoff_t): Ptr<zswap_entry> {
  let node: Ptr<rb_node> = root.rb_node
  let entry: Ptr<zswap_entry>
  let entry_offset: pgoff_t

  while (node) {
    entry = rb_entry<zswap_entry>(node, 'rbnode')
    entry_offset = swp_offset(entry.swpentry)
    if (entry_offset > offset$) node = node.rb_left
    else if (entry_offset < offset$) node = node.rb_right
    else return entry
  }
  return NULL
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_rb_insert(root: Ptr<rb_root>, entry: Ptr<zswap_entry>, dupentry: Ref<Ptr<zswap_entry>>): int {
  let link: Ref<Ptr<rb_node>> = ref(root.rb_node),
    parent: Ptr<rb_node> = NULL
  let myentry: Ptr<zswap_entry>
  let myentry_offset: pgoff_t,
    entry_offset: pgoff_t = swp_offset(entry.swpentry)

  while (link.value) {
    parent = link.value
    myentry = rb_entry<zswap_entry>(parent, 'rbnode')
    myentry_offset = swp_offset(myentry.swpentry)
    if (myentry_offset > entry_offset) link = ref(link.value.rb_left)
    else if (myentry_offset < entry_offset) link = ref(link.value.rb_right)
    else {
      dupentry.value = myentry
      return -EEXIST
    }
  }
  rb_link_node(entry.rbnode, parent, link)
  rb_insert_color(entry.rbnode, root)
  return 0
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_rb_erase(root: Ptr<rb_root>, entry: Ptr<zswap_entry>): bool {
  if (!RB_EMPTY_NODE(entry.rbnode)) {
    rb_erase(entry.rbnode, root)
    RB_CLEAR_NODE(entry.rbnode)
    return true
  }
  return false
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_free_entry(entry: Ptr<zswap_entry>): void {
  if (!entry.length) elide('atomic_dec(&zswap_same_filled_pages)', 'statistics')
  else {
    zswap_lru_del(entry.pool.list_lru, entry)
    elide('zpool_free(zswap_find_zpool(entry), entry->handle)', 'the entry keeps what the page contains')
    elide('atomic_dec(&entry->pool->nr_stored)', 'statistics')
    zswap_pool_put(entry.pool)
  }
  if (entry.objcg) {
    obj_cgroup_uncharge_zswap(entry.objcg, entry.length)
    obj_cgroup_put(entry.objcg)
  }
  zswap_entry_cache_free(entry)
  elide('atomic_dec(&zswap_stored_pages)', 'statistics')
  elide('zswap_update_total_size()', 'statistics')
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_entry_get(entry: Ptr<zswap_entry>): void {
  entry.refcount++
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_entry_put(tree: Ptr<zswap_tree>, entry: Ptr<zswap_entry>): void {
  let refcount: int = --entry.refcount

  WARN_ON_ONCE(refcount < 0)
  if (refcount == 0) {
    WARN_ON_ONCE(!RB_EMPTY_NODE(entry.rbnode))
    zswap_free_entry(entry)
  }
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_entry_find_get(root: Ptr<rb_root>, offset$: pgoff_t): Ptr<zswap_entry> {
  let entry: Ptr<zswap_entry>

  entry = zswap_rb_search(root, offset$)
  if (entry) zswap_entry_get(entry)

  return entry
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_invalidate_entry(tree: Ptr<zswap_tree>, entry: Ptr<zswap_entry>): void {
  if (zswap_rb_erase(tree.rbroot, entry)) zswap_entry_put(tree, entry)
}

/** mm/zswap.c, v6.8-rc5 */
export function shrink_memcg_cb(
  item: Ptr<list_head>,
  l: Ptr<list_lru_one>,
  lock: Ptr<spinlock_t>,
  arg: VoidPtr,
): lru_status {
  let entry: Ptr<zswap_entry> = container_of<zswap_entry>(item, 'lru')
  let encountered_page_in_swapcache: Ref<bool> = cast<Ref<bool>>(arg)
  let tree: Ptr<zswap_tree>
  let swpoffset: pgoff_t
  let ret: lru_status = LRU_REMOVED_RETRY
  let writeback_result: int

  swpoffset = swp_offset(entry.swpentry)
  tree = zswap_trees[swp_type(entry.swpentry)]
  list_lru_isolate(l, item)
  // Nothing keeps the entry from here until it is found in the tree again, and nothing keeps the tree at all.
  spin_unlock(lock)

  spin_lock(tree.lock)
  if (entry != zswap_rb_search(tree.rbroot, swpoffset)) goto('unlock')

  zswap_entry_get(entry)
  spin_unlock(tree.lock)

  writeback_result = zswap_writeback_entry(entry, tree)

  spin_lock(tree.lock)
  if (writeback_result) {
    elide('zswap_reject_reclaim_fail++', 'statistics')
    zswap_lru_putback(entry.pool.list_lru, entry)
    ret = LRU_RETRY

    if (writeback_result == -EEXIST && encountered_page_in_swapcache) encountered_page_in_swapcache.value = true

    goto('put_unlock')
  }
  elide('zswap_written_back_pages++', 'statistics')

  elide('if (entry->objcg) count_objcg_event(entry->objcg, ZSWPWB);', 'statistics')

  elide('count_vm_event(ZSWPWB)', 'statistics')
  zswap_invalidate_entry(tree, entry)

  put_unlock: zswap_entry_put(tree, entry)
  unlock: spin_unlock(tree.lock)
  spin_lock(lock)
  return ret
}

/** mm/zswap.c: stands for it, with one node and no groups. */
export function shrink_memcg(): int {
  let pool: Ptr<zswap_pool>
  let shrunk: int = 0

  pool = zswap_pool_current_get()
  shrunk += list_lru_walk_one(pool.list_lru, 0, NULL, shrink_memcg_cb, NULL)
  zswap_pool_put(pool)
  return shrunk ? 0 : -11
}

/** mm/zswap.c: stands for it: decompressing is reading what the entry keeps. */
export function __zswap_load(entry: Ptr<zswap_entry>, page: Ptr<page>): void {
  page_folio(page).data = entry.handle
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_writeback_entry(entry: Ptr<zswap_entry>, tree: Ptr<zswap_tree>): int {
  let swpentry: swp_entry_t = entry.swpentry
  let folio: Ptr<folio>
  let mpol: Ptr<mempolicy>
  let folio_was_allocated: bool
  let wbc: writeback_control = {
    sync_mode: WB_SYNC_NONE,
  }

  mpol = get_task_policy(current)
  folio = __read_swap_cache_async(swpentry, GFP_KERNEL, mpol, NO_INTERLEAVE_INDEX, ref(folio_was_allocated), true)
  if (!folio) return -ENOMEM

  // Somebody reads the page in just now.
  if (!folio_was_allocated) {
    folio_put(folio)
    return -EEXIST
  }

  // The folio is locked and in the cache: the slot cannot be freed any more. But it may have been, and used again.
  spin_lock(tree.lock)
  if (zswap_rb_search(tree.rbroot, swp_offset(entry.swpentry)) != entry) {
    spin_unlock(tree.lock)
    delete_from_swap_cache(folio)
    folio_unlock(folio)
    folio_put(folio)
    return -ENOMEM
  }
  spin_unlock(tree.lock)

  __zswap_load(entry, folio.page)

  folio_mark_uptodate(folio)

  folio_set_reclaim(folio)

  __swap_writepage(folio, wbc)
  folio_put(folio)

  return 0
}

/** include/linux/mm.h: stands for it, there is one node. */
export function page_to_nid(page: Ptr<page>): int {
  return 0
}

/** mm/zswap.c: the kernel's, with one pool, without groups and limits; compressing never fails. */
export function zswap_store(folio: Ptr<folio>): bool {
  let swp: swp_entry_t = folio.swap
  let type: int = swp_type(swp)
  let offset$: pgoff_t = swp_offset(swp)
  let page: Ptr<page> = folio.page
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>, dupentry: Ptr<zswap_entry>
  let objcg: Ptr<obj_cgroup> = NULL

  elide('VM_WARN_ON_ONCE(!folio_test_locked(folio))', 'a check that only prints')
  elide('VM_WARN_ON_ONCE(!folio_test_swapcache(folio))', 'a check that only prints')

  if (folio_test_large(folio)) return false

  if (!tree) return false

  // An old entry must go first: if this store fails, the old one would overwrite the new page.
  spin_lock(tree.lock)
  dupentry = zswap_rb_search(tree.rbroot, offset$)
  if (dupentry) {
    elide('zswap_duplicate_entry++', 'statistics')
    zswap_invalidate_entry(tree, dupentry)
  }
  spin_unlock(tree.lock)

  if (!zswap_enabled) return false

  objcg = get_obj_cgroup_from_folio(folio)

  if (zswap_is_full()) {
    elide('zswap_pool_limit_hit++', 'statistics')
    elide('zswap_pool_reached_full = true', 'the pool is never full')
    goto('reject')
  }

  entry = zswap_entry_cache_alloc(GFP_KERNEL, page_to_nid(page))
  if (!entry) {
    elide('zswap_reject_kmemcache_fail++', 'statistics')
    goto('reject')
  }

  entry.pool = zswap_pool_current_get()
  if (!entry.pool) goto('freepage')

  entry.swpentry = swp_entry(type, offset$)
  entry.handle = page_folio(page).data
  entry.length = 1

  insert_entry: entry.objcg = objcg
  if (objcg) {
    obj_cgroup_charge_zswap(objcg, entry.length)
    elide('count_objcg_event(objcg, ZSWPOUT)', 'statistics')
  }

  spin_lock(tree.lock)
  while (zswap_rb_insert(tree.rbroot, entry, ref(dupentry)) == -EEXIST) {
    WARN_ON(true)
    elide('zswap_duplicate_entry++', 'statistics')
    zswap_invalidate_entry(tree, dupentry)
  }
  if (entry.length) {
    INIT_LIST_HEAD(entry.lru)
    zswap_lru_add(entry.pool.list_lru, entry)
    elide('atomic_inc(&entry->pool->nr_stored)', 'statistics')
  }
  spin_unlock(tree.lock)

  elide('atomic_inc(&zswap_stored_pages)', 'statistics')
  elide('zswap_update_total_size()', 'statistics')
  elide('count_vm_event(ZSWPOUT)', 'statistics')

  return true

  freepage: zswap_entry_cache_free(entry)
  reject: if (objcg) obj_cgroup_put(objcg)
  return false
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_load(folio: Ptr<folio>): bool {
  let swp: swp_entry_t = folio.swap
  let type: int = swp_type(swp)
  let offset$: pgoff_t = swp_offset(swp)
  let page: Ptr<page> = folio.page
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>
  elide('u8 *dst', 'pages that are all one value')

  elide('VM_WARN_ON_ONCE(!folio_test_locked(folio))', 'a check that only prints')

  spin_lock(tree.lock)
  entry = zswap_entry_find_get(tree.rbroot, offset$)
  if (!entry) {
    spin_unlock(tree.lock)
    return false
  }
  spin_unlock(tree.lock)

  if (entry.length) __zswap_load(entry, page)
  else {
    elide('dst = kmap_local_page(page)', 'pages that are all one value')
    elide('zswap_fill_page(dst, entry->value)', 'pages that are all one value')
    elide('kunmap_local(dst)', 'pages that are all one value')
  }

  elide('count_vm_event(ZSWPIN)', 'statistics')
  elide('if (entry->objcg) count_objcg_event(entry->objcg, ZSWPIN);', 'statistics')

  spin_lock(tree.lock)
  if (zswap_exclusive_loads_enabled) {
    zswap_invalidate_entry(tree, entry)
    folio_mark_dirty(folio)
  } else if (entry.length) {
    zswap_lru_del(entry.pool.list_lru, entry)
    zswap_lru_add(entry.pool.list_lru, entry)
  }
  zswap_entry_put(tree, entry)
  spin_unlock(tree.lock)

  return true
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_invalidate(type: int, offset$: pgoff_t): void {
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>

  spin_lock(tree.lock)
  entry = zswap_rb_search(tree.rbroot, offset$)
  if (!entry) {
    spin_unlock(tree.lock)
    return
  }
  zswap_invalidate_entry(tree, entry)
  spin_unlock(tree.lock)
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_swapon(type: int): void {
  let tree: Ptr<zswap_tree>

  tree = kzalloc(sizeof<zswap_tree>(), GFP_KERNEL)
  if (!tree) {
    elide('pr_err("alloc failed, zswap disabled for swap type %d\\n", type)', 'messages')
    return
  }

  tree.rbroot = RB_ROOT
  spin_lock_init(tree.lock)
  zswap_trees[type] = tree
}

/** The first entry of a tree from below, or the one after another. */
export function zswap_entry_of(node: Ptr<rb_node>): Ptr<zswap_entry> {
  return node ? rb_entry<zswap_entry>(node, 'rbnode') : NULL
}

/** Remembers which entry comes after this one. */
export function zswap_keep_next(entry: Ptr<zswap_entry>, n: Ref<Ptr<zswap_entry>>): bool {
  n.value = zswap_entry_of(rb_next_postorder(entry.rbnode))
  return true
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_swapoff(type: int): void {
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>, n: Ptr<zswap_entry>

  if (!tree) return

  spin_lock(tree.lock)
  for (
    each('rbtree_postorder_for_each_entry_safe(entry, n, &tree->rbroot, rbnode)'), entry = zswap_entry_of(rb_first_postorder(tree.rbroot));
    entry && zswap_keep_next(entry, ref(n));
    entry = n
  )
    zswap_free_entry(entry)
  tree.rbroot = RB_ROOT
  spin_unlock(tree.lock)
  kfree(tree)
  zswap_trees[type] = NULL
}

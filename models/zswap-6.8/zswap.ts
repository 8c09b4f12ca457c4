// mm/zswap.c, v6.8-rc5: compressed pages in memory, by entry of swap. Each area of swap has a tree of them, which swapoff
// frees; all of them are on a list from which writeback takes the oldest and writes them to swap.
//
// Locks: tree->lock, then the lock of the list. Writeback comes from the list, with its lock held, and has to let go of it
// before it takes the tree's: in between nothing keeps the entry, nor the tree.
//
// What a page contains is a number, which an entry keeps as `handle`: compressing is copying it. Pages that are all one
// value are not told apart. Left out: pools but one, groups, limits and statistics, the shrinker that runs by itself.

import { type Arr, type bool, elide, type int, NULL, type Ptr, type Ref, rb_entry, ref, sizeof, type uint, type ulong, type VoidPtr, zeroed } from '../../src/model/dialect.ts'
import { WARN_ON_ONCE } from '../kernel/bug.ts'
import { EEXIST } from '../kernel/errno.ts'
import type { swp_entry_t } from '../kernel/folio/folio-types.ts'
import type { list_head } from '../kernel/list.ts'
import type { mem_cgroup, page } from '../kernel/mm-types.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { kfree, kzalloc } from '../kernel/slab.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { page_folio } from './filemap.ts'
import { type list_lru, list_lru_add, list_lru_del, list_lru_putback } from './list_lru.ts'
import { type obj_cgroup, obj_cgroup_put, obj_cgroup_uncharge_zswap } from './memcontrol.ts'
import { RB_CLEAR_NODE, RB_EMPTY_NODE, rb_erase, rb_insert_color, rb_link_node, type rb_node, type rb_root } from './rbtree.ts'
import { swp_offset } from './swap.ts'

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

/** mm/zswap.c: stands for it: decompressing is reading what the entry keeps. */
export function __zswap_load(entry: Ptr<zswap_entry>, page: Ptr<page>): void {
  page_folio(page).data = entry.handle
}

// "1) Always bump the zswap entry refcount after finding the entry … 2) Always free entry after refcount drops to zero.
// 3) Swap off should just wait for the each entry ref count drop to zero (or 1 including the swap off code holding one) then
// free it." Writeback finds the entry on the list, under its lock, and counts it there; so the count changes outside of the
// tree's lock too, and is an atomic one. Swapoff can wait for an entry that it finds, which are those in the tree.

import { type bool, cast, container_of, goto, type int, NULL, type Ptr, type Ref, rb_entry, type VoidPtr } from '../../../src/model/dialect.ts'
import { WARN_ON_ONCE } from '../../kernel/bug.ts'
import { EEXIST } from '../../kernel/errno.ts'
import type { list_head } from '../../kernel/list.ts'
import { schedule_timeout_uninterruptible } from '../../kernel/sched.ts'
import { kfree } from '../../kernel/slab.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../../kernel/spinlock.ts'
import type { pgoff_t } from '../../kernel/types.ts'
import { LRU_REMOVED_RETRY, LRU_RETRY, LRU_SKIP, list_lru_isolate, type list_lru_one, type lru_status } from '../list_lru.ts'
import { RB_EMPTY_NODE, rb_first, type rb_node } from '../rbtree.ts'
import { swp_offset, swp_type } from '../swap.ts'
import { type zswap_entry, zswap_free_entry, zswap_invalidate_entry, zswap_lru_putback, zswap_rb_search, type zswap_tree, zswap_trees } from '../zswap.ts'
import { zswap_writeback_entry } from '../zswap-writeback.ts'

/** A reference, unless the last one is gone. @atomic */
export function zswap_entry_tryget(entry: Ptr<zswap_entry>): bool {
  if (entry.refcount == 0) return false
  entry.refcount += 1
  return true
}

/** mm/zswap.c @atomic */
export function zswap_entry_get(entry: Ptr<zswap_entry>): void {
  entry.refcount += 1
}

/** A reference less; whether it was the last. @atomic */
export function zswap_entry_dec_and_test(entry: Ptr<zswap_entry>): bool {
  entry.refcount -= 1
  return entry.refcount == 0
}

/** mm/zswap.c */
export function zswap_entry_put(tree: Ptr<zswap_tree>, entry: Ptr<zswap_entry>): void {
  if (zswap_entry_dec_and_test(entry)) {
    WARN_ON_ONCE(!RB_EMPTY_NODE(entry.rbnode))
    zswap_free_entry(entry)
  }
}

/** mm/zswap.c */
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
  // Rule 1.
  if (!zswap_entry_tryget(entry)) return LRU_SKIP
  list_lru_isolate(l, item)
  spin_unlock(lock)

  spin_lock(tree.lock)
  if (entry != zswap_rb_search(tree.rbroot, swpoffset)) goto('put_unlock')
  spin_unlock(tree.lock)

  writeback_result = zswap_writeback_entry(entry, tree)

  spin_lock(tree.lock)
  if (writeback_result) {
    zswap_lru_putback(entry.pool.list_lru, entry)
    ret = LRU_RETRY

    if (writeback_result == -EEXIST && encountered_page_in_swapcache) encountered_page_in_swapcache.value = true

    goto('put_unlock')
  }
  zswap_invalidate_entry(tree, entry)

  put_unlock: zswap_entry_put(tree, entry)
  spin_unlock(tree.lock)
  spin_lock(lock)
  return ret
}

/** mm/zswap.c */
export function zswap_swapoff(type: int): void {
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let node: Ptr<rb_node>
  let entry: Ptr<zswap_entry>

  if (!tree) return

  // Rule 3.
  spin_lock(tree.lock)
  while ((node = rb_first(tree.rbroot))) {
    entry = rb_entry<zswap_entry>(node, 'rbnode')
    if (entry.refcount > 1) {
      spin_unlock(tree.lock)
      schedule_timeout_uninterruptible(1)
      spin_lock(tree.lock)
      continue
    }
    zswap_invalidate_entry(tree, entry)
  }
  spin_unlock(tree.lock)
  kfree(tree)
  zswap_trees[type] = NULL
}

// "The first solution that came to mind for me was refcounting the zswap tree with RCU with percpu-refcount, similar to how
// cgroup refs are handled (init in zswap_swapon() and kill in zswap_swapoff())." Writeback gets its reference while it has
// the lock of the list, on which the entry keeps the tree alive, and has it until it has let go of the tree for the last time.
// Swapoff waits for it.

import { type bool, cast, container_of, elide, goto, type int, NULL, type Ptr, type Ref, sizeof, type VoidPtr } from '../../../src/model/dialect.ts'
import { complete, type completion, init_completion, wait_for_completion } from '../../kernel/completion.ts'
import { EEXIST } from '../../kernel/errno.ts'
import { GFP_KERNEL } from '../../kernel/gfp.ts'
import type { list_head } from '../../kernel/list.ts'
import { type percpu_ref, percpu_ref_exit, percpu_ref_init, percpu_ref_kill, percpu_ref_put, percpu_ref_tryget_live } from '../../kernel/percpu-ref.ts'
import { kfree, kzalloc } from '../../kernel/slab.ts'
import { spin_lock, spin_lock_init, spin_unlock, type spinlock_t } from '../../kernel/spinlock.ts'
import type { pgoff_t } from '../../kernel/types.ts'
import { LRU_REMOVED_RETRY, LRU_RETRY, LRU_SKIP, list_lru_isolate, type list_lru_one, type lru_status } from '../list_lru.ts'
import { RB_ROOT, type rb_root } from '../rbtree.ts'
import { swp_offset, swp_type } from '../swap.ts'
import { type zswap_entry, zswap_entry_get, zswap_entry_put, zswap_invalidate_entry, zswap_lru_putback, zswap_rb_search, zswap_trees } from '../zswap.ts'
import { zswap_writeback_entry } from '../zswap-writeback.ts'

/** mm/zswap.c */
export interface zswap_tree {
  rbroot: rb_root
  lock: spinlock_t
  refs: percpu_ref
  released: completion
}

/** mm/zswap.c */
export function zswap_tree_release(ref: Ptr<percpu_ref>): void {
  complete(container_of<zswap_tree>(ref, 'refs').released)
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
  tree = cast<Ptr<zswap_tree>>(zswap_trees[swp_type(entry.swpentry)])
  if (!tree || !percpu_ref_tryget_live(tree.refs)) return LRU_SKIP

  list_lru_isolate(l, item)
  spin_unlock(lock)

  spin_lock(tree.lock)
  if (entry != zswap_rb_search(tree.rbroot, swpoffset)) goto('unlock')

  zswap_entry_get(entry)
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
  unlock: spin_unlock(tree.lock)
  percpu_ref_put(tree.refs)
  spin_lock(lock)
  return ret
}

/** mm/zswap.c */
export function zswap_swapon(type: int): void {
  let tree: Ptr<zswap_tree>

  tree = kzalloc(sizeof<zswap_tree>(), GFP_KERNEL)
  if (!tree) {
    elide('pr_err("alloc failed, zswap disabled for swap type %d\\n", type)', 'messages')
    return
  }
  if (percpu_ref_init(tree.refs, zswap_tree_release, 0, GFP_KERNEL)) {
    kfree(tree)
    return
  }

  tree.rbroot = RB_ROOT
  spin_lock_init(tree.lock)
  init_completion(tree.released)
  zswap_trees[type] = tree
}

/** mm/zswap.c */
export function zswap_swapoff(type: int): void {
  let tree: Ptr<zswap_tree> = cast<Ptr<zswap_tree>>(zswap_trees[type])

  if (!tree) return

  percpu_ref_kill(tree.refs)
  wait_for_completion(tree.released)

  percpu_ref_exit(tree.refs)
  kfree(tree)
  zswap_trees[type] = NULL
}

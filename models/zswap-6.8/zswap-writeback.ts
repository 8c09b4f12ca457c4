// mm/zswap.c, v6.8-rc5: the oldest entry is written to swap. What zswap.ts says of the locks is about this.

import { type bool, cast, container_of, elide, goto, type int, NULL, type Ptr, type Ref, ref, type VoidPtr } from '../../src/model/dialect.ts'
import { EEXIST, ENOMEM } from '../kernel/errno.ts'
import { folio_set_reclaim } from '../kernel/folio/folio-flags.ts'
import { folio_mark_uptodate } from '../kernel/folio/folio-kind.ts'
import { folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_KERNEL } from '../kernel/gfp.ts'
import type { list_head } from '../kernel/list.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import type { pgoff_t } from '../kernel/types.ts'
import { current, get_task_policy, type mempolicy } from './filemap.ts'
import { LRU_REMOVED_RETRY, LRU_RETRY, list_lru_isolate, type list_lru_one, list_lru_walk_one, type lru_status } from './list_lru.ts'
import { __swap_writepage, WB_SYNC_NONE, type writeback_control } from './page_io.ts'
import { swp_offset, swp_type } from './swap.ts'
import { __read_swap_cache_async, delete_from_swap_cache, NO_INTERLEAVE_INDEX } from './swap_state.ts'
import { __zswap_load, type zswap_entry, zswap_entry_get, zswap_entry_put, zswap_invalidate_entry, zswap_lru_putback, type zswap_pool, zswap_pool_current_get, zswap_pool_put, zswap_rb_search, type zswap_tree, zswap_trees } from './zswap.ts'

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

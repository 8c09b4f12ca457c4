// The pseudo-code of Chengming Zhou, call by call in its order: writeback first gets the folio into the swap cache, locked,
// which keeps the slot and with it the tree; then it looks whether the entry is still there. The mail does not say what
// happens if it is not: the folio is taken out of the cache again, unlocked and put. "Return" gives the lock of the list back
// held, as the list's walk wants it.

import { type bool, container_of, type Ptr, ref, type VoidPtr } from '../../../src/model/dialect.ts'
import { folio_set_reclaim } from '../../kernel/folio/folio-flags.ts'
import { folio_mark_uptodate } from '../../kernel/folio/folio-kind.ts'
import { folio_unlock } from '../../kernel/folio/folio-lock.ts'
import { folio_put } from '../../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../../kernel/folio/folio-types.ts'
import { GFP_KERNEL } from '../../kernel/gfp.ts'
import type { list_head } from '../../kernel/list.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../../kernel/spinlock.ts'
import { current, get_task_policy } from '../filemap.ts'
import { LRU_REMOVED_RETRY, LRU_RETRY, list_lru_isolate, type list_lru_one, list_lru_putback, type lru_status } from '../list_lru.ts'
import { __swap_writepage, WB_SYNC_NONE, type writeback_control } from '../page_io.ts'
import { swp_offset, swp_type } from '../swap.ts'
import { __read_swap_cache_async, delete_from_swap_cache, NO_INTERLEAVE_INDEX } from '../swap_state.ts'
import { __zswap_load, entry_to_nid, mem_cgroup_from_entry, type zswap_entry, zswap_entry_get, zswap_free_entry, zswap_invalidate_entry, zswap_lru_del, zswap_rb_search, type zswap_tree, zswap_trees } from '../zswap.ts'

/** mm/zswap.c */
export function shrink_memcg_cb(
  item: Ptr<list_head>,
  l: Ptr<list_lru_one>,
  lock: Ptr<spinlock_t>,
  arg: VoidPtr,
): lru_status {
  let entry: Ptr<zswap_entry> = container_of<zswap_entry>(item, 'lru')
  let swpentry: swp_entry_t
  let tree: Ptr<zswap_tree>
  let folio: Ptr<folio>
  let folio_was_allocated: bool
  let wbc: writeback_control = { sync_mode: WB_SYNC_NONE }

  swpentry = entry.swpentry
  list_lru_isolate(l, item)
  list_lru_putback(entry.pool.list_lru, item, entry_to_nid(entry), mem_cgroup_from_entry(entry))
  spin_unlock(lock)

  folio = __read_swap_cache_async(swpentry, GFP_KERNEL, get_task_policy(current), NO_INTERLEAVE_INDEX, ref(folio_was_allocated), true)
  if (!folio) {
    spin_lock(lock)
    return LRU_RETRY
  }

  if (!folio_was_allocated) {
    folio_put(folio)
    spin_lock(lock)
    return LRU_RETRY
  }

  tree = zswap_trees[swp_type(swpentry)]
  spin_lock(tree.lock)

  if (entry != zswap_rb_search(tree.rbroot, swp_offset(swpentry))) {
    // What the mail leaves open.
    spin_unlock(tree.lock)
    delete_from_swap_cache(folio)
    folio_unlock(folio)
    folio_put(folio)
    spin_lock(lock)
    return LRU_RETRY
  }

  zswap_entry_get(entry)
  zswap_invalidate_entry(tree, entry)

  zswap_lru_del(entry.pool.list_lru, entry)

  spin_unlock(tree.lock)

  __zswap_load(entry, folio.page)
  folio_mark_uptodate(folio)
  folio_set_reclaim(folio)

  __swap_writepage(folio, wbc)
  folio_put(folio)

  zswap_free_entry(entry)

  spin_lock(lock)
  return LRU_REMOVED_RETRY
}

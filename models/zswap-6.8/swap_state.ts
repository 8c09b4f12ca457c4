// mm/swap_state.c, v6.8-rc5: the swap cache, and reading an entry into it. Left out: shadows of evicted folios (reclaim
// does not run, so there is none), readahead.

import { type bool, cast, elide, goto, type int, type long, NULL, type Ptr, type Ref, ref, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import { EEXIST } from '../kernel/errno.ts'
import { VM_BUG_ON_FOLIO } from '../kernel/folio/folio-bug.ts'
import {
  __folio_set_locked,
  __folio_set_swapbacked,
  folio_test_locked,
  folio_test_swapbacked,
  folio_test_writeback,
} from '../kernel/folio/folio-flags.ts'
import {
  folio_clear_swapcache,
  folio_nr_pages,
  folio_order,
  folio_set_swapcache,
  folio_test_swapcache,
} from '../kernel/folio/folio-kind.ts'
import { folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put, folio_ref_add, folio_ref_sub } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_RECLAIM_MASK } from '../kernel/gfp.ts'
import type { address_space, page, vm_area_struct } from '../kernel/mm-types.ts'
import { schedule_timeout_uninterruptible } from '../kernel/sched.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { xa_is_value } from '../kernel/xa-entry.ts'
import { xa_lock_irq, xa_unlock_irq } from '../kernel/xarray.ts'
import { XA_STATE, XA_STATE_ORDER, type xa_state, xas_error, xas_lock_irq, xas_unlock_irq } from '../kernel/xas.ts'
import { xas_create_range, xas_nomem } from '../kernel/xas-create.ts'
import { xas_store } from '../kernel/xas-store.ts'
import { xas_load, xas_next } from '../kernel/xas-walk.ts'
import { IS_ERR } from './err.ts'
import { alloc_pages_mpol, filemap_get_folio, folio_file_page, get_task_policy, type mempolicy, numa_node_id } from './filemap.ts'
import { folio_add_lru, mem_cgroup_swapin_charge_folio, mem_cgroup_swapin_uncharge_swap, workingset_refault } from './memcontrol.ts'
import { swap_read_folio } from './page_io.ts'
import { swap_address_space, type swap_info_struct, swp_offset } from './swap.ts'
import { swap_slot_cache_enabled } from './swap_slots.ts'
import { get_swap_device, put_swap_device, put_swap_folio, swap_swapcount, swapcache_prepare } from './swapfile.ts'

export const NO_INTERLEAVE_INDEX: pgoff_t = 0xffffffff

/** mm/swap_state.c: stands for it, nothing is ever evicted. */
export function get_shadow_from_swap_cache(entry: swp_entry_t): VoidPtr {
  return NULL
}

/** mm/swap_state.c: stands for it, nothing is ever evicted. */
export function clear_shadow_from_swap_cache(type: int, begin: ulong, end: ulong): void {}

/** mm/swap_state.c, v6.8-rc5 */
export function add_to_swap_cache(folio: Ptr<folio>, entry: swp_entry_t, gfp: gfp_t, shadowp: Ref<VoidPtr>): int {
  let address_space: Ptr<address_space> = swap_address_space(entry)
  let idx: pgoff_t = swp_offset(entry)
  let xas: xa_state = XA_STATE_ORDER(address_space.i_pages, idx, folio_order(folio))
  let i: ulong,
    nr: ulong = folio_nr_pages(folio)
  let old: VoidPtr

  elide('xas_set_update(&xas, workingset_update_node)', 'statistics of nodes')

  VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio)
  VM_BUG_ON_FOLIO(folio_test_swapcache(folio), folio)
  VM_BUG_ON_FOLIO(!folio_test_swapbacked(folio), folio)

  folio_ref_add(folio, nr)
  folio_set_swapcache(folio)
  folio.swap = entry

  do {
    xas_lock_irq(xas)
    xas_create_range(xas)
    if (xas_error(xas)) goto('unlock')
    for (i = 0; i < nr; i++) {
      VM_BUG_ON_FOLIO(xas.xa_index != idx + i, folio)
      if (shadowp) {
        old = xas_load(xas)
        if (xa_is_value(old)) shadowp.value = old
      }
      xas_store(xas, folio)
      xas_next(xas)
    }
    elide('address_space->nrpages += nr', 'statistics')
    elide('__node_stat_mod_folio(folio, NR_FILE_PAGES, nr)', 'statistics')
    elide('__lruvec_stat_mod_folio(folio, NR_SWAPCACHE, nr)', 'statistics')
    unlock: xas_unlock_irq(xas)
  } while (xas_nomem(xas, gfp))

  if (!xas_error(xas)) return 0

  folio_clear_swapcache(folio)
  folio_ref_sub(folio, nr)
  return xas_error(xas)
}

/** mm/swap_state.c, v6.8-rc5 */
export function __delete_from_swap_cache(folio: Ptr<folio>, entry: swp_entry_t, shadow: VoidPtr): void {
  let address_space: Ptr<address_space> = swap_address_space(entry)
  let i: int
  let nr: long = folio_nr_pages(folio)
  let idx: pgoff_t = swp_offset(entry)
  let xas: xa_state = XA_STATE(address_space.i_pages, idx)

  elide('xas_set_update(&xas, workingset_update_node)', 'statistics of nodes')

  VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio)
  VM_BUG_ON_FOLIO(!folio_test_swapcache(folio), folio)
  VM_BUG_ON_FOLIO(folio_test_writeback(folio), folio)

  for (i = 0; i < nr; i++) {
    let entry: VoidPtr = xas_store(xas, shadow)
    VM_BUG_ON_PAGE(entry != folio, entry)
    xas_next(xas)
  }
  folio.swap.val = 0
  folio_clear_swapcache(folio)
  elide('address_space->nrpages -= nr', 'statistics')
  elide('__node_stat_mod_folio(folio, NR_FILE_PAGES, -nr)', 'statistics')
  elide('__lruvec_stat_mod_folio(folio, NR_SWAPCACHE, -nr)', 'statistics')
}

/** mm/swap_state.c, v6.8-rc5 */
export function delete_from_swap_cache(folio: Ptr<folio>): void {
  let entry: swp_entry_t = folio.swap
  let address_space: Ptr<address_space> = swap_address_space(entry)

  xa_lock_irq(address_space.i_pages)
  __delete_from_swap_cache(folio, entry, NULL)
  xa_unlock_irq(address_space.i_pages)

  put_swap_folio(folio, entry)
  folio_ref_sub(folio, folio_nr_pages(folio))
}

/** mm/swap_state.c: stands for it, without readahead. */
export function swap_cache_get_folio(entry: swp_entry_t, vma: Ptr<vm_area_struct>, addr: ulong): Ptr<folio> {
  let folio: Ptr<folio>

  folio = filemap_get_folio(swap_address_space(entry), swp_offset(entry))
  if (IS_ERR(folio)) folio = NULL
  return folio
}

/** mm/swap_state.c, v6.8-rc5 */
export function __read_swap_cache_async(
  entry: swp_entry_t,
  gfp_mask: gfp_t,
  mpol: Ptr<mempolicy>,
  ilx: pgoff_t,
  new_page_allocated: Ref<bool>,
  skip_if_exists: bool,
): Ptr<folio> {
  let si: Ptr<swap_info_struct>
  let folio: Ptr<folio>
  let shadow: VoidPtr = NULL

  new_page_allocated.value = false
  si = get_swap_device(entry)
  if (!si) return NULL

  for (;;) {
    let err: int
    folio = filemap_get_folio(swap_address_space(entry), swp_offset(entry))
    if (!IS_ERR(folio)) goto('got_folio')

    // Swapoff turns the cache of slots off, so as not to give up here.
    if (!swap_swapcount(si, entry) && swap_slot_cache_enabled) goto('fail_put_swap')

    folio = cast<Ptr<folio>>(alloc_pages_mpol(gfp_mask, 0, mpol, ilx, numa_node_id()))
    if (!folio) goto('fail_put_swap')

    err = swapcache_prepare(entry)
    if (!err) break

    folio_put(folio)
    if (err != -EEXIST) goto('fail_put_swap')

    // Writeback may run below somebody who has the entry and waits for memory.
    if (skip_if_exists) goto('fail_put_swap')

    schedule_timeout_uninterruptible(1)
  }

  __folio_set_locked(folio)
  __folio_set_swapbacked(folio)

  if (mem_cgroup_swapin_charge_folio(folio, NULL, gfp_mask, entry)) goto('fail_unlock')

  if (add_to_swap_cache(folio, entry, gfp_mask & GFP_RECLAIM_MASK, ref(shadow))) goto('fail_unlock')

  mem_cgroup_swapin_uncharge_swap(entry)

  if (shadow) workingset_refault(folio, shadow)

  folio_add_lru(folio)
  new_page_allocated.value = true
  got_folio: put_swap_device(si)
  return folio

  fail_unlock: put_swap_folio(folio, entry)
  folio_unlock(folio)
  folio_put(folio)
  fail_put_swap: put_swap_device(si)
  return NULL
}

/** mm/swap_state.c: stands for it: reads the page alone. */
export function swapin_readahead(entry: swp_entry_t, gfp_mask: gfp_t): Ptr<page> {
  let page_allocated: bool
  let folio: Ptr<folio>

  folio = __read_swap_cache_async(entry, gfp_mask, get_task_policy(NULL), NO_INTERLEAVE_INDEX, ref(page_allocated), false)
  if (!folio) return NULL
  if (page_allocated) swap_read_folio(folio, false, NULL)
  return folio_file_page(folio, swp_offset(entry))
}

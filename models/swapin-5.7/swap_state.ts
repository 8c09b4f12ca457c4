// mm/swap_state.c: the swap cache, and reading an entry into it. The pre-image is what "mm: memcontrol: charge swapin
// pages on instantiation" (4c6355b25e8b) left in -mm, with the argument that a later patch took off mem_cgroup_charge().
//
// Left out: readahead and its statistics, add_to_swap() (swapping out). Differs: swap_address_space() is a macro over
// one address space for each 64 MB. All other statements are those of the kernel, token by token.

import {
  bool,
  elide,
  goto,
  type int,
  NULL,
  offset,
  type Ptr,
  type Ref,
  ref,
  type ulong,
  type VoidPtr,
  zeroed,
} from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import { unlikely } from '../kernel/compiler.ts'
import { EEXIST } from '../kernel/errno.ts'
import { GFP_KERNEL } from '../kernel/gfp.ts'
import {
  compound_order,
  hpage_nr_pages,
  is_huge_zero_page,
  page_mapped,
  page_private,
  put_page,
  set_page_private,
} from '../kernel/mm.ts'
import type { address_space, page, vm_area_struct } from '../kernel/mm-types.ts'
import { alloc_page_vma } from '../kernel/page-alloc.ts'
import {
  __SetPageLocked,
  __SetPageSwapBacked,
  ClearPageSwapCache,
  PageLocked,
  PageSwapBacked,
  PageSwapCache,
  PageTransCompound,
  PageWriteback,
  SetPageSwapCache,
  SetPageWorkingset,
} from '../kernel/page-flags.ts'
import { page_ref_add, page_ref_sub } from '../kernel/page-ref.ts'
import { trylock_page, unlock_page } from '../kernel/pagemap.ts'
import { cond_resched } from '../kernel/sched.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { xa_lock_irq, xa_unlock_irq } from '../kernel/xarray.ts'
import { XA_STATE, XA_STATE_ORDER, type xa_state, xas_error, xas_lock_irq, xas_unlock_irq } from '../kernel/xas.ts'
import { xas_create_range, xas_nomem } from '../kernel/xas-create.ts'
import { xas_store } from '../kernel/xas-store.ts'
import { xas_next } from '../kernel/xas-walk.ts'
import { find_get_page } from './filemap.ts'
import { lru_cache_add_anon } from './lru.ts'
import { mem_cgroup_charge } from './memcontrol.ts'
import { swap_readpage } from './page_io.ts'
import { type swap_info_struct, type swp_entry_t, swp_offset } from './swap.ts'
import { swap_slot_cache_enabled } from './swap_slots.ts'
import {
  __swp_swapcount,
  get_swap_device,
  put_swap_device,
  put_swap_page,
  swap_free,
  swapcache_prepare,
  try_to_free_swap,
} from './swapfile.ts'

/** The swap cache of the one device; the kernel has one for each 64 MB. */
export const swapper_space: address_space = zeroed()

/** include/linux/swap.h, v5.7-rc6-mm1 */
export function swap_address_space(entry: swp_entry_t): Ptr<address_space> {
  return swapper_space
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function add_to_swap_cache(page: Ptr<page>, entry: swp_entry_t, gfp: gfp_t): int {
  let address_space: Ptr<address_space> = swap_address_space(entry)
  let idx: pgoff_t = swp_offset(entry)
  let xas: xa_state = XA_STATE_ORDER(address_space.i_pages, idx, compound_order(page))
  let i: ulong,
    nr: ulong = hpage_nr_pages(page)

  VM_BUG_ON_PAGE(!PageLocked(page), page)
  VM_BUG_ON_PAGE(bool(PageSwapCache(page)), page)
  VM_BUG_ON_PAGE(!PageSwapBacked(page), page)

  page_ref_add(page, nr)
  SetPageSwapCache(page)

  do {
    xas_lock_irq(xas)
    xas_create_range(xas)
    if (xas_error(xas)) goto('unlock')
    for (i = 0; i < nr; i++) {
      VM_BUG_ON_PAGE(xas.xa_index != idx + i, page)
      set_page_private(offset(page, i), entry.val + i)
      xas_store(xas, page)
      xas_next(xas)
    }
    address_space.nrpages += nr
    elide('__mod_node_page_state(page_pgdat(page), NR_FILE_PAGES, nr)', 'statistics')
    elide('ADD_CACHE_INFO(add_total, nr)', 'statistics')
    unlock: xas_unlock_irq(xas)
  } while (xas_nomem(xas, gfp))

  if (!xas_error(xas)) return 0

  ClearPageSwapCache(page)
  page_ref_sub(page, nr)
  return xas_error(xas)
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function __delete_from_swap_cache(page: Ptr<page>, entry: swp_entry_t): void {
  let address_space: Ptr<address_space> = swap_address_space(entry)
  let i: int,
    nr: int = hpage_nr_pages(page)
  let idx: pgoff_t = swp_offset(entry)
  let xas: xa_state = XA_STATE(address_space.i_pages, idx)

  VM_BUG_ON_PAGE(!PageLocked(page), page)
  VM_BUG_ON_PAGE(!PageSwapCache(page), page)
  VM_BUG_ON_PAGE(bool(PageWriteback(page)), page)

  for (i = 0; i < nr; i++) {
    let entry: VoidPtr = xas_store(xas, NULL)
    VM_BUG_ON_PAGE(entry != page, entry)
    set_page_private(offset(page, i), 0)
    xas_next(xas)
  }
  ClearPageSwapCache(page)
  address_space.nrpages -= nr
  elide('__mod_node_page_state(page_pgdat(page), NR_FILE_PAGES, -nr)', 'statistics')
  elide('ADD_CACHE_INFO(del_total, nr)', 'statistics')
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function delete_from_swap_cache(page: Ptr<page>): void {
  let entry: swp_entry_t = { val: page_private(page) }
  let address_space: Ptr<address_space> = swap_address_space(entry)

  xa_lock_irq(address_space.i_pages)
  __delete_from_swap_cache(page, entry)
  xa_unlock_irq(address_space.i_pages)

  put_swap_page(page, entry)
  page_ref_sub(page, hpage_nr_pages(page))
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function free_swap_cache(page: Ptr<page>): void {
  if (PageSwapCache(page) && !page_mapped(page) && trylock_page(page)) {
    try_to_free_swap(page)
    unlock_page(page)
  }
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function free_page_and_swap_cache(page: Ptr<page>): void {
  free_swap_cache(page)
  if (!is_huge_zero_page(page)) put_page(page)
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function lookup_swap_cache(entry: swp_entry_t, vma: Ptr<vm_area_struct>, addr: ulong): Ptr<page> {
  let page: Ptr<page>
  let si: Ptr<swap_info_struct>

  si = get_swap_device(entry)
  if (!si) return NULL
  page = find_get_page(swap_address_space(entry), swp_offset(entry))
  put_swap_device(si)

  elide('INC_CACHE_INFO(find_total)', 'statistics')
  if (page) {
    elide('bool vma_ra = swap_use_vma_readahead()', 'readahead')
    elide('bool readahead', 'readahead')

    elide('INC_CACHE_INFO(find_success)', 'statistics')
    if (unlikely(bool(PageTransCompound(page)))) return page

    elide('readahead = TestClearPageReadahead(page)', 'readahead')
    elide(
      'if (vma && vma_ra) { unsigned long ra_val; int win, hits; ra_val = GET_SWAP_RA_VAL(vma); win = SWAP_RA_WIN(ra_val); hits = SWAP_RA_HITS(ra_val); if (readahead) hits = min_t(int, hits + 1, SWAP_RA_HITS_MAX); atomic_long_set(&vma->swap_readahead_info, SWAP_RA_VAL(addr, win, hits)); }',
      'readahead',
    )
    elide(
      'if (readahead) { count_vm_event(SWAP_RA_HIT); if (!vma || !vma_ra) atomic_inc(&swapin_readahead_hits); }',
      'readahead',
    )
  }

  return page
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function __read_swap_cache_async(
  entry: swp_entry_t,
  gfp_mask: gfp_t,
  vma: Ptr<vm_area_struct>,
  addr: ulong,
  new_page_allocated: Ref<bool>,
): Ptr<page> {
  let si: Ptr<swap_info_struct>
  let page: Ptr<page>

  new_page_allocated.value = false

  for (;;) {
    let err: int
    // The cache may have been filled since the caller looked.
    si = get_swap_device(entry)
    if (!si) return NULL
    page = find_get_page(swap_address_space(entry), swp_offset(entry))
    put_swap_device(si)
    if (page) return page

    // A slot parked in the slot cache has SWAP_HAS_CACHE for ever: without this check, readers would loop on it.
    if (!__swp_swapcount(entry) && swap_slot_cache_enabled) return NULL

    err = swapcache_prepare(entry)
    if (!err) break

    if (err == -EEXIST) {
      // Somebody owns SWAP_HAS_CACHE; that says nothing about the cache itself.
      cond_resched()
      continue
    }

    return NULL
  }

  // From here to the store in add_to_swap_cache(), others find neither a page nor the right to make one.
  page = alloc_page_vma(gfp_mask, vma, addr)
  if (!page) goto('fail_free')

  __SetPageLocked(page)
  __SetPageSwapBacked(page)

  if (add_to_swap_cache(page, entry, gfp_mask & GFP_KERNEL)) goto('fail_unlock')

  if (mem_cgroup_charge(page, NULL, gfp_mask & GFP_KERNEL)) goto('fail_delete')

  SetPageWorkingset(page)
  lru_cache_add_anon(page)
  new_page_allocated.value = true
  return page

  fail_delete: delete_from_swap_cache(page)
  fail_unlock: unlock_page(page)
  put_page(page)
  fail_free: swap_free(entry)
  return NULL
}

/** mm/swap_state.c, v5.7-rc6-mm1 */
export function read_swap_cache_async(
  entry: swp_entry_t,
  gfp_mask: gfp_t,
  vma: Ptr<vm_area_struct>,
  addr: ulong,
  do_poll: bool,
): Ptr<page> {
  let page_was_allocated: bool
  let retpage: Ptr<page> = __read_swap_cache_async(entry, gfp_mask, vma, addr, ref(page_was_allocated))

  if (page_was_allocated) swap_readpage(retpage, do_poll)

  return retpage
}

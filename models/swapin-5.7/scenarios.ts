// The tasks, their initial state and what must be true in the end. One swap entry, number 1 of the one device, to which
// two swapped-out page tables refer.

import { bool, NULL, type Ptr, type uchar, zeroed } from '../../src/model/dialect.ts'
import { GFP_HIGHUSER_MOVABLE } from '../kernel/gfp.ts'
import { free_unref_page, put_page } from '../kernel/mm.ts'
import type { page, vm_area_struct } from '../kernel/mm-types.ts'
import { new_page } from '../kernel/page-alloc.ts'
import { PG_locked, PG_swapbacked, PG_swapcache, PG_uptodate, PG_workingset } from '../kernel/page-flags.ts'
import { unlock_page } from '../kernel/pagemap.ts'
import { xa_load } from '../kernel/xa-api.ts'
import { xa_set_up } from '../kernel/xas-store.ts'
import { putback_lru_page } from './lru.ts'
import { root_mem_cgroup } from './memcontrol.ts'
import { SWAP_HAS_CACHE, SWAP_MAP_BAD, SWP_USED, SWP_VALID, SWP_WRITEOK, swp_entry, type swp_entry_t } from './swap.ts'
import { swp_slots } from './swap_slots.ts'
import { read_swap_cache_async, swapper_space } from './swap_state.ts'
import { swap_device, swap_free } from './swapfile.ts'
import { __remove_mapping } from './vmscan.ts'

/** References that page tables hold to the entry, from the beginning to the end. */
export const REFERENCES: uchar = 2

export const reader_vma: vm_area_struct = zeroed()

/** The page that reclaim has isolated and locked. */
export let isolated: Ptr<page> = NULL

/** Two references to the entry; nothing is cached. */
export function entry_swapped_out(): void {
  swap_device.flags = SWP_USED | SWP_WRITEOK | SWP_VALID
  swap_device.max = 2
  swap_device.swap_map[1] = REFERENCES
}

/** Two references to the entry; its page is clean, unmapped, in the swap cache, isolated and locked by reclaim. */
export function entry_in_cache(): void {
  let page: Ptr<page> = new_page()

  entry_swapped_out()
  swap_device.swap_map[1] = REFERENCES | SWAP_HAS_CACHE
  page.flags = (1 << PG_locked) | (1 << PG_uptodate) | (1 << PG_swapbacked) | (1 << PG_swapcache) | (1 << PG_workingset)
  page._refcount.counter = 2
  page.private = 1
  page.mem_cgroup = root_mem_cgroup
  xa_set_up(swapper_space.i_pages, 1, 0, page)
  swapper_space.nrpages = 1
  isolated = page
}

/** One reference to the entry, which its owner is about to drop; nothing is cached. */
export function entry_dying(): void {
  entry_swapped_out()
  swap_device.swap_map[1] = 1
}

/** A slot that swapon found to be bad: readahead comes to it as to its neighbours. */
export function entry_bad(): void {
  entry_swapped_out()
  swap_device.swap_map[1] = SWAP_MAP_BAD
}

/** An unmapping task: the page table gives the last reference up. */
export function unmap(): void {
  swap_free(swp_entry(0, 1))
}

/** A page fault or readahead: looks the entry up, reads it if it was given a new page, drops its reference. */
export function reader(): void {
  let entry: swp_entry_t = swp_entry(0, 1)
  let page: Ptr<page>

  page = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, reader_vma, 0, true)
  if (page) put_page(page)
}

/** What shrink_page_list() does with a page that it has decided to evict. */
export function reclaim(): void {
  let page: Ptr<page> = isolated

  isolated = NULL
  if (__remove_mapping(swapper_space, page, true, NULL)) {
    unlock_page(page)
    free_unref_page(page)
  } else {
    unlock_page(page)
    putback_lru_page(page)
  }
}

/** The page in the slot of the entry. @atomic */
export function cached_page(): Ptr<page> {
  return xa_load(swapper_space.i_pages, 1)
}

/** @atomic */
export function reference_count_kept(): bool {
  return (swap_device.swap_map[1] & ~SWAP_HAS_CACHE) == REFERENCES
}

/** @atomic */
export function has_cache_set(): bool {
  return bool(swap_device.swap_map[1] & SWAP_HAS_CACHE)
}

/** SWAP_HAS_CACHE goes with a page in the cache, or the entry is parked in the slot cache. @atomic */
export function has_cache_owned(): bool {
  if (!has_cache_set()) return !cached_page()
  if (cached_page()) return true
  return swap_device.swap_map[1] == SWAP_HAS_CACHE && swp_slots.n_ret > 0
}

/** @atomic */
export function something_cached(): bool {
  return bool(cached_page())
}

/** In the end no read is under way, so that a page that is still locked for one stays so for ever. @atomic */
export function cached_page_read(): bool {
  let page: Ptr<page> = cached_page()
  if (!page) return true
  if (page._refcount.counter == 0) return false
  return bool((page.flags >> PG_uptodate) & 1)
}

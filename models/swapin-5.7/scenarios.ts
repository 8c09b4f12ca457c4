// The tasks, their initial state and what must be true in the end. One swap entry, number 1 of the one device, to which
// two swapped-out page tables refer; more entries, from number 2, on the higher rungs of a ladder.

import { type bool, type int, NULL, type Ptr, type uchar, type ulong, zeroed } from '../../src/model/dialect.ts'
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
/** References to an entry that is about to be given up, each by a task. */
export const DYING_REFERENCES: uchar = 1
/** Entries of the device. */
export const ENTRIES: ulong = 1

export const reader_vma: vm_area_struct = zeroed()

/** The page that reclaim has isolated and locked. */
export let isolated: Ptr<page> = NULL

/** Two references to each entry; nothing is cached. */
export function entry_swapped_out(): void {
  let i: ulong

  swap_device.flags = SWP_USED | SWP_WRITEOK | SWP_VALID
  swap_device.max = ENTRIES + 1
  for (i = 1; i <= ENTRIES; i++) swap_device.swap_map[i] = REFERENCES
}

/** Two references to each entry; the page of the first is clean, unmapped, in the swap cache, isolated and locked by reclaim. */
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
  swap_device.swap_map[1] = DYING_REFERENCES
}

/** A slot that swapon found to be bad: readahead comes to it as to its neighbours. */
export function entry_bad(): void {
  entry_swapped_out()
  swap_device.swap_map[1] = SWAP_MAP_BAD
}

/** An unmapping task: a page table gives its reference up. */
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

/** The same of each entry, one after the other. */
export function reader_of_all(): void {
  let i: ulong
  let page: Ptr<page>

  for (i = 1; i <= ENTRIES; i++) {
    page = read_swap_cache_async(swp_entry(0, i), GFP_HIGHUSER_MOVABLE, reader_vma, 0, true)
    if (page) put_page(page)
  }
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

/** The page in the slot of an entry. @atomic */
export function cached_page(entry: ulong): Ptr<page> {
  return xa_load(swapper_space.i_pages, entry)
}

/** @atomic */
export function reference_count_kept(): bool {
  let i: ulong

  for (i = 1; i <= ENTRIES; i++) if ((swap_device.swap_map[i] & ~SWAP_HAS_CACHE) != REFERENCES) return false
  return true
}

/** @atomic */
export function has_cache_set(): bool {
  let i: ulong

  for (i = 1; i <= ENTRIES; i++) if (swap_device.swap_map[i] & SWAP_HAS_CACHE) return true
  return false
}

/** SWAP_HAS_CACHE goes with a page in the cache, or the entry is parked in the slot cache. @atomic */
export function has_cache_owned(): bool {
  let i: ulong
  let parked: int = 0

  for (i = 1; i <= ENTRIES; i++) {
    if (!(swap_device.swap_map[i] & SWAP_HAS_CACHE)) {
      if (cached_page(i)) return false
    } else if (!cached_page(i)) {
      if (swap_device.swap_map[i] != SWAP_HAS_CACHE) return false
      parked++
    }
  }
  return parked <= swp_slots.n_ret
}

/** @atomic */
export function something_cached(): bool {
  let i: ulong

  for (i = 1; i <= ENTRIES; i++) if (cached_page(i)) return true
  return false
}

/** In the end no read is under way, so that a page that is still locked for one stays so for ever. @atomic */
export function cached_page_read(): bool {
  let i: ulong
  let page: Ptr<page>

  for (i = 1; i <= ENTRIES; i++) {
    page = cached_page(i)
    if (!page) continue
    if (page._refcount.counter == 0 || !((page.flags >> PG_uptodate) & 1)) return false
  }
  return true
}

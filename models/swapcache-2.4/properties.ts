// What must be true of the swap cache always, and of counts and data when all is done: nobody runs, no read is in flight.
//
// A count may be too high then: an entry or a page that stays counted once too often is found by reclaim. It may not be
// too low: who frees the entry next frees it under somebody.
//
// If two pages have one entry, the right one is still there. That a fault may find the other is what one-page-per-entry
// says, and not said again as a loss of data.

import { type bool, cast, type int, NULL, type Ptr, type ulong } from '../../src/model/dialect.ts'
import type { mm_struct, page, pte_t } from '../kernel/2.4/mm-types.ts'
import { pte_none, pte_present } from '../kernel/2.4/pgtable.ts'
import { page_hash_table } from './filemap.ts'
import { mm, other_mm, WRITTEN } from './scenarios.ts'
import { pte_to_swp_entry, SWP_OFFSET, SWP_TYPE, type swap_info_struct, swapper_space, type swp_entry_t } from './swap.ts'
import { swap_info } from './swapfile.ts'

/** Of two pages in the hash, whether they are for the same entry. @atomic */
export function same_entry(a: Ptr<page>, b: Ptr<page>): bool {
  return a.mapping == swapper_space && b.mapping == swapper_space && a.index == b.index
}

/** @atomic */
export function one_page_per_entry(): bool {
  let a: Ptr<page>
  let b: Ptr<page>

  for (a = page_hash_table[0]; a; a = a.next_hash) for (b = a.next_hash; b; b = b.next_hash) if (same_entry(a, b)) return false
  return true
}

/** @atomic */
export function something_cached(): bool {
  return page_hash_table[0] != NULL
}

/** The entry that a page of the swap cache has. */
export function entry_of(page: Ptr<page>): swp_entry_t {
  return cast<swp_entry_t>({ val: page.index })
}

/** What the map of its area counts for an entry: nothing if the area is gone. */
export function counted(entry: swp_entry_t): ulong {
  let si: Ptr<swap_info_struct> = swap_info[SWP_TYPE(entry)]
  if (!si.swap_map || SWP_OFFSET(entry) >= si.max) return 0
  return si.swap_map[SWP_OFFSET(entry)]
}

/** Whether the page table entry holds an entry of swap, and which. */
export function holds(pte: pte_t, entry: swp_entry_t): bool {
  return !pte_none(pte) && !pte_present(pte) && pte_to_swp_entry(pte).val == entry.val
}

/** How many page table entries hold the entry, and how many pages are cached under it. */
export function users(entry: swp_entry_t): ulong {
  let n: ulong = 0
  let i: int
  let page: Ptr<page>

  for (i = 0; i < 2; i++) {
    if (holds(mm.ptes[i], entry)) n++
    if (holds(other_mm.ptes[i], entry)) n++
  }
  for (page = page_hash_table[0]; page; page = page.next_hash)
    if (page.mapping == swapper_space && page.index == entry.val) n++
  return n
}

/** Each entry that a page table of the mm holds is counted for all its users. */
export function covers_ptes(of: Ptr<mm_struct>): bool {
  let i: int
  let entry: swp_entry_t

  for (i = 0; i < 2; i++) {
    entry = pte_to_swp_entry(of.ptes[i])
    if (holds(of.ptes[i], entry) && counted(entry) < users(entry)) return false
  }
  return true
}

/** @atomic */
export function swap_count_covers_users(): bool {
  let page: Ptr<page>

  for (page = page_hash_table[0]; page; page = page.next_hash)
    if (page.mapping == swapper_space && counted(entry_of(page)) < users(entry_of(page))) return false
  return covers_ptes(mm) && covers_ptes(other_mm)
}

/** The page that was written to is mapped, or cached under the entry. Nothing writes to swap here: who reads does not get it. */
export function reaches_written(pte: pte_t): bool {
  let page: Ptr<page>

  if (pte_present(pte)) return pte.page.contents == WRITTEN
  for (page = page_hash_table[0]; page; page = page.next_hash)
    if (page.mapping == swapper_space && holds(pte, entry_of(page)) && page.contents == WRITTEN) return true
  return false
}

/** The dirty page belongs to the other mm, and nobody else gets it. The first page of the mm is there, or in swap. @atomic */
export function no_data_loss(): bool {
  if (!reaches_written(other_mm.ptes[0]) || pte_none(mm.ptes[0])) return false
  return !reaches_written(mm.ptes[0]) && !reaches_written(mm.ptes[1])
}

/** The other mm does not have its page mapped any more. @atomic */
export function page_unmapped(): bool {
  return !pte_present(other_mm.ptes[0])
}

/** The other mm has an entry of swap where its page was. @atomic */
export function page_swapped_out(): bool {
  return page_unmapped() && !pte_none(other_mm.ptes[0])
}

// What must be true when all is done: nobody runs, no I/O is in flight, no work is queued. Nobody reclaims globally: who
// only that would find is leaked.

import { bool, type int, list_entry, type Ptr, type ulong } from '../../src/model/dialect.ts'
import { stored } from '../kernel/2.6/bio.ts'
import type { page, pte_t } from '../kernel/2.6/mm-types.ts'
import { PG_dirty, PG_swapcache, PG_uptodate } from '../kernel/2.6/page-flags.ts'
import { _PAGE_DIRTY, pte_none, pte_present } from '../kernel/2.6/pgtable.ts'
import type { list_head } from '../kernel/list.ts'
import { lru_add_pvecs, lru_rotate_pvecs, the_zone } from './lru.ts'
import { PCG_USED } from './memcontrol.ts'
import { the_mm } from './rmap.ts'
import { WRITTEN } from './scenarios.ts'
import { pte_to_swp_entry } from './swap.ts'
import { swapper_space } from './swap_state.ts'
import { swap_info } from './swapfile.ts'

/** Whether the process has the entry in its page table. */
export function in_page_table(entry: ulong): bool {
  let pte: pte_t = the_mm.ptes[0]
  return !pte_none(pte) && !pte_present(pte) && pte_to_swp_entry(pte).val == entry
}

/** An entry of which the swap cache alone knows, with a page that nobody maps, or nobody at all. */
export function stale(entry: ulong): bool {
  let page: Ptr<page> = swapper_space.page_tree.slots[entry]
  if (!swap_info[0].swap_map[entry] || in_page_table(entry)) return false
  return !page || page._mapcount.counter == -1
}

/** The group of the page finds it on its lists. */
export function found_by_group(page: Ptr<page>): bool {
  if (!page) return false
  return page.page_cgroup.listed && bool((page.page_cgroup.flags >> PCG_USED) & 1)
}

/** @atomic */
export function no_strong_leak(): bool {
  let i: ulong
  for (i = 1; i < 3; i++) if (stale(i) && !found_by_group(swapper_space.page_tree.slots[i])) return false
  return true
}

/** @atomic */
export function no_weak_leak(): bool {
  let i: ulong
  for (i = 1; i < 3; i++) if (stale(i) && found_by_group(swapper_space.page_tree.slots[i])) return false
  return true
}

/** How often a CPU has the page in its batches. */
export function batched(page: Ptr<page>): int {
  let cpu: int
  let i: int
  let n: int = 0
  for (cpu = 0; cpu < 4; cpu++)
    for (i = 0; i < 2; i++) {
      if (lru_add_pvecs[cpu].pages[i] == page) n++
      if (lru_rotate_pvecs[cpu].pages[i] == page) n++
    }
  return n
}

/** Page tables, the swap cache and batches are all who refer to the page. */
export function counted(page: Ptr<page>): bool {
  return page._count.counter == page._mapcount.counter + 1 + ((page.flags >> PG_swapcache) & 1) + batched(page)
}

/** @atomic */
export function no_page_ref_leak(): bool {
  let head: Ptr<list_head> = the_zone.lru.next
  let pte: pte_t = the_mm.ptes[0]
  let page: Ptr<page>
  let i: ulong

  for (; head != the_zone.lru; head = head.next) {
    page = list_entry<page>(head, 'lru')
    if (!counted(page)) return false
  }
  for (i = 1; i < 3; i++) {
    page = swapper_space.page_tree.slots[i]
    if (page && !counted(page)) return false
  }
  return !pte_present(pte) || counted(pte.page)
}

/** The page, or what it was written to, still has what the process wrote. @atomic */
export function no_data_loss(): bool {
  let pte: pte_t = the_mm.ptes[0]
  let entry: ulong = pte_to_swp_entry(pte).val
  let page: Ptr<page>

  if (pte_none(pte)) return true
  if (pte_present(pte)) {
    page = pte.page
    if (page.contents != WRITTEN) return false
    // Clean, it is dropped by the next reclaim: there must be a copy of it.
    if ((page.flags >> PG_dirty) & 1 || pte.pte_low & _PAGE_DIRTY) return true
    return bool((page.flags >> PG_swapcache) & 1) && stored[page.private] == WRITTEN
  }
  if (!swap_info[0].swap_map[entry]) return false
  page = swapper_space.page_tree.slots[entry]
  if (page && (page.flags >> PG_uptodate) & 1) return page.contents == WRITTEN
  return stored[entry] == WRITTEN
}

/** The process still has its page, or the entry that it is swapped out to. @atomic */
export function something_kept(): bool {
  return !pte_none(the_mm.ptes[0])
}

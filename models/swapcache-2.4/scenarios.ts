// The tasks and their initial state: one mm with two pages, one of them swapped out in every scenario; another mm with a
// dirty page that wants an entry of swap; and areas of swap.

import { alloc, NULL, type Ptr, type ulong, type ushort, zeroed } from '../../src/model/dialect.ts'
import type { mm_struct, page, pte_t, vm_area_struct } from '../kernel/2.4/mm-types.ts'
import { leave_free } from '../kernel/2.4/page-alloc.ts'
import { PG_locked, UnlockPage } from '../kernel/2.4/page-flags.ts'
import { page_cache_release } from '../kernel/2.4/pagemap.ts'
import { _PAGE_DIRTY, _PAGE_PRESENT, _PAGE_RW, pte_page, pte_present } from '../kernel/2.4/pgtable.ts'
import { sched_init } from '../kernel/2.4/sched.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import { handle_mm_fault } from './memory.ts'
import { pager_daemon, SWAP_FLAG_PREFER, SWAP_MAP_BAD, SWP_ENTRY, SWP_WRITEOK, type swap_map_area, swp_entry_to_pte } from './swap.ts'
import { add_to_swap_cache } from './swap_state.ts'
import { init_mm, on_disk, swap_dentry, swap_free, swap_info, swap_of, sys_swapoff, sys_swapon } from './swapfile.ts'
import { try_to_swap_out } from './vmscan.ts'

export const mm: mm_struct = zeroed()
export const vma: vm_area_struct = zeroed()
export const other_mm: mm_struct = zeroed()
export const other_vma: vm_area_struct = zeroed()

/** Pages of the mm that are swapped out, in the scenarios where it may have more than one. */
export const SWAPPED_PAGES: ulong = 1
/** References to an entry that are about to be given up, each by a task. */
export const DYING_REFERENCES: ushort = 1

/** What the other mm wrote on its page. */
export const WRITTEN: ulong = 1

/** The mm, which swapoff would find, and another one, whose page is dirty and in no cache. */
export function two_mms(): void {
  let page: Ptr<page> = alloc<page>()

  sched_init()
  mm.mmap = vma
  mm.mmlist.next = init_mm.mmlist
  mm.mmlist.prev = init_mm.mmlist
  mm.mm_users.counter = 1
  init_mm.mmlist.next = mm.mmlist
  init_mm.mmlist.prev = mm.mmlist
  init_mm.mm_users.counter = 1
  vma.vm_mm = mm
  vma.vm_end = 2
  other_mm.mmap = other_vma
  other_mm.mm_users.counter = 1
  other_mm.rss = 1
  other_vma.vm_mm = other_mm
  other_vma.vm_end = 1
  page.count.counter = 1
  page.contents = WRITTEN
  other_mm.ptes[0].pte_low = _PAGE_PRESENT | _PAGE_DIRTY | _PAGE_RW
  other_mm.ptes[0].page = page
}

/** An area with entries from 1 to below `max`, all of them in use once. */
export function area(max: ulong): void {
  let map: Ptr<swap_map_area> = alloc<swap_map_area>()
  let i: ulong

  map.map[0] = SWAP_MAP_BAD
  for (i = 1; i < max; i++) map.map[i] = 1
  swap_info[0].flags = SWP_WRITEOK
  swap_info[0].swap_file = swap_dentry
  swap_info[0].swap_map = map.map
  swap_info[0].lowest_bit = 1
  swap_info[0].cluster_next = 1
  swap_info[0].pages = max - 1
  swap_info[0].max = max
  swap_info[0].next = -1
  pager_daemon.swap_cluster = 32
}

/** The first page of the mm is swapped out to an entry. */
export function swapped_out(offset$: ulong): void {
  mm.ptes[0] = swp_entry_to_pte(SWP_ENTRY(0, offset$))
}

/** Swap is full; the first page of the mm is in the first entry, and not cached. */
export function swap_full(): void {
  two_mms()
  area(4)
  swap_of(1, 3, 0)
  swapped_out(1)
  if (SWAPPED_PAGES > 1) mm.ptes[1] = swp_entry_to_pte(SWP_ENTRY(0, 2))
}

/** The second entry is free; the first page of the mm is in the third, which is read with the second. */
export function neighbour_free(): void {
  two_mms()
  area(4)
  swap_of(1, 3, 1)
  swap_info[0].swap_map[2] = 0
  swap_info[0].lowest_bit = 2
  swap_info[0].highest_bit = 2
  swapped_out(3)
  if (SWAPPED_PAGES > 1) mm.ptes[1] = swp_entry_to_pte(SWP_ENTRY(0, 1))
}

/** The same, but the second entry has an owner, which is about to give it up. */
export function neighbour_dying(): void {
  two_mms()
  area(4)
  swap_of(1, 3, 0)
  swap_info[0].swap_map[2] = DYING_REFERENCES
  swapped_out(3)
}

/** A second area, which has no entry left. */
export function full_area(): void {
  swap_info[0].next = 1
  swap_info[0].prio = 1
  swap_info[1].flags = SWP_WRITEOK
  swap_info[1].lowest_bit = 1
  swap_info[1].cluster_next = 1
  swap_info[1].pages = 1
  swap_info[1].max = 2
  swap_info[1].next = -1
}

/** Both pages of the mm are one page, in the only entry of the first area. */
export function one_entry(): void {
  two_mms()
  area(2)
  full_area()
  swap_of(2, 2, 0)
  swap_info[0].swap_map[1] = 2
  swapped_out(1)
  mm.ptes[1] = swp_entry_to_pte(SWP_ENTRY(0, 1))
  on_disk.info.version = 1
  on_disk.info.last_page = 2
}

/** The first page of the mm is in the swap cache, the second is swapped out, and there is no memory left. */
export function short_of_memory(): void {
  let page: Ptr<page> = alloc<page>()

  two_mms()
  area(3)
  full_area()
  swap_of(2, 3, 0)
  swapped_out(1)
  swap_info[0].swap_map[1] = 2
  page.count.counter = 1
  page.flags = 1 << PG_locked
  add_to_swap_cache(page, SWP_ENTRY(0, 1))
  UnlockPage(page)
  page_cache_release(page)
  mm.ptes[1] = swp_entry_to_pte(SWP_ENTRY(0, 2))
  leave_free(0)
}

/** A thread of the mm touches its first page. */
export function fault(): void {
  handle_mm_fault(mm, vma, 0, 0)
}

/** A thread of the mm touches its pages, one after the other. */
export function fault_on_all(): void {
  let i: ulong

  for (i = 0; i < SWAPPED_PAGES; i++) handle_mm_fault(mm, vma, i, 0)
}

/** kswapd, or a task that is short of memory, comes to the page of the other mm. */
export function swap_out(): void {
  let pte: pte_t

  spin_lock(other_mm.page_table_lock)
  pte = other_mm.ptes[0]
  if (pte_present(pte)) try_to_swap_out(other_mm, other_vma, 0, other_mm.ptes, pte_page(pte))
  spin_unlock(other_mm.page_table_lock)
}

export function fault_and_swap_out(): void {
  fault()
  swap_out()
}

export function fault_on_all_and_swap_out(): void {
  fault_on_all()
  swap_out()
}

/** A process that has the second entry exits; then somebody comes to the page of the other mm. */
export function give_up_and_swap_out(): void {
  swap_free(SWP_ENTRY(0, 2))
  swap_out()
}

export function swapoff(): void {
  sys_swapoff(NULL)
}

/** Somebody comes to the page of the other mm after swapoff. */
export function swapoff_and_swap_out(): void {
  sys_swapoff(NULL)
  swap_out()
}

/** The same, after some memory became free. */
export function swapoff_free_and_swap_out(): void {
  sys_swapoff(NULL)
  leave_free(1)
  swap_out()
}

/** The same, after the area was taken into use again. */
export function swapoff_swapon_and_swap_out(): void {
  sys_swapoff(NULL)
  sys_swapon(NULL, SWAP_FLAG_PREFER | 1)
  swap_out()
}

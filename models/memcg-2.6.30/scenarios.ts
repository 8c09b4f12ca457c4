// The tasks, their initial state and what must be true in the end: one process with one page, which it has swapped out to
// the second entry of the area or has mapped, and one reference to it that somebody is about to give up.

import { type long, NULL, type Ptr, ref, type ulong, zeroed } from '../../src/model/dialect.ts'
import { stored } from '../kernel/2.6/bio.ts'
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from '../kernel/2.6/gfp.ts'
import type { page, writeback_control } from '../kernel/2.6/mm-types.ts'
import { new_page } from '../kernel/2.6/page-alloc.ts'
import { PG_dirty, PG_locked, PG_reclaim, PG_referenced, PG_swapbacked, PG_swapcache, PG_uptodate } from '../kernel/2.6/page-flags.ts'
import { mk_pte, PAGE_SIZE, } from '../kernel/2.6/pgtable.ts'
import { list_add, list_del, list_empty, type list_head } from '../kernel/list.ts'
import { lru_rotate_pvecs, page_cache_release, pagevec_lru_add, put_page, the_zone } from './lru.ts'
import { MEM_CGROUP_CHARGE_TYPE_MAPPED, PCG_LOCK, PCG_USED, pcg_default_flags, the_group } from './memcontrol.ts'
import { do_swap_page, type mmu_gather, tlb_finish_mmu, ZAP_BLOCK_SIZE, zap_pte_range } from './memory.ts'
import { swap_writepage, WB_SYNC_NONE } from './page_io.ts'
import { the_anon_vma, the_mm, the_vma } from './rmap.ts'
import { SWP_USED, SWP_WRITEOK, swp_entry, swp_entry_to_pte } from './swap.ts'
import { read_swap_cache_async, swapper_space, swapper_space_init } from './swap_state.ts'
import { swap_info, swap_of } from './swapfile.ts'
import { lru_to_page, PAGEOUT_IO_ASYNC, type scan_control, shrink_page_list } from './vmscan.ts'

/** What the process wrote on its page. */
export const WRITTEN: ulong = 1
/** The entry that it is swapped out to. */
export const ENTRY: ulong = 1

export const sc: scan_control = zeroed()
/** What reclaim has taken off the lists. */
export const isolated: list_head = zeroed()

/** A process, one page table, an area of two entries, of which so many are in use. */
export function one_process(inuse: ulong): void {
  swapper_space_init()
  pcg_default_flags[MEM_CGROUP_CHARGE_TYPE_MAPPED] = (1 << PCG_USED) | (1 << PCG_LOCK)
  the_vma.vm_mm = the_mm
  the_vma.vm_end = PAGE_SIZE
  the_vma.anon_vma = the_anon_vma
  the_zone.lru.next = the_zone.lru
  the_zone.lru.prev = the_zone.lru
  isolated.next = isolated
  isolated.prev = isolated
  swap_info[0].flags = SWP_USED | SWP_WRITEOK
  swap_info[0].next = -1
  swap_info[0].max = 3
  swap_info[0].pages = 2
  swap_info[0].lowest_bit = 1
  swap_info[0].highest_bit = 2
  swap_info[0].cluster_next = 1
  swap_info[0].cluster_nr = 255
  swap_of(2, inuse)
  sc.gfp_mask = GFP_KERNEL
  sc.may_writepage = 1
  sc.may_unmap = 1
  sc.may_swap = 1
  sc.mem_cgroup = the_group
}

/** The page of the process is swapped out, and not cached. */
export function swapped_out(): void {
  one_process(1)
  swap_info[0].swap_map[ENTRY] = 1
  the_mm.ptes[0] = swp_entry_to_pte(swp_entry(0, ENTRY))
  stored[ENTRY] = WRITTEN
}

/** A page of the process, up to date and charged; on no list, and with no reference. */
export function charged_page(): Ptr<page> {
  let page: Ptr<page> = new_page()

  page._count.counter = 0
  page.flags = (1 << PG_uptodate) | (1 << PG_swapbacked)
  page.anon_vma = the_anon_vma
  page.page_cgroup.flags = 1 << PCG_USED
  page.page_cgroup.mem_cgroup = the_group
  page.contents = WRITTEN
  return page
}

/** The page of the process is swapped out, still in the swap cache, and has been unmapped. */
export function cached(): Ptr<page> {
  let page: Ptr<page> = charged_page()

  swapped_out()
  swap_info[0].swap_map[ENTRY] = 2
  page.flags |= 1 << PG_swapcache
  page.private = ENTRY
  page._count.counter = 1
  swapper_space.page_tree.slots[ENTRY] = page
  return page
}

/** Reclaim has it. */
export function isolate(page: Ptr<page>): void {
  page._count.counter += 1
  list_add(page.lru, isolated)
}

/** Cached and clean; reclaim has it. */
export function clean(): void {
  isolate(cached())
}

/** Cached and dirty; reclaim has it. */
export function dirty(): void {
  let page: Ptr<page> = cached()

  page.flags |= 1 << PG_dirty
  stored[ENTRY] = 0
  isolate(page)
}

/** Cached and clean; reclaim has it, and some CPU keeps it in a batch. */
export function clean_and_in_batch(): void {
  let page: Ptr<page> = cached()

  isolate(page)
  page._count.counter += 1
  lru_rotate_pvecs[3].pages[0] = page
  lru_rotate_pvecs[3].nr = 1
}

/** Cached, on the lists, and being written. */
export function writeback(): void {
  let page: Ptr<page> = cached()
  let wbc: writeback_control = zeroed<writeback_control>({ sync_mode: WB_SYNC_NONE })

  pagevec_lru_add(page)
  stored[ENTRY] = 0
  page.flags |= (1 << PG_locked) | (1 << PG_reclaim)
  swap_writepage(page, wbc)
}

/** Mapped, touched lately, and nowhere in swap; reclaim has it. */
export function mapped(): void {
  let page: Ptr<page> = charged_page()

  one_process(0)
  page._count.counter = 1
  page._mapcount.counter = 0
  page.flags |= 1 << PG_referenced
  the_mm.ptes[0] = mk_pte(page, 0)
  isolate(page)
}

/** The process gives its address range up: exit, or munmap(). */
export function zap(): void {
  let tlb: mmu_gather = zeroed<mmu_gather>({ mm: the_mm })
  let zap_work: long = ZAP_BLOCK_SIZE

  zap_pte_range(tlb, the_vma, NULL, 0, PAGE_SIZE, ref(zap_work), NULL)
  tlb_finish_mmu(tlb, 0, PAGE_SIZE)
}

/** A fault on a neighbour of the entry reads it as well: the loop of swapin_readahead(). */
export function readahead(): void {
  let page: Ptr<page>

  page = read_swap_cache_async(swp_entry(0, ENTRY), GFP_HIGHUSER_MOVABLE, NULL, 0)
  if (page) page_cache_release(page)
}

/** A process that faults on a neighbour, and exits. */
export function readahead_and_zap(): void {
  readahead()
  zap()
}

/** What reclaim has kept is on the lists again, under the lock of the zone; NULL if there is nothing left. @atomic */
export function put_back(): Ptr<page> {
  let page: Ptr<page>

  if (list_empty(isolated)) return NULL
  page = lru_to_page(isolated)
  list_del(page.lru)
  pagevec_lru_add(page)
  return page
}

/** A group reclaims from its lists: the end of shrink_inactive_list(). */
export function reclaim(): void {
  let page: Ptr<page>

  shrink_page_list(isolated, sc, PAGEOUT_IO_ASYNC)
  while ((page = put_back())) put_page(page)
}

/** The process reads its page. */
export function fault(): void {
  do_swap_page(the_mm, the_vma, 0, the_mm.ptes, NULL, 0, the_mm.ptes[0])
}

/** The process reads its page and gives it up. */
export function fault_and_zap(): void {
  fault()
  zap()
}

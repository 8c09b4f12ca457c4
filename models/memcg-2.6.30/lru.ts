// mm/swap.c: lists of reclaim, and the pages that each CPU keeps in hand for them, with a reference to each. A new page
// is in such a batch until lru_add_drain(); one whose writeback ends and that was marked for it is in another.
//
// Differs: a zone has one list, a batch two pages (14 there), one that would be full ends the search. Getting on or off a
// list is one step, under the lock of the zone.

import { type Arr, beyond, bool, current_cpu, elide, type int, NULL, type Ptr, type Ref, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { page, pagevec, zone } from '../kernel/2.6/mm-types.ts'
import { free_hot_page } from '../kernel/2.6/page-alloc.ts'
import {
  ClearPageActive,
  ClearPageReferenced,
  ClearPageUnevictable,
  PageActive,
  PageCompound,
  PageDirty,
  PageLocked,
  PageLRU,
  PageReferenced,
  PageUnevictable,
  PG_active,
  PG_lru,
  PG_unevictable,
  SetPageReferenced,
} from '../kernel/2.6/page-flags.ts'
import { page_cache_get, put_page_testzero } from '../kernel/2.6/pagemap.ts'
import { VM_BUG_ON } from '../kernel/bug.ts'
import { unlikely } from '../kernel/compiler.ts'
import { EBUSY } from '../kernel/errno.ts'
import { __list_add, __list_del } from '../kernel/list.ts'
import { get_cpu, local_irq_restore, local_irq_save, put_cpu } from '../kernel/preempt.ts'
import { mem_cgroup_add_lru_list, mem_cgroup_del_lru } from './memcontrol.ts'

export const PAGEVEC_SIZE: int = 14
export const LRU_INACTIVE_ANON: int = 0
export const LRU_ACTIVE_ANON: int = 1
export const LRU_UNEVICTABLE: int = 4

export const the_zone: zone = zeroed()
export const lru_add_pvecs: Arr<pagevec, 4> = zeroed()
export const lru_rotate_pvecs: Arr<pagevec, 4> = zeroed()

/** include/linux/mm.h */
export function page_zone(page: Ptr<page>): Ptr<zone> {
  return the_zone
}

/** include/linux/pagevec.h: how much room is left. @atomic */
export function pagevec_add(pvec: Ptr<pagevec>, page: Ptr<page>): uint {
  if (pvec.nr == 2) beyond('a batch of pages has room for two')
  pvec.pages[pvec.nr] = page
  pvec.nr += 1
  return PAGEVEC_SIZE - pvec.nr
}

/** include/linux/pagevec.h */
export function pagevec_init(pvec: Ptr<pagevec>, cold: int): void {
  pvec.nr = 0
  pvec.cold = cold
}

/** include/linux/pagevec.h */
export function pagevec_reinit(pvec: Ptr<pagevec>): void {
  pvec.nr = 0
}

/** include/linux/pagevec.h */
export function pagevec_count(pvec: Ptr<pagevec>): uint {
  return pvec.nr
}

/** The last page of a batch, which it has no more. @atomic */
export function pagevec_take(pvec: Ptr<pagevec>): Ptr<page> {
  let page: Ptr<page>
  pvec.nr -= 1
  page = pvec.pages[pvec.nr]
  pvec.pages[pvec.nr] = NULL
  return page
}

/** include/linux/mm_inline.h: on the list of the zone, and of the group if the page is charged. @atomic */
export function add_page_to_lru_list(zone: Ptr<zone>, page: Ptr<page>, l: int): void {
  __list_add(page.lru, zone.lru, zone.lru.next)
  mem_cgroup_add_lru_list(page)
}

/** include/linux/mm_inline.h @atomic */
export function del_page_from_lru(zone: Ptr<zone>, page: Ptr<page>): void {
  __list_del(page.lru.prev, page.lru.next)
  page.lru.next = NULL
  page.lru.prev = NULL
  mem_cgroup_del_lru(page)
}

/** mm/swap.c: stands for it, under the lock of the zone. @atomic */
export function __page_cache_release(page: Ptr<page>): void {
  if ((page.flags >> PG_lru) & 1) {
    page.flags &= ~((1 << PG_lru) | (1 << PG_active) | (1 << PG_unevictable))
    del_page_from_lru(page_zone(page), page)
  }
  free_hot_page(page)
}

/** mm/swap.c: there are no compound pages. */
export function put_compound_page(page: Ptr<page>): void {}

/** mm/swap.c, 2.6.30 */
export function put_page(page: Ptr<page>): void {
  if (unlikely(bool(PageCompound(page)))) put_compound_page(page)
  else if (put_page_testzero(page)) __page_cache_release(page)
}

/** include/linux/pagemap.h */
export function page_cache_release(page: Ptr<page>): void {
  put_page(page)
}

/** mm/swap.c: stands for it. */
export function release_pages(pages: Ref<Ptr<page>>, nr: int, cold: int): void {
  let i: int
  for (i = 0; i < nr; i++) put_page(pages[i])
}

/** mm/swap.c: stands for it: the places of pages on the lists are not told apart. */
export function pagevec_move_tail(pvec: Ptr<pagevec>): void {
  while (pagevec_count(pvec)) put_page(pagevec_take(pvec))
}

/** mm/swap.c, 2.6.30 */
export function rotate_reclaimable_page(page: Ptr<page>): void {
  if (!PageLocked(page) && !PageDirty(page) && !PageActive(page) && !PageUnevictable(page) && PageLRU(page)) {
    let pvec: Ptr<pagevec>
    let flags: ulong

    page_cache_get(page)
    local_irq_save(flags)
    pvec = lru_rotate_pvecs[current_cpu()]
    elide('pvec = &__get_cpu_var(lru_rotate_pvecs)', 'in the statement before')
    if (!pagevec_add(pvec, page)) pagevec_move_tail(pvec)
    local_irq_restore(flags)
  }
}

/** mm/swap.c: stands for it, under the lock of the zone. @atomic */
export function activate_page(page: Ptr<page>): void {
  if ((page.flags >> PG_lru) & 1 && !((page.flags >> PG_unevictable) & 1)) page.flags |= 1 << PG_active
}

/** mm/swap.c: stands for it. */
export function __lru_cache_add(page: Ptr<page>, lru: int): void {
  page_cache_get(page)
  pagevec_add(lru_add_pvecs[current_cpu()], page)
}

/** include/linux/swap.h */
export function lru_cache_add_anon(page: Ptr<page>): void {
  __lru_cache_add(page, LRU_INACTIVE_ANON)
}

/** mm/swap.c, 2.6.30 */
export function lru_cache_add_lru(page: Ptr<page>, lru: int): void {
  if (PageActive(page)) {
    VM_BUG_ON(bool(PageUnevictable(page)))
    ClearPageActive(page)
  } else if (PageUnevictable(page)) {
    VM_BUG_ON(bool(PageActive(page)))
    ClearPageUnevictable(page)
  }

  VM_BUG_ON(bool(PageLRU(page) || PageActive(page) || PageUnevictable(page)))
  __lru_cache_add(page, lru)
}

/** mm/swap.c: a page gets on the lists of the zone and of its group. @atomic */
export function pagevec_lru_add(page: Ptr<page>): void {
  page.flags |= 1 << PG_lru
  add_page_to_lru_list(page_zone(page), page, LRU_INACTIVE_ANON)
}

/** mm/swap.c: stands for it, with the locks that a batch is emptied under. */
export function drain_cpu_pagevecs(cpu: int): void {
  let pvec: Ptr<pagevec> = lru_add_pvecs[cpu]

  while (pagevec_count(pvec)) {
    let page: Ptr<page> = pagevec_take(pvec)
    pagevec_lru_add(page)
    put_page(page)
  }
  pvec = lru_rotate_pvecs[cpu]
  if (pagevec_count(pvec)) pagevec_move_tail(pvec)
}

/** mm/swap.c, 2.6.30 */
export function lru_add_drain(): void {
  drain_cpu_pagevecs(get_cpu())
  put_cpu()
}

/** include/linux/swap.h */
export function lru_cache_add_active_anon(page: Ptr<page>): void {
  __lru_cache_add(page, LRU_ACTIVE_ANON)
}

/** mm/swap.c, 2.6.30 */
export function mark_page_accessed(page: Ptr<page>): void {
  if (!PageActive(page) && !PageUnevictable(page) && PageReferenced(page) && PageLRU(page)) {
    activate_page(page)
    ClearPageReferenced(page)
  } else if (!PageReferenced(page)) {
    SetPageReferenced(page)
  }
}

/** mm/vmscan.c: stands for it, under the lock of the zone; the caller has a reference. @atomic */
export function isolate_lru_page(page: Ptr<page>): int {
  if (!((page.flags >> PG_lru) & 1)) return -EBUSY
  page._count.counter += 1
  page.flags &= ~((1 << PG_lru) | (1 << PG_active) | (1 << PG_unevictable))
  del_page_from_lru(page_zone(page), page)
  return 0
}

/** mm/swap.c: stands for it, under the lock of the zone. @atomic */
export function add_page_to_unevictable_list(page: Ptr<page>): void {
  page.flags |= (1 << PG_unevictable) | (1 << PG_lru)
  add_page_to_lru_list(page_zone(page), page, LRU_UNEVICTABLE)
}

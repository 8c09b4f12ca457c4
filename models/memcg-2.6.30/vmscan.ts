// mm/vmscan.c: what reclaim does with pages that it took off their lists, each with one reference more.
//
// Differs: pages of files have no part in it; congestion of queues, buffers of pages and statistics are left out.

import { bool, elide, goto, int, list_entry, NULL, type Ptr, type ulong, zeroed } from '../../src/model/dialect.ts'
import { __GFP_FS, __GFP_IO } from '../kernel/2.6/gfp.ts'
import type { address_space, mem_cgroup, page, pagevec, vm_area_struct, writeback_control } from '../kernel/2.6/mm-types.ts'
import { free_hot_page } from '../kernel/2.6/page-alloc.ts'
import {
  ClearPageReclaim,
  ClearPageUnevictable,
  PageActive,
  PageDirty,
  PageLocked,
  PageLRU,
  PageMlocked,
  PageSwapBacked,
  PageSwapCache,
  PageUnevictable,
  PageWriteback,
  page_has_private,
  SetPageActive,
  SetPageReclaim,
  TestClearPageActive,
} from '../kernel/2.6/page-flags.ts'
import {
  __clear_page_locked,
  page_count,
  page_freeze_refs,
  page_mapped,
  page_private,
  page_unfreeze_refs,
  trylock_page,
  unlock_page,
  wait_on_page_writeback,
} from '../kernel/2.6/pagemap.ts'
import { BUG_ON, VM_BUG_ON } from '../kernel/bug.ts'
import { unlikely } from '../kernel/compiler.ts'
import { LIST_HEAD, list_add, list_del, list_empty, type list_head, list_splice } from '../kernel/list.ts'
import { cond_resched } from '../kernel/sched.ts'
import { spin_lock_irq, spin_unlock_irq } from '../kernel/spinlock.ts'
import type { gfp_t } from '../kernel/types.ts'
import { clear_page_dirty_for_io, PageAnon, page_mapping } from './filemap.ts'
import { add_page_to_unevictable_list, isolate_lru_page, LRU_UNEVICTABLE, lru_cache_add_lru, pagevec_add, pagevec_count, pagevec_init, pagevec_reinit, pagevec_take, put_page } from './lru.ts'
import { mem_cgroup_uncharge_swapcache } from './memcontrol.ts'
import { WB_SYNC_NONE } from './page_io.ts'
import { page_referenced, SWAP_AGAIN, SWAP_FAIL, SWAP_MLOCK, SWAP_SUCCESS, try_to_unmap } from './rmap.ts'
import { SWAP_CLUSTER_MAX, type swp_entry_t } from './swap.ts'
import { __delete_from_swap_cache, add_to_swap } from './swap_state.ts'
import { swap_free, try_to_free_swap, vm_swap_full } from './swapfile.ts'

export const PAGE_ALLOC_COSTLY_ORDER: int = 3
export const AOP_WRITEPAGE_ACTIVATE: int = 0x80000
export const LLONG_MAX: int = 0x7fffffff

export const PAGEOUT_IO_ASYNC: int = 0
export const PAGEOUT_IO_SYNC: int = 1
export type pageout_io = int

export const PAGE_KEEP: int = 0
export const PAGE_ACTIVATE: int = 1
export const PAGE_SUCCESS: int = 2
export const PAGE_CLEAN: int = 3
export type pageout_t = int

/** mm/vmscan.c */
export interface scan_control {
  nr_scanned: ulong
  nr_reclaimed: ulong
  gfp_mask: gfp_t
  may_writepage: int
  may_unmap: int
  may_swap: int
  swap_cluster_max: int
  swappiness: int
  all_unreclaimable: int
  order: int
  mem_cgroup: Ptr<mem_cgroup>
}

/** include/linux/fs.h: no file is mapped. */
export function mapping_mapped(mapping: Ptr<address_space>): int {
  return 0
}

/** include/linux/pagemap.h: no file is locked in memory. */
export function mapping_unevictable(mapping: Ptr<address_space>): int {
  return 0
}

/** mm/internal.h: nothing is locked in memory. */
export function is_mlocked_vma(vma: Ptr<vm_area_struct>, page: Ptr<page>): int {
  return 0
}

/** mm/vmscan.c, 2.6.30 */
export function page_mapping_inuse(page: Ptr<page>): int {
  let mapping: Ptr<address_space>

  if (page_mapped(page)) return 1

  if (PageSwapCache(page)) return 1

  mapping = page_mapping(page)
  if (!mapping) return 0

  return mapping_mapped(mapping)
}

/** mm/vmscan.c, 2.6.30 */
export function is_page_cache_freeable(page: Ptr<page>): int {
  return int(page_count(page) - int(!!page_has_private(page)) == 2)
}

/** mm/vmscan.c, 2.6.30 */
export function page_evictable(page: Ptr<page>, vma: Ptr<vm_area_struct>): int {
  if (mapping_unevictable(page_mapping(page))) return 0

  // biome-ignore format: the parentheses are the kernel's
  if (PageMlocked(page) || (vma && is_mlocked_vma(vma, page))) return 0

  return 1
}

/** mm/vmscan.c, 2.6.30 */
export function pageout(page: Ptr<page>, mapping: Ptr<address_space>, sync_writeback: pageout_io): pageout_t {
  if (!is_page_cache_freeable(page)) return PAGE_KEEP
  if (!mapping) {
    elide('if (page_has_private(page)) { if (try_to_free_buffers(page)) { ClearPageDirty(page); printk("%s: orphaned page\\n", __func__); return PAGE_CLEAN; } }', 'buffers')
    return PAGE_KEEP
  }
  if (mapping.a_ops.writepage == NULL) return PAGE_ACTIVATE
  elide('if (!may_write_to_queue(mapping->backing_dev_info)) return PAGE_KEEP;', 'congestion')

  if (clear_page_dirty_for_io(page)) {
    let res: int
    let wbc: writeback_control = zeroed({
      sync_mode: WB_SYNC_NONE,
      nr_to_write: SWAP_CLUSTER_MAX,
      range_start: 0,
      range_end: LLONG_MAX,
      nonblocking: 1,
      for_reclaim: 1,
    })

    SetPageReclaim(page)
    res = mapping.a_ops.writepage(page, wbc)
    elide('if (res < 0) handle_write_error(mapping, page, res);', 'errors of files')
    if (res == AOP_WRITEPAGE_ACTIVATE) {
      ClearPageReclaim(page)
      return PAGE_ACTIVATE
    }

    if (PageWriteback(page) && sync_writeback == PAGEOUT_IO_SYNC) wait_on_page_writeback(page)

    if (!PageWriteback(page)) {
      ClearPageReclaim(page)
    }
    elide('inc_zone_page_state(page, NR_VMSCAN_WRITE)', 'statistics')
    return PAGE_SUCCESS
  }

  return PAGE_CLEAN
}

/** mm/vmscan.c, 2.6.30 */
export function __remove_mapping(mapping: Ptr<address_space>, page: Ptr<page>): int {
  BUG_ON(!PageLocked(page))
  BUG_ON(mapping != page_mapping(page))

  spin_lock_irq(mapping.tree_lock)
  if (!page_freeze_refs(page, 2)) goto('cannot_free')
  if (unlikely(bool(PageDirty(page)))) {
    page_unfreeze_refs(page, 2)
    goto('cannot_free')
  }

  if (PageSwapCache(page)) {
    let swap: swp_entry_t = { val: page_private(page) }
    __delete_from_swap_cache(page)
    spin_unlock_irq(mapping.tree_lock)
    mem_cgroup_uncharge_swapcache(page, swap)
    swap_free(swap)
  } else {
    elide('__remove_from_page_cache(page)', 'pages of files')
    spin_unlock_irq(mapping.tree_lock)
    elide('mem_cgroup_uncharge_cache_page(page)', 'pages of files')
  }

  return 1

  cannot_free: spin_unlock_irq(mapping.tree_lock)
  return 0
}

/** mm/vmscan.c, 2.6.30 */
export function remove_mapping(mapping: Ptr<address_space>, page: Ptr<page>): int {
  if (__remove_mapping(mapping, page)) {
    page_unfreeze_refs(page, 1)
    return 1
  }
  return 0
}

/** include/linux/mm_inline.h */
export function page_is_file_cache(page: Ptr<page>): int {
  if (PageSwapBacked(page)) return 0

  return 1
}

/** mm/vmscan.c, 2.6.30 */
export function putback_lru_page(page: Ptr<page>): void {
  let lru: int
  let active: int = int(!!TestClearPageActive(page))
  let was_unevictable: int = PageUnevictable(page)

  VM_BUG_ON(bool(PageLRU(page)))

  redo: ClearPageUnevictable(page)

  if (page_evictable(page, NULL)) {
    lru = active + page_is_file_cache(page)
    lru_cache_add_lru(page, lru)
  } else {
    lru = LRU_UNEVICTABLE
    add_page_to_unevictable_list(page)
  }

  if (lru == LRU_UNEVICTABLE && page_evictable(page, NULL)) {
    if (!isolate_lru_page(page)) {
      put_page(page)
      goto('redo')
    }
  }

  elide(
    'if (was_unevictable && lru != LRU_UNEVICTABLE) count_vm_event(UNEVICTABLE_PGRESCUED); else if (!was_unevictable && lru == LRU_UNEVICTABLE) count_vm_event(UNEVICTABLE_PGCULLED);',
    'statistics',
  )

  put_page(page)
}

/** include/linux/mm_inline.h: the page that the last entry of a list lies in. */
export function lru_to_page(head: Ptr<list_head>): Ptr<page> {
  return list_entry<page>(head.prev, 'lru')
}

/** mm/page_alloc.c: stands for it. */
export function __pagevec_free(pvec: Ptr<pagevec>): void {
  while (pagevec_count(pvec)) free_hot_page(pagevec_take(pvec))
}

/** mm/vmscan.c, 2.6.30 */
export function shrink_page_list(page_list: Ptr<list_head>, sc: Ptr<scan_control>, sync_writeback: pageout_io): ulong {
  let ret_pages: list_head = LIST_HEAD()
  let freed_pvec: pagevec = zeroed()
  let pgactivate: int = 0
  let nr_reclaimed: ulong = 0

  cond_resched()

  pagevec_init(freed_pvec, 1)
  while (!list_empty(page_list)) {
    let mapping: Ptr<address_space>
    let page: Ptr<page>
    let may_enter_fs: int
    let referenced: int

    cond_resched()

    page = lru_to_page(page_list)
    list_del(page.lru)

    if (!trylock_page(page)) goto('keep')

    VM_BUG_ON(bool(PageActive(page)))

    elide('sc->nr_scanned++', 'statistics')

    if (unlikely(!page_evictable(page, NULL))) goto('cull_mlocked')

    if (!sc.may_unmap && page_mapped(page)) goto('keep_locked')

    elide('if (page_mapped(page) || PageSwapCache(page)) sc->nr_scanned++;', 'statistics')

    // biome-ignore format: the parentheses are the kernel's
    may_enter_fs = int((sc.gfp_mask & __GFP_FS) || (PageSwapCache(page) && (sc.gfp_mask & __GFP_IO)))

    if (PageWriteback(page)) {
      if (sync_writeback == PAGEOUT_IO_SYNC && may_enter_fs) wait_on_page_writeback(page)
      else goto('keep_locked')
    }

    referenced = page_referenced(page, 1, sc.mem_cgroup)
    if (sc.order <= PAGE_ALLOC_COSTLY_ORDER && referenced && page_mapping_inuse(page)) goto('activate_locked')

    if (PageAnon(page) && !PageSwapCache(page)) {
      if (!(sc.gfp_mask & __GFP_IO)) goto('keep_locked')
      if (!add_to_swap(page)) goto('activate_locked')
      may_enter_fs = 1
    }

    mapping = page_mapping(page)

    if (page_mapped(page) && mapping) {
      switch (try_to_unmap(page, 0)) {
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: the kernel\'s
        case SWAP_FAIL:
          goto('activate_locked')
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: the kernel\'s
        case SWAP_AGAIN:
          goto('keep_locked')
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: the kernel\'s
        case SWAP_MLOCK:
          goto('cull_mlocked')
        case SWAP_SUCCESS:
      }
    }

    if (PageDirty(page)) {
      if (sc.order <= PAGE_ALLOC_COSTLY_ORDER && referenced) goto('keep_locked')
      if (!may_enter_fs) goto('keep_locked')
      if (!sc.may_writepage) goto('keep_locked')

      switch (pageout(page, mapping, sync_writeback)) {
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: the kernel\'s
        case PAGE_KEEP:
          goto('keep_locked')
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: the kernel\'s
        case PAGE_ACTIVATE:
          goto('activate_locked')
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: the kernel\'s
        case PAGE_SUCCESS:
          if (PageWriteback(page) || PageDirty(page)) goto('keep')
          if (!trylock_page(page)) goto('keep')
          if (PageDirty(page) || PageWriteback(page)) goto('keep_locked')
          mapping = page_mapping(page)
        case PAGE_CLEAN:
      }
    }

    elide(
      'if (page_has_private(page)) { if (!try_to_release_page(page, sc->gfp_mask)) goto activate_locked; if (!mapping && page_count(page) == 1) { unlock_page(page); if (put_page_testzero(page)) goto free_it; else { nr_reclaimed++; continue; } } }',
      'buffers',
    )

    if (!mapping || !__remove_mapping(mapping, page)) goto('keep_locked')

    __clear_page_locked(page)
    free_it: nr_reclaimed++
    if (!pagevec_add(freed_pvec, page)) {
      __pagevec_free(freed_pvec)
      pagevec_reinit(freed_pvec)
    }
    continue

    cull_mlocked: if (PageSwapCache(page)) try_to_free_swap(page)
    unlock_page(page)
    putback_lru_page(page)
    continue

    activate_locked: if (PageSwapCache(page) && vm_swap_full()) try_to_free_swap(page)
    VM_BUG_ON(bool(PageActive(page)))
    SetPageActive(page)
    pgactivate++
    keep_locked: unlock_page(page)
    keep: list_add(page.lru, ret_pages)
    VM_BUG_ON(bool(PageLRU(page) || PageUnevictable(page)))
  }
  list_splice(ret_pages, page_list)
  if (pagevec_count(freed_pvec)) __pagevec_free(freed_pvec)
  elide('count_vm_events(PGACTIVATE, pgactivate)', 'statistics')
  return nr_reclaimed
}

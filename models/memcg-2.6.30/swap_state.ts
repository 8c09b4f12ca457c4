// mm/swap_state.c: the swap cache. Two tables say what an entry is: the map counts who refers to it, the tree has its
// page. They are under locks of their own, and a reader counts first and adds then, so that one who drops his reference
// in between finds no page, or one that is locked for its read.

import { advance, bool, elide, type int, NULL, type Ptr, type Ref, ref, type ulong, zeroed } from '../../src/model/dialect.ts'
import { __GFP_HIGH, __GFP_NOMEMALLOC, __GFP_NOWARN, GFP_KERNEL } from '../kernel/2.6/gfp.ts'
import type { address_space, address_space_operations, page, vm_area_struct } from '../kernel/2.6/mm-types.ts'
import { alloc_page_vma } from '../kernel/2.6/page-alloc.ts'
import {
  ClearPageSwapBacked,
  ClearPageSwapCache,
  PageLocked,
  PageSwapBacked,
  PageSwapCache,
  PageUptodate,
  PageWriteback,
  SetPageDirty,
  SetPageSwapBacked,
  SetPageSwapCache,
} from '../kernel/2.6/page-flags.ts'
import { __clear_page_locked, __set_page_locked, page_cache_get, page_mapped, page_private, set_page_private, trylock_page, unlock_page } from '../kernel/2.6/pagemap.ts'
import { radix_tree_delete, radix_tree_insert, radix_tree_preload, radix_tree_preload_end } from '../kernel/2.6/radix-tree.ts'
import { VM_BUG_ON } from '../kernel/bug.ts'
import { likely, unlikely } from '../kernel/compiler.ts'
import { EEXIST, ENOMEM } from '../kernel/errno.ts'
import { min } from '../kernel/minmax.ts'
import { spin_lock_irq, spin_unlock_irq } from '../kernel/spinlock.ts'
import type { gfp_t } from '../kernel/types.ts'
import { __set_page_dirty_nobuffers, find_get_page } from './filemap.ts'
import { lru_add_drain, lru_cache_add_anon, PAGEVEC_SIZE, page_cache_release, release_pages } from './lru.ts'
import { mem_cgroup_uncharge_swapcache } from './memcontrol.ts'
import { swap_readpage, swap_writepage } from './page_io.ts'
import { swp_entry, type swp_entry_t, swp_type } from './swap.ts'
import { get_swap_page, swap_duplicate, swap_free, try_to_free_swap, valid_swaphandles } from './swapfile.ts'

export const swap_aops: address_space_operations = zeroed()
export const swapper_space: address_space = zeroed()

/** Its operations: the initial values there. */
export function swapper_space_init(): void {
  swap_aops.writepage = swap_writepage
  swap_aops.set_page_dirty = __set_page_dirty_nobuffers
  swapper_space.a_ops = swap_aops
}

/** mm/swap_state.c, 2.6.30 */
export function add_to_swap_cache(page: Ptr<page>, entry: swp_entry_t, gfp_mask: gfp_t): int {
  let error: int

  VM_BUG_ON(!PageLocked(page))
  VM_BUG_ON(bool(PageSwapCache(page)))
  VM_BUG_ON(!PageSwapBacked(page))

  error = radix_tree_preload(gfp_mask)
  if (!error) {
    page_cache_get(page)
    SetPageSwapCache(page)
    set_page_private(page, entry.val)

    spin_lock_irq(swapper_space.tree_lock)
    error = radix_tree_insert(swapper_space.page_tree, entry.val, page)
    if (likely(!error)) {
      elide('total_swapcache_pages++', 'statistics')
      elide('__inc_zone_page_state(page, NR_FILE_PAGES)', 'statistics')
      elide('INC_CACHE_INFO(add_total)', 'statistics')
    }
    spin_unlock_irq(swapper_space.tree_lock)
    radix_tree_preload_end()

    if (unlikely(bool(error))) {
      set_page_private(page, 0)
      ClearPageSwapCache(page)
      page_cache_release(page)
    }
  }
  return error
}

/** mm/swap_state.c, 2.6.30 */
export function __delete_from_swap_cache(page: Ptr<page>): void {
  VM_BUG_ON(!PageLocked(page))
  VM_BUG_ON(!PageSwapCache(page))
  VM_BUG_ON(bool(PageWriteback(page)))

  radix_tree_delete(swapper_space.page_tree, page_private(page))
  set_page_private(page, 0)
  ClearPageSwapCache(page)
  elide('total_swapcache_pages--', 'statistics')
  elide('__dec_zone_page_state(page, NR_FILE_PAGES)', 'statistics')
  elide('INC_CACHE_INFO(del_total)', 'statistics')
}

/** mm/swap_state.c, 2.6.30 */
export function add_to_swap(page: Ptr<page>): int {
  let entry: swp_entry_t
  let err: int

  VM_BUG_ON(!PageLocked(page))
  VM_BUG_ON(!PageUptodate(page))

  for (;;) {
    entry = get_swap_page()
    if (!entry.val) return 0

    err = add_to_swap_cache(page, entry, __GFP_HIGH | __GFP_NOMEMALLOC | __GFP_NOWARN)

    switch (err) {
      case 0:
        SetPageDirty(page)
        return 1
      case -EEXIST:
        swap_free(entry)
        continue
      default:
        swap_free(entry)
        return 0
    }
  }
}

/** mm/swap_state.c, 2.6.30 */
export function delete_from_swap_cache(page: Ptr<page>): void {
  let entry: swp_entry_t

  entry.val = page_private(page)

  spin_lock_irq(swapper_space.tree_lock)
  __delete_from_swap_cache(page)
  spin_unlock_irq(swapper_space.tree_lock)

  mem_cgroup_uncharge_swapcache(page, entry)
  swap_free(entry)
  page_cache_release(page)
}

/** mm/swap_state.c, 2.6.30 */
export function free_swap_cache(page: Ptr<page>): void {
  if (PageSwapCache(page) && !page_mapped(page) && trylock_page(page)) {
    try_to_free_swap(page)
    unlock_page(page)
  }
}

/** mm/swap_state.c, 2.6.30 */
export function free_page_and_swap_cache(page: Ptr<page>): void {
  free_swap_cache(page)
  page_cache_release(page)
}

/** mm/swap_state.c, 2.6.30 */
export function free_pages_and_swap_cache(pages: Ref<Ptr<page>>, nr: int): void {
  let pagep: Ref<Ptr<page>> = pages

  lru_add_drain()
  while (nr) {
    let todo: int = min(nr, PAGEVEC_SIZE)
    let i: int

    for (i = 0; i < todo; i++) free_swap_cache(pagep[i])
    release_pages(pagep, todo, 0)
    advance(pagep, todo)
    nr -= todo
  }
}

/** mm/swap_state.c, 2.6.30 */
export function lookup_swap_cache(entry: swp_entry_t): Ptr<page> {
  let page: Ptr<page>

  page = find_get_page(swapper_space, entry.val)

  elide('if (page) INC_CACHE_INFO(find_success);', 'statistics')

  elide('INC_CACHE_INFO(find_total)', 'statistics')
  return page
}

/** mm/swap_state.c, 2.6.30 */
export function read_swap_cache_async(
  entry: swp_entry_t,
  gfp_mask: gfp_t,
  vma: Ptr<vm_area_struct>,
  addr: ulong,
): Ptr<page> {
  let found_page: Ptr<page>, new_page: Ptr<page> = NULL
  let err: int

  do {
    found_page = find_get_page(swapper_space, entry.val)
    if (found_page) break

    if (!new_page) {
      new_page = alloc_page_vma(gfp_mask, vma, addr)
      if (!new_page) break
    }

    if (!swap_duplicate(entry)) break

    __set_page_locked(new_page)
    SetPageSwapBacked(new_page)
    err = add_to_swap_cache(new_page, entry, gfp_mask & GFP_KERNEL)
    if (likely(!err)) {
      lru_cache_add_anon(new_page)
      swap_readpage(NULL, new_page)
      return new_page
    }
    ClearPageSwapBacked(new_page)
    __clear_page_locked(new_page)
    swap_free(entry)
  } while (err != -ENOMEM)

  if (new_page) page_cache_release(new_page)
  return found_page
}

/** mm/swap_state.c, 2.6.30 */
export function swapin_readahead(entry: swp_entry_t, gfp_mask: gfp_t, vma: Ptr<vm_area_struct>, addr: ulong): Ptr<page> {
  let nr_pages: int
  let page: Ptr<page>
  let offset$: ulong
  let end_offset: ulong

  nr_pages = valid_swaphandles(entry, ref(offset$))
  for (end_offset = offset$ + nr_pages; offset$ < end_offset; offset$++) {
    page = read_swap_cache_async(swp_entry(swp_type(entry), offset$), gfp_mask, vma, addr)
    if (!page) break
    page_cache_release(page)
  }
  lru_add_drain()
  return read_swap_cache_async(entry, gfp_mask, vma, addr)
}

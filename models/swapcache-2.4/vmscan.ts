// mm/vmscan.c: unmapping a page. Dirty and without a place in any cache, it gets an entry of swap first, and is put into
// the swap cache under it: two steps, between which the entry is counted and not cached.
//
// Left out: choosing what to unmap (swap_out() and its kin), ageing, page_launder() and reclaim_page(), which write and
// free what is cached.

import { elide, goto, type Ptr, type Ref, type ulong } from '../../src/model/dialect.ts'
import type { mm_struct, page, pte_t, vm_area_struct } from '../kernel/2.4/mm-types.ts'
import { PageDirty, PageSwapCache, TryLockPage, UnlockPage } from '../kernel/2.4/page-flags.ts'
import { page_cache_release } from '../kernel/2.4/pagemap.ts'
import { flush_cache_page, flush_tlb_page, pte_dirty, ptep_get_and_clear, ptep_test_and_clear_young, set_pte } from '../kernel/2.4/pgtable.ts'
import { set_page_dirty } from './filemap.ts'
import { age_page_up, deactivate_page } from './lru.ts'
import { type swp_entry_t, swp_entry_to_pte } from './swap.ts'
import { add_to_swap_cache } from './swap_state.ts'
import { get_swap_page, swap_duplicate } from './swapfile.ts'

/** mm/vmscan.c, 2.4.10-pre9 */
export function try_to_swap_out(
  mm: Ptr<mm_struct>,
  vma: Ptr<vm_area_struct>,
  address: ulong,
  page_table: Ref<pte_t>,
  page: Ptr<page>,
): void {
  let pte: pte_t
  let entry: swp_entry_t

  elide('if (zone_inactive_plenty(page->zone)) return;', 'which zones are short')

  if (ptep_test_and_clear_young(page_table)) {
    age_page_up(page)
    return
  }

  if (TryLockPage(page)) return

  flush_cache_page(vma, address)
  pte = ptep_get_and_clear(page_table)
  flush_tlb_page(vma, address)

  if (PageSwapCache(page)) {
    entry.val = page.index
    if (pte_dirty(pte)) set_page_dirty(page)
    set_swap_pte: swap_duplicate(entry)
    set_pte(page_table, swp_entry_to_pte(entry))
    drop_pte: mm.rss--
    if (!page.age) deactivate_page(page)
    UnlockPage(page)
    page_cache_release(page)
    return
  }

  if (page.mapping) {
    if (pte_dirty(pte)) set_page_dirty(page)
    goto('drop_pte')
  }
  if (!pte_dirty(pte) && !PageDirty(page)) goto('drop_pte')

  entry = get_swap_page()
  if (!entry.val) goto('out_unlock_restore')

  add_to_swap_cache(page, entry)
  set_page_dirty(page)
  goto('set_swap_pte')

  out_unlock_restore: set_pte(page_table, pte)
  UnlockPage(page)
  return
}

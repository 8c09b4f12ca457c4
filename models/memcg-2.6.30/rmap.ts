// mm/rmap.c: who maps a page. One table may map it, at the first of its entries: who looks for it looks there.
//
// Differs: the walk over the vmas of an anon_vma is a look at that one table; file pages and migration are left out.

import { elide, goto, type int, NULL, type Ptr, type Ref, ref, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { anon_vma, mem_cgroup, mm_struct, page, pte_t, vm_area_struct } from '../kernel/2.6/mm-types.ts'
import { PageLocked, PageSwapCache, TestClearPageReferenced } from '../kernel/2.6/page-flags.ts'
import { page_mapped, page_private } from '../kernel/2.6/pagemap.ts'
import { _PAGE_ACCESSED, pte_dirty, pte_present, ptep_get_and_clear_full, set_pte_at } from '../kernel/2.6/pgtable.ts'
import { atomic_add_negative, atomic_inc_and_test } from '../kernel/atomic.ts'
import { BUG_ON, VM_BUG_ON } from '../kernel/bug.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import { PageAnon, set_page_dirty } from './filemap.ts'
import { page_cache_release } from './lru.ts'
import { mem_cgroup_uncharge_page } from './memcontrol.ts'
import { type swp_entry_t, swp_entry_to_pte } from './swap.ts'
import { swap_duplicate } from './swapfile.ts'

export const SWAP_SUCCESS: int = 0
export const SWAP_AGAIN: int = 1
export const SWAP_FAIL: int = 2
export const SWAP_MLOCK: int = 3

export const the_mm: mm_struct = zeroed()
export const the_vma: vm_area_struct = zeroed()
export const the_anon_vma: anon_vma = zeroed()

/** mm/rmap.c: stands for it. */
export function page_check_address(
  page: Ptr<page>,
  mm: Ptr<mm_struct>,
  address: ulong,
  ptlp: Ref<Ptr<spinlock_t>>,
  sync: int,
): Ref<pte_t> {
  let pte: Ref<pte_t> = mm.ptes
  let pteval: pte_t

  ptlp.value = mm.page_table_lock
  spin_lock(mm.page_table_lock)
  pteval = pte.value
  if (pte_present(pteval) && pteval.page == page) return pte
  spin_unlock(mm.page_table_lock)
  return NULL
}

/** include/linux/mmu_notifier.h @atomic */
export function ptep_clear_flush_young_notify(vma: Ptr<vm_area_struct>, address: ulong, ptep: Ref<pte_t>): int {
  let pte: pte_t = ptep.value
  let young: int = pte.pte_low & _PAGE_ACCESSED
  pte.pte_low &= ~_PAGE_ACCESSED
  ptep.value = pte
  return young ? 1 : 0
}

/** mm/rmap.c: stands for it: one table, and no swap token. */
export function page_referenced_anon(page: Ptr<page>, mem_cont: Ptr<mem_cgroup>): int {
  let pte: Ref<pte_t>
  let ptl: Ptr<spinlock_t>
  let referenced: int = 0

  pte = page_check_address(page, the_mm, 0, ref(ptl), 0)
  if (!pte) return 0
  if (ptep_clear_flush_young_notify(the_vma, 0, pte)) referenced++
  spin_unlock(ptl)
  return referenced
}

/** mm/rmap.c: stands for it, for anonymous pages. */
export function page_referenced(page: Ptr<page>, is_locked: int, mem_cont: Ptr<mem_cgroup>): int {
  let referenced: int = 0

  if (TestClearPageReferenced(page)) referenced++

  if (page_mapped(page) && PageAnon(page)) {
    referenced += page_referenced_anon(page, mem_cont)
  }

  elide('if (page_test_and_clear_young(page)) referenced++;', 's390')

  return referenced
}

/** mm/rmap.c: stands for it, for the one table. */
export function try_to_unmap_one(page: Ptr<page>, vma: Ptr<vm_area_struct>, migration: int): int {
  let mm: Ptr<mm_struct> = vma.vm_mm
  let address: ulong = 0
  let pte: Ref<pte_t>
  let pteval: pte_t
  let ptl: Ptr<spinlock_t>
  let ret: int = SWAP_AGAIN

  pte = page_check_address(page, mm, address, ref(ptl), 0)
  if (!pte) goto('out')

  if (!migration) {
    elide('if (vma->vm_flags & VM_LOCKED) { ret = SWAP_MLOCK; goto out_unmap; }', 'locked memory')
    if (ptep_clear_flush_young_notify(vma, address, pte)) {
      ret = SWAP_FAIL
      goto('out_unmap')
    }
  }

  pteval = ptep_get_and_clear_full(mm, address, pte, 0)

  if (pte_dirty(pteval)) set_page_dirty(page)

  elide('update_hiwater_rss(mm)', 'statistics')

  if (PageAnon(page)) {
    let entry: swp_entry_t = { val: page_private(page) }

    if (PageSwapCache(page)) {
      swap_duplicate(entry)
      elide(
        'if (list_empty(&mm->mmlist)) { spin_lock(&mmlist_lock); if (list_empty(&mm->mmlist)) list_add(&mm->mmlist, &init_mm.mmlist); spin_unlock(&mmlist_lock); }',
        'for swapoff',
      )
      elide('dec_mm_counter(mm, anon_rss)', 'statistics')
    }
    set_pte_at(mm, address, pte, swp_entry_to_pte(entry))
  }

  page_remove_rmap(page)
  page_cache_release(page)

  out_unmap: spin_unlock(ptl)
  out: return ret
}

/** mm/rmap.c: stands for it, for anonymous pages. */
export function try_to_unmap(page: Ptr<page>, migration: int): int {
  let ret: int

  BUG_ON(!PageLocked(page))

  ret = try_to_unmap_one(page, the_vma, migration)
  if (ret != SWAP_MLOCK && !page_mapped(page)) ret = SWAP_SUCCESS
  return ret
}

/** mm/rmap.c, 2.6.30 */
export function page_add_anon_rmap(page: Ptr<page>, vma: Ptr<vm_area_struct>, address: ulong): void {
  VM_BUG_ON(!PageLocked(page))
  VM_BUG_ON(address < vma.vm_start || address >= vma.vm_end)
  if (atomic_inc_and_test(page._mapcount)) __page_set_anon_rmap(page, vma, address)
  else __page_check_anon_rmap(page, vma, address)
}

/** mm/rmap.c: stands for it. */
export function __page_set_anon_rmap(page: Ptr<page>, vma: Ptr<vm_area_struct>, address: ulong): void {
  page.anon_vma = vma.anon_vma
}

/** mm/rmap.c: stands for it. */
export function __page_check_anon_rmap(page: Ptr<page>, vma: Ptr<vm_area_struct>, address: ulong): void {}

/** mm/rmap.c, 2.6.30 */
export function page_remove_rmap(page: Ptr<page>): void {
  if (atomic_add_negative(-1, page._mapcount)) {
    elide('if ((!PageAnon(page) || PageSwapCache(page)) && page_test_dirty(page)) { page_clear_dirty(page); set_page_dirty(page); }', 's390')
    if (PageAnon(page)) mem_cgroup_uncharge_page(page)
    elide('__dec_zone_page_state(page, PageAnon(page) ? NR_ANON_PAGES : NR_FILE_MAPPED)', 'statistics')
  }
}

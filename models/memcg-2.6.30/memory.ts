// mm/memory.c: giving an address range up, and faulting a page in that is swapped out.
//
// Differs: there is one page table; the batch of pages that are freed behind the page table lock (mmu_gather) has room
// for two. Nonlinear mappings, migration entries and the choice of pages for truncation are left out.

import { advance, bool, elide, goto, type int, type long, NULL, offset, type Ptr, type Ref, ref, type ulong } from '../../src/model/dialect.ts'
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from '../kernel/2.6/gfp.ts'
import type { mem_cgroup, mm_struct, page, pagevec, pte_t, vm_area_struct } from '../kernel/2.6/mm-types.ts'
import { PageMlocked, PageUptodate } from '../kernel/2.6/page-flags.ts'
import { lock_page, page_mapcount, unlock_page } from '../kernel/2.6/pagemap.ts'
import {
  maybe_mkwrite,
  mk_pte,
  PAGE_SIZE,
  type pmd_t,
  pte_clear_not_present_full,
  pte_file,
  pte_mkdirty,
  pte_none,
  pte_offset_map_lock,
  pte_present,
  pte_same,
  pte_unmap_unlock,
  ptep_get_and_clear_full,
  set_pte_at,
} from '../kernel/2.6/pgtable.ts'
import { likely, unlikely } from '../kernel/compiler.ts'
import type { spinlock_t } from '../kernel/spinlock.ts'
import { page_cache_release, pagevec_add } from './lru.ts'
import { mem_cgroup_cancel_charge_swapin, mem_cgroup_commit_charge_swapin, mem_cgroup_try_charge_swapin } from './memcontrol.ts'
import { page_add_anon_rmap, page_remove_rmap } from './rmap.ts'
import { pte_to_swp_entry, type swp_entry_t } from './swap.ts'
import { free_pages_and_swap_cache, lookup_swap_cache, swapin_readahead } from './swap_state.ts'
import { free_swap_and_cache, reuse_swap_page, swap_free, try_to_free_swap, vm_swap_full } from './swapfile.ts'

export const VM_FAULT_OOM: int = 0x0001
export const VM_FAULT_SIGBUS: int = 0x0002
export const VM_FAULT_MAJOR: int = 0x0004
export const VM_FAULT_ERROR: int = 0x0003
export const ZAP_BLOCK_SIZE: long = 0x8000
export const VM_LOCKED: ulong = 0x2000
export const VM_NONLINEAR: ulong = 0x800000

/** include/asm-generic/tlb.h */
export interface mmu_gather {
  mm: Ptr<mm_struct>
  fullmm: int
  /** `nr` and `pages` there. */
  pages: pagevec
}

/** include/asm-generic/tlb.h: stands for it: the pages are freed in tlb_finish_mmu(). */
export function tlb_remove_page(tlb: Ptr<mmu_gather>, page: Ptr<page>): void {
  pagevec_add(tlb.pages, page)
}

/** include/asm-generic/tlb.h: stands for it. */
export function tlb_finish_mmu(tlb: Ptr<mmu_gather>, start: ulong, end: ulong): void {
  if (tlb.pages.nr) free_pages_and_swap_cache(tlb.pages.pages, tlb.pages.nr)
}

/** What of a range is zapped: never given here. */
export interface zap_details {
  first_index: ulong
}

/** mm/memory.c: prints. */
export function print_bad_pte(vma: Ptr<vm_area_struct>, addr: ulong, pte: pte_t, page: Ptr<page>): void {}

/** mm/memory.c, 2.6.30 */
export function zap_pte_range(
  tlb: Ptr<mmu_gather>,
  vma: Ptr<vm_area_struct>,
  pmd: Ptr<pmd_t>,
  addr: ulong,
  end: ulong,
  zap_work: Ref<long>,
  details: Ptr<zap_details>,
): ulong {
  let mm: Ptr<mm_struct> = tlb.mm
  let pte: Ref<pte_t>
  let ptl: Ptr<spinlock_t>
  elide('int file_rss = 0', 'statistics')
  elide('int anon_rss = 0', 'statistics')

  pte = pte_offset_map_lock(mm, pmd, addr, ref(ptl))
  elide('arch_enter_lazy_mmu_mode()', 'hypervisors')
  do {
    let ptent: pte_t = pte.value
    if (pte_none(ptent)) {
      // biome-ignore format: the parentheses are the kernel's
      (zap_work.value)--
      continue
    }

    // biome-ignore format: the parentheses are the kernel's
    (zap_work.value) -= PAGE_SIZE

    if (pte_present(ptent)) {
      let page: Ptr<page>

      page = vm_normal_page(vma, addr, ptent)
      elide(
        'if (unlikely(details) && page) { if (details->check_mapping && details->check_mapping != page->mapping) continue; if (details->nonlinear_vma && (page->index < details->first_index || page->index > details->last_index)) continue; }',
        'truncation of files',
      )
      ptent = ptep_get_and_clear_full(mm, addr, pte, tlb.fullmm)
      elide('tlb_remove_tlb_entry(tlb, pte, addr)', 'the TLB')
      if (unlikely(!page)) continue
      elide(
        'if (unlikely(details) && details->nonlinear_vma && linear_page_index(details->nonlinear_vma, addr) != page->index) set_pte_at(mm, addr, pte, pgoff_to_pte(page->index));',
        'pages of files',
      )
      elide(
        'if (PageAnon(page)) anon_rss--; else { if (pte_dirty(ptent)) set_page_dirty(page); if (pte_young(ptent) && likely(!VM_SequentialReadHint(vma))) mark_page_accessed(page); file_rss--; }',
        'statistics, and pages of files',
      )
      page_remove_rmap(page)
      if (unlikely(page_mapcount(page) < 0)) print_bad_pte(vma, addr, ptent, page)
      tlb_remove_page(tlb, page)
      continue
    }
    if (unlikely(bool(details))) continue
    if (pte_file(ptent)) {
      if (unlikely(!(vma.vm_flags & VM_NONLINEAR))) print_bad_pte(vma, addr, ptent, NULL)
    } else if (unlikely(!free_swap_and_cache(pte_to_swp_entry(ptent)))) print_bad_pte(vma, addr, ptent, NULL)
    pte_clear_not_present_full(mm, addr, pte, tlb.fullmm)
    // biome-ignore format: the parentheses are the kernel's
    // biome-ignore lint/complexity/noCommaOperator: the kernel's
  } while (advance(pte), addr += PAGE_SIZE, (addr != end && zap_work.value > 0))

  elide('add_mm_rss(mm, file_rss, anon_rss)', 'statistics')
  elide('arch_leave_lazy_mmu_mode()', 'hypervisors')
  pte_unmap_unlock(offset(pte, -1), ptl)

  return addr
}

/** mm/memory.c: stands for it. */
export function vm_normal_page(vma: Ptr<vm_area_struct>, addr: ulong, pte: pte_t): Ptr<page> {
  return pte.page
}

/** mm/memory.c, 2.6.30 */
export function do_swap_page(
  mm: Ptr<mm_struct>,
  vma: Ptr<vm_area_struct>,
  address: ulong,
  page_table: Ref<pte_t>,
  pmd: Ptr<pmd_t>,
  write_access: int,
  orig_pte: pte_t,
): int {
  let ptl: Ptr<spinlock_t>
  let page: Ptr<page>
  let entry: swp_entry_t
  let pte: pte_t
  let ptr: Ptr<mem_cgroup> = NULL
  let ret: int = 0

  elide('if (!pte_unmap_same(mm, pmd, page_table, orig_pte)) goto out;', 'entries of two words')

  entry = pte_to_swp_entry(orig_pte)
  elide('if (is_migration_entry(entry)) { migration_entry_wait(mm, pmd, address); goto out; }', 'pages that migrate')
  elide('delayacct_set_flag(DELAYACCT_PF_SWAPIN)', 'statistics')
  page = lookup_swap_cache(entry)
  if (!page) {
    elide('grab_swap_token()', 'who is spared by reclaim')
    page = swapin_readahead(entry, GFP_HIGHUSER_MOVABLE, vma, address)
    if (!page) {
      page_table = pte_offset_map_lock(mm, pmd, address, ref(ptl))
      if (likely(bool(pte_same(page_table.value, orig_pte)))) ret = VM_FAULT_OOM
      elide('delayacct_clear_flag(DELAYACCT_PF_SWAPIN)', 'statistics')
      goto('unlock')
    }

    ret = VM_FAULT_MAJOR
    elide('count_vm_event(PGMAJFAULT)', 'statistics')
  }

  lock_page(page)
  elide('delayacct_clear_flag(DELAYACCT_PF_SWAPIN)', 'statistics')

  if (mem_cgroup_try_charge_swapin(mm, page, GFP_KERNEL, ref(ptr))) {
    ret = VM_FAULT_OOM
    goto('out_page')
  }

  page_table = pte_offset_map_lock(mm, pmd, address, ref(ptl))
  if (unlikely(!pte_same(page_table.value, orig_pte))) goto('out_nomap')

  if (unlikely(!PageUptodate(page))) {
    ret = VM_FAULT_SIGBUS
    goto('out_nomap')
  }

  elide('inc_mm_counter(mm, anon_rss)', 'statistics')
  pte = mk_pte(page, vma.vm_page_prot)
  if (write_access && reuse_swap_page(page)) {
    pte = maybe_mkwrite(pte_mkdirty(pte), vma)
    write_access = 0
  }
  elide('flush_icache_page(vma, page)', 'caches')
  set_pte_at(mm, address, page_table, pte)
  page_add_anon_rmap(page, vma, address)
  mem_cgroup_commit_charge_swapin(page, ptr)

  swap_free(entry)
  // biome-ignore format: the parentheses are the kernel's
  if (vm_swap_full() || (vma.vm_flags & VM_LOCKED) || PageMlocked(page)) try_to_free_swap(page)
  unlock_page(page)

  elide(
    'if (write_access) { ret |= do_wp_page(mm, vma, address, page_table, pmd, ptl, pte); if (ret & VM_FAULT_ERROR) ret &= VM_FAULT_ERROR; goto out; }',
    'copying on write',
  )

  elide('update_mmu_cache(vma, address, pte)', 'the MMU')
  unlock: pte_unmap_unlock(page_table, ptl)
  out: return ret
  out_nomap: mem_cgroup_cancel_charge_swapin(ptr)
  pte_unmap_unlock(page_table, ptl)
  out_page: unlock_page(page)
  page_cache_release(page)
  return ret
}

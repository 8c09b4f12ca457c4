// mm/memory.c: a fault on a page that is swapped out. Threads of one mm may fault at once, as they hold its semaphore for
// reading: each finds out under page_table_lock whether another was first.
//
// Differs: page tables have one level, so that handle_mm_fault() is given an index into them. Left out: faults on pages
// that were never there.

import { elide, int, NULL, offset, type Ptr, type Ref, ref, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import { page_count } from '../kernel/2.4/mm.ts'
import type { mm_struct, page, pte_t, vm_area_struct } from '../kernel/2.4/mm-types.ts'
import { PageLocked, PageSwapCache, UnlockPage } from '../kernel/2.4/page-flags.ts'
import { lock_page, page_cache_release } from '../kernel/2.4/pagemap.ts'
import {
  flush_icache_page,
  flush_page_to_ram,
  mk_pte,
  pte_mkdirty,
  pte_mkwrite,
  pte_mkyoung,
  pte_present,
  pte_same,
  set_pte,
  update_mmu_cache,
} from '../kernel/2.4/pgtable.ts'
import { lock_kernel, unlock_kernel } from '../kernel/2.4/smp-lock.ts'
import { atomic_read, type atomic_t } from '../kernel/atomic.ts'
import { BUG } from '../kernel/bug.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import { page_cluster, pager_daemon, pte_to_swp_entry, SWP_ENTRY, SWP_TYPE, type swp_entry_t } from './swap.ts'
import { delete_from_swap_cache_nolock, lookup_swap_cache, read_swap_cache_async } from './swap_state.ts'
import { swap_count, swap_free, valid_swaphandles, vm_swap_full } from './swapfile.ts'

export const nr_async_pages: atomic_t = zeroed()

/** include/linux/mm.h, 2.4.10-pre9 */
export function exclusive_swap_page(page: Ptr<page>): int {
  let count: uint

  if (!PageLocked(page)) BUG()
  if (!PageSwapCache(page)) return 0
  count = page_count(page) - int(!!page.buffers)
  count += swap_count(page)
  return int(count == 3)
}

/** mm/memory.c, 2.4.10-pre9 */
export function swapin_readahead(entry: swp_entry_t): void {
  let i: int, num: int
  let new_page: Ptr<page>
  let offset$: ulong

  num = valid_swaphandles(entry, ref(offset$))
  for (i = 0; i < num; offset$++, i++) {
    if (atomic_read(nr_async_pages) >= pager_daemon.swap_cluster * (1 << page_cluster)) {
      break
    }
    new_page = read_swap_cache_async(SWP_ENTRY(SWP_TYPE(entry), offset$))
    if (new_page == NULL) break
    page_cache_release(new_page)
  }
  return
}

/** mm/memory.c, 2.4.10-pre9 */
export function do_swap_page(
  mm: Ptr<mm_struct>,
  vma: Ptr<vm_area_struct>,
  address: ulong,
  page_table: Ref<pte_t>,
  orig_pte: pte_t,
  write_access: int,
): int {
  let page: Ptr<page>
  let entry: swp_entry_t = pte_to_swp_entry(orig_pte)
  let pte: pte_t

  spin_unlock(mm.page_table_lock)
  page = lookup_swap_cache(entry)
  if (!page) {
    lock_kernel()
    swapin_readahead(entry)
    page = read_swap_cache_async(entry)
    unlock_kernel()
    if (!page) {
      spin_lock(mm.page_table_lock)
      return pte_same(page_table.value, orig_pte) ? -1 : 1
    }
  }

  lock_page(page)

  spin_lock(mm.page_table_lock)
  if (!pte_same(page_table.value, orig_pte)) {
    UnlockPage(page)
    page_cache_release(page)
    return 1
  }

  mm.rss++
  pte = mk_pte(page, vma.vm_page_prot)

  swap_free(entry)
  if (exclusive_swap_page(page)) {
    if (write_access) pte = pte_mkwrite(pte_mkdirty(pte))
    if (vm_swap_full()) {
      delete_from_swap_cache_nolock(page)
      pte = pte_mkdirty(pte)
    }
  }
  UnlockPage(page)

  flush_page_to_ram(page)
  flush_icache_page(vma, page)
  set_pte(page_table, pte)

  update_mmu_cache(vma, address, pte)
  return 1
}

/** mm/memory.c, 2.4.10-pre9 */
export function handle_pte_fault(
  mm: Ptr<mm_struct>,
  vma: Ptr<vm_area_struct>,
  address: ulong,
  write_access: int,
  pte: Ref<pte_t>,
): int {
  let entry: pte_t

  entry = pte.value
  if (!pte_present(entry)) {
    elide('if (pte_none(entry)) return do_no_page(mm, vma, address, write_access, pte);', 'pages that were never there')
    return do_swap_page(mm, vma, address, pte, entry, write_access)
  }

  if (write_access) {
    elide('if (!pte_write(entry)) return do_wp_page(mm, vma, address, pte, entry);', 'copying on write')

    entry = pte_mkdirty(entry)
  }
  entry = pte_mkyoung(entry)
  set_pte(pte, entry)
  return 1
}

/** mm/memory.c: stands for it: the address is an index of the one page table. */
export function handle_mm_fault(
  mm: Ptr<mm_struct>,
  vma: Ptr<vm_area_struct>,
  address: ulong,
  write_access: int,
): int {
  let ret: int = -1
  let pte: Ref<pte_t>

  spin_lock(mm.page_table_lock)
  pte = offset(mm.ptes, address)
  if (pte) ret = handle_pte_fault(mm, vma, address, write_access, pte)
  spin_unlock(mm.page_table_lock)
  return ret
}

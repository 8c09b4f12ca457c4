// "The same check may be added into add_to_swap_cache for try_to_swap_out … it may seem preferable just to go with the
// additional check instead." A page is added only where there is none, and both callers are told.

import { elide, goto, type int, type Ptr, type Ref, type ulong } from '../../../src/model/dialect.ts'
import type { address_space, mm_struct, page, pte_t, vm_area_struct } from '../../kernel/2.4/mm-types.ts'
import { alloc_page, GFP_HIGHUSER } from '../../kernel/2.4/page-alloc.ts'
import {
  PageDirty,
  PageLocked,
  PageSwapCache,
  PageTestandSetSwapCache,
  PG_arch_1,
  PG_dirty,
  PG_error,
  PG_uptodate,
  TryLockPage,
  UnlockPage,
} from '../../kernel/2.4/page-flags.ts'
import { page_cache_get, page_cache_release } from '../../kernel/2.4/pagemap.ts'
import { flush_cache_page, flush_tlb_page, pte_dirty, ptep_get_and_clear, ptep_test_and_clear_young, set_pte } from '../../kernel/2.4/pgtable.ts'
import { BUG } from '../../kernel/bug.ts'
import { EEXIST } from '../../kernel/errno.ts'
import { spin_lock, spin_unlock } from '../../kernel/spinlock.ts'
import { __find_get_page, __find_page_nolock, add_page_to_hash_queue, add_page_to_inode_queue, page_hash, pagecache_lock, set_page_dirty } from '../filemap.ts'
import { age_page_up, deactivate_page, lru_cache_add } from '../lru.ts'
import { READ, rw_swap_page } from '../page_io.ts'
import { PAGE_AGE_START, swapper_space, type swp_entry_t, swp_entry_to_pte } from '../swap.ts'
import { get_swap_page, swap_duplicate, swap_free } from '../swapfile.ts'

/** mm/filemap.c */
export function add_to_page_cache_locked_unique(page: Ptr<page>, mapping: Ptr<address_space>, index: ulong): int {
  let hash: Ref<Ptr<page>> = page_hash(mapping, index)
  let alias: Ptr<page>

  if (!PageLocked(page)) BUG()

  spin_lock(pagecache_lock)
  alias = __find_page_nolock(mapping, index, hash.value)
  if (alias) {
    spin_unlock(pagecache_lock)
    return -EEXIST
  }
  page_cache_get(page)
  page.index = index
  add_page_to_inode_queue(mapping, page)
  add_page_to_hash_queue(page, hash)
  lru_cache_add(page)
  spin_unlock(pagecache_lock)
  return 0
}

/** mm/swap_state.c */
export function add_to_swap_cache(page: Ptr<page>, entry: swp_entry_t): int {
  let flags: ulong
  let error: int

  if (!PageLocked(page)) BUG()
  if (page.mapping) BUG()

  error = add_to_page_cache_locked_unique(page, swapper_space, entry.val)
  if (error) return error
  if (PageTestandSetSwapCache(page)) BUG()
  flags = page.flags & ~((1 << PG_error) | (1 << PG_dirty) | (1 << PG_arch_1))
  page.flags = flags | (1 << PG_uptodate)
  page.age = PAGE_AGE_START
  return 0
}

/** mm/swap_state.c */
export function read_swap_cache_async(entry: swp_entry_t): Ptr<page> {
  let found_page: Ptr<page>, new_page: Ptr<page>
  let hash: Ref<Ptr<page>>

  hash = page_hash(swapper_space, entry.val)
  found_page = __find_get_page(swapper_space, entry.val, hash)
  if (found_page) goto('out')

  new_page = alloc_page(GFP_HIGHUSER)
  if (!new_page) goto('out')
  if (TryLockPage(new_page)) BUG()

  do {
    found_page = __find_get_page(swapper_space, entry.val, hash)
    if (found_page) goto('out_free_page')

    if (!swap_duplicate(entry)) goto('out_free_page')

    if (!add_to_swap_cache(new_page, entry)) {
      rw_swap_page(READ, new_page)
      return new_page
    }
    swap_free(entry)
    // biome-ignore lint/correctness/noConstantCondition: it ends by return or goto
  } while (1)

  out_free_page: UnlockPage(new_page)
  page_cache_release(new_page)
  out: return found_page
}

/** mm/vmscan.c */
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

  for (;;) {
    entry = get_swap_page()
    if (!entry.val) break
    if (!add_to_swap_cache(page, entry)) {
      set_page_dirty(page)
      goto('set_swap_pte')
    }
    // Somebody has read the entry ahead.
    swap_free(entry)
  }

  set_pte(page_table, pte)
  UnlockPage(page)
  return
}

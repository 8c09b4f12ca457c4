// "At present I'm giving get_swap_page a *page argument, and letting it add_to_swap_cache inside its locking (lock ordering
// then prohibits __delete_from_swap_cache from doing its swap_free itself), so read_swap_cache_async cannot squeeze in
// between the two stages." The reader's check is inside of the same lock.

import { elide, goto, type int, type Ptr, type Ref, type ulong, type ushort } from '../../../src/model/dialect.ts'
import type { address_space, mm_struct, page, pte_t, vm_area_struct } from '../../kernel/2.4/mm-types.ts'
import { alloc_page, GFP_HIGHUSER } from '../../kernel/2.4/page-alloc.ts'
import {
  ClearPageDirty,
  PageClearSwapCache,
  PageDirty,
  PageLocked,
  PageSwapCache,
  TryLockPage,
  UnlockPage,
} from '../../kernel/2.4/page-flags.ts'
import { page_cache_release } from '../../kernel/2.4/pagemap.ts'
import { flush_cache_page, flush_tlb_page, pte_dirty, ptep_get_and_clear, ptep_test_and_clear_young, set_pte } from '../../kernel/2.4/pgtable.ts'
import { BUG } from '../../kernel/bug.ts'
import { spin_lock, spin_unlock } from '../../kernel/spinlock.ts'
import { __find_get_page, __remove_inode_page, page_hash, pagecache_lock, set_page_dirty } from '../filemap.ts'
import { age_page_up, block_flushpage, deactivate_page, lru_cache_del } from '../lru.ts'
import { READ, rw_swap_page } from '../page_io.ts'
import { SWAP_MAP_MAX, SWP_ENTRY, SWP_WRITEOK, swap_device_lock, swap_device_unlock, type swap_info_struct, swap_list_lock, swap_list_unlock, swapper_space, type swp_entry_t, swp_entry_to_pte } from '../swap.ts'
import { add_to_swap_cache } from '../swap_state.ts'
import { nr_swap_pages, scan_swap_map, swap_duplicate, swap_free, swap_info, swap_list } from '../swapfile.ts'

/** mm/swap_state.c */
export function __delete_from_swap_cache(page: Ptr<page>): void {
  let mapping: Ptr<address_space> = page.mapping

  if (mapping != swapper_space) BUG()
  if (!PageSwapCache(page) || !PageLocked(page)) BUG()

  PageClearSwapCache(page)
  ClearPageDirty(page)
  __remove_inode_page(page)
}

/** mm/swap_state.c */
export function delete_from_swap_cache_nolock(page: Ptr<page>): void {
  let entry: swp_entry_t

  if (!PageLocked(page)) BUG()

  if (block_flushpage(page, 0)) lru_cache_del(page)

  entry.val = page.index
  spin_lock(pagecache_lock)
  __delete_from_swap_cache(page)
  spin_unlock(pagecache_lock)
  swap_free(entry)
  page_cache_release(page)
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

  swap_list_lock()
  found_page = __find_get_page(swapper_space, entry.val, hash)
  if (found_page) goto('out_free_page')

  if (!swap_duplicate(entry)) goto('out_free_page')

  add_to_swap_cache(new_page, entry)
  swap_list_unlock()
  rw_swap_page(READ, new_page)
  return new_page

  out_free_page: swap_list_unlock()
  UnlockPage(new_page)
  page_cache_release(new_page)
  out: return found_page
}

/** mm/swapfile.c */
export function __get_swap_page(count: ushort, page: Ptr<page>): swp_entry_t {
  let p: Ptr<swap_info_struct>
  let offset$: ulong
  let entry: swp_entry_t
  let type: int,
    wrapped: int = 0

  entry.val = 0
  if (count >= SWAP_MAP_MAX) goto('bad_count')
  swap_list_lock()
  type = swap_list.next
  if (type < 0) goto('out')
  if (nr_swap_pages == 0) goto('out')

  // biome-ignore lint/correctness/noConstantCondition: the kernel's
  while (1) {
    p = swap_info[type]
    if ((p.flags & SWP_WRITEOK) == SWP_WRITEOK) {
      swap_device_lock(p)
      offset$ = scan_swap_map(p, count)
      swap_device_unlock(p)
      if (offset$) {
        entry = SWP_ENTRY(type, offset$)
        type = swap_info[type].next
        if (type < 0 || p.prio != swap_info[type].prio) {
          swap_list.next = swap_list.head
        } else {
          swap_list.next = type
        }
        goto('out')
      }
    }
    type = p.next
    if (!wrapped) {
      if (type < 0 || p.prio != swap_info[type].prio) {
        type = swap_list.head
        wrapped = 1
      }
    } else if (type < 0) goto('out')
  }
  out: if (entry.val) add_to_swap_cache(page, entry)
  swap_list_unlock()
  return entry

  bad_count: elide(
    'printk(KERN_ERR "get_swap_page: bad count %hd from %p\\n", count, __builtin_return_address(0))',
    'messages',
  )
  return entry
}

/** include/linux/swap.h */
export function get_swap_page(page: Ptr<page>): swp_entry_t {
  return __get_swap_page(1, page)
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

  entry = get_swap_page(page)
  if (!entry.val) goto('out_unlock_restore')

  set_page_dirty(page)
  goto('set_swap_pte')

  out_unlock_restore: set_pte(page_table, pte)
  UnlockPage(page)
  return
}

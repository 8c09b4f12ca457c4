// mm/swap_state.c: the swap cache. Nothing in add_to_swap_cache() keeps a second page of one entry out: its two callers
// have to, each in its own way. The reader looks twice and has the big kernel lock between the second look and the add;
// whoever swaps out has an entry that nobody else can know of, since it was free.
//
// Differs: lookup_swap_cache() returns NULL where the kernel has 0.

import { elide, goto, int, NULL, type Ptr, type Ref, type ulong } from '../../src/model/dialect.ts'
import { page_count } from '../kernel/2.4/mm.ts'
import type { address_space, page } from '../kernel/2.4/mm-types.ts'
import { alloc_page, GFP_HIGHUSER } from '../kernel/2.4/page-alloc.ts'
import {
  ClearPageDirty,
  PageClearSwapCache,
  PageLocked,
  PageSwapCache,
  PageTestandSetSwapCache,
  PG_arch_1,
  PG_dirty,
  PG_error,
  PG_uptodate,
  TryLockPage,
  UnlockPage,
} from '../kernel/2.4/page-flags.ts'
import { lock_page, page_cache_release } from '../kernel/2.4/pagemap.ts'
import { BUG } from '../kernel/bug.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import { __find_get_page, __remove_inode_page, add_to_page_cache_locked, find_get_page, page_hash, pagecache_lock } from './filemap.ts'
import { block_flushpage, lru_cache_del } from './lru.ts'
import { exclusive_swap_page } from './memory.ts'
import { READ, rw_swap_page, WRITE } from './page_io.ts'
import { PAGE_AGE_START, swapper_space, type swp_entry_t } from './swap.ts'
import { swap_count, swap_duplicate, swap_free } from './swapfile.ts'

/** mm/swap_state.c, 2.4.10-pre9 */
export function swap_writepage(page: Ptr<page>): int {
  if (page_count(page) > 2 + int(!!page.buffers)) goto('in_use')
  if (swap_count(page) > 1) goto('in_use')

  delete_from_swap_cache_nolock(page)
  UnlockPage(page)
  return 0

  in_use: rw_swap_page(WRITE, page)
  return 0
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function add_to_swap_cache(page: Ptr<page>, entry: swp_entry_t): void {
  let flags: ulong

  elide('swap_cache_add_total++', 'only with SWAP_CACHE_INFO')
  if (!PageLocked(page)) BUG()
  if (PageTestandSetSwapCache(page)) BUG()
  if (page.mapping) BUG()

  flags = page.flags & ~((1 << PG_error) | (1 << PG_dirty) | (1 << PG_arch_1))
  page.flags = flags | (1 << PG_uptodate)
  page.age = PAGE_AGE_START
  add_to_page_cache_locked(page, swapper_space, entry.val)
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function __delete_from_swap_cache(page: Ptr<page>): void {
  let mapping: Ptr<address_space> = page.mapping
  let entry: swp_entry_t

  elide('swap_cache_del_total++', 'only with SWAP_CACHE_INFO')
  if (mapping != swapper_space) BUG()
  if (!PageSwapCache(page) || !PageLocked(page)) BUG()

  entry.val = page.index
  PageClearSwapCache(page)
  ClearPageDirty(page)
  __remove_inode_page(page)
  swap_free(entry)
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function delete_from_swap_cache_nolock(page: Ptr<page>): void {
  if (!PageLocked(page)) BUG()

  if (block_flushpage(page, 0)) lru_cache_del(page)

  spin_lock(pagecache_lock)
  __delete_from_swap_cache(page)
  spin_unlock(pagecache_lock)
  page_cache_release(page)
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function delete_from_swap_cache(page: Ptr<page>): void {
  lock_page(page)
  delete_from_swap_cache_nolock(page)
  UnlockPage(page)
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function free_page_and_swap_cache(page: Ptr<page>): void {
  if (PageSwapCache(page) && !TryLockPage(page)) {
    if (exclusive_swap_page(page)) delete_from_swap_cache_nolock(page)
    UnlockPage(page)
  }
  page_cache_release(page)
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function lookup_swap_cache(entry: swp_entry_t): Ptr<page> {
  let found: Ptr<page>

  elide('swap_cache_find_total++', 'only with SWAP_CACHE_INFO')
  found = find_get_page(swapper_space, entry.val)
  if (!found) return NULL
  elide('swap_cache_find_success++', 'only with SWAP_CACHE_INFO')
  return found
}

/** mm/swap_state.c, 2.4.10-pre9 */
export function read_swap_cache_async(entry: swp_entry_t): Ptr<page> {
  let found_page: Ptr<page>, new_page: Ptr<page>
  let hash: Ref<Ptr<page>>

  hash = page_hash(swapper_space, entry.val)
  found_page = __find_get_page(swapper_space, entry.val, hash)
  if (found_page) goto('out')

  new_page = alloc_page(GFP_HIGHUSER)
  if (!new_page) goto('out')

  // The allocation may have slept, and dropped the big kernel lock.
  found_page = __find_get_page(swapper_space, entry.val, hash)
  if (found_page) goto('out_free_page')

  // The entry may have been freed since the caller looked.
  if (!swap_duplicate(entry)) goto('out_free_page')

  if (TryLockPage(new_page)) BUG()
  add_to_swap_cache(new_page, entry)
  rw_swap_page(READ, new_page)
  return new_page

  out_free_page: page_cache_release(new_page)
  out: return found_page
}

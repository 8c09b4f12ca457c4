// "It's fairly clear that the read_swap_cache_async instance should be doing its check … within the necessary locking
// instead of before it." The lock is swap_list_lock, under which entries are taken and freed. As page-cache lookups then
// happen inside it, swap_free() leaves pagecache_lock.

import { goto, type Ptr, type Ref } from '../../../src/model/dialect.ts'
import type { address_space, page } from '../../kernel/2.4/mm-types.ts'
import { alloc_page, GFP_HIGHUSER } from '../../kernel/2.4/page-alloc.ts'
import {
  ClearPageDirty,
  PageClearSwapCache,
  PageLocked,
  PageSwapCache,
  TryLockPage,
  UnlockPage,
} from '../../kernel/2.4/page-flags.ts'
import { page_cache_release } from '../../kernel/2.4/pagemap.ts'
import { BUG } from '../../kernel/bug.ts'
import { spin_lock, spin_unlock } from '../../kernel/spinlock.ts'
import { __find_get_page, __remove_inode_page, page_hash, pagecache_lock } from '../filemap.ts'
import { block_flushpage, lru_cache_del } from '../lru.ts'
import { READ, rw_swap_page } from '../page_io.ts'
import { swap_list_lock, swap_list_unlock, swapper_space, type swp_entry_t } from '../swap.ts'
import { add_to_swap_cache } from '../swap_state.ts'
import { swap_duplicate, swap_free } from '../swapfile.ts'

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

// mm/filemap.c: the page cache as a hash table. A bucket is a chain, and a chain can hold two pages of one index: whoever
// looks finds the one that was added last.
//
// Differs: the table has one bucket. Left out: the lists of a mapping (nobody here walks them), ageing, waking kswapd.

import { type Arr, elide, goto, type int, NULL, offset, type Ptr, type Ref, ref, type ulong, zeroed } from '../../src/model/dialect.ts'
import { PAGE_BUG } from '../kernel/2.4/mm.ts'
import type { address_space, page } from '../kernel/2.4/mm-types.ts'
import {
  PageDirty,
  PageLocked,
  PG_arch_1,
  PG_dirty,
  PG_error,
  PG_locked,
  PG_referenced,
  PG_uptodate,
  TryLockPage,
  UnlockPage,
} from '../kernel/2.4/page-flags.ts'
import { __lock_page, page_cache_get, page_cache_release } from '../kernel/2.4/pagemap.ts'
import { atomic_dec, atomic_inc, type atomic_t } from '../kernel/atomic.ts'
import { test_and_set_bit } from '../kernel/bitops.ts'
import { BUG } from '../kernel/bug.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import { age_page_up, lru_cache_add } from './lru.ts'

export const page_cache_size: atomic_t = zeroed()
export const page_hash_table: Arr<Ptr<page>, 1> = zeroed()
export const pagecache_lock: spinlock_t = zeroed()

/** include/linux/pagemap.h: stands for it. */
export function _page_hashfn(mapping: Ptr<address_space>, index: ulong): ulong {
  return 0
}

/** include/linux/pagemap.h */
export function page_hash(mapping: Ptr<address_space>, index: ulong): Ref<Ptr<page>> {
  return offset(page_hash_table, _page_hashfn(mapping, index))
}

/** mm/filemap.c, 2.4.10-pre9 */
export function add_page_to_hash_queue(page: Ptr<page>, p: Ref<Ptr<page>>): void {
  let next: Ptr<page> = p.value

  p.value = page
  page.next_hash = next
  page.pprev_hash = p
  if (next) next.pprev_hash = ref(page.next_hash)
  if (page.buffers) PAGE_BUG(page)
  atomic_inc(page_cache_size)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function add_page_to_inode_queue(mapping: Ptr<address_space>, page: Ptr<page>): void {
  elide('struct list_head *head = &mapping->clean_pages', 'lists of a mapping')

  mapping.nrpages++
  elide('list_add(&page->list, head)', 'lists of a mapping')
  page.mapping = mapping
}

/** mm/filemap.c, 2.4.10-pre9 */
export function remove_page_from_inode_queue(page: Ptr<page>): void {
  let mapping: Ptr<address_space> = page.mapping

  mapping.nrpages--
  elide('list_del(&page->list)', 'lists of a mapping')
  page.mapping = NULL
}

/** mm/filemap.c, 2.4.10-pre9 */
export function remove_page_from_hash_queue(page: Ptr<page>): void {
  let next: Ptr<page> = page.next_hash
  let pprev: Ref<Ptr<page>> = page.pprev_hash

  if (next) next.pprev_hash = pprev
  pprev.value = next
  page.pprev_hash = NULL
  atomic_dec(page_cache_size)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function __remove_inode_page(page: Ptr<page>): void {
  if (PageDirty(page)) BUG()
  remove_page_from_inode_queue(page)
  remove_page_from_hash_queue(page)
  page.mapping = NULL
}

/** mm/filemap.c, 2.4.10-pre9 */
export function remove_inode_page(page: Ptr<page>): void {
  if (!PageLocked(page)) PAGE_BUG(page)

  spin_lock(pagecache_lock)
  __remove_inode_page(page)
  spin_unlock(pagecache_lock)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function __set_page_dirty(page: Ptr<page>): void {
  let mapping: Ptr<address_space> = page.mapping

  spin_lock(pagecache_lock)
  elide('list_del(&page->list)', 'lists of a mapping')
  elide('list_add(&page->list, &mapping->dirty_pages)', 'lists of a mapping')
  spin_unlock(pagecache_lock)

  if (mapping.host) elide('mark_inode_dirty_pages(mapping->host)', 'swap has no inode')
}

/** include/linux/mm.h, 2.4.10-pre9 */
export function set_page_dirty(page: Ptr<page>): void {
  if (!test_and_set_bit(PG_dirty, ref(page.flags))) __set_page_dirty(page)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function __find_page_nolock(mapping: Ptr<address_space>, offset$: ulong, page: Ptr<page>): Ptr<page> {
  goto('inside')

  // tsc does not see that the loop is entered by a goto.
  for (;;) {
    page = page.next_hash
    // @ts-expect-error
    inside: if (!page) goto('not_found')
    if (page.mapping != mapping) continue
    if (page.index == offset$) break
  }
  // @ts-expect-error
  age_page_up(page)
  // @ts-expect-error
  elide('if (inactive_shortage() > inactive_target / 2 && free_shortage()) wakeup_kswapd();', 'waking kswapd')
  not_found: return page
}

/** mm/filemap.c, 2.4.10-pre9 */
export function add_to_page_cache_locked(page: Ptr<page>, mapping: Ptr<address_space>, index: ulong): void {
  if (!PageLocked(page)) BUG()

  page_cache_get(page)
  spin_lock(pagecache_lock)
  page.index = index
  add_page_to_inode_queue(mapping, page)
  add_page_to_hash_queue(page, page_hash(mapping, index))
  lru_cache_add(page)
  spin_unlock(pagecache_lock)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function __add_to_page_cache(
  page: Ptr<page>,
  mapping: Ptr<address_space>,
  offset$: ulong,
  hash: Ref<Ptr<page>>,
): void {
  let flags: ulong

  if (PageLocked(page)) BUG()

  flags = page.flags & ~((1 << PG_uptodate) | (1 << PG_error) | (1 << PG_dirty) | (1 << PG_referenced) | (1 << PG_arch_1))
  page.flags = flags | (1 << PG_locked)
  page_cache_get(page)
  page.index = offset$
  add_page_to_inode_queue(mapping, page)
  add_page_to_hash_queue(page, hash)
  lru_cache_add(page)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function add_to_page_cache(page: Ptr<page>, mapping: Ptr<address_space>, offset$: ulong): void {
  spin_lock(pagecache_lock)
  __add_to_page_cache(page, mapping, offset$, page_hash(mapping, offset$))
  spin_unlock(pagecache_lock)
}

/** mm/filemap.c, 2.4.10-pre9 */
export function add_to_page_cache_unique(
  page: Ptr<page>,
  mapping: Ptr<address_space>,
  offset$: ulong,
  hash: Ref<Ptr<page>>,
): int {
  let err: int
  let alias: Ptr<page>

  spin_lock(pagecache_lock)
  alias = __find_page_nolock(mapping, offset$, hash.value)

  err = 1
  if (!alias) {
    __add_to_page_cache(page, mapping, offset$, hash)
    err = 0
  }

  spin_unlock(pagecache_lock)
  return err
}

/** mm/filemap.c, 2.4.10-pre9 */
export function __find_get_page(mapping: Ptr<address_space>, offset$: ulong, hash: Ref<Ptr<page>>): Ptr<page> {
  let page: Ptr<page>

  spin_lock(pagecache_lock)
  page = __find_page_nolock(mapping, offset$, hash.value)
  if (page) page_cache_get(page)
  spin_unlock(pagecache_lock)
  return page
}

/** include/linux/pagemap.h, 2.4.10-pre9 */
export function find_get_page(mapping: Ptr<address_space>, index: ulong): Ptr<page> {
  return __find_get_page(mapping, index, page_hash(mapping, index))
}

/** mm/filemap.c, 2.4.10-pre9 */
export function __find_lock_page(mapping: Ptr<address_space>, offset$: ulong, hash: Ref<Ptr<page>>): Ptr<page> {
  let page: Ptr<page>

  repeat: spin_lock(pagecache_lock)
  page = __find_page_nolock(mapping, offset$, hash.value)
  if (page) {
    page_cache_get(page)
    spin_unlock(pagecache_lock)

    if (TryLockPage(page)) __lock_page(page)

    if (page.mapping) return page

    UnlockPage(page)
    page_cache_release(page)
    goto('repeat')
  }
  spin_unlock(pagecache_lock)
  return NULL
}

/** include/linux/pagemap.h, 2.4.10-pre9 */
export function find_lock_page(mapping: Ptr<address_space>, index: ulong): Ptr<page> {
  return __find_lock_page(mapping, index, page_hash(mapping, index))
}

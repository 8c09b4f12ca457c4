// Getting and putting pages. The last put frees the page in one step: with the count at zero nobody may use it, and a
// speculative get fails from then on. A page that is locked, under writeback or on a list when it is freed prints "bad
// page state" in the kernel, which then keeps it from the allocator for good; so it is a leak here. The swap cache is not
// among those states: a page that is freed while it is in there is found when it is used again.

import { type bool, elide, free, lose, type int, NULL, type Ptr, type ulong } from '../../src/model/dialect.ts'
import { atomic_read } from './atomic.ts'
import { VM_BUG_ON_PAGE, WARN_ON_ONCE } from './bug.ts'
import type { page } from './mm-types.ts'
import { compound_head, PAGE_FLAGS_CHECK_AT_FREE, PG_active, PG_lru, PG_unevictable } from './page-flags.ts'
import { page_ref_add_unless, page_ref_count, page_ref_dec_and_test, page_ref_inc } from './page-ref.ts'

/** include/linux/mm.h */
export function page_private(page: Ptr<page>): ulong {
  return page.private
}

/** include/linux/mm.h */
export function set_page_private(page: Ptr<page>, private$: ulong): void {
  page.private = private$
}

/** include/linux/mm.h */
export function compound_order(page: Ptr<page>): int {
  return 0
}

/** include/linux/mm.h */
export function compound_nr(page: Ptr<page>): ulong {
  return 1
}

/** include/linux/huge_mm.h */
export function hpage_nr_pages(page: Ptr<page>): int {
  return 1
}

/** include/linux/huge_mm.h */
export function is_huge_zero_page(page: Ptr<page>): bool {
  return false
}

/** include/linux/mm.h */
export function page_is_devmap_managed(page: Ptr<page>): bool {
  return false
}

/** include/linux/mm.h */
export function page_mapcount(page: Ptr<page>): int {
  return atomic_read(page._mapcount) + 1
}

/** mm/util.c */
export function page_mapped(page: Ptr<page>): bool {
  return atomic_read(page._mapcount) >= 0
}

/** include/linux/mm.h */
export function get_page(page: Ptr<page>): void {
  page = compound_head(page)
  VM_BUG_ON_PAGE(page_ref_count(page) <= 0, page)
  page_ref_inc(page)
}

/** include/linux/mm.h */
export function try_get_page(page: Ptr<page>): bool {
  page = compound_head(page)
  if (WARN_ON_ONCE(page_ref_count(page) <= 0)) return false
  page_ref_inc(page)
  return true
}

/** include/linux/mm.h */
export function get_page_unless_zero(page: Ptr<page>): bool {
  return page_ref_add_unless(page, 1, 0)
}

/** include/linux/mm.h */
export function put_page_testzero(page: Ptr<page>): bool {
  VM_BUG_ON_PAGE(page_ref_count(page) == 0, page)
  return page_ref_dec_and_test(page)
}

/** include/linux/mm.h */
export function put_page(page: Ptr<page>): void {
  page = compound_head(page)
  elide('if (page_is_devmap_managed(page)) { put_devmap_managed_page(page); return; }', 'device memory')
  if (put_page_testzero(page)) __put_page(page)
}

/** mm/swap.c: stands for it, with __page_cache_release() and the uncharge. @atomic */
export function __put_page(page: Ptr<page>): void {
  if ((page.flags >> PG_lru) & 1) page.flags &= ~((1 << PG_lru) | (1 << PG_active) | (1 << PG_unevictable))
  page.mem_cgroup = NULL
  free_unref_page(page)
}

/** mm/page_alloc.c: stands for it. @atomic */
export function free_unref_page(page: Ptr<page>): void {
  // A page in a bad state is not given out again; it is not its last user's any more either.
  if (page.flags & PAGE_FLAGS_CHECK_AT_FREE) lose(page)
  else free(page)
}

/** mm/page_alloc.c */
export function __free_pages(page: Ptr<page>, order: int): void {
  if (put_page_testzero(page)) free_unref_page(page)
}

/** include/linux/gfp.h */
export function __free_page(page: Ptr<page>): void {
  __free_pages(page, 0)
}

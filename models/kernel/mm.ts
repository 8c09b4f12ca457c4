// Getting and putting pages. The last put frees the page in one step: with the count at zero nobody may use it, and a
// speculative get fails from then on. A page that is locked, under writeback or on a list when it is freed prints "bad
// page state" in the kernel, which then keeps it from the allocator for good; so it is a leak here. The swap cache is not
// among those states: a page that is freed while it is in there is found when it is used again.
//
// Differs from v5.7: compound_order(), is_huge_zero_page() and page_is_devmap_managed() know small pages only; __put_page()
// and what is behind it stand for theirs. All else is the kernel's, token by token; what is macros there (page_private(),
// set_page_private()) is functions here.

import { at, bool, cast, elide, free, type int, lose, NULL, type Ptr, type Ref, type uint, type ulong } from '../../src/model/dialect.ts'
import { atomic_read } from './atomic.ts'
import { VM_BUG_ON_PAGE, WARN_ON_ONCE } from './bug.ts'
import { likely, unlikely } from './compiler.ts'
import { max } from './minmax.ts'
import type { page } from './mm-types.ts'
import {
  compound_head,
  PAGE_FLAGS_CHECK_AT_FREE,
  PageCompound,
  PageHuge,
  PageTransCompound,
  PageTransHuge,
  PG_active,
  PG_lru,
  PG_unevictable,
} from './page-flags.ts'
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
  return 1 << compound_order(page)
}

export const HPAGE_PMD_NR: int = 512

/** include/linux/huge_mm.h */
export function hpage_nr_pages(page: Ptr<page>): int {
  if (unlikely(bool(PageTransHuge(page)))) return HPAGE_PMD_NR
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
  elide('if (unlikely(PageCompound(page))) return __page_mapcount(page);', 'huge pages')
  return atomic_read(page._mapcount) + 1
}

/** mm/huge_memory.c */
export function page_trans_huge_mapcount(page: Ptr<page>, total_mapcount: Ref<int>): int {
  let i: int, ret: int, _total_mapcount: int, mapcount: int

  VM_BUG_ON_PAGE(bool(PageHuge(page)), page)

  if (likely(!PageTransCompound(page))) {
    mapcount = atomic_read(page._mapcount) + 1
    if (total_mapcount) total_mapcount.value = mapcount
    return mapcount
  }

  page = compound_head(page)

  _total_mapcount = ret = 0
  for (i = 0; i < HPAGE_PMD_NR; i++) {
    mapcount = atomic_read(at(page, i)._mapcount) + 1
    ret = max(ret, mapcount)
    _total_mapcount += mapcount
  }
  elide('if (PageDoubleMap(page)) { ret -= 1; _total_mapcount -= HPAGE_PMD_NR; }', 'huge pages')
  elide('mapcount = compound_mapcount(page)', 'huge pages')
  ret += mapcount
  _total_mapcount += mapcount
  if (total_mapcount) total_mapcount.value = _total_mapcount
  return ret
}

/** mm/util.c */
export function page_mapped(page: Ptr<page>): bool {
  let i: int

  if (likely(!PageCompound(page))) return atomic_read(page._mapcount) >= 0
  page = compound_head(page)
  elide('if (atomic_read(compound_mapcount_ptr(page)) >= 0) return true;', 'huge pages')
  if (PageHuge(page)) return false
  for (i = 0; i < compound_nr(page); i++) {
    if (atomic_read(at(page, i)._mapcount) >= 0) return true
  }
  return false
}

/** include/linux/mm.h */
export function page_ref_zero_or_close_to_overflow(page: Ptr<page>): bool {
  // biome-ignore format: the parentheses are the kernel's
  return (cast<uint>(page_ref_count(page)) + 127 <= 127)
}

/** include/linux/mm.h */
export function get_page(page: Ptr<page>): void {
  page = compound_head(page)
  VM_BUG_ON_PAGE(page_ref_zero_or_close_to_overflow(page), page)
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
export function get_page_unless_zero(page: Ptr<page>): int {
  return page_ref_add_unless(page, 1, 0)
}

/** include/linux/mm.h */
export function put_page_testzero(page: Ptr<page>): int {
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
export function __free_pages(page: Ptr<page>, order: uint): void {
  if (put_page_testzero(page)) free_unref_page(page)
}

/** include/linux/gfp.h */
export function __free_page(page: Ptr<page>): void {
  __free_pages(page, 0)
}

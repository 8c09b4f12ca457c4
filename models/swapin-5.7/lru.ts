// mm/swap.c and mm/workingset.c, as far as callers can tell: a page is on the list of reclaim or it is not. The
// per-CPU batch that holds a new page, and a reference to it, for a while is left out: it is emptied at once.

import { bool, elide, NULL, type Ptr, type VoidPtr } from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import { put_page } from '../kernel/mm.ts'
import type { mem_cgroup, page } from '../kernel/mm-types.ts'
import {
  ClearPageActive,
  ClearPageReferenced,
  compound_head,
  PageActive,
  PageLRU,
  PageReferenced,
  PageUnevictable,
  SetPageActive,
  SetPageLRU,
  SetPageReferenced,
} from '../kernel/page-flags.ts'

/** mm/swap.c: stands for it. */
export function __lru_cache_add(page: Ptr<page>): void {
  SetPageLRU(page)
}

/** mm/swap.c, v5.7-rc6-mm1 */
export function lru_cache_add_anon(page: Ptr<page>): void {
  if (PageActive(page)) ClearPageActive(page)
  __lru_cache_add(page)
}

/** mm/swap.c, v5.7-rc6-mm1 */
export function lru_cache_add_file(page: Ptr<page>): void {
  if (PageActive(page)) ClearPageActive(page)
  __lru_cache_add(page)
}

/** mm/swap.c, v5.7-rc6-mm1 */
export function lru_cache_add(page: Ptr<page>): void {
  VM_BUG_ON_PAGE(bool(PageActive(page) && PageUnevictable(page)), page)
  VM_BUG_ON_PAGE(bool(PageLRU(page)), page)
  __lru_cache_add(page)
}

/** mm/vmscan.c, v5.7-rc6-mm1 */
export function putback_lru_page(page: Ptr<page>): void {
  lru_cache_add(page)
  put_page(page)
}

/** mm/swap.c: stands for it. */
export function lru_add_drain(): void {}

/** mm/swap.c: stands for it. */
export function activate_page(page: Ptr<page>): void {
  page = compound_head(page)
  if (PageLRU(page) && !PageActive(page) && !PageUnevictable(page)) SetPageActive(page)
}

/** mm/swap.c: stands for it. */
export function __lru_cache_activate_page(page: Ptr<page>): void {
  SetPageActive(page)
}

/** mm/swap.c, v5.7-rc6-mm1 */
export function mark_page_accessed(page: Ptr<page>): void {
  page = compound_head(page)

  if (!PageReferenced(page)) {
    SetPageReferenced(page)
  } else if (PageUnevictable(page)) {
    // Stays where it is.
  } else if (!PageActive(page)) {
    if (PageLRU(page)) activate_page(page)
    else __lru_cache_activate_page(page)
    ClearPageReferenced(page)
    elide('if (page_is_file_lru(page)) workingset_activation(page);', 'file pages')
  }
  elide('if (page_is_idle(page)) clear_page_idle(page);', 'idle page tracking')
}

/** mm/workingset.c: stands for it. */
export function workingset_eviction(page: Ptr<page>, target_memcg: Ptr<mem_cgroup>): VoidPtr {
  return NULL
}

/** mm/workingset.c: stands for it. */
export function workingset_refault(page: Ptr<page>, shadow: VoidPtr): void {}

// mm/swap.c and mm/workingset.c, as far as callers can tell: a page is on the list of reclaim or it is not. The
// per-CPU batch that holds a new page, and a reference to it, for a while is left out: it is emptied at once.

import { bool, NULL, type Ptr, type VoidPtr } from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import { put_page } from '../kernel/mm.ts'
import type { mem_cgroup, page } from '../kernel/mm-types.ts'
import {
  ClearPageActive,
  ClearPageReferenced,
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
export function mark_page_accessed(page: Ptr<page>): void {
  if (!PageReferenced(page)) SetPageReferenced(page)
  else {
    SetPageActive(page)
    ClearPageReferenced(page)
  }
}

/** mm/workingset.c: stands for it. */
export function workingset_eviction(page: Ptr<page>, target_memcg: Ptr<mem_cgroup>): VoidPtr {
  return NULL
}

/** mm/workingset.c: stands for it. */
export function workingset_refault(page: Ptr<page>, shadow: VoidPtr): void {}

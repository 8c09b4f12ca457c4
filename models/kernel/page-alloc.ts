// Page allocation. Under `page-alloc-sleeps` one that may reclaim directly may sleep in it, under `page-alloc-fails`
// one that may fail may fail. The new page is given out in one step, with one reference and no flags.

import { alloc, bool, choose, type int, NULL, type Ptr, sleep, type uint, type ulong } from '../../src/model/dialect.ts'
import { __GFP_DIRECT_RECLAIM, __GFP_NOFAIL } from './gfp.ts'
import type { page, vm_area_struct } from './mm-types.ts'
import type { gfp_t } from './types.ts'

/** A page as the allocator gives it out. @atomic */
export function new_page(): Ptr<page> {
  let page: Ptr<page> = alloc<page>()
  page._refcount.counter = 1
  page._mapcount.counter = -1
  return page
}

/** include/linux/gfp.h */
export function alloc_pages(gfp_mask: gfp_t, order: uint): Ptr<page> {
  if (bool(gfp_mask & __GFP_DIRECT_RECLAIM) && choose('page-alloc-sleeps')) sleep()
  if (!(gfp_mask & __GFP_NOFAIL) && choose('page-alloc-fails')) return NULL
  return new_page()
}

/** include/linux/gfp.h */
export function alloc_page(gfp_mask: gfp_t): Ptr<page> {
  return alloc_pages(gfp_mask, 0)
}

/** include/linux/gfp.h */
export function alloc_page_vma(gfp_mask: gfp_t, vma: Ptr<vm_area_struct>, addr: ulong): Ptr<page> {
  return alloc_pages(gfp_mask, 0)
}

/** include/linux/gfp.h */
export function alloc_pages_vma(
  gfp_mask: gfp_t,
  order: int,
  vma: Ptr<vm_area_struct>,
  addr: ulong,
  node: int,
  hugepage: bool,
): Ptr<page> {
  return alloc_pages(gfp_mask, order)
}

/** include/linux/gfp.h */
export function __page_cache_alloc(gfp: gfp_t): Ptr<page> {
  return alloc_pages(gfp, 0)
}

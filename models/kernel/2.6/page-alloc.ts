// Page allocation of Linux 2.6.30. Under `page-alloc-sleeps` one that may wait may sleep in it, under `page-alloc-fails`
// one that may fail may fail. A page that is freed in a state that the allocator does not accept is never given out
// again: it is lost.

import { alloc, bool, choose, free, lose, NULL, type Ptr, sleep, type uint, type ulong } from '../../../src/model/dialect.ts'
import type { gfp_t } from '../types.ts'
import { __GFP_NOFAIL, __GFP_WAIT } from './gfp.ts'
import type { page, vm_area_struct } from './mm-types.ts'
import { PAGE_FLAGS_CHECK_AT_FREE } from './page-flags.ts'

/** A page as the allocator gives it out. @atomic */
export function new_page(): Ptr<page> {
  let page: Ptr<page> = alloc<page>()
  page._count.counter = 1
  page._mapcount.counter = -1
  return page
}

/** include/linux/gfp.h */
export function alloc_pages(gfp_mask: gfp_t, order: uint): Ptr<page> {
  if (bool(gfp_mask & __GFP_WAIT) && choose('page-alloc-sleeps')) sleep()
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

/** mm/page_alloc.c: stands for it, with the checks of free_hot_cold_page(). @atomic */
export function free_hot_page(page: Ptr<page>): void {
  page.anon_vma = NULL
  if (page.flags & PAGE_FLAGS_CHECK_AT_FREE || page._mapcount.counter != -1 || page.mapping || page._count.counter) lose(page)
  else free(page)
}

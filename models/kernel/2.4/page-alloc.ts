// Page allocation of Linux 2.4. Memory can be out (`nr_free_pages`); under `page-alloc-sleeps` an allocation that may
// wait may sleep, which drops the big kernel lock, and under `page-alloc-fails` it may fail. A page that is freed in a
// state that the allocator does not accept is a BUG(), as in the kernel.

import { alloc, bool, bug, choose, free, type int, NULL, type Ptr, sleep, type uint } from '../../../src/model/dialect.ts'
import { put_page_testzero } from './mm.ts'
import type { page } from './mm-types.ts'
import { PageReserved, PG_active, PG_decr_after, PG_inactive_clean, PG_inactive_dirty, PG_locked, PG_swap_cache } from './page-flags.ts'
import { reacquire_kernel_lock, release_kernel_lock } from './smp-lock.ts'

export const __GFP_DMA: uint = 0x01
export const __GFP_HIGHMEM: uint = 0x02
export const __GFP_WAIT: uint = 0x10
export const __GFP_HIGH: uint = 0x20
export const __GFP_IO: uint = 0x40
export const __GFP_FS: uint = 0x100

export const GFP_ATOMIC: uint = 0x20
export const GFP_NOIO: uint = 0x30
export const GFP_NOFS: uint = 0x70
export const GFP_USER: uint = 0x150
export const GFP_HIGHUSER: uint = 0x152
export const GFP_KERNEL: uint = 0x170
export const GFP_KSWAPD: uint = 0x140

/** Pages that the allocator has. */
export let nr_free: int = 8

/** For a scenario that is short of memory. */
export function leave_free(pages: int): void {
  nr_free = pages
}

/** A page as the allocator gives it out, or NULL if it has none. @atomic */
export function rmqueue(): Ptr<page> {
  if (nr_free == 0) return NULL
  nr_free -= 1
  let page: Ptr<page> = alloc<page>()
  page.count.counter = 1
  return page
}

/** include/linux/mm.h */
export function alloc_pages(gfp_mask: uint, order: uint): Ptr<page> {
  if (bool(gfp_mask & __GFP_WAIT) && choose('page-alloc-sleeps')) {
    release_kernel_lock()
    sleep()
    reacquire_kernel_lock()
  }
  if (choose('page-alloc-fails')) return NULL
  return rmqueue()
}

/** include/linux/mm.h */
export function alloc_page(gfp_mask: uint): Ptr<page> {
  return alloc_pages(gfp_mask, 0)
}

/** include/linux/pagemap.h */
export function page_cache_alloc(): Ptr<page> {
  return alloc_pages(GFP_HIGHUSER, 0)
}

/** mm/page_alloc.c: stands for it. @atomic */
export function __free_pages_ok(page: Ptr<page>, order: uint): void {
  if (page.buffers) bug()
  if (page.mapping) bug()
  if ((page.flags >> PG_swap_cache) & 1) bug()
  if ((page.flags >> PG_locked) & 1) bug()
  if ((page.flags >> PG_decr_after) & 1) bug()
  if ((page.flags >> PG_active) & 1) bug()
  if ((page.flags >> PG_inactive_dirty) & 1) bug()
  if ((page.flags >> PG_inactive_clean) & 1) bug()
  nr_free += 1
  free(page)
}

/** mm/page_alloc.c */
export function __free_pages(page: Ptr<page>, order: uint): void {
  if (!PageReserved(page) && put_page_testzero(page)) __free_pages_ok(page, order)
}

/** include/linux/mm.h */
export function __free_page(page: Ptr<page>): void {
  __free_pages(page, 0)
}

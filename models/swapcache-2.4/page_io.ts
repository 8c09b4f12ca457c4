// mm/page_io.c: reading and writing a page of swap. The request is all that happens here: a page that is read stays
// locked until the device answers (../kernel/2.4/pagemap.ts); one that is written is unlocked at once. Errors of the
// device are left out, and requests that would have to wait in line.

import { type int, type Ptr, sleep, type VoidPtr } from '../../src/model/dialect.ts'
import { PAGE_BUG } from '../kernel/2.4/mm.ts'
import type { page } from '../kernel/2.4/mm-types.ts'
import { PageLocked, PageSwapCache, UnlockPage } from '../kernel/2.4/page-flags.ts'
import { reacquire_kernel_lock, release_kernel_lock } from '../kernel/2.4/smp-lock.ts'
import { swapper_space, type swp_entry_t } from './swap.ts'

export const READ: int = 0
export const WRITE: int = 1

/** mm/page_io.c: stands for it, without the request. */
export function rw_swap_page(rw: int, page: Ptr<page>): void {
  if (!PageLocked(page)) PAGE_BUG(page)
  if (!PageSwapCache(page)) PAGE_BUG(page)
  if (page.mapping != swapper_space) PAGE_BUG(page)
  if (rw == READ) page.under_read = true
  else UnlockPage(page)
}

/** mm/page_io.c: stands for it: it waits for the device. */
export function rw_swap_page_nolock(rw: int, entry: swp_entry_t, buf: VoidPtr): void {
  release_kernel_lock()
  sleep()
  reacquire_kernel_lock()
}

// The page lock of Linux 2.4. Who waits for it tries again once it is free, with the big kernel lock in hand again if he
// had it, as a sleeper does in the kernel.
//
// A read locks its page until the device has answered. When it answers, nobody can tell but who waits for the lock: so
// the answer is given to him when he does, and to nobody before.
//
// Differs: the waits stand for the kernel's; there are no queues, every waiter may win.

import { type Ptr, wait_until } from '../../../src/model/dialect.ts'
import { get_page } from './mm.ts'
import type { page } from './mm-types.ts'
import { __free_page } from './page-alloc.ts'
import { PageLocked, PG_locked, PG_uptodate, TryLockPage } from './page-flags.ts'
import { reacquire_kernel_lock, release_kernel_lock } from './smp-lock.ts'

/** Asleep until the page is unlocked, which the end of a read does. @atomic */
export function sleep_on_locked_page(page: Ptr<page>): void {
  wait_until(((page.flags >> PG_locked) & 1) == 0 || page.under_read)
  if (page.under_read) page.flags = (page.flags | (1 << PG_uptodate)) & ~(1 << PG_locked)
  page.under_read = false
}

/** mm/filemap.c */
export function ___wait_on_page(page: Ptr<page>): void {
  do {
    release_kernel_lock()
    sleep_on_locked_page(page)
    reacquire_kernel_lock()
  } while (PageLocked(page))
}

/** include/linux/pagemap.h */
export function wait_on_page(page: Ptr<page>): void {
  if (PageLocked(page)) ___wait_on_page(page)
}

/** mm/filemap.c */
export function __lock_page(page: Ptr<page>): void {
  do {
    release_kernel_lock()
    sleep_on_locked_page(page)
    reacquire_kernel_lock()
  } while (TryLockPage(page))
}

/** mm/filemap.c */
export function lock_page(page: Ptr<page>): void {
  if (TryLockPage(page)) __lock_page(page)
}

/** include/linux/pagemap.h */
export function page_cache_get(x: Ptr<page>): void {
  get_page(x)
}

/** include/linux/pagemap.h */
export function page_cache_release(x: Ptr<page>): void {
  __free_page(x)
}

/** include/linux/pagemap.h */
export function page_cache_free(x: Ptr<page>): void {
  __free_page(x)
}

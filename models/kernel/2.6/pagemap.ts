// The lock, the references and the bits of a page in Linux 2.6.30, and waiting for them. Waiting for the lock and getting
// it are one step, as is waiting for a flag: the queue of waiters is not modelled, every waiter may win. An assertion and
// the change that it is for are one step as well.
//
// Differs: the waits stand for the kernel's. All else is the kernel's, token by token; what is macros there
// (page_private(), set_page_private()) is functions here. There are no compound pages.

import { int, type Ptr, ref, type ulong, wait_until } from '../../../src/model/dialect.ts'
import { atomic_cmpxchg, atomic_dec_and_test, atomic_inc, atomic_inc_not_zero, atomic_read, atomic_set } from '../atomic.ts'
import { clear_bit_unlock, test_and_set_bit_lock } from '../bitops.ts'
import { VM_BUG_ON } from '../bug.ts'
import { likely } from '../compiler.ts'
import { might_sleep } from '../sched.ts'
import { smp_mb__after_clear_bit } from './barrier.ts'
import type { page } from './mm-types.ts'
import { PageLocked, PageWriteback, PG_locked, PG_writeback } from './page-flags.ts'

/** include/linux/mm.h */
export function page_private(page: Ptr<page>): ulong {
  return page.private
}

/** include/linux/mm.h */
export function set_page_private(page: Ptr<page>, private$: ulong): void {
  page.private = private$
}

/** include/linux/mm.h */
export function compound_head(page: Ptr<page>): Ptr<page> {
  return page
}

/** include/linux/mm.h */
export function page_count(page: Ptr<page>): int {
  return atomic_read(page._count)
}

/** include/linux/mm.h @atomic */
export function get_page(page: Ptr<page>): void {
  page = compound_head(page)
  VM_BUG_ON(atomic_read(page._count) == 0)
  atomic_inc(page._count)
}

/** include/linux/mm.h */
export function get_page_unless_zero(page: Ptr<page>): int {
  return int(atomic_inc_not_zero(page._count))
}

/** include/linux/mm.h @atomic */
export function put_page_testzero(page: Ptr<page>): int {
  VM_BUG_ON(atomic_read(page._count) == 0)
  return int(atomic_dec_and_test(page._count))
}

/** include/linux/pagemap.h */
export function page_cache_get(page: Ptr<page>): void {
  get_page(page)
}

/** include/linux/mm.h */
export function page_mapcount(page: Ptr<page>): int {
  return atomic_read(page._mapcount) + 1
}

/** include/linux/mm.h */
export function page_mapped(page: Ptr<page>): int {
  return int(atomic_read(page._mapcount) >= 0)
}

/** include/linux/pagemap.h */
export function page_freeze_refs(page: Ptr<page>, count: int): int {
  return int(likely(atomic_cmpxchg(page._count, count, 0) == count))
}

/** include/linux/pagemap.h @atomic */
export function page_unfreeze_refs(page: Ptr<page>, count: int): void {
  VM_BUG_ON(page_count(page) != 0)
  VM_BUG_ON(count == 0)

  atomic_set(page._count, count)
}

/** include/linux/pagemap.h */
export function __set_page_locked(page: Ptr<page>): void {
  page.flags |= 1 << PG_locked
}

/** include/linux/pagemap.h */
export function __clear_page_locked(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_locked)
}

/** include/linux/pagemap.h */
export function trylock_page(page: Ptr<page>): int {
  // biome-ignore format: the parentheses are the kernel's
  return (int(likely(!test_and_set_bit_lock(PG_locked, ref(page.flags)))))
}

/** mm/filemap.c: stands for it. @atomic */
export function __lock_page(page: Ptr<page>): void {
  wait_until(((page.flags >> PG_locked) & 1) == 0)
  page.flags |= 1 << PG_locked
}

/** mm/filemap.c: stands for it. @atomic */
export function __lock_page_killable(page: Ptr<page>): int {
  wait_until(((page.flags >> PG_locked) & 1) == 0)
  page.flags |= 1 << PG_locked
  return 0
}

/** include/linux/pagemap.h */
export function lock_page(page: Ptr<page>): void {
  might_sleep()
  if (!trylock_page(page)) __lock_page(page)
}

/** include/linux/pagemap.h */
export function lock_page_killable(page: Ptr<page>): int {
  might_sleep()
  if (!trylock_page(page)) return __lock_page_killable(page)
  return 0
}

/** mm/filemap.c: stands for it: who waits sees the flag by himself. */
export function wake_up_page(page: Ptr<page>, bit: int): void {}

/** mm/filemap.c @atomic */
export function unlock_page(page: Ptr<page>): void {
  VM_BUG_ON(!PageLocked(page))
  clear_bit_unlock(PG_locked, ref(page.flags))
  smp_mb__after_clear_bit()
  wake_up_page(page, PG_locked)
}

/** mm/filemap.c: stands for it. @atomic */
export function wait_on_page_bit(page: Ptr<page>, bit_nr: int): void {
  wait_until(((page.flags >> bit_nr) & 1) == 0)
}

/** include/linux/pagemap.h */
export function wait_on_page_locked(page: Ptr<page>): void {
  if (PageLocked(page)) wait_on_page_bit(page, PG_locked)
}

/** include/linux/pagemap.h */
export function wait_on_page_writeback(page: Ptr<page>): void {
  if (PageWriteback(page)) wait_on_page_bit(page, PG_writeback)
}

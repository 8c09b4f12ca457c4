// The page lock and writeback waits. Waiting for the lock and getting it are one step, as is waiting for a flag: the
// queue of waiters is not modelled, every waiter may win. No signal is modelled: killable forms always succeed.
//
// Differs from v5.7: the waits themselves (__lock_page(), wait_on_page_bit() and their killable forms) stand for theirs.
// page_cache_add_speculative() is that of CONFIG_SMP. All else is the kernel's, token by token.

import { bool, elide, int, offset, type Ptr, ref, wait_until } from '../../src/model/dialect.ts'
import { clear_bit_unlock_is_negative_byte, test_and_set_bit_lock } from './bitops.ts'
import { BUG, VM_BUG_ON_PAGE } from './bug.ts'
import { likely, smp_mb__after_atomic, unlikely } from './compiler.ts'
import { compound_order, hpage_nr_pages, put_page } from './mm.ts'
import type { page } from './mm-types.ts'
import {
  ClearPageReclaim,
  compound_head,
  PageHeadHuge,
  PageHuge,
  PageLocked,
  PageReclaim,
  PageTail,
  PageTransTail,
  PageWriteback,
  PG_locked,
  PG_writeback,
  TestClearPageWriteback,
} from './page-flags.ts'
import { page_ref_add_unless } from './page-ref.ts'
import { might_sleep } from './sched.ts'
import type { pgoff_t } from './types.ts'

/** include/linux/pagemap.h */
export function trylock_page(page: Ptr<page>): int {
  page = compound_head(page)
  // biome-ignore format: the parentheses are the kernel's
  return (int(likely(!test_and_set_bit_lock(PG_locked, ref(page.flags)))))
}

/** mm/filemap.c @atomic */
export function __lock_page(page: Ptr<page>): void {
  wait_until(((page.flags >> PG_locked) & 1) == 0)
  page.flags |= 1 << PG_locked
}

/** mm/filemap.c @atomic */
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

/** mm/filemap.c */
export function unlock_page(page: Ptr<page>): void {
  elide('BUILD_BUG_ON(PG_waiters != 7)', 'checked when the kernel is built')
  page = compound_head(page)
  VM_BUG_ON_PAGE(!PageLocked(page), page)
  if (clear_bit_unlock_is_negative_byte(PG_locked, ref(page.flags)))
    elide('wake_up_page_bit(page, PG_locked)', 'waiters see the flag by themselves')
}

/** mm/filemap.c @atomic */
export function wait_on_page_bit(page: Ptr<page>, bit_nr: int): void {
  wait_until(((page.flags >> bit_nr) & 1) == 0)
}

/** mm/filemap.c @atomic */
export function wait_on_page_bit_killable(page: Ptr<page>, bit_nr: int): int {
  wait_until(((page.flags >> bit_nr) & 1) == 0)
  return 0
}

/** include/linux/pagemap.h */
export function wait_on_page_locked(page: Ptr<page>): void {
  if (PageLocked(page)) wait_on_page_bit(compound_head(page), PG_locked)
}

/** include/linux/pagemap.h */
export function wait_on_page_locked_killable(page: Ptr<page>): int {
  if (!PageLocked(page)) return 0
  return wait_on_page_bit_killable(compound_head(page), PG_locked)
}

/** mm/page-writeback.c */
export function wait_on_page_writeback(page: Ptr<page>): void {
  if (PageWriteback(page)) {
    elide('trace_wait_on_page_writeback(page, page_mapping(page))', 'tracing')
    wait_on_page_bit(page, PG_writeback)
  }
}

/** mm/page-writeback.c: stands for it, without the statistics. */
export function test_clear_page_writeback(page: Ptr<page>): int {
  return TestClearPageWriteback(page)
}

/** mm/filemap.c */
export function end_page_writeback(page: Ptr<page>): void {
  if (PageReclaim(page)) {
    ClearPageReclaim(page)
    elide('rotate_reclaimable_page(page)', 'the order of the list of reclaim')
  }

  if (!test_clear_page_writeback(page)) BUG()

  smp_mb__after_atomic()
  elide('wake_up_page(page, PG_writeback)', 'waiters see the flag by themselves')
}

/** include/linux/pagemap.h */
export function page_cache_get_speculative(page: Ptr<page>): int {
  return __page_cache_add_speculative(page, 1)
}

/** include/linux/pagemap.h */
export function page_cache_add_speculative(page: Ptr<page>, count: int): int {
  return __page_cache_add_speculative(page, count)
}

/** include/linux/pagemap.h */
export function __page_cache_add_speculative(page: Ptr<page>, count: int): int {
  if (unlikely(!page_ref_add_unless(page, count, 0))) {
    return 0
  }
  VM_BUG_ON_PAGE(bool(PageTail(page)), page)

  return 1
}

/** include/linux/pagemap.h */
export function page_cache_release(page: Ptr<page>): void {
  put_page(page)
}

/** include/linux/pagemap.h */
export function page_to_index(page: Ptr<page>): pgoff_t {
  let pgoff: pgoff_t

  if (likely(!PageTransTail(page))) return page.index
  pgoff = compound_head(page).index
  elide('pgoff += page - compound_head(page)', 'huge pages')
  return pgoff
}

/** include/linux/pagemap.h */
export function page_to_pgoff(page: Ptr<page>): pgoff_t {
  if (unlikely(bool(PageHeadHuge(page)))) return page.index << compound_order(page)

  return page_to_index(page)
}

/** include/linux/pagemap.h */
export function page_index(page: Ptr<page>): pgoff_t {
  return page.index
}

/** include/linux/pagemap.h */
export function find_subpage(head: Ptr<page>, index: pgoff_t): Ptr<page> {
  if (PageHuge(head)) return head

  return offset(head, index & (hpage_nr_pages(head) - 1))
}

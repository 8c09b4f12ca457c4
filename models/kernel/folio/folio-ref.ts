// The reference count of a folio: one step each. As in include/linux/page_ref.h and mm.h of v6.6, but for tracepoints.
// The last put frees the folio in one step; one that is locked, under writeback or on a list then prints "bad page state"
// in the kernel and is kept from the allocator for good: a leak here (see ../mm.ts).

import { type bool, free, int, lose, NULL, type Ptr } from '../../../src/model/dialect.ts'
import {
  atomic_add,
  atomic_cmpxchg,
  atomic_dec,
  atomic_dec_and_test,
  atomic_dec_return,
  atomic_inc,
  atomic_inc_return,
  atomic_read,
  atomic_set,
  atomic_set_release,
  atomic_sub,
  atomic_sub_and_test,
  atomic_sub_return,
} from '../atomic.ts'
import { VM_BUG_ON } from '../bug.ts'
import { unlikely } from '../compiler.ts'
import { PAGE_FLAGS_CHECK_AT_FREE, PG_active, PG_lru, PG_unevictable } from '../page-flags.ts'
import { VM_BUG_ON_FOLIO } from './folio-bug.ts'
import type { folio } from './folio-types.ts'

/** include/linux/page_ref.h */
export function folio_ref_count(folio: Ptr<folio>): int {
  return atomic_read(folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_set_count(folio: Ptr<folio>, v: int): void {
  atomic_set(folio._refcount, v)
}

/** include/linux/page_ref.h */
export function folio_ref_add(folio: Ptr<folio>, nr: int): void {
  atomic_add(nr, folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_ref_sub(folio: Ptr<folio>, nr: int): void {
  atomic_sub(nr, folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_ref_sub_return(folio: Ptr<folio>, nr: int): int {
  return atomic_sub_return(nr, folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_ref_inc(folio: Ptr<folio>): void {
  atomic_inc(folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_ref_dec(folio: Ptr<folio>): void {
  atomic_dec(folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_ref_sub_and_test(folio: Ptr<folio>, nr: int): int {
  return int(atomic_sub_and_test(nr, folio._refcount))
}

/** include/linux/page_ref.h */
export function folio_ref_inc_return(folio: Ptr<folio>): int {
  return atomic_inc_return(folio._refcount)
}

/** include/linux/page_ref.h */
export function folio_ref_dec_and_test(folio: Ptr<folio>): int {
  return int(atomic_dec_and_test(folio._refcount))
}

/** include/linux/page_ref.h */
export function folio_ref_dec_return(folio: Ptr<folio>): int {
  return atomic_dec_return(folio._refcount)
}

/** include/linux/page_ref.h: the count of a freed folio is 0, so that this fails for it. @atomic */
export function folio_ref_add_unless(folio: Ptr<folio>, nr: int, u: int): bool {
  if (folio._refcount.counter == u) return false
  folio._refcount.counter += nr
  return true
}

/** include/linux/page_ref.h */
export function folio_ref_freeze(folio: Ptr<folio>, count: int): int {
  return int(atomic_cmpxchg(folio._refcount, count, 0) == count)
}

/** include/linux/page_ref.h */
export function folio_ref_unfreeze(folio: Ptr<folio>, count: int): void {
  VM_BUG_ON_FOLIO(folio_ref_count(folio) != 0, folio)
  VM_BUG_ON(count == 0)
  atomic_set_release(folio._refcount, count)
}

/** include/linux/page_ref.h */
export function folio_try_get(folio: Ptr<folio>): bool {
  return folio_ref_add_unless(folio, 1, 0)
}

/** include/linux/page_ref.h: with CONFIG_TINY_RCU off. */
export function folio_ref_try_add_rcu(folio: Ptr<folio>, count: int): bool {
  if (unlikely(!folio_ref_add_unless(folio, count, 0))) {
    return false
  }
  return true
}

/** include/linux/page_ref.h */
export function folio_try_get_rcu(folio: Ptr<folio>): bool {
  return folio_ref_try_add_rcu(folio, 1)
}

/** include/linux/mm.h */
export function folio_get(folio: Ptr<folio>): void {
  VM_BUG_ON_FOLIO(folio_ref_count(folio) <= 0, folio)
  folio_ref_inc(folio)
}

/** include/linux/mm.h */
export function folio_put_testzero(folio: Ptr<folio>): int {
  VM_BUG_ON_FOLIO(folio_ref_count(folio) == 0, folio)
  return folio_ref_dec_and_test(folio)
}

/** include/linux/mm.h */
export function folio_put(folio: Ptr<folio>): void {
  if (folio_put_testzero(folio)) __folio_put(folio)
}

/** include/linux/mm.h */
export function folio_put_refs(folio: Ptr<folio>, refs: int): void {
  if (folio_ref_sub_and_test(folio, refs)) __folio_put(folio)
}

/** mm/swap.c: stands for it, with the uncharge and what takes the folio off its list. @atomic */
export function __folio_put(folio: Ptr<folio>): void {
  folio.flags &= ~((1 << PG_lru) | (1 << PG_active) | (1 << PG_unevictable))
  folio.memcg_data = NULL
  if (folio.flags & PAGE_FLAGS_CHECK_AT_FREE) lose(folio)
  else free(folio)
}

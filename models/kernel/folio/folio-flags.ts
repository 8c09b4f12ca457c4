// The flags of a folio: what the macros of include/linux/page-flags.h make for each of them in v6.6. A read and an atomic
// change are one step; __folio_set_x() and __folio_clear_x() are a plain read and a plain write, so that one of them on a
// folio that others see can lose their update. Flags that take more than a bit are in folio-kind.ts.

import { bool, type int, type Ptr } from '../../../src/model/dialect.ts'
import {
  PG_active,
  PG_checked,
  PG_dirty,
  PG_error,
  PG_locked,
  PG_lru,
  PG_mappedtodisk,
  PG_mlocked,
  PG_owner_priv_1,
  PG_private,
  PG_private_2,
  PG_readahead,
  PG_reclaim,
  PG_referenced,
  PG_reserved,
  PG_slab,
  PG_swapbacked,
  PG_unevictable,
  PG_waiters,
  PG_workingset,
  PG_writeback,
} from '../page-flags.ts'
import type { folio } from './folio-types.ts'

export const PG_head: int = 16
export const PG_hwpoison: int = 22
export const PG_young: int = 23
export const PG_idle: int = 24
export const PG_isolated: int = 18

/** include/linux/page-flags.h @atomic */
export function folio_test_locked(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_locked) & 1)
}

/** include/linux/page-flags.h */
export function __folio_set_locked(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_locked
}

/** include/linux/page-flags.h */
export function __folio_clear_locked(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_locked)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_waiters(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_waiters) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_waiters(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_waiters
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_waiters(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_waiters)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_error(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_error) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_error(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_error
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_error(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_error)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_error(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_error) & 1)
  folio.flags &= ~(1 << PG_error)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_referenced(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_referenced) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_referenced(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_referenced
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_referenced(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_referenced)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_referenced(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_referenced) & 1)
  folio.flags &= ~(1 << PG_referenced)
  return old
}

/** include/linux/page-flags.h */
export function __folio_set_referenced(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_referenced
}

/** include/linux/page-flags.h @atomic */
export function folio_test_dirty(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_dirty) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_dirty(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_dirty
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_dirty(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_dirty)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_set_dirty(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_dirty) & 1)
  folio.flags |= 1 << PG_dirty
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_dirty(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_dirty) & 1)
  folio.flags &= ~(1 << PG_dirty)
  return old
}

/** include/linux/page-flags.h */
export function __folio_clear_dirty(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_dirty)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_lru(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_lru) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_lru(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_lru
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_lru(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_lru)
}

/** include/linux/page-flags.h */
export function __folio_clear_lru(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_lru)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_lru(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_lru) & 1)
  folio.flags &= ~(1 << PG_lru)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_active(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_active) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_active(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_active
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_active(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_active)
}

/** include/linux/page-flags.h */
export function __folio_clear_active(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_active)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_active(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_active) & 1)
  folio.flags &= ~(1 << PG_active)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_workingset(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_workingset) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_workingset(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_workingset
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_workingset(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_workingset)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_workingset(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_workingset) & 1)
  folio.flags &= ~(1 << PG_workingset)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_slab(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_slab) & 1)
}

/** include/linux/page-flags.h */
export function __folio_set_slab(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_slab
}

/** include/linux/page-flags.h */
export function __folio_clear_slab(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_slab)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_checked(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_checked) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_checked(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_checked
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_checked(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_checked)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_reserved(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_reserved) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_reserved(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_reserved
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_reserved(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_reserved)
}

/** include/linux/page-flags.h */
export function __folio_set_reserved(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_reserved
}

/** include/linux/page-flags.h */
export function __folio_clear_reserved(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_reserved)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_swapbacked(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_swapbacked) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_swapbacked(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_swapbacked
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_swapbacked(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_swapbacked)
}

/** include/linux/page-flags.h */
export function __folio_set_swapbacked(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_swapbacked
}

/** include/linux/page-flags.h */
export function __folio_clear_swapbacked(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_swapbacked)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_private(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_private) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_private(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_private
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_private(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_private)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_private_2(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_private_2) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_private_2(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_private_2
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_private_2(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_private_2)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_set_private_2(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_private_2) & 1)
  folio.flags |= 1 << PG_private_2
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_private_2(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_private_2) & 1)
  folio.flags &= ~(1 << PG_private_2)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_owner_priv_1(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_owner_priv_1) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_owner_priv_1(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_owner_priv_1
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_owner_priv_1(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_owner_priv_1)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_owner_priv_1(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_owner_priv_1) & 1)
  folio.flags &= ~(1 << PG_owner_priv_1)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_writeback(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_writeback) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_set_writeback(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_writeback) & 1)
  folio.flags |= 1 << PG_writeback
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_writeback(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_writeback) & 1)
  folio.flags &= ~(1 << PG_writeback)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_mappedtodisk(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_mappedtodisk) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_mappedtodisk(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_mappedtodisk
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_mappedtodisk(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_mappedtodisk)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_reclaim(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_reclaim) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_reclaim(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_reclaim
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_reclaim(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_reclaim)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_reclaim(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_reclaim) & 1)
  folio.flags &= ~(1 << PG_reclaim)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_readahead(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_readahead) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_readahead(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_readahead
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_readahead(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_readahead)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_readahead(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_readahead) & 1)
  folio.flags &= ~(1 << PG_readahead)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_unevictable(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_unevictable) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_unevictable(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_unevictable
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_unevictable(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_unevictable)
}

/** include/linux/page-flags.h */
export function __folio_clear_unevictable(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_unevictable)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_unevictable(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_unevictable) & 1)
  folio.flags &= ~(1 << PG_unevictable)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_mlocked(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_mlocked) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_mlocked(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_mlocked
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_mlocked(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_mlocked)
}

/** include/linux/page-flags.h */
export function __folio_clear_mlocked(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_mlocked)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_set_mlocked(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_mlocked) & 1)
  folio.flags |= 1 << PG_mlocked
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_mlocked(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_mlocked) & 1)
  folio.flags &= ~(1 << PG_mlocked)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_hwpoison(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_hwpoison) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_hwpoison(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_hwpoison
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_hwpoison(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_hwpoison)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_set_hwpoison(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_hwpoison) & 1)
  folio.flags |= 1 << PG_hwpoison
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_hwpoison(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_hwpoison) & 1)
  folio.flags &= ~(1 << PG_hwpoison)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_young(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_young) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_young(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_young
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_young(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_young)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_clear_young(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_young) & 1)
  folio.flags &= ~(1 << PG_young)
  return old
}

/** include/linux/page-flags.h @atomic */
export function folio_test_idle(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_idle) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_idle(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_idle
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_idle(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_idle)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_isolated(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_isolated) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_isolated(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_isolated
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_isolated(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_isolated)
}

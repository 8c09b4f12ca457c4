// The lock of a folio and waits for its flags, see ../pagemap.ts.

import { bool, int, type Ptr, wait_until } from '../../../src/model/dialect.ts'
import { BUG } from '../bug.ts'
import { PG_locked, PG_private_2, PG_writeback } from '../page-flags.ts'
import { might_sleep } from '../sched.ts'
import { VM_BUG_ON_FOLIO } from './folio-bug.ts'
import {
  folio_clear_reclaim,
  folio_test_clear_writeback,
  folio_test_locked,
  folio_test_reclaim,
  folio_test_writeback,
} from './folio-flags.ts'
import type { folio } from './folio-types.ts'

/** include/linux/pagemap.h @atomic */
export function folio_trylock(folio: Ptr<folio>): bool {
  if ((folio.flags >> PG_locked) & 1) return false
  folio.flags |= 1 << PG_locked
  return true
}

/** mm/filemap.c @atomic */
export function __folio_lock(folio: Ptr<folio>): void {
  wait_until(((folio.flags >> PG_locked) & 1) == 0)
  folio.flags |= 1 << PG_locked
}

/** mm/filemap.c @atomic */
export function __folio_lock_killable(folio: Ptr<folio>): int {
  wait_until(((folio.flags >> PG_locked) & 1) == 0)
  folio.flags |= 1 << PG_locked
  return 0
}

/** include/linux/pagemap.h */
export function folio_lock(folio: Ptr<folio>): void {
  might_sleep()
  if (!folio_trylock(folio)) __folio_lock(folio)
}

/** include/linux/pagemap.h */
export function folio_lock_killable(folio: Ptr<folio>): int {
  might_sleep()
  if (!folio_trylock(folio)) return __folio_lock_killable(folio)
  return 0
}

/** The locked flag taken away. @atomic */
export function folio_clear_lock(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_locked)
}

/** mm/filemap.c: waiters see the flag by themselves. */
export function folio_unlock(folio: Ptr<folio>): void {
  VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio)
  folio_clear_lock(folio)
}

/** mm/filemap.c @atomic */
export function folio_wait_bit(folio: Ptr<folio>, bit_nr: int): void {
  wait_until(((folio.flags >> bit_nr) & 1) == 0)
}

/** mm/filemap.c @atomic */
export function folio_wait_bit_killable(folio: Ptr<folio>, bit_nr: int): int {
  wait_until(((folio.flags >> bit_nr) & 1) == 0)
  return 0
}

/** include/linux/pagemap.h */
export function folio_wait_locked(folio: Ptr<folio>): void {
  if (folio_test_locked(folio)) folio_wait_bit(folio, PG_locked)
}

/** include/linux/pagemap.h */
export function folio_wait_locked_killable(folio: Ptr<folio>): int {
  if (!folio_test_locked(folio)) return 0
  return folio_wait_bit_killable(folio, PG_locked)
}

/** mm/page-writeback.c */
export function folio_wait_writeback(folio: Ptr<folio>): void {
  while (folio_test_writeback(folio)) {
    folio_wait_bit(folio, PG_writeback)
  }
}

/** mm/page-writeback.c */
export function folio_wait_stable(folio: Ptr<folio>): void {}

/** mm/filemap.c */
export function folio_end_writeback(folio: Ptr<folio>): void {
  if (folio_test_reclaim(folio)) {
    folio_clear_reclaim(folio)
  }
  if (!folio_test_clear_writeback(folio)) BUG()
}

/** mm/filemap.c @atomic */
export function folio_end_private_2(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_private_2)
}

/** mm/page-writeback.c: __folio_start_writeback() without marks and statistics. @atomic */
export function folio_start_writeback(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> PG_writeback) & 1)

  folio.flags |= 1 << PG_writeback
  return old
}

/** mm/page-writeback.c: stands for it, without the mark of the mapping. @atomic */
export function folio_mark_dirty(folio: Ptr<folio>): bool {
  let old: bool = bool((folio.flags >> 3) & 1)

  folio.flags |= 1 << 3
  return int(old) == 0
}

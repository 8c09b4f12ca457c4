// Bits of one word: `nr` is below the width of a long. The forms with two underscores are plain reads and writes, so
// that a lost update can happen.

import { bool, bug, type int, preempt_count_add, type Ref, spin_until, type ulong } from '../../src/model/dialect.ts'

/** include/linux/bitops.h @atomic */
export function test_bit(nr: int, addr: Ref<ulong>): int {
  return (addr.value >> nr) & 1
}

/** include/linux/bitops.h @atomic */
export function set_bit(nr: int, addr: Ref<ulong>): void {
  addr.value |= 1 << nr
}

/** include/linux/bitops.h @atomic */
export function clear_bit(nr: int, addr: Ref<ulong>): void {
  addr.value &= ~(1 << nr)
}

/** include/asm-generic/bitops/lock.h: clears a bit and says whether the seventh, PG_waiters, is set. @atomic */
export function clear_bit_unlock_is_negative_byte(nr: int, addr: Ref<ulong>): bool {
  addr.value &= ~(1 << nr)
  return bool((addr.value >> 7) & 1)
}

/** include/linux/bitops.h @atomic */
export function clear_bit_unlock(nr: int, addr: Ref<ulong>): void {
  addr.value &= ~(1 << nr)
}

/** include/linux/bitops.h @atomic */
export function change_bit(nr: int, addr: Ref<ulong>): void {
  addr.value ^= 1 << nr
}

/** include/linux/bitops.h @atomic */
export function test_and_set_bit(nr: int, addr: Ref<ulong>): int {
  let old: int = (addr.value >> nr) & 1
  addr.value |= 1 << nr
  return old
}

/** include/linux/bitops.h @atomic */
export function test_and_set_bit_lock(nr: int, addr: Ref<ulong>): int {
  let old: int = (addr.value >> nr) & 1
  addr.value |= 1 << nr
  return old
}

/** include/linux/bitops.h @atomic */
export function test_and_clear_bit(nr: int, addr: Ref<ulong>): int {
  let old: int = (addr.value >> nr) & 1
  addr.value &= ~(1 << nr)
  return old
}

/** include/linux/bitops.h */
export function __set_bit(nr: int, addr: Ref<ulong>): void {
  addr.value |= 1 << nr
}

/** include/linux/bitops.h */
export function __clear_bit(nr: int, addr: Ref<ulong>): void {
  addr.value &= ~(1 << nr)
}

/** include/linux/bit_spinlock.h @atomic */
export function bit_spin_lock(bitnum: int, addr: Ref<ulong>): void {
  spin_until(((addr.value >> bitnum) & 1) == 0)
  addr.value |= 1 << bitnum
  preempt_count_add(1)
}

/** include/linux/bit_spinlock.h @atomic */
export function bit_spin_trylock(bitnum: int, addr: Ref<ulong>): int {
  if ((addr.value >> bitnum) & 1) return 0
  addr.value |= 1 << bitnum
  preempt_count_add(1)
  return 1
}

/** include/linux/bit_spinlock.h @atomic */
export function bit_spin_unlock(bitnum: int, addr: Ref<ulong>): void {
  if (!((addr.value >> bitnum) & 1)) bug()
  addr.value &= ~(1 << bitnum)
  preempt_count_add(-1)
}

/** include/linux/bit_spinlock.h @atomic */
export function bit_spin_is_locked(bitnum: int, addr: Ref<ulong>): int {
  return (addr.value >> bitnum) & 1
}

// Atomic counters. Each call is one step; nothing about memory order is modelled (compiler.ts).

import type { bool, int, Ptr } from '../../src/model/dialect.ts'

/** include/linux/types.h */
export interface atomic_t {
  counter: int
}

/** include/linux/atomic.h @atomic */
export function atomic_read(v: Ptr<atomic_t>): int {
  return v.counter
}

/** include/linux/atomic.h @atomic */
export function atomic_set(v: Ptr<atomic_t>, i: int): void {
  v.counter = i
}

/** include/linux/atomic.h @atomic */
export function atomic_set_release(v: Ptr<atomic_t>, i: int): void {
  v.counter = i
}

/** include/linux/atomic.h @atomic */
export function atomic_add(i: int, v: Ptr<atomic_t>): void {
  v.counter += i
}

/** include/linux/atomic.h @atomic */
export function atomic_sub(i: int, v: Ptr<atomic_t>): void {
  v.counter -= i
}

/** include/linux/atomic.h @atomic */
export function atomic_inc(v: Ptr<atomic_t>): void {
  v.counter += 1
}

/** include/linux/atomic.h @atomic */
export function atomic_dec(v: Ptr<atomic_t>): void {
  v.counter -= 1
}

/** include/linux/atomic.h @atomic */
export function atomic_add_return(i: int, v: Ptr<atomic_t>): int {
  v.counter += i
  return v.counter
}

/** include/linux/atomic.h @atomic */
export function atomic_sub_return(i: int, v: Ptr<atomic_t>): int {
  v.counter -= i
  return v.counter
}

/** include/linux/atomic.h @atomic */
export function atomic_inc_return(v: Ptr<atomic_t>): int {
  v.counter += 1
  return v.counter
}

/** include/linux/atomic.h @atomic */
export function atomic_dec_return(v: Ptr<atomic_t>): int {
  v.counter -= 1
  return v.counter
}

/** include/linux/atomic.h @atomic */
export function atomic_sub_and_test(i: int, v: Ptr<atomic_t>): bool {
  v.counter -= i
  return v.counter == 0
}

/** include/linux/atomic.h @atomic */
export function atomic_inc_and_test(v: Ptr<atomic_t>): bool {
  v.counter += 1
  return v.counter == 0
}

/** include/linux/atomic.h @atomic */
export function atomic_dec_and_test(v: Ptr<atomic_t>): bool {
  v.counter -= 1
  return v.counter == 0
}

/** include/linux/atomic.h @atomic */
export function atomic_add_unless(v: Ptr<atomic_t>, a: int, u: int): bool {
  if (v.counter == u) return false
  v.counter += a
  return true
}

/** include/linux/atomic.h @atomic */
export function atomic_inc_not_zero(v: Ptr<atomic_t>): bool {
  if (v.counter == 0) return false
  v.counter += 1
  return true
}

/** include/linux/atomic.h @atomic */
export function atomic_dec_if_positive(v: Ptr<atomic_t>): int {
  if (v.counter > 0) {
    v.counter -= 1
    return v.counter
  }
  return v.counter - 1
}

/** include/linux/atomic.h @atomic */
export function atomic_xchg(v: Ptr<atomic_t>, i: int): int {
  let old: int = v.counter
  v.counter = i
  return old
}

/** include/linux/atomic.h @atomic */
export function atomic_cmpxchg(v: Ptr<atomic_t>, o: int, n: int): int {
  let old: int = v.counter
  if (old == o) v.counter = n
  return old
}

/** include/linux/types.h */
export function ATOMIC_INIT(i: int): atomic_t {
  let v: atomic_t = { counter: i }
  return v
}

/** include/linux/atomic.h @atomic */
export function atomic_add_negative(i: int, v: Ptr<atomic_t>): bool {
  v.counter += i
  return v.counter < 0
}

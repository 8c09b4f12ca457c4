// Reference counts that saturate: one that was taken from zero, or dropped below it, is warned of once and never frees.

import type { bool, int, Ptr, uint } from '../../src/model/dialect.ts'

export const REFCOUNT_SATURATED: int = -1073741824

/** include/linux/refcount.h */
export interface refcount_t {
  refs: int
}

/** include/linux/kref.h */
export interface kref {
  refcount: refcount_t
}

/** include/linux/kref.h */
export type kref_release_t = (kref: Ptr<kref>) => void

/** include/linux/refcount.h @atomic */
export function refcount_set(r: Ptr<refcount_t>, n: int): void {
  r.refs = n
}

/** include/linux/refcount.h @atomic */
export function refcount_read(r: Ptr<refcount_t>): uint {
  return r.refs
}

/** include/linux/refcount.h @atomic */
export function refcount_inc_not_zero(r: Ptr<refcount_t>): bool {
  if (r.refs == 0) return false
  if (r.refs > 0) r.refs += 1
  return true
}

/** include/linux/refcount.h @atomic */
export function refcount_inc(r: Ptr<refcount_t>): void {
  if (r.refs > 0) r.refs += 1
  else r.refs = REFCOUNT_SATURATED
}

/** include/linux/refcount.h @atomic */
export function refcount_dec(r: Ptr<refcount_t>): void {
  if (r.refs > 1) r.refs -= 1
  else r.refs = REFCOUNT_SATURATED
}

/** include/linux/refcount.h @atomic */
export function refcount_dec_and_test(r: Ptr<refcount_t>): bool {
  if (r.refs == 1) {
    r.refs = 0
    return true
  }
  refcount_dec(r)
  return false
}

/** lib/refcount.c @atomic */
export function refcount_dec_if_one(r: Ptr<refcount_t>): bool {
  if (r.refs != 1) return false
  r.refs = 0
  return true
}

/** lib/refcount.c @atomic */
export function refcount_dec_not_one(r: Ptr<refcount_t>): bool {
  if (r.refs == 1) return false
  if (r.refs > 0) r.refs -= 1
  return true
}

/** include/linux/kref.h */
export function kref_init(kref: Ptr<kref>): void {
  refcount_set(kref.refcount, 1)
}

/** include/linux/kref.h */
export function kref_read(kref: Ptr<kref>): uint {
  return refcount_read(kref.refcount)
}

/** include/linux/kref.h */
export function kref_get(kref: Ptr<kref>): void {
  refcount_inc(kref.refcount)
}

/** include/linux/kref.h */
export function kref_get_unless_zero(kref: Ptr<kref>): int {
  return refcount_inc_not_zero(kref.refcount) ? 1 : 0
}

/** include/linux/kref.h */
export function kref_put(kref: Ptr<kref>, release: kref_release_t): int {
  if (refcount_dec_and_test(kref.refcount)) {
    release(kref)
    return 1
  }
  return 0
}

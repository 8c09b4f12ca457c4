// Whole operations on an xarray. As in lib/xarray.c of v6.6, but that a lookup is one step.

import { type bool, type int, NULL, type Ptr, type Ref, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { WARN_ON_ONCE } from './bug.ts'
import { EBUSY, EINVAL, ENOMEM } from './errno.ts'
import { gfpflags_allow_blocking } from './gfp.ts'
import type { gfp_t } from './types.ts'
import { XA_ERROR, XA_ZERO_ENTRY, xa_err, xa_is_internal, xa_is_zero } from './xa-entry.ts'
import type { xarray } from './xa-node.ts'
import { xa_lock, xa_lock_bh, xa_lock_irq, xa_unlock, xa_unlock_bh, xa_unlock_irq } from './xarray.ts'
import { XA_STATE, type xa_state, xas_error } from './xas.ts'
import { xas_destroy, xas_nomem } from './xas-create.ts'
import { xas_find, xas_find_marked } from './xas-find.ts'
import { XA_MAX_MARKS, xas_clear_mark, xas_get_mark, xas_set_mark } from './xas-mark.ts'
import { xas_store } from './xas-store.ts'
import { xas_get_order, xas_load } from './xas-walk.ts'

/** lib/xarray.c @atomic */
export function xa_load(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let xas: xa_state = XA_STATE(xa, index)
  let entry: VoidPtr = xas_load(xas)

  if (xa_is_zero(entry)) return NULL
  return entry
}

/** lib/xarray.c: memory under the lock that was taken with xa_lock(): dropped if the allocation may sleep. */
export function __xas_nomem(xas: Ptr<xa_state>, gfp: gfp_t): bool {
  let got: bool

  if (xas_error(xas) != -ENOMEM) {
    xas_destroy(xas)
    return false
  }
  if (!gfpflags_allow_blocking(gfp)) return xas_nomem(xas, gfp)
  xa_unlock(xas.xa)
  got = xas_nomem(xas, gfp)
  xa_lock(xas.xa)
  return got
}

/** lib/xarray.c @atomic */
export function xas_result(xas: Ptr<xa_state>, curr: VoidPtr): VoidPtr {
  if (xas_error(xas)) return xas.xa_node
  if (xa_is_zero(curr)) return NULL
  return curr
}

/** lib/xarray.c */
export function __xa_erase(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let xas: xa_state = XA_STATE(xa, index)
  let curr: VoidPtr = xas_store(xas, NULL)

  return xas_result(xas, curr)
}

/** lib/xarray.c */
export function xa_erase(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let entry: VoidPtr

  xa_lock(xa)
  entry = __xa_erase(xa, index)
  xa_unlock(xa)

  return entry
}

/** include/linux/xarray.h */
export function xa_erase_bh(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let entry: VoidPtr

  xa_lock_bh(xa)
  entry = __xa_erase(xa, index)
  xa_unlock_bh(xa)

  return entry
}

/** include/linux/xarray.h */
export function xa_erase_irq(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let entry: VoidPtr

  xa_lock_irq(xa)
  entry = __xa_erase(xa, index)
  xa_unlock_irq(xa)

  return entry
}

/** lib/xarray.c */
export function __xa_store(xa: Ptr<xarray>, index: ulong, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let xas: xa_state = XA_STATE(xa, index)
  let curr: VoidPtr

  if (WARN_ON_ONCE(xa_is_internal(entry) && !xa_is_zero(entry))) return XA_ERROR(-EINVAL)
  do {
    curr = xas_store(xas, entry)
  } while (__xas_nomem(xas, gfp))

  return xas_result(xas, curr)
}

/** lib/xarray.c */
export function xa_store(xa: Ptr<xarray>, index: ulong, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let curr: VoidPtr

  xa_lock(xa)
  curr = __xa_store(xa, index, entry, gfp)
  xa_unlock(xa)

  return curr
}

/** include/linux/xarray.h */
export function xa_store_bh(xa: Ptr<xarray>, index: ulong, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let curr: VoidPtr

  xa_lock_bh(xa)
  curr = __xa_store(xa, index, entry, gfp)
  xa_unlock_bh(xa)

  return curr
}

/** include/linux/xarray.h */
export function xa_store_irq(xa: Ptr<xarray>, index: ulong, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let curr: VoidPtr

  xa_lock_irq(xa)
  curr = __xa_store(xa, index, entry, gfp)
  xa_unlock_irq(xa)

  return curr
}

/** lib/xarray.c */
export function __xa_cmpxchg(xa: Ptr<xarray>, index: ulong, old: VoidPtr, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let xas: xa_state = XA_STATE(xa, index)
  let curr: VoidPtr

  if (WARN_ON_ONCE(xa_is_internal(entry) && !xa_is_zero(entry))) return XA_ERROR(-EINVAL)
  do {
    curr = xas_load(xas)
    if (curr == old) xas_store(xas, entry)
  } while (__xas_nomem(xas, gfp))

  return xas_result(xas, curr)
}

/** include/linux/xarray.h */
export function xa_cmpxchg(xa: Ptr<xarray>, index: ulong, old: VoidPtr, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let curr: VoidPtr

  xa_lock(xa)
  curr = __xa_cmpxchg(xa, index, old, entry, gfp)
  xa_unlock(xa)

  return curr
}

/** include/linux/xarray.h */
export function xa_cmpxchg_irq(xa: Ptr<xarray>, index: ulong, old: VoidPtr, entry: VoidPtr, gfp: gfp_t): VoidPtr {
  let curr: VoidPtr

  xa_lock_irq(xa)
  curr = __xa_cmpxchg(xa, index, old, entry, gfp)
  xa_unlock_irq(xa)

  return curr
}

/** lib/xarray.c */
export function __xa_insert(xa: Ptr<xarray>, index: ulong, entry: VoidPtr, gfp: gfp_t): int {
  let xas: xa_state = XA_STATE(xa, index)
  let curr: VoidPtr

  if (WARN_ON_ONCE(xa_is_internal(entry))) return -EINVAL
  if (!entry) entry = XA_ZERO_ENTRY
  do {
    curr = xas_load(xas)
    if (!curr) xas_store(xas, entry)
  } while (__xas_nomem(xas, gfp))

  if (xas_error(xas)) return xas_error(xas)
  return curr ? -EBUSY : 0
}

/** include/linux/xarray.h */
export function xa_insert(xa: Ptr<xarray>, index: ulong, entry: VoidPtr, gfp: gfp_t): int {
  let err: int

  xa_lock(xa)
  err = __xa_insert(xa, index, entry, gfp)
  xa_unlock(xa)

  return err
}

/** include/linux/xarray.h */
export function xa_reserve(xa: Ptr<xarray>, index: ulong, gfp: gfp_t): int {
  return xa_err(xa_cmpxchg(xa, index, NULL, XA_ZERO_ENTRY, gfp))
}

/** include/linux/xarray.h */
export function xa_release(xa: Ptr<xarray>, index: ulong): void {
  xa_cmpxchg(xa, index, XA_ZERO_ENTRY, NULL, 0)
}

/** lib/xarray.c */
export function __xa_set_mark(xa: Ptr<xarray>, index: ulong, mark: uint): void {
  let xas: xa_state = XA_STATE(xa, index)

  if (xas_load(xas)) xas_set_mark(xas, mark)
}

/** lib/xarray.c */
export function __xa_clear_mark(xa: Ptr<xarray>, index: ulong, mark: uint): void {
  let xas: xa_state = XA_STATE(xa, index)

  if (xas_load(xas)) xas_clear_mark(xas, mark)
}

/** lib/xarray.c */
export function xa_set_mark(xa: Ptr<xarray>, index: ulong, mark: uint): void {
  xa_lock(xa)
  __xa_set_mark(xa, index, mark)
  xa_unlock(xa)
}

/** lib/xarray.c */
export function xa_clear_mark(xa: Ptr<xarray>, index: ulong, mark: uint): void {
  xa_lock(xa)
  __xa_clear_mark(xa, index, mark)
  xa_unlock(xa)
}

/** lib/xarray.c @atomic */
export function xa_get_mark(xa: Ptr<xarray>, index: ulong, mark: uint): bool {
  let xas: xa_state = XA_STATE(xa, index)

  if (!xas_load(xas)) return false
  return xas_get_mark(xas, mark)
}

/** lib/xarray.c @atomic */
export function xa_find(xa: Ptr<xarray>, indexp: Ref<ulong>, max: ulong, filter: uint): VoidPtr {
  let xas: xa_state = XA_STATE(xa, indexp.value)
  let entry: VoidPtr

  if (filter < XA_MAX_MARKS) entry = xas_find_marked(xas, max, filter)
  else entry = xas_find(xas, max)
  if (entry) indexp.value = xas.xa_index
  return entry
}

/** lib/xarray.c: the largest order that a load would see at an index. @atomic */
export function xa_get_order(xa: Ptr<xarray>, index: ulong): int {
  let xas: xa_state = XA_STATE(xa, index)

  if (!xas_load(xas)) return 0
  return xas_get_order(xas)
}

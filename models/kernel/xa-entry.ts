// What a slot of an xarray holds: NULL, a pointer, a value, or an internal entry, told apart by two low bits.
//
//   value v      v << 1 | 1     up to 2047
//   internal i   i << 2 | 2     a sibling below XA_CHUNK_SIZE, 256 retry, 257 zero, 1023 "there is a node below"
//
// Here a pointer of an object has no bits, and integers in pointers end at 4095. So a node entry does not carry the
// address of the node: that lies beside the slot (xa-node.ts). Errors are internal entries of the positive number.

import { bool, cast, type int, type long, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { XA_CHUNK_SIZE } from './xa-node.ts'

/** include/linux/xarray.h */
export function xa_mk_value(v: ulong): VoidPtr {
  return cast<VoidPtr>((v << 1) | 1)
}

/** Whether this is an integer in a pointer. */
export function xa_is_number(entry: VoidPtr): bool {
  return cast<ulong>(entry) < 4096
}

/** include/linux/xarray.h */
export function xa_is_value(entry: VoidPtr): bool {
  return xa_is_number(entry) && bool(cast<ulong>(entry) & 1)
}

/** include/linux/xarray.h */
export function xa_to_value(entry: VoidPtr): ulong {
  return cast<ulong>(entry) >> 1
}

/** include/linux/xarray.h */
export function xa_mk_internal(v: ulong): VoidPtr {
  return cast<VoidPtr>((v << 2) | 2)
}

/** include/linux/xarray.h */
export function xa_is_internal(entry: VoidPtr): bool {
  return xa_is_number(entry) && (cast<ulong>(entry) & 3) == 2
}

/** include/linux/xarray.h */
export function xa_to_internal(entry: VoidPtr): ulong {
  return cast<ulong>(entry) >> 2
}

/** xa_mk_internal(256) */
export const XA_RETRY_ENTRY: VoidPtr = cast<VoidPtr>(1026)
/** xa_mk_internal(257) */
export const XA_ZERO_ENTRY: VoidPtr = cast<VoidPtr>(1030)
/** xa_mk_internal(1023): stands for a pointer to a node. */
export const XA_NODE_ENTRY: VoidPtr = cast<VoidPtr>(4094)

/** include/linux/xarray.h */
export function xa_is_zero(entry: VoidPtr): bool {
  return entry == XA_ZERO_ENTRY
}

/** include/linux/xarray.h */
export function xa_is_retry(entry: VoidPtr): bool {
  return entry == XA_RETRY_ENTRY
}

/** include/linux/xarray.h */
export function xa_is_node(entry: VoidPtr): bool {
  return entry == XA_NODE_ENTRY
}

/** include/linux/xarray.h */
export function xa_mk_sibling(offset$: uint): VoidPtr {
  return xa_mk_internal(offset$)
}

/** include/linux/xarray.h */
export function xa_to_sibling(entry: VoidPtr): ulong {
  return xa_to_internal(entry)
}

/** include/linux/xarray.h */
export function xa_is_sibling(entry: VoidPtr): bool {
  return xa_is_internal(entry) && xa_to_internal(entry) < XA_CHUNK_SIZE - 1
}

/** include/linux/xarray.h */
export function xa_is_advanced(entry: VoidPtr): bool {
  return xa_is_internal(entry) && cast<ulong>(entry) <= cast<ulong>(XA_RETRY_ENTRY)
}

/** include/linux/xarray.h: -EINVAL is 22 << 2 | 2 here. */
export function xa_is_err(entry: VoidPtr): bool {
  return xa_is_internal(entry) && xa_to_internal(entry) < 256
}

/** include/linux/xarray.h */
export function xa_err(entry: VoidPtr): int {
  if (xa_is_err(entry)) return -cast<long>(xa_to_internal(entry))
  return 0
}

/** include/linux/xarray.h */
export function XA_ERROR(errno: int): VoidPtr {
  return xa_mk_internal(-errno)
}

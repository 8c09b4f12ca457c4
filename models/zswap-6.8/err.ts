// Errors in pointers, include/linux/err.h. An address can only be told from an error by comparing it with each.

import { type bool, cast, type long, type VoidPtr } from '../../src/model/dialect.ts'

/** include/linux/err.h */
export function ERR_PTR(error: long): VoidPtr {
  return cast<VoidPtr>(error)
}

/** include/linux/err.h: stands for it, with the errors of errno.ts. */
export function IS_ERR(ptr: VoidPtr): bool {
  return ptr == cast<VoidPtr>(-2) || ptr == cast<VoidPtr>(-11) || ptr == cast<VoidPtr>(-12) || ptr == cast<VoidPtr>(-22)
}

/** include/linux/err.h */
export function IS_ERR_OR_NULL(ptr: VoidPtr): bool {
  return !ptr || IS_ERR(ptr)
}

// Assertions about folios, see ../bug.ts.

import { type bool, bug, type VoidPtr } from '../../../src/model/dialect.ts'

/** include/linux/mmdebug.h */
export function VM_BUG_ON_FOLIO(cond: bool, folio: VoidPtr): void {
  if (cond) bug()
}

/** include/linux/mmdebug.h */
export function VM_WARN_ON_FOLIO(cond: bool, folio: VoidPtr): bool {
  return cond
}

/** include/linux/mmdebug.h */
export function VM_WARN_ON_ONCE_FOLIO(cond: bool, folio: VoidPtr): bool {
  return cond
}

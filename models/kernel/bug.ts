// Assertions. CONFIG_DEBUG_VM is on in every model, so VM_BUG_ON is BUG_ON; a warning only prints and is no violation.

import { type bool, bug, type VoidPtr } from '../../src/model/dialect.ts'

/** include/asm-generic/bug.h */
export function BUG(): void {
  bug()
}

/** include/asm-generic/bug.h */
export function BUG_ON(condition: bool): void {
  if (condition) bug()
}

/** include/linux/mmdebug.h */
export function VM_BUG_ON(cond: bool): void {
  if (cond) bug()
}

/** include/linux/mmdebug.h */
export function VM_BUG_ON_PAGE(cond: bool, page: VoidPtr): void {
  if (cond) bug()
}

/** include/linux/mmdebug.h */
export function VM_BUG_ON_VMA(cond: bool, vma: VoidPtr): void {
  if (cond) bug()
}

/** include/linux/mmdebug.h */
export function VM_BUG_ON_MM(cond: bool, mm: VoidPtr): void {
  if (cond) bug()
}

/** include/asm-generic/bug.h @variadic */
export function WARN(condition: bool, ...args: unknown[]): bool {
  return condition
}

/** include/asm-generic/bug.h @variadic */
export function WARN_ONCE(condition: bool, ...args: unknown[]): bool {
  return condition
}

/** include/asm-generic/bug.h */
export function WARN_ON(condition: bool): bool {
  return condition
}

/** include/asm-generic/bug.h */
export function WARN_ON_ONCE(condition: bool): bool {
  return condition
}

/** include/linux/mmdebug.h */
export function VM_WARN_ON(cond: bool): bool {
  return cond
}

/** include/linux/mmdebug.h */
export function VM_WARN_ON_ONCE(cond: bool): bool {
  return cond
}

/** include/linux/mmdebug.h */
export function VM_WARN_ON_PAGE(cond: bool, page: VoidPtr): bool {
  return cond
}

/** include/linux/mmdebug.h */
export function VM_WARN_ON_ONCE_PAGE(cond: bool, page: VoidPtr): bool {
  return cond
}

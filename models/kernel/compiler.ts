// Hints and barriers. The machine is sequentially consistent: a barrier orders nothing that is not in order already,
// and a bug that needs a weaker memory model is out of reach (docs/soundness.md).

import type { bool } from '../../src/model/dialect.ts'

/** include/linux/compiler.h */
export function likely(x: bool): bool {
  return x
}

/** include/linux/compiler.h */
export function unlikely(x: bool): bool {
  return x
}

/** include/linux/compiler.h */
export function barrier(): void {}

/** include/asm-generic/barrier.h */
export function smp_mb(): void {}

/** include/asm-generic/barrier.h */
export function smp_rmb(): void {}

/** include/asm-generic/barrier.h */
export function smp_wmb(): void {}

/** include/asm-generic/barrier.h */
export function mb(): void {}

/** include/asm-generic/barrier.h */
export function rmb(): void {}

/** include/asm-generic/barrier.h */
export function wmb(): void {}

/** include/asm-generic/barrier.h */
export function smp_mb__before_atomic(): void {}

/** include/asm-generic/barrier.h */
export function smp_mb__after_atomic(): void {}

/** include/asm-generic/barrier.h */
export function smp_mb__after_spinlock(): void {}

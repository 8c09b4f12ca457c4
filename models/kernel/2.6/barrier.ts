// Barriers of Linux 2.6 that later kernels spell otherwise (../compiler.ts): they order nothing that is not in order.

/** include/asm/bitops.h */
export function smp_mb__before_clear_bit(): void {}

/** include/asm/bitops.h */
export function smp_mb__after_clear_bit(): void {}

/** include/asm/atomic.h */
export function smp_mb__before_atomic_dec(): void {}

/** include/asm/atomic.h */
export function smp_mb__after_atomic_dec(): void {}

/** include/asm/atomic.h */
export function smp_mb__before_atomic_inc(): void {}

/** include/asm/atomic.h */
export function smp_mb__after_atomic_inc(): void {}

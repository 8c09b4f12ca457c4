// Variables that each CPU has for itself. A model has one CPU's: it is everybody's.

import type { VoidPtr } from '../../src/model/dialect.ts'

/** include/linux/percpu-defs.h: stands for it. */
export function raw_cpu_ptr(ptr: VoidPtr): VoidPtr {
  return ptr
}

/** include/linux/percpu-defs.h: stands for it. */
export function this_cpu_ptr(ptr: VoidPtr): VoidPtr {
  return ptr
}

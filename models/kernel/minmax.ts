import type { long, ulong } from '../../src/model/dialect.ts'

/** include/linux/kernel.h */
export function min(x: long, y: long): long {
  return x < y ? x : y
}

/** include/linux/kernel.h */
export function max(x: long, y: long): long {
  return x > y ? x : y
}

/** include/linux/kernel.h */
export function round_down(x: ulong, y: ulong): ulong {
  return x & ~(y - 1)
}

/** include/linux/kernel.h */
export function round_up(x: ulong, y: ulong): ulong {
  return ((x - 1) | (y - 1)) + 1
}

/** include/linux/kernel.h */
export function DIV_ROUND_UP(n: ulong, d: ulong): ulong {
  return (n + d - 1) / d
}

// What a page table and the swap cache know of a page in swap: the number of its area and its place there.

import type { ulong } from '../../src/model/dialect.ts'

/** include/linux/mm_types.h */
export interface swp_entry_t {
  val: ulong
}

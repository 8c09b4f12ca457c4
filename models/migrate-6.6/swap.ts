// Swap entries, and the swap cache that they are looked up in. One device, so that an entry is its offset.

import { cast, type Ptr, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'
import type { pgoff_t } from '../kernel/types.ts'

/** The swap cache of the one device; the kernel has one for each 64 MB. */
export const swapper_space: address_space = zeroed()

/** include/linux/swapops.h */
export function swp_offset(entry: swp_entry_t): pgoff_t {
  return entry.val
}

/** mm/swap.h */
export function swap_address_space(entry: swp_entry_t): Ptr<address_space> {
  return swapper_space
}

/** What the kernel reads as folio->swap, which shares its place with `private`. @atomic */
export function folio_swap_entry(folio: Ptr<folio>): swp_entry_t {
  let entry: swp_entry_t = { val: cast<ulong>(folio.private) }
  return entry
}

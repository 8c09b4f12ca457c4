// What include/linux/swap.h and swapops.h declare: entries, the swap device, the values of its map.
//
// A swap_map element counts page-table references in its low six bits. 0x40, SWAP_HAS_CACHE, says that somebody owns
// the right to have the page in the swap cache; it does not say that the page is there yet, or still. The map is under
// the device's lock, the cache under the lock of the address space: two locks, two steps.

import type { Arr, bool, int, Ptr, uchar, uint, ulong } from '../../src/model/dialect.ts'
import type { spinlock_t } from '../kernel/spinlock.ts'
import type { pgoff_t } from '../kernel/types.ts'

/** include/linux/swap.h */
export interface swp_entry_t {
  val: ulong
}

export const SWP_USED: ulong = 0x1
export const SWP_WRITEOK: ulong = 0x2
export const SWP_DISCARDABLE: ulong = 0x4
export const SWP_DISCARDING: ulong = 0x8
export const SWP_SOLIDSTATE: ulong = 0x10
export const SWP_CONTINUED: ulong = 0x20
export const SWP_BLKDEV: ulong = 0x40
export const SWP_ACTIVATED: ulong = 0x80
export const SWP_FS: ulong = 0x100
export const SWP_STABLE_WRITES: ulong = 0x800
export const SWP_SYNCHRONOUS_IO: ulong = 0x1000
export const SWP_VALID: ulong = 0x2000
export const SWP_SCANNING: ulong = 0x4000

export const SWAP_MAP_MAX: uchar = 0x3e
export const SWAP_MAP_BAD: uchar = 0x3f
export const SWAP_HAS_CACHE: uchar = 0x40
export const SWAP_CONT_MAX: uchar = 0x7f
export const COUNT_CONTINUED: uchar = 0x80
export const SWAP_MAP_SHMEM: uchar = 0xbf

export const SWAPFILE_CLUSTER: int = 256
/** Of the 32 types, four are for pages that migrate, are poisoned, or lie on a device. */
export const MAX_SWAPFILES: int = 27
export const CLUSTER_FLAG_FREE: int = 1
export const CLUSTER_FLAG_NEXT_NULL: int = 2
export const CLUSTER_FLAG_HUGE: int = 4
export const SWAP_CLUSTER_MAX: int = 32

/** include/linux/swap.h */
export interface swap_cluster_info {
  lock: spinlock_t
  data: uint
  flags: uchar
}

/** include/linux/swap.h */
export interface swap_info_struct {
  flags: ulong
  type: uchar
  max: uint
  /** The map of the whole device: entry 0 is never used, entry 1 is the one that scenarios read. */
  swap_map: Arr<uchar, 2>
  /** NULL: a rotating disk, so that the device's lock protects the map. */
  cluster_info: Ptr<swap_cluster_info>
  inuse_pages: uint
  lock: spinlock_t
}

export const SWP_TYPE_SHIFT: int = 26
export const SWP_OFFSET_MASK: ulong = 0x3ffffff

/** include/linux/swapops.h */
export function swp_entry(type: ulong, offset$: pgoff_t): swp_entry_t {
  let ret: swp_entry_t
  ret.val = (type << SWP_TYPE_SHIFT) | (offset$ & SWP_OFFSET_MASK)
  return ret
}

/** include/linux/swapops.h */
export function swp_type(entry: swp_entry_t): uint {
  // biome-ignore format: the parentheses are the kernel's
  return (entry.val >> SWP_TYPE_SHIFT)
}

/** include/linux/swapops.h */
export function swp_offset(entry: swp_entry_t): pgoff_t {
  return entry.val & SWP_OFFSET_MASK
}

/** include/linux/swapops.h */
export function non_swap_entry(entry: swp_entry_t): bool {
  return swp_type(entry) >= MAX_SWAPFILES
}

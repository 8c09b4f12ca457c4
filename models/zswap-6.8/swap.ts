// What include/linux/swap.h, swapops.h and mm/swap.h declare: entries, the one area of swap, the values of its map.
//
// A swap_map element counts page-table references in its low six bits. 0x40, SWAP_HAS_CACHE, says that somebody owns
// the right to have the folio in the swap cache; it does not say that the folio is there yet, or still.

import { type Arr, type bool, type int, type Ptr, type Ref, type uchar, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { block_device } from '../kernel/bio.ts'
import type { completion } from '../kernel/completion.ts'
import type { swp_entry_t } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'
import type { percpu_ref } from '../kernel/percpu-ref.ts'
import type { spinlock_t } from '../kernel/spinlock.ts'
import type { pgoff_t } from '../kernel/types.ts'

export const SWP_USED: ulong = 0x1
export const SWP_WRITEOK: ulong = 0x2
export const SWP_DISCARDABLE: ulong = 0x4
export const SWP_DISCARDING: ulong = 0x8
export const SWP_SOLIDSTATE: ulong = 0x10
export const SWP_CONTINUED: ulong = 0x20
export const SWP_BLKDEV: ulong = 0x40
export const SWP_ACTIVATED: ulong = 0x80
export const SWP_FS_OPS: ulong = 0x100
export const SWP_AREA_DISCARD: ulong = 0x200
export const SWP_PAGE_DISCARD: ulong = 0x400
export const SWP_STABLE_WRITES: ulong = 0x800
export const SWP_SYNCHRONOUS_IO: ulong = 0x1000
export const SWP_SCANNING: ulong = 0x4000

export const SWAP_MAP_MAX: uchar = 0x3e
export const SWAP_MAP_BAD: uchar = 0x3f
export const SWAP_HAS_CACHE: uchar = 0x40
export const SWAP_CONT_MAX: uchar = 0x7f
export const COUNT_CONTINUED: uchar = 0x80
export const SWAP_MAP_SHMEM: uchar = 0xbf

export const SWAPFILE_CLUSTER: int = 256
export const SWAP_CLUSTER_MAX: int = 32
/** One here: a second area would not meet the first. */
export const MAX_SWAPFILES: int = 1

/** include/linux/swap.h */
export interface swap_cluster_info {
  lock: spinlock_t
}

/** include/linux/swap.h */
export interface swap_info_struct {
  users: percpu_ref
  flags: ulong
  prio: int
  type: int
  max: uint
  swap_map: Ref<uchar>
  /** NULL: a rotating disk, so that si->lock protects the map. */
  cluster_info: Ptr<swap_cluster_info>
  inuse_pages: uint
  bdev: Ptr<block_device>
  lock: spinlock_t
  comp: completion
}

/** What vzalloc() gives for the map of an area: place 0 is the header, place 1 is used. */
export interface swap_map_area {
  map: Arr<uchar, 2>
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

/** The swap cache of the area; the kernel has one for each 64 MB. */
export const swapper_space: address_space = zeroed()

/** mm/swap.h */
export function swap_address_space(entry: swp_entry_t): Ptr<address_space> {
  return swapper_space
}

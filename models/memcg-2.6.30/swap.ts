// What include/linux/swap.h and swapops.h declare: entries, the swap area, the values of its map. An element of the map
// counts the page table entries that hold the entry, and the swap cache as one more; at 0 the entry is free.

import { type Arr, type int, type Ptr, type uint, type ulong, type ushort, zeroed } from '../../src/model/dialect.ts'
import type { block_device } from '../kernel/2.6/bio.ts'
import type { pte_t } from '../kernel/2.6/mm-types.ts'
import { pte_file, pte_none, pte_present } from '../kernel/2.6/pgtable.ts'
import { unlikely } from '../kernel/compiler.ts'
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
export const SWP_SCANNING: ulong = 0x100

export const SWAP_CLUSTER_MAX: int = 32
export const SWAP_MAP_MAX: ushort = 0x7fff
export const SWAP_MAP_BAD: ushort = 0x8000

export const MAX_SWAPFILES_SHIFT: int = 5
/** 30 there, and two types for pages that migrate. */
export const MAX_SWAPFILES: int = 1
export const SWP_MIGRATION_READ: uint = 30
export const SWP_MIGRATION_WRITE: uint = 31

/** include/linux/swap.h */
export interface swap_info_struct {
  flags: ulong
  prio: int
  next: int
  bdev: Ptr<block_device>
  /** The map of the whole area: entry 0 is its header. */
  swap_map: Arr<ushort, 4>
  lowest_bit: uint
  highest_bit: uint
  lowest_alloc: uint
  highest_alloc: uint
  cluster_next: uint
  cluster_nr: uint
  pages: uint
  max: uint
  inuse_pages: uint
}

/** include/linux/swap.h */
export interface swap_list_t {
  head: int
  next: int
}

export const SWP_TYPE_SHIFT: int = 27
export const SWP_OFFSET_MASK: ulong = 0x7ffffff

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
export function is_swap_pte(pte: pte_t): int {
  return !pte_none(pte) && !pte_present(pte) && !pte_file(pte) ? 1 : 0
}

/** include/linux/swapops.h: the bits of x86. */
export function pte_to_swp_entry(pte: pte_t): swp_entry_t {
  let arch_entry: swp_entry_t

  arch_entry.val = pte.pte_low >> 8
  return arch_entry
}

/** include/linux/swapops.h: the bits of x86. */
export function swp_entry_to_pte(entry: swp_entry_t): pte_t {
  let pte: pte_t = zeroed<pte_t>({ pte_low: entry.val << 8 })
  return pte
}

/** include/linux/swapops.h */
export function is_migration_entry(entry: swp_entry_t): int {
  return unlikely(swp_type(entry) == SWP_MIGRATION_READ || swp_type(entry) == SWP_MIGRATION_WRITE) ? 1 : 0
}

/** include/linux/swapops.h */
export function is_write_migration_entry(entry: swp_entry_t): int {
  return unlikely(swp_type(entry) == SWP_MIGRATION_WRITE) ? 1 : 0
}

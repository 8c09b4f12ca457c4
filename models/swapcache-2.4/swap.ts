// What include/linux/swap.h declares: entries, the swap areas, the values of a swap map. An element of the map counts
// the page table entries that hold the entry, and the swap cache as one more; at 0 the entry is free.

import { type Arr, cast, type int, NULL, type Ptr, type Ref, type uint, type ulong, type ushort, zeroed } from '../../src/model/dialect.ts'
import type { address_space, pte_t } from '../kernel/2.4/mm-types.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'

/** include/linux/shmem_fs.h */
export interface swp_entry_t {
  val: ulong
}

export const SWP_USED: uint = 1
export const SWP_WRITEOK: uint = 3

export const SWAP_CLUSTER_MAX: int = 32
export const SWAP_MAP_MAX: ushort = 0x7fff
export const SWAP_MAP_BAD: ushort = 0x8000
export const SWAPFILE_CLUSTER: int = 256
/** 32 there. */
export const MAX_SWAPFILES: int = 2

export const SWAP_FLAG_PREFER: int = 0x8000
export const SWAP_FLAG_PRIO_MASK: int = 0x7fff
export const SWAP_FLAG_PRIO_SHIFT: int = 0

export const PAGE_AGE_START: ulong = 2

/** include/linux/dcache.h */
export interface dentry {
  d_count: int
}

/** include/linux/fs.h */
export interface nameidata {
  dentry: Ptr<dentry>
}

/** What vmalloc() gives a swap map: entries 0, which is never used, to 3. */
export interface swap_map_area {
  map: Arr<ushort, 4>
}

/** include/linux/swap.h */
export interface swap_header_info {
  version: uint
  last_page: uint
  nr_badpages: uint
}

/** include/linux/swap.h */
export interface swap_header {
  info: swap_header_info
}

/** include/linux/swap.h */
export interface swap_info_struct {
  flags: uint
  sdev_lock: spinlock_t
  swap_file: Ptr<dentry>
  swap_map: Ref<ushort>
  lowest_bit: uint
  highest_bit: uint
  cluster_next: uint
  cluster_nr: uint
  prio: int
  pages: int
  max: ulong
  next: int
}

/** include/linux/swap.h */
export interface swap_list_t {
  head: int
  next: int
}

/** include/linux/swapctl.h */
export interface pager_daemon_t {
  swap_cluster: uint
}

export const swapper_space: address_space = zeroed()
export const pager_daemon: pager_daemon_t = zeroed()
/** A sysctl there. */
export const page_cluster: int = 1
export const swaplock: spinlock_t = zeroed()

/** include/linux/swap.h */
export function swap_list_lock(): void {
  spin_lock(swaplock)
}

/** include/linux/swap.h */
export function swap_list_unlock(): void {
  spin_unlock(swaplock)
}

/** include/linux/swap.h */
export function swap_device_lock(p: Ptr<swap_info_struct>): void {
  spin_lock(p.sdev_lock)
}

/** include/linux/swap.h */
export function swap_device_unlock(p: Ptr<swap_info_struct>): void {
  spin_unlock(p.sdev_lock)
}

/** include/asm-i386/pgtable.h */
export function SWP_TYPE(x: swp_entry_t): ulong {
  return (x.val >> 1) & 0x3f
}

/** include/asm-i386/pgtable.h */
export function SWP_OFFSET(x: swp_entry_t): ulong {
  return x.val >> 8
}

/** include/asm-i386/pgtable.h */
export function SWP_ENTRY(type: ulong, offset$: ulong): swp_entry_t {
  return cast<swp_entry_t>({ val: (type << 1) | (offset$ << 8) })
}

/** include/asm-i386/pgtable.h */
export function pte_to_swp_entry(pte: pte_t): swp_entry_t {
  return cast<swp_entry_t>({ val: pte.pte_low })
}

/** include/asm-i386/pgtable.h */
export function swp_entry_to_pte(x: swp_entry_t): pte_t {
  return cast<pte_t>({ pte_low: x.val, page: NULL })
}

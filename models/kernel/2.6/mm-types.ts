// The structs of memory management in Linux 2.6.30, with the fields that the modelled helpers read. `struct page` is
// type-stable: the reference count of a freed page may be read, which speculative lookups do.
//
// Differs: an anonymous page has its anon_vma in a field of its own, not in `mapping` with a bit set, and the struct that
// accounts it to its group (page_cgroup) lies in the page; a page table entry keeps the page beside its bits, since an
// address in an integer is no more than an address here; page tables have one level and lie in the mm_struct. What is
// marked so is not the kernel's.

import type { Arr, bool, int, long, Ptr, ulong } from '../../../src/model/dialect.ts'
import type { atomic_t } from '../atomic.ts'
import type { list_head } from '../list.ts'
import type { spinlock_t } from '../spinlock.ts'
import type { radix_tree_root } from './radix-tree.ts'

/** include/linux/page_cgroup.h */
export interface page_cgroup {
  flags: ulong
  mem_cgroup: Ptr<mem_cgroup>
  /** Not the kernel's: on a list of its group. `lru` there. */
  listed: bool
}

/** include/linux/mm_types.h @stable _count */
export interface page {
  flags: ulong
  _count: atomic_t
  /** -1 while no page table maps it. */
  _mapcount: atomic_t
  private: ulong
  mapping: Ptr<address_space>
  index: ulong
  lru: list_head
  anon_vma: Ptr<anon_vma>
  page_cgroup: page_cgroup
  /** Not the kernel's: what is written on it, 0 if nothing. */
  contents: ulong
}

/** include/linux/rmap.h */
export interface anon_vma {
  lock: spinlock_t
}

/** include/linux/fs.h */
export interface address_space {
  page_tree: radix_tree_root
  tree_lock: spinlock_t
  nrpages: ulong
  a_ops: Ptr<address_space_operations>
}

/** include/linux/fs.h */
export interface address_space_operations {
  writepage: (page: Ptr<page>, wbc: Ptr<writeback_control>) => int
  set_page_dirty: (page: Ptr<page>) => int
}

/** include/linux/writeback.h */
export interface writeback_control {
  sync_mode: int
  nr_to_write: long
  range_start: long
  range_end: long
  nonblocking: int
  for_reclaim: int
}

/** include/linux/mmzone.h */
export interface zone {
  lru_lock: spinlock_t
  /** The lists of reclaim are one. */
  lru: list_head
}

/** include/linux/pagevec.h: 14 pages there. */
export interface pagevec {
  nr: ulong
  cold: ulong
  pages: Arr<Ptr<page>, 2>
}

/** include/linux/memcontrol.h */
export interface mem_cgroup {
  id: int
}

/** include/asm/page.h */
export interface pte_t {
  pte_low: ulong
  page: Ptr<page>
}

/** include/linux/mm_types.h */
export interface mm_struct {
  page_table_lock: spinlock_t
  _anon_rss: long
  ptes: Arr<pte_t, 2>
}

/** include/linux/mm_types.h */
export interface vm_area_struct {
  vm_mm: Ptr<mm_struct>
  vm_start: ulong
  vm_end: ulong
  vm_page_prot: ulong
  vm_flags: ulong
  anon_vma: Ptr<anon_vma>
}

// The structs of memory management, with the fields that the modelled helpers read. `struct page` is type-stable: the
// reference count of a freed page may be read, which speculative lookups do.

import type { long, Ptr, ulong } from '../../src/model/dialect.ts'
import type { atomic_t } from './atomic.ts'
import type { xarray } from './xa-node.ts'

/** include/linux/mm_types.h @stable _refcount */
export interface page {
  flags: ulong
  _refcount: atomic_t
  /** -1 while no page table maps it. */
  _mapcount: atomic_t
  private: ulong
  mapping: Ptr<address_space>
  index: ulong
  mem_cgroup: Ptr<mem_cgroup>
}

/** include/linux/fs.h */
export interface address_space {
  i_pages: xarray
  nrpages: ulong
}

/** include/linux/memcontrol.h */
export interface mem_cgroup {
  usage: long
}

/** include/linux/mm_types.h */
export interface vm_area_struct {
  vm_start: ulong
  vm_end: ulong
  vm_flags: ulong
  vm_mm: Ptr<mm_struct>
}

/** include/linux/mm_types.h */
export interface mm_struct {
  owner: ulong
}

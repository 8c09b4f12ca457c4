// struct folio of v6.6 with the fields that the modelled helpers read. A folio is one object, whatever its size: its tail
// pages are none. It is type-stable: the reference count of a freed folio may be read and is 0, which lookups rely on.
//
// In the kernel `page` is another name of the whole, and `swap` of `private`; here each is a place of its own. `page` is only
// an address: what a folio is or has is asked of the folio. A model uses `swap` or `private`.

import type { Ptr, uint, ulong, VoidPtr } from '../../../src/model/dialect.ts'
import type { atomic_t } from '../atomic.ts'
import type { address_space, mem_cgroup, page } from '../mm-types.ts'
import type { pgoff_t } from '../types.ts'

/** include/linux/mm_types.h: of a page in swap, its area and its place there. */
export interface swp_entry_t {
  val: ulong
}

/** include/linux/mm_types.h @stable _refcount */
export interface folio {
  page: page
  flags: ulong
  _refcount: atomic_t
  /** -1 while no page table maps it. */
  _mapcount: atomic_t
  /** PAGE_MAPPING_ANON for an anonymous folio: its anon_vma is not modelled. */
  mapping: Ptr<address_space>
  index: pgoff_t
  /** What a filesystem keeps there; in the swap cache, the number of its first entry. */
  private: VoidPtr
  memcg_data: Ptr<mem_cgroup>
  swap: swp_entry_t
  /** What its memory contains, as a number. */
  data: ulong
  _folio_order: uint
}

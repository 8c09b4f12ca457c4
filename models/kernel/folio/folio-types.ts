// struct folio of v6.6 with the fields that the modelled helpers read. A folio is one object, whatever its size: its tail
// pages are none. It is type-stable: the reference count of a freed folio may be read and is 0, which lookups rely on.
//
// In the kernel it begins as a struct page, which goes by the name of `page`; `swap` is another name of `private` there.

import type { Ptr, uint, ulong, VoidPtr } from '../../../src/model/dialect.ts'
import type { atomic_t } from '../atomic.ts'
import type { address_space, mem_cgroup } from '../mm-types.ts'
import type { pgoff_t } from '../types.ts'

/** include/linux/mm_types.h @stable _refcount */
export interface folio {
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
  _folio_order: uint
}

// The structs of memory management in Linux 2.4, with the fields that the modelled helpers read. `struct page` is
// type-stable: the reference count of a freed page may be read.
//
// Differs: a page table entry keeps the page beside its bits, since an address in an integer is no more than an address
// here; page tables have one level, and lie in the mm_struct. Wait queues, zones' lists and the lists of a mapping are
// left out.

import type { Arr, bool, int, Ptr, Ref, ulong, VoidPtr } from '../../../src/model/dialect.ts'
import type { atomic_t } from '../atomic.ts'
import type { spinlock_t } from '../spinlock.ts'

/** include/linux/mm.h @stable count */
export interface page {
  mapping: Ptr<address_space>
  index: ulong
  next_hash: Ptr<page>
  count: atomic_t
  flags: ulong
  age: ulong
  pprev_hash: Ref<Ptr<page>>
  buffers: VoidPtr
  zone: Ptr<zone_t>
  /** Not the kernel's: the device owes its answer, and the page is locked for it. */
  under_read: bool
  /** Not the kernel's: what is in it; 0 is what a read brings. */
  contents: ulong
}

/** include/linux/fs.h */
export interface address_space {
  nrpages: ulong
  host: VoidPtr
}

/** include/linux/mmzone.h */
export interface zone_t {
  free_pages: ulong
  size: ulong
}

/** include/asm-i386/page.h */
export interface pte_t {
  pte_low: ulong
  page: Ptr<page>
}

/** include/linux/list.h */
export interface list_head {
  next: Ptr<list_head>
  prev: Ptr<list_head>
}

/** include/linux/sched.h */
export interface mm_struct {
  mmlist: list_head
  mmap: Ptr<vm_area_struct>
  page_table_lock: spinlock_t
  mm_users: atomic_t
  rss: ulong
  ptes: Arr<pte_t, 2>
}

/** include/linux/mm.h */
export interface vm_area_struct {
  vm_mm: Ptr<mm_struct>
  vm_start: ulong
  vm_end: ulong
  vm_next: Ptr<vm_area_struct>
  vm_page_prot: ulong
  vm_flags: ulong
}

/** include/linux/sched.h: what all tasks have alike; their own is kept by their number (sched.ts). */
export interface task_struct {
  need_resched: int
}

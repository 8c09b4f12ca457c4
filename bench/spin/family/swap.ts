// The shared state of the family: one swap device with a lock, one address space with another, pages from a pool.
//
// An element of swap_map says that its entry is in use (1) and who may fill the cache (SWAP_HAS_CACHE); a slot of the
// address space holds the page. Much is left out that mm/ has and models/swapin-5.7 shows: here it is the number of
// tasks that counts, and that a hand can write the same in Promela (../family.pml), step by step.

import type { spinlock_t } from '../../../models/kernel/spinlock.ts'
import { type Arr, alloc, bug, free, type int, type Ptr, type uchar, zeroed } from '../../../src/model/dialect.ts'

export const SWAP_HAS_CACHE: uchar = 0x40

export interface page {
  refcount: int
  locked: uchar
  swapcache: uchar
  uptodate: uchar
}

export interface swap_info_struct {
  lock: spinlock_t
  swap_map: Arr<uchar, 3>
}

export interface address_space {
  lock: spinlock_t
  nrpages: int
  slots: Arr<Ptr<page>, 3>
}

export const swap_device: swap_info_struct = zeroed()
export const swapper_space: address_space = zeroed()

/** A page with one reference, as the allocator gives it out. @atomic */
export function new_page(): Ptr<page> {
  let page: Ptr<page> = alloc<page>()
  page.refcount = 1
  return page
}

/** The cached page of an entry, with one reference more. @atomic */
export function find_get_page(entry: int): Ptr<page> {
  let page: Ptr<page> = swapper_space.slots[entry]
  if (page) page.refcount += 1
  return page
}

/** One reference more. @atomic */
export function get_page(page: Ptr<page>): void {
  page.refcount += 1
}

/** One reference less; how many are left. @atomic */
export function page_ref_dec_return(page: Ptr<page>): int {
  page.refcount -= 1
  return page.refcount
}

export function put_page(page: Ptr<page>): void {
  if (!page_ref_dec_return(page)) free(page)
}

/** @atomic */
export function unlock_page(page: Ptr<page>): void {
  if (!page.locked) bug()
  page.locked = 0
}

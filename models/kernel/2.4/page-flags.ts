// Page flags with their bits of Linux 2.4.10-pre, and the operations that include/linux/mm.h makes for each. A read and a
// change are one step.
//
// Differs: these are macros in the kernel; UnlockPage() wakes nobody, since waiters see the flag by themselves.

import { bug, type int, type Ptr } from '../../../src/model/dialect.ts'
import type { page } from './mm-types.ts'

export const PG_locked: int = 0
export const PG_error: int = 1
export const PG_referenced: int = 2
export const PG_uptodate: int = 3
export const PG_dirty: int = 4
export const PG_decr_after: int = 5
export const PG_active: int = 6
export const PG_inactive_dirty: int = 7
export const PG_slab: int = 8
export const PG_swap_cache: int = 9
export const PG_skip: int = 10
export const PG_inactive_clean: int = 11
export const PG_highmem: int = 12
export const PG_arch_1: int = 30
export const PG_reserved: int = 31

/** include/linux/mm.h @atomic */
export function PageLocked(page: Ptr<page>): int {
  return (page.flags >> PG_locked) & 1
}

/** include/linux/mm.h @atomic */
export function LockPage(page: Ptr<page>): void {
  page.flags |= 1 << PG_locked
}

/** include/linux/mm.h @atomic */
export function TryLockPage(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_locked) & 1
  page.flags |= 1 << PG_locked
  return old
}

/** include/linux/mm.h @atomic */
export function UnlockPage(page: Ptr<page>): void {
  if (!((page.flags >> PG_locked) & 1)) bug()
  page.flags &= ~(1 << PG_locked)
}

/** include/linux/mm.h @atomic */
export function PageError(page: Ptr<page>): int {
  return (page.flags >> PG_error) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageError(page: Ptr<page>): void {
  page.flags |= 1 << PG_error
}

/** include/linux/mm.h @atomic */
export function ClearPageError(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_error)
}

/** include/linux/mm.h @atomic */
export function PageReferenced(page: Ptr<page>): int {
  return (page.flags >> PG_referenced) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageReferenced(page: Ptr<page>): void {
  page.flags |= 1 << PG_referenced
}

/** include/linux/mm.h @atomic */
export function ClearPageReferenced(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_referenced)
}

/** include/linux/mm.h @atomic */
export function PageTestandClearReferenced(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_referenced) & 1
  page.flags &= ~(1 << PG_referenced)
  return old
}

/** include/linux/mm.h @atomic */
export function Page_Uptodate(page: Ptr<page>): int {
  return (page.flags >> PG_uptodate) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageUptodate(page: Ptr<page>): void {
  page.flags |= 1 << PG_uptodate
}

/** include/linux/mm.h @atomic */
export function ClearPageUptodate(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_uptodate)
}

/** include/linux/mm.h @atomic */
export function PageDirty(page: Ptr<page>): int {
  return (page.flags >> PG_dirty) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageDirty(page: Ptr<page>): void {
  page.flags |= 1 << PG_dirty
}

/** include/linux/mm.h @atomic */
export function ClearPageDirty(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_dirty)
}

/** include/linux/mm.h @atomic */
export function PageDecrAfter(page: Ptr<page>): int {
  return (page.flags >> PG_decr_after) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageDecrAfter(page: Ptr<page>): void {
  page.flags |= 1 << PG_decr_after
}

/** include/linux/mm.h @atomic */
export function PageTestandClearDecrAfter(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_decr_after) & 1
  page.flags &= ~(1 << PG_decr_after)
  return old
}

/** include/linux/mm.h @atomic */
export function PageActive(page: Ptr<page>): int {
  return (page.flags >> PG_active) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageActive(page: Ptr<page>): void {
  page.flags |= 1 << PG_active
}

/** include/linux/mm.h @atomic */
export function ClearPageActive(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_active)
}

/** include/linux/mm.h @atomic */
export function PageInactiveDirty(page: Ptr<page>): int {
  return (page.flags >> PG_inactive_dirty) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageInactiveDirty(page: Ptr<page>): void {
  page.flags |= 1 << PG_inactive_dirty
}

/** include/linux/mm.h @atomic */
export function ClearPageInactiveDirty(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_inactive_dirty)
}

/** include/linux/mm.h @atomic */
export function PageInactiveClean(page: Ptr<page>): int {
  return (page.flags >> PG_inactive_clean) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageInactiveClean(page: Ptr<page>): void {
  page.flags |= 1 << PG_inactive_clean
}

/** include/linux/mm.h @atomic */
export function ClearPageInactiveClean(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_inactive_clean)
}

/** include/linux/mm.h @atomic */
export function PageSlab(page: Ptr<page>): int {
  return (page.flags >> PG_slab) & 1
}

/** include/linux/mm.h @atomic */
export function PageSetSlab(page: Ptr<page>): void {
  page.flags |= 1 << PG_slab
}

/** include/linux/mm.h @atomic */
export function PageClearSlab(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_slab)
}

/** include/linux/mm.h @atomic */
export function PageSwapCache(page: Ptr<page>): int {
  return (page.flags >> PG_swap_cache) & 1
}

/** include/linux/mm.h @atomic */
export function PageSetSwapCache(page: Ptr<page>): void {
  page.flags |= 1 << PG_swap_cache
}

/** include/linux/mm.h @atomic */
export function PageTestandSetSwapCache(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_swap_cache) & 1
  page.flags |= 1 << PG_swap_cache
  return old
}

/** include/linux/mm.h @atomic */
export function PageClearSwapCache(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_swap_cache)
}

/** include/linux/mm.h @atomic */
export function PageTestandClearSwapCache(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_swap_cache) & 1
  page.flags &= ~(1 << PG_swap_cache)
  return old
}

/** include/linux/mm.h @atomic */
export function PageHighMem(page: Ptr<page>): int {
  return (page.flags >> PG_highmem) & 1
}

/** include/linux/mm.h @atomic */
export function PageReserved(page: Ptr<page>): int {
  return (page.flags >> PG_reserved) & 1
}

/** include/linux/mm.h @atomic */
export function SetPageReserved(page: Ptr<page>): void {
  page.flags |= 1 << PG_reserved
}

/** include/linux/mm.h @atomic */
export function ClearPageReserved(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_reserved)
}

// Page flags of Linux 2.6.30 with their bits (CONFIG_PAGEFLAGS_EXTENDED), and the operations that include/linux/page-flags.h
// makes for each by macros. A read, a change and a test with a change are one step each; the forms with two underscores
// read and write the word, so that an update can be lost.
// There are no compound pages.

import type { int, Ptr } from '../../../src/model/dialect.ts'
import type { page } from './mm-types.ts'

export const PG_locked: int = 0
export const PG_error: int = 1
export const PG_referenced: int = 2
export const PG_uptodate: int = 3
export const PG_dirty: int = 4
export const PG_lru: int = 5
export const PG_active: int = 6
export const PG_slab: int = 7
export const PG_owner_priv_1: int = 8
export const PG_arch_1: int = 9
export const PG_reserved: int = 10
export const PG_private: int = 11
export const PG_private_2: int = 12
export const PG_writeback: int = 13
export const PG_head: int = 14
export const PG_tail: int = 15
export const PG_swapcache: int = 16
export const PG_mappedtodisk: int = 17
export const PG_reclaim: int = 18
export const PG_buddy: int = 19
export const PG_swapbacked: int = 20
export const PG_unevictable: int = 21
export const PG_mlocked: int = 22

/** What a page may not be when it is freed (PAGE_FLAGS_CHECK_AT_FREE). */
export const PAGE_FLAGS_CHECK_AT_FREE: int = 0x693ce1

/** include/linux/page-flags.h @atomic */
export function PageLocked(page: Ptr<page>): int {
  return (page.flags >> PG_locked) & 1
}

/** include/linux/page-flags.h @atomic */
export function TestSetPageLocked(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_locked) & 1
  page.flags |= 1 << PG_locked
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageError(page: Ptr<page>): int {
  return (page.flags >> PG_error) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageError(page: Ptr<page>): void {
  page.flags |= 1 << PG_error
}

/** include/linux/page-flags.h @atomic */
export function ClearPageError(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_error)
}

/** include/linux/page-flags.h @atomic */
export function PageReferenced(page: Ptr<page>): int {
  return (page.flags >> PG_referenced) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageReferenced(page: Ptr<page>): void {
  page.flags |= 1 << PG_referenced
}

/** include/linux/page-flags.h @atomic */
export function ClearPageReferenced(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_referenced)
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageReferenced(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_referenced) & 1
  page.flags &= ~(1 << PG_referenced)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageUptodate(page: Ptr<page>): int {
  return (page.flags >> PG_uptodate) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageUptodate(page: Ptr<page>): void {
  page.flags |= 1 << PG_uptodate
}

/** include/linux/page-flags.h @atomic */
export function ClearPageUptodate(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_uptodate)
}

/** include/linux/page-flags.h */
export function __SetPageUptodate(page: Ptr<page>): void {
  page.flags |= 1 << PG_uptodate
}

/** include/linux/page-flags.h @atomic */
export function PageDirty(page: Ptr<page>): int {
  return (page.flags >> PG_dirty) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageDirty(page: Ptr<page>): void {
  page.flags |= 1 << PG_dirty
}

/** include/linux/page-flags.h @atomic */
export function ClearPageDirty(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_dirty)
}

/** include/linux/page-flags.h @atomic */
export function TestSetPageDirty(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_dirty) & 1
  page.flags |= 1 << PG_dirty
  return old
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageDirty(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_dirty) & 1
  page.flags &= ~(1 << PG_dirty)
  return old
}

/** include/linux/page-flags.h */
export function __ClearPageDirty(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_dirty)
}

/** include/linux/page-flags.h @atomic */
export function PageLRU(page: Ptr<page>): int {
  return (page.flags >> PG_lru) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageLRU(page: Ptr<page>): void {
  page.flags |= 1 << PG_lru
}

/** include/linux/page-flags.h @atomic */
export function ClearPageLRU(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_lru)
}

/** include/linux/page-flags.h */
export function __ClearPageLRU(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_lru)
}

/** include/linux/page-flags.h @atomic */
export function PageActive(page: Ptr<page>): int {
  return (page.flags >> PG_active) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageActive(page: Ptr<page>): void {
  page.flags |= 1 << PG_active
}

/** include/linux/page-flags.h @atomic */
export function ClearPageActive(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_active)
}

/** include/linux/page-flags.h */
export function __ClearPageActive(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_active)
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageActive(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_active) & 1
  page.flags &= ~(1 << PG_active)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageSlab(page: Ptr<page>): int {
  return (page.flags >> PG_slab) & 1
}

/** include/linux/page-flags.h */
export function __SetPageSlab(page: Ptr<page>): void {
  page.flags |= 1 << PG_slab
}

/** include/linux/page-flags.h */
export function __ClearPageSlab(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_slab)
}

/** include/linux/page-flags.h @atomic */
export function PageChecked(page: Ptr<page>): int {
  return (page.flags >> PG_owner_priv_1) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageChecked(page: Ptr<page>): void {
  page.flags |= 1 << PG_owner_priv_1
}

/** include/linux/page-flags.h @atomic */
export function ClearPageChecked(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_owner_priv_1)
}

/** include/linux/page-flags.h @atomic */
export function PageReserved(page: Ptr<page>): int {
  return (page.flags >> PG_reserved) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageReserved(page: Ptr<page>): void {
  page.flags |= 1 << PG_reserved
}

/** include/linux/page-flags.h @atomic */
export function ClearPageReserved(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_reserved)
}

/** include/linux/page-flags.h */
export function __ClearPageReserved(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_reserved)
}

/** include/linux/page-flags.h @atomic */
export function PageSwapBacked(page: Ptr<page>): int {
  return (page.flags >> PG_swapbacked) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageSwapBacked(page: Ptr<page>): void {
  page.flags |= 1 << PG_swapbacked
}

/** include/linux/page-flags.h @atomic */
export function ClearPageSwapBacked(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_swapbacked)
}

/** include/linux/page-flags.h */
export function __ClearPageSwapBacked(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_swapbacked)
}

/** include/linux/page-flags.h @atomic */
export function PagePrivate(page: Ptr<page>): int {
  return (page.flags >> PG_private) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPagePrivate(page: Ptr<page>): void {
  page.flags |= 1 << PG_private
}

/** include/linux/page-flags.h @atomic */
export function ClearPagePrivate(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_private)
}

/** include/linux/page-flags.h */
export function __SetPagePrivate(page: Ptr<page>): void {
  page.flags |= 1 << PG_private
}

/** include/linux/page-flags.h */
export function __ClearPagePrivate(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_private)
}

/** include/linux/page-flags.h @atomic */
export function PagePrivate2(page: Ptr<page>): int {
  return (page.flags >> PG_private_2) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPagePrivate2(page: Ptr<page>): void {
  page.flags |= 1 << PG_private_2
}

/** include/linux/page-flags.h @atomic */
export function ClearPagePrivate2(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_private_2)
}

/** include/linux/page-flags.h @atomic */
export function TestSetPagePrivate2(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_private_2) & 1
  page.flags |= 1 << PG_private_2
  return old
}

/** include/linux/page-flags.h @atomic */
export function TestClearPagePrivate2(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_private_2) & 1
  page.flags &= ~(1 << PG_private_2)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageOwnerPriv1(page: Ptr<page>): int {
  return (page.flags >> PG_owner_priv_1) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageOwnerPriv1(page: Ptr<page>): void {
  page.flags |= 1 << PG_owner_priv_1
}

/** include/linux/page-flags.h @atomic */
export function ClearPageOwnerPriv1(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_owner_priv_1)
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageOwnerPriv1(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_owner_priv_1) & 1
  page.flags &= ~(1 << PG_owner_priv_1)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageWriteback(page: Ptr<page>): int {
  return (page.flags >> PG_writeback) & 1
}

/** include/linux/page-flags.h @atomic */
export function TestSetPageWriteback(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_writeback) & 1
  page.flags |= 1 << PG_writeback
  return old
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageWriteback(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_writeback) & 1
  page.flags &= ~(1 << PG_writeback)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageBuddy(page: Ptr<page>): int {
  return (page.flags >> PG_buddy) & 1
}

/** include/linux/page-flags.h */
export function __SetPageBuddy(page: Ptr<page>): void {
  page.flags |= 1 << PG_buddy
}

/** include/linux/page-flags.h */
export function __ClearPageBuddy(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_buddy)
}

/** include/linux/page-flags.h @atomic */
export function PageMappedToDisk(page: Ptr<page>): int {
  return (page.flags >> PG_mappedtodisk) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageMappedToDisk(page: Ptr<page>): void {
  page.flags |= 1 << PG_mappedtodisk
}

/** include/linux/page-flags.h @atomic */
export function ClearPageMappedToDisk(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_mappedtodisk)
}

/** include/linux/page-flags.h @atomic */
export function PageReclaim(page: Ptr<page>): int {
  return (page.flags >> PG_reclaim) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageReclaim(page: Ptr<page>): void {
  page.flags |= 1 << PG_reclaim
}

/** include/linux/page-flags.h @atomic */
export function ClearPageReclaim(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_reclaim)
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageReclaim(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_reclaim) & 1
  page.flags &= ~(1 << PG_reclaim)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageReadahead(page: Ptr<page>): int {
  return (page.flags >> PG_reclaim) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageReadahead(page: Ptr<page>): void {
  page.flags |= 1 << PG_reclaim
}

/** include/linux/page-flags.h @atomic */
export function ClearPageReadahead(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_reclaim)
}

/** include/linux/page-flags.h @atomic */
export function PageSwapCache(page: Ptr<page>): int {
  return (page.flags >> PG_swapcache) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageSwapCache(page: Ptr<page>): void {
  page.flags |= 1 << PG_swapcache
}

/** include/linux/page-flags.h @atomic */
export function ClearPageSwapCache(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_swapcache)
}

/** include/linux/page-flags.h @atomic */
export function PageUnevictable(page: Ptr<page>): int {
  return (page.flags >> PG_unevictable) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageUnevictable(page: Ptr<page>): void {
  page.flags |= 1 << PG_unevictable
}

/** include/linux/page-flags.h @atomic */
export function ClearPageUnevictable(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_unevictable)
}

/** include/linux/page-flags.h */
export function __ClearPageUnevictable(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_unevictable)
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageUnevictable(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_unevictable) & 1
  page.flags &= ~(1 << PG_unevictable)
  return old
}

/** include/linux/page-flags.h @atomic */
export function PageMlocked(page: Ptr<page>): int {
  return (page.flags >> PG_mlocked) & 1
}

/** include/linux/page-flags.h @atomic */
export function SetPageMlocked(page: Ptr<page>): void {
  page.flags |= 1 << PG_mlocked
}

/** include/linux/page-flags.h @atomic */
export function ClearPageMlocked(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_mlocked)
}

/** include/linux/page-flags.h */
export function __ClearPageMlocked(page: Ptr<page>): void {
  page.flags &= ~(1 << PG_mlocked)
}

/** include/linux/page-flags.h @atomic */
export function TestSetPageMlocked(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_mlocked) & 1
  page.flags |= 1 << PG_mlocked
  return old
}

/** include/linux/page-flags.h @atomic */
export function TestClearPageMlocked(page: Ptr<page>): int {
  let old: int = (page.flags >> PG_mlocked) & 1
  page.flags &= ~(1 << PG_mlocked)
  return old
}

/** include/linux/page-flags.h */
export function PageCompound(page: Ptr<page>): int {
  return 0
}

/** include/linux/page-flags.h */
export function page_has_private(page: Ptr<page>): int {
  return page.flags & ((1 << PG_private) | (1 << PG_private_2))
}

// What a folio is: large, anonymous, in the swap cache, and the like. As in v6.6, with the effects of the kernel's; the
// size of a folio never changes while it lives, so that asking for it is one step.

import { bool, cast, type int, type long, type Ptr, type uint, type ulong, type VoidPtr } from '../../../src/model/dialect.ts'
import type { address_space } from '../mm-types.ts'
import { PG_swapbacked, PG_swapcache, PG_uptodate } from '../page-flags.ts'
import { xa_is_number } from '../xa-entry.ts'
import { PG_head } from './folio-flags.ts'
import type { folio } from './folio-types.ts'

export const PAGE_MAPPING_ANON: ulong = 1
export const PAGE_MAPPING_MOVABLE: ulong = 2
export const PAGE_MAPPING_KSM: ulong = 3
export const PAGE_MAPPING_FLAGS: ulong = 3
export const HPAGE_PMD_ORDER: uint = 9

/** include/linux/page-flags.h @atomic */
export function folio_test_swapcache(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_swapbacked) & (folio.flags >> PG_swapcache) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_set_swapcache(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_swapcache
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_swapcache(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_swapcache)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_uptodate(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_uptodate) & 1)
}

/** include/linux/page-flags.h @atomic */
export function folio_mark_uptodate(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_uptodate
}

/** include/linux/page-flags.h */
export function __folio_mark_uptodate(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_uptodate
}

/** include/linux/page-flags.h @atomic */
export function folio_clear_uptodate(folio: Ptr<folio>): void {
  folio.flags &= ~(1 << PG_uptodate)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_head(folio: Ptr<folio>): bool {
  return bool((folio.flags >> PG_head) & 1)
}

/** include/linux/page-flags.h */
export function folio_test_large(folio: Ptr<folio>): bool {
  return folio_test_head(folio)
}

/** include/linux/mm.h @atomic */
export function folio_order(folio: Ptr<folio>): uint {
  if (!((folio.flags >> PG_head) & 1)) return 0
  return folio._folio_order
}

/** include/linux/mm.h @atomic */
export function folio_nr_pages(folio: Ptr<folio>): long {
  if (!((folio.flags >> PG_head) & 1)) return 1
  return 1 << folio._folio_order
}

/** include/linux/huge_mm.h */
export function folio_test_pmd_mappable(folio: Ptr<folio>): bool {
  return folio_order(folio) >= HPAGE_PMD_ORDER
}

/** include/linux/page-flags.h */
export function folio_test_transhuge(folio: Ptr<folio>): bool {
  return folio_test_head(folio)
}

/** The low bits of `mapping`: an address has none. */
export function mapping_bits(mapping: Ptr<address_space>): ulong {
  if (!xa_is_number(mapping)) return 0
  return cast<ulong>(mapping) & PAGE_MAPPING_FLAGS
}

/** include/linux/page-flags.h @atomic */
export function folio_mapping_flags(folio: Ptr<folio>): int {
  return mapping_bits(folio.mapping) != 0 ? 1 : 0
}

/** include/linux/page-flags.h @atomic */
export function folio_test_anon(folio: Ptr<folio>): bool {
  return bool(mapping_bits(folio.mapping) & PAGE_MAPPING_ANON)
}

/** include/linux/page-flags.h @atomic */
export function folio_test_ksm(folio: Ptr<folio>): bool {
  return mapping_bits(folio.mapping) == PAGE_MAPPING_KSM
}

/** include/linux/page-flags.h @atomic */
export function __folio_test_movable(folio: Ptr<folio>): bool {
  return mapping_bits(folio.mapping) == PAGE_MAPPING_MOVABLE
}

/** include/linux/page-flags.h */
export function folio_test_hugetlb(folio: Ptr<folio>): bool {
  return false
}

/** include/linux/page-flags.h */
export function folio_has_private(folio: Ptr<folio>): int {
  return bool(folio.flags & 0x6000) ? 1 : 0
}

/** include/linux/mm_inline.h @atomic */
export function folio_is_file_lru(folio: Ptr<folio>): int {
  return (folio.flags >> PG_swapbacked) & 1 ? 0 : 1
}

/** include/linux/mm_types.h */
export function folio_get_private(folio: Ptr<folio>): VoidPtr {
  return folio.private
}

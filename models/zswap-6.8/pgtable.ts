// Page tables of one level: a page middle directory is its entries, under one lock. An entry is empty, leads to a folio, or
// says where in swap the page is.

import { type Arr, bool, NULL, offset, type Ptr, type Ref, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'

export const PAGE_SIZE: ulong = 1

/** arch/x86/include/asm/pgtable_types.h */
export interface pte_t {
  /** The value of the swap entry, if `folio` is NULL; 0 if there is nothing. */
  pte: ulong
  folio: Ptr<folio>
}

/** arch/x86/include/asm/pgtable_types.h */
export interface pmd_t {
  lock: spinlock_t
  ptes: Arr<pte_t, 2>
}

/** Two pages, which may be of two processes. */
export const page_table: pmd_t = zeroed()

/** include/linux/mm.h */
export function pte_offset_map_lock(pmd: Ptr<pmd_t>, addr: ulong): Ref<pte_t> {
  spin_lock(pmd.lock)
  return offset(pmd.ptes, addr)
}

/** include/linux/mm.h */
export function pte_unmap_unlock(pmd: Ptr<pmd_t>): void {
  spin_unlock(pmd.lock)
}

/** include/linux/mm.h */
export function pte_offset_map(pmd: Ptr<pmd_t>, addr: ulong): Ref<pte_t> {
  return offset(pmd.ptes, addr)
}

/** include/linux/mm.h */
export function pte_unmap(pte: Ref<pte_t>): void {}

/** include/linux/pgtable.h */
export function ptep_get(ptep: Ref<pte_t>): pte_t {
  return ptep.value
}

/** include/linux/pgtable.h */
export function ptep_get_lockless(ptep: Ref<pte_t>): pte_t {
  return ptep.value
}

/** arch/x86/include/asm/pgtable.h */
export function pte_same(a: pte_t, b: pte_t): bool {
  return a.pte == b.pte && a.folio == b.folio
}

/** include/linux/swapops.h */
export function is_swap_pte(pte: pte_t): bool {
  return bool(pte.pte) && !pte.folio
}

/** include/linux/swapops.h */
export function pte_to_swp_entry(pte: pte_t): swp_entry_t {
  let entry: swp_entry_t = { val: pte.pte }
  return entry
}

/** include/linux/swapops.h */
export function swp_entry_to_pte(entry: swp_entry_t): pte_t {
  let pte: pte_t = { pte: entry.val, folio: NULL }
  return pte
}

/** include/linux/mm.h */
export function mk_pte(folio: Ptr<folio>): pte_t {
  let pte: pte_t = { pte: 0, folio: folio }
  return pte
}

/** include/linux/pgtable.h */
export function set_pte_at(addr: ulong, ptep: Ref<pte_t>, pte: pte_t): void {
  ptep.value = pte
}

// Page table entries of x86. Writing one, and reading and clearing one, is a step. Caches of the MMU are left out, and
// what a hypervisor does in lazy mode.

import { type bool, cast, type int, NULL, offset, type Ptr, type Ref, type ulong } from '../../../src/model/dialect.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../spinlock.ts'
import type { mm_struct, page, pte_t, vm_area_struct } from './mm-types.ts'

export const _PAGE_PRESENT: ulong = 0x001
export const _PAGE_RW: ulong = 0x002
export const _PAGE_USER: ulong = 0x004
export const _PAGE_ACCESSED: ulong = 0x020
export const _PAGE_DIRTY: ulong = 0x040

export const PAGE_SHIFT: int = 12
export const PAGE_SIZE: ulong = 4096

/** arch/x86/include/asm/pgtable.h: one level above it is all there is. */
export interface pmd_t {
  pmd: ulong
}

/** arch/x86/include/asm/pgtable.h */
export function pte_none(pte: pte_t): bool {
  return !pte.pte_low
}

/** arch/x86/include/asm/pgtable.h */
export function pte_present(a: pte_t): int {
  return a.pte_low & _PAGE_PRESENT
}

/** arch/x86/include/asm/pgtable.h: pages of files that are mapped nonlinearly are left out. */
export function pte_file(pte: pte_t): int {
  return 0
}

/** arch/x86/include/asm/pgtable.h */
export function pte_dirty(pte: pte_t): int {
  return pte.pte_low & _PAGE_DIRTY
}

/** arch/x86/include/asm/pgtable.h */
export function pte_young(pte: pte_t): int {
  return pte.pte_low & _PAGE_ACCESSED
}

/** arch/x86/include/asm/pgtable.h */
export function pte_write(pte: pte_t): int {
  return pte.pte_low & _PAGE_RW
}

/** arch/x86/include/asm/pgtable.h */
export function pte_mkdirty(pte: pte_t): pte_t {
  pte.pte_low |= _PAGE_DIRTY
  return pte
}

/** arch/x86/include/asm/pgtable.h */
export function pte_mkold(pte: pte_t): pte_t {
  pte.pte_low &= ~_PAGE_ACCESSED
  return pte
}

/** arch/x86/include/asm/pgtable.h */
export function pte_mkwrite(pte: pte_t): pte_t {
  pte.pte_low |= _PAGE_RW
  return pte
}

/** include/linux/mm.h */
export function maybe_mkwrite(pte: pte_t, vma: Ptr<vm_area_struct>): pte_t {
  return pte_mkwrite(pte)
}

/** arch/x86/include/asm/pgtable.h */
export function mk_pte(page: Ptr<page>, pgprot: ulong): pte_t {
  let pte: pte_t = { pte_low: pgprot | _PAGE_PRESENT, page: page }
  return pte
}

/** arch/x86/include/asm/pgtable.h */
export function pte_same(a: pte_t, b: pte_t): int {
  return a.pte_low == b.pte_low && a.page == b.page ? 1 : 0
}

/** arch/x86/include/asm/pgtable.h @atomic */
export function set_pte_at(mm: Ptr<mm_struct>, addr: ulong, ptep: Ref<pte_t>, pte: pte_t): void {
  ptep.value = pte
}

/** include/asm-generic/pgtable.h @atomic */
export function pte_clear_not_present_full(mm: Ptr<mm_struct>, address: ulong, ptep: Ref<pte_t>, full: int): void {
  ptep.value = cast<pte_t>({ pte_low: 0, page: NULL })
}

/** include/asm-generic/pgtable.h @atomic */
export function ptep_get_and_clear_full(mm: Ptr<mm_struct>, address: ulong, ptep: Ref<pte_t>, full: int): pte_t {
  let pte: pte_t = ptep.value
  ptep.value = cast<pte_t>({ pte_low: 0, page: NULL })
  return pte
}

/** include/linux/mm.h: there is one table. */
export function pte_offset_map_lock(mm: Ptr<mm_struct>, pmd: Ptr<pmd_t>, address: ulong, ptlp: Ref<Ptr<spinlock_t>>): Ref<pte_t> {
  ptlp.value = mm.page_table_lock
  spin_lock(mm.page_table_lock)
  return offset(mm.ptes, address >> PAGE_SHIFT)
}

/** include/linux/mm.h */
export function pte_unmap_unlock(pte: Ref<pte_t>, ptl: Ptr<spinlock_t>): void {
  spin_unlock(ptl)
}

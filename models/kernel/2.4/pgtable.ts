// Page table entries of i386. Writing one, and reading and clearing one, is a step. Caches of the MMU are left out.

import { type bool, cast, type int, NULL, type Ptr, type Ref, type ulong } from '../../../src/model/dialect.ts'
import type { mm_struct, page, pte_t, vm_area_struct } from './mm-types.ts'

export const _PAGE_PRESENT: ulong = 0x001
export const _PAGE_RW: ulong = 0x002
export const _PAGE_USER: ulong = 0x004
export const _PAGE_ACCESSED: ulong = 0x020
export const _PAGE_DIRTY: ulong = 0x040

/** include/asm-i386/pgtable.h */
export function pte_none(x: pte_t): bool {
  return !x.pte_low
}

/** include/asm-i386/pgtable.h */
export function pte_present(x: pte_t): int {
  return x.pte_low & _PAGE_PRESENT
}

/** include/asm-i386/pgtable.h */
export function pte_dirty(pte: pte_t): int {
  return pte.pte_low & _PAGE_DIRTY
}

/** include/asm-i386/pgtable.h */
export function pte_young(pte: pte_t): int {
  return pte.pte_low & _PAGE_ACCESSED
}

/** include/asm-i386/pgtable.h */
export function pte_write(pte: pte_t): int {
  return pte.pte_low & _PAGE_RW
}

/** include/asm-i386/pgtable.h */
export function pte_mkclean(pte: pte_t): pte_t {
  pte.pte_low &= ~_PAGE_DIRTY
  return pte
}

/** include/asm-i386/pgtable.h */
export function pte_mkdirty(pte: pte_t): pte_t {
  pte.pte_low |= _PAGE_DIRTY
  return pte
}

/** include/asm-i386/pgtable.h */
export function pte_mkold(pte: pte_t): pte_t {
  pte.pte_low &= ~_PAGE_ACCESSED
  return pte
}

/** include/asm-i386/pgtable.h */
export function pte_mkyoung(pte: pte_t): pte_t {
  pte.pte_low |= _PAGE_ACCESSED
  return pte
}

/** include/asm-i386/pgtable.h */
export function pte_mkwrite(pte: pte_t): pte_t {
  pte.pte_low |= _PAGE_RW
  return pte
}

/** include/asm-i386/pgtable.h */
export function pte_wrprotect(pte: pte_t): pte_t {
  pte.pte_low &= ~_PAGE_RW
  return pte
}

/** include/asm-i386/pgtable.h */
export function mk_pte(page: Ptr<page>, pgprot: ulong): pte_t {
  let pte: pte_t = { pte_low: pgprot | _PAGE_PRESENT, page: page }
  return pte
}

/** include/asm-i386/pgtable-2level.h */
export function pte_same(a: pte_t, b: pte_t): int {
  return a.pte_low == b.pte_low && a.page == b.page ? 1 : 0
}

/** include/asm-i386/pgtable-2level.h */
export function pte_page(x: pte_t): Ptr<page> {
  return x.page
}

/** include/asm-i386/pgtable-2level.h @atomic */
export function set_pte(pteptr: Ref<pte_t>, pteval: pte_t): void {
  pteptr.value = pteval
}

/** include/asm-i386/pgtable.h @atomic */
export function pte_clear(xp: Ref<pte_t>): void {
  xp.value = cast<pte_t>({ pte_low: 0, page: NULL })
}

/** include/asm-i386/pgtable-2level.h @atomic */
export function ptep_get_and_clear(ptep: Ref<pte_t>): pte_t {
  let pte: pte_t = ptep.value
  ptep.value = cast<pte_t>({ pte_low: 0, page: NULL })
  return pte
}

/** include/asm-i386/pgtable.h @atomic */
export function ptep_test_and_clear_young(ptep: Ref<pte_t>): int {
  let pte: pte_t = ptep.value
  let young: int = pte.pte_low & _PAGE_ACCESSED
  pte.pte_low &= ~_PAGE_ACCESSED
  ptep.value = pte
  return young
}

/** include/asm-i386/pgtable.h: stands for it, with one level. */
export function pgd_offset(mm: Ptr<mm_struct>, address: ulong): Ref<pte_t> {
  return mm.ptes
}

/** include/asm-i386/pgalloc.h */
export function flush_cache_page(vma: Ptr<vm_area_struct>, page: ulong): void {}

/** include/asm-i386/pgalloc.h */
export function flush_tlb_page(vma: Ptr<vm_area_struct>, page: ulong): void {}

/** include/asm-i386/pgalloc.h */
export function flush_page_to_ram(page: Ptr<page>): void {}

/** include/asm-i386/pgalloc.h */
export function flush_icache_page(vma: Ptr<vm_area_struct>, page: Ptr<page>): void {}

/** include/asm-i386/pgtable.h */
export function update_mmu_cache(vma: Ptr<vm_area_struct>, address: ulong, pte: pte_t): void {}

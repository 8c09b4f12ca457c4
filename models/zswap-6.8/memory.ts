// mm/memory.c, v6.8-rc5: a fault on a page in swap. The kernel's do_swap_page() for a read by the only owner of the page:
// what is left out serves migration, devices, KSM, poisoned and shared pages, and the write that may follow.

import { bool, goto, type int, NULL, type Ptr, type Ref, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { likely, unlikely } from '../kernel/compiler.ts'
import { __folio_set_locked, __folio_set_swapbacked } from '../kernel/folio/folio-flags.ts'
import { folio_test_swapcache, folio_test_uptodate } from '../kernel/folio/folio-kind.ts'
import { folio_lock, folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from '../kernel/gfp.ts'
import type { page, vm_area_struct } from '../kernel/mm-types.ts'
import { page_folio, vma_alloc_folio } from './filemap.ts'
import { folio_add_lru, mem_cgroup_swapin_charge_folio, mem_cgroup_swapin_uncharge_swap, workingset_refault } from './memcontrol.ts'
import { swap_read_folio } from './page_io.ts'
import { mk_pte, type pmd_t, pte_offset_map_lock, pte_same, type pte_t, pte_to_swp_entry, pte_unmap_unlock, ptep_get, set_pte_at } from './pgtable.ts'
import { SWP_SYNCHRONOUS_IO, type swap_info_struct } from './swap.ts'
import { get_shadow_from_swap_cache, swap_cache_get_folio, swapin_readahead } from './swap_state.ts'
import { __swap_count, get_swap_device, put_swap_device, swap_free } from './swapfile.ts'

export const VM_FAULT_OOM: int = 1
export const VM_FAULT_SIGBUS: int = 2
export const VM_FAULT_MAJOR: int = 4

/** include/linux/mm.h */
export interface vm_fault {
  vma: Ptr<vm_area_struct>
  address: ulong
  pmd: Ptr<pmd_t>
  orig_pte: pte_t
  pte: Ref<pte_t>
}

/** mm/memory.c: stands for it, as the head of this file says. */
export function do_swap_page(vmf: Ptr<vm_fault>): int {
  let vma: Ptr<vm_area_struct> = vmf.vma
  let swapcache: Ptr<folio>,
    folio: Ptr<folio> = NULL
  let page: Ptr<page>
  let si: Ptr<swap_info_struct> = NULL
  let entry: swp_entry_t
  let ret: int = 0
  let shadow: VoidPtr = NULL

  entry = pte_to_swp_entry(vmf.orig_pte)

  si = get_swap_device(entry)
  if (unlikely(!si)) goto('out')

  folio = swap_cache_get_folio(entry, vma, vmf.address)
  swapcache = folio

  if (!folio) {
    if (bool(si.flags & SWP_SYNCHRONOUS_IO) && __swap_count(entry) == 1) {
      // Past the swap cache.
      folio = vma_alloc_folio(GFP_HIGHUSER_MOVABLE, 0, vma, vmf.address, false)
      if (folio) {
        __folio_set_locked(folio)
        __folio_set_swapbacked(folio)

        if (mem_cgroup_swapin_charge_folio(folio, NULL, GFP_KERNEL, entry)) {
          ret = VM_FAULT_OOM
          goto('out_page')
        }
        mem_cgroup_swapin_uncharge_swap(entry)

        shadow = get_shadow_from_swap_cache(entry)
        if (shadow) workingset_refault(folio, shadow)

        folio_add_lru(folio)

        folio.swap = entry
        swap_read_folio(folio, true, NULL)
        folio.swap.val = 0
      }
    } else {
      page = swapin_readahead(entry, GFP_HIGHUSER_MOVABLE)
      if (page) folio = page_folio(page)
      swapcache = folio
    }

    if (!folio) {
      vmf.pte = pte_offset_map_lock(vmf.pmd, vmf.address)
      if (likely(pte_same(ptep_get(vmf.pte), vmf.orig_pte))) ret = VM_FAULT_OOM
      goto('unlock')
    }

    ret = VM_FAULT_MAJOR
  }

  folio_lock(folio)

  if (swapcache) {
    if (unlikely(!folio_test_swapcache(folio) || folio.swap.val != entry.val)) goto('out_page')
  }

  vmf.pte = pte_offset_map_lock(vmf.pmd, vmf.address)
  if (unlikely(!pte_same(ptep_get(vmf.pte), vmf.orig_pte))) goto('out_nomap')

  if (unlikely(!folio_test_uptodate(folio))) {
    ret = VM_FAULT_SIGBUS
    goto('out_nomap')
  }

  swap_free(entry)

  set_pte_at(vmf.address, vmf.pte, mk_pte(folio))

  folio_unlock(folio)
  unlock: pte_unmap_unlock(vmf.pmd)
  out: if (si) put_swap_device(si)
  return ret
  out_nomap: pte_unmap_unlock(vmf.pmd)
  out_page: folio_unlock(folio)
  folio_put(folio)
  if (si) put_swap_device(si)
  return ret
}

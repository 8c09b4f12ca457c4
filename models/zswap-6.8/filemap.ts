// What struct page and struct folio have to do with each other, how a folio is got, and looking one up in the swap cache.
// A lookup, with the reference that it takes, is one step; so is the allocation of a folio, which never fails.

import { alloc, type bool, cast, type int, NULL, type Ptr, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { ENOENT } from '../kernel/errno.ts'
import { folio_try_get_rcu } from '../kernel/folio/folio-ref.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import type { address_space, page, vm_area_struct } from '../kernel/mm-types.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { xa_load } from '../kernel/xa-api.ts'
import { xa_is_value } from '../kernel/xa-entry.ts'
import { ERR_PTR } from './err.ts'

/** include/linux/page-flags.h: a page begins its folio, as no folio has two. */
export function page_folio(page: Ptr<page>): Ptr<folio> {
  return cast<Ptr<folio>>(page)
}

/** include/linux/pagemap.h */
export function folio_file_page(folio: Ptr<folio>, index: pgoff_t): Ptr<page> {
  return folio.page
}

/** A folio as the allocator gives it out. @atomic */
export function new_folio(): Ptr<folio> {
  let folio: Ptr<folio> = alloc<folio>()
  folio._refcount.counter = 1
  folio._mapcount.counter = -1
  return folio
}

/** include/linux/gfp.h: stands for it. */
export function vma_alloc_folio(gfp: gfp_t, order: int, vma: Ptr<vm_area_struct>, addr: ulong, hugepage: bool): Ptr<folio> {
  return new_folio()
}

/** mm/mempolicy.h: a policy of allocation, which is nobody's. */
export interface mempolicy {
  mode: int
}

/** Who runs. */
export const current: VoidPtr = NULL

/** mm/mempolicy.c: stands for it. */
export function get_task_policy(p: VoidPtr): Ptr<mempolicy> {
  return NULL
}

/** mm/mempolicy.c: stands for it. */
export function alloc_pages_mpol(gfp: gfp_t, order: uint, pol: Ptr<mempolicy>, ilx: pgoff_t, nid: int): Ptr<page> {
  return cast<Ptr<page>>(new_folio())
}

/** include/linux/topology.h */
export function numa_node_id(): int {
  return 0
}

/** mm/filemap.c: under RCU: what is there, with a reference. @atomic */
export function cached_folio(mapping: Ptr<address_space>, index: pgoff_t): Ptr<folio> {
  let folio: Ptr<folio> = xa_load(mapping.i_pages, index)
  if (!folio || xa_is_value(folio) || !folio_try_get_rcu(folio)) return NULL
  return folio
}

/** include/linux/pagemap.h: stands for it. */
export function filemap_get_folio(mapping: Ptr<address_space>, index: pgoff_t): Ptr<folio> {
  let folio: Ptr<folio> = cached_folio(mapping, index)
  if (!folio) return ERR_PTR(-ENOENT)
  return folio
}

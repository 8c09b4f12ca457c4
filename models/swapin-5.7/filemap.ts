// mm/filemap.c: looking a page up without a lock. A page that is being freed or that has moved meanwhile is looked up
// again, for as long as it takes.
//
// Differs from v5.7: pagecache_get_page() makes no page (FGP_CREAT); find_get_page() and its kin are inline functions
// there too, of include/linux/pagemap.h.

import { bool, elide, goto, type int, NULL, type Ptr } from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE, WARN_ON_ONCE } from '../kernel/bug.ts'
import { unlikely } from '../kernel/compiler.ts'
import { EEXIST } from '../kernel/errno.ts'
import { __GFP_FS } from '../kernel/gfp.ts'
import { put_page } from '../kernel/mm.ts'
import type { address_space, page } from '../kernel/mm-types.ts'
import { __SetPageReferenced, compound_head } from '../kernel/page-flags.ts'
import {
  find_subpage,
  lock_page,
  page_cache_get_speculative,
  page_to_pgoff,
  trylock_page,
  unlock_page,
} from '../kernel/pagemap.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { xa_is_value } from '../kernel/xa-entry.ts'
import { XA_STATE, type xa_state, xas_reset, xas_retry } from '../kernel/xas.ts'
import { xas_load, xas_reload } from '../kernel/xas-walk.ts'
import { mark_page_accessed } from './lru.ts'
import { page_mapping } from './util.ts'

export const FGP_ACCESSED: int = 0x01
export const FGP_LOCK: int = 0x02
export const FGP_CREAT: int = 0x04
export const FGP_WRITE: int = 0x08
export const FGP_NOFS: int = 0x10
export const FGP_NOWAIT: int = 0x20
export const FGP_FOR_MMAP: int = 0x40

/** mm/filemap.c, v5.7-rc6-mm1 */
export function find_get_entry(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  let xas: xa_state = XA_STATE(mapping.i_pages, offset$)
  let page: Ptr<page>

  rcu_read_lock()
  repeat: xas_reset(xas)
  page = xas_load(xas)
  if (xas_retry(xas, page)) goto('repeat')
  if (!page || xa_is_value(page)) goto('out')

  if (!page_cache_get_speculative(page)) goto('repeat')

  if (unlikely(page != xas_reload(xas))) {
    put_page(page)
    goto('repeat')
  }
  page = find_subpage(page, offset$)
  out: rcu_read_unlock()

  return page
}

/** mm/filemap.c, v5.7-rc6-mm1 */
export function find_lock_entry(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  let page: Ptr<page>

  repeat: page = find_get_entry(mapping, offset$)
  if (page && !xa_is_value(page)) {
    lock_page(page)
    if (unlikely(page_mapping(page) != mapping)) {
      unlock_page(page)
      put_page(page)
      goto('repeat')
    }
    VM_BUG_ON_PAGE(page_to_pgoff(page) != offset$, page)
  }
  return page
}

/** mm/filemap.c, v5.7-rc6-mm1 */
export function pagecache_get_page(
  mapping: Ptr<address_space>,
  index: pgoff_t,
  fgp_flags: int,
  gfp_mask: gfp_t,
): Ptr<page> {
  let page: Ptr<page>

  repeat: page = find_get_entry(mapping, index)
  if (xa_is_value(page)) page = NULL
  if (!page) goto('no_page')

  if (fgp_flags & FGP_LOCK) {
    if (fgp_flags & FGP_NOWAIT) {
      if (!trylock_page(page)) {
        put_page(page)
        return NULL
      }
    } else {
      lock_page(page)
    }

    if (unlikely(compound_head(page).mapping != mapping)) {
      unlock_page(page)
      put_page(page)
      goto('repeat')
    }
    VM_BUG_ON_PAGE(page.index != index, page)
  }

  if (fgp_flags & FGP_ACCESSED) mark_page_accessed(page)

  no_page: if (!page && (fgp_flags & FGP_CREAT)) {
    let err: int
    elide('if ((fgp_flags & FGP_WRITE) && mapping_cap_account_dirty(mapping)) gfp_mask |= __GFP_WRITE;', 'file pages')
    if (fgp_flags & FGP_NOFS) gfp_mask &= ~__GFP_FS

    elide('page = __page_cache_alloc(gfp_mask)', 'file pages: none is made, as if there were no memory')
    if (!page) return NULL

    if (WARN_ON_ONCE(!(fgp_flags & (FGP_LOCK | FGP_FOR_MMAP)))) fgp_flags |= FGP_LOCK

    if (fgp_flags & FGP_ACCESSED) __SetPageReferenced(page)

    elide('err = add_to_page_cache_lru(page, mapping, index, gfp_mask)', 'file pages')
    if (unlikely(bool(err))) {
      put_page(page)
      page = NULL
      if (err == -EEXIST) goto('repeat')
    }

    if (page && (fgp_flags & FGP_FOR_MMAP)) unlock_page(page)
  }

  return page
}

/** include/linux/pagemap.h, v5.7-rc6-mm1 */
export function find_get_page(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  return pagecache_get_page(mapping, offset$, 0, 0)
}

/** include/linux/pagemap.h, v5.7-rc6-mm1 */
export function find_lock_page(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  return pagecache_get_page(mapping, offset$, FGP_LOCK, 0)
}

// mm/vmscan.c: taking an unmapped page out of its cache. Between the two unlock steps, the page is gone and
// SWAP_HAS_CACHE still set. The branch for file pages is left out; all else is the kernel's, token by token.

import { bool, elide, goto, type int, NULL, type Ptr, type ulong } from '../../src/model/dialect.ts'
import { BUG_ON } from '../kernel/bug.ts'
import { unlikely } from '../kernel/compiler.ts'
import { compound_nr, page_private } from '../kernel/mm.ts'
import type { address_space, mem_cgroup, page } from '../kernel/mm-types.ts'
import { PageDirty, PageLocked, PageSwapCache } from '../kernel/page-flags.ts'
import { page_ref_freeze, page_ref_unfreeze } from '../kernel/page-ref.ts'
import { xa_lock_irqsave, xa_unlock_irqrestore } from '../kernel/xarray.ts'
import { mem_cgroup_swapout } from './memcontrol.ts'
import type { swp_entry_t } from './swap.ts'
import { __delete_from_swap_cache } from './swap_state.ts'
import { put_swap_page } from './swapfile.ts'
import { page_mapping } from './util.ts'

/** mm/vmscan.c, v5.7-rc6-mm1 */
export function __remove_mapping(
  mapping: Ptr<address_space>,
  page: Ptr<page>,
  reclaimed: bool,
  target_memcg: Ptr<mem_cgroup>,
): int {
  let flags: ulong
  let refcount: int

  BUG_ON(!PageLocked(page))
  BUG_ON(mapping != page_mapping(page))

  xa_lock_irqsave(mapping.i_pages, flags)
  refcount = 1 + compound_nr(page)
  if (!page_ref_freeze(page, refcount)) goto('cannot_free')
  if (unlikely(bool(PageDirty(page)))) {
    page_ref_unfreeze(page, refcount)
    goto('cannot_free')
  }

  if (PageSwapCache(page)) {
    let swap: swp_entry_t = { val: page_private(page) }
    mem_cgroup_swapout(page, swap)
    __delete_from_swap_cache(page, swap)
    xa_unlock_irqrestore(mapping.i_pages, flags)
    put_swap_page(page, swap)
  } else {
    elide('void (*freepage)(struct page *)', 'file pages')
    elide('void *shadow = NULL', 'file pages')
    elide('freepage = mapping->a_ops->freepage', 'file pages')
    elide(
      'if (reclaimed && page_is_file_lru(page) && !mapping_exiting(mapping) && !dax_mapping(mapping)) shadow = workingset_eviction(page, target_memcg);',
      'file pages',
    )
    elide('__delete_from_page_cache(page, shadow)', 'file pages')
    xa_unlock_irqrestore(mapping.i_pages, flags)
    elide('if (freepage != NULL) freepage(page);', 'file pages')
  }

  return 1

  cannot_free: xa_unlock_irqrestore(mapping.i_pages, flags)
  return 0
}

/** mm/vmscan.c, v5.7-rc6-mm1 */
export function remove_mapping(mapping: Ptr<address_space>, page: Ptr<page>): int {
  if (__remove_mapping(mapping, page, false, NULL)) {
    page_ref_unfreeze(page, 1)
    return 1
  }
  return 0
}

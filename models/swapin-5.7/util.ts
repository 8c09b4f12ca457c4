// mm/util.c: which address space a page belongs to. Low bits of `mapping`, which mark anonymous pages, are left out,
// so that page_mapping() returns the field as it is.

import { bool, elide, NULL, type Ptr } from '../../src/model/dialect.ts'
import { unlikely } from '../kernel/compiler.ts'
import { page_private } from '../kernel/mm.ts'
import type { address_space, page } from '../kernel/mm-types.ts'
import { compound_head, PageSlab, PageSwapCache } from '../kernel/page-flags.ts'
import type { swp_entry_t } from './swap.ts'
import { swap_address_space } from './swap_state.ts'

/** mm/util.c, v5.7-rc6-mm1 */
export function page_mapping(page: Ptr<page>): Ptr<address_space> {
  let mapping: Ptr<address_space>

  page = compound_head(page)
  if (unlikely(bool(PageSlab(page)))) return NULL
  if (unlikely(bool(PageSwapCache(page)))) {
    let entry: swp_entry_t

    entry.val = page_private(page)
    return swap_address_space(entry)
  }

  mapping = page.mapping
  elide('if ((unsigned long)mapping & PAGE_MAPPING_ANON) return NULL;', 'low bits of mapping')
  return mapping
}

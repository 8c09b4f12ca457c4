// Where a folio is: include/linux/pagemap.h and mm/util.c of v6.6.

import { NULL, type Ptr, type VoidPtr } from '../../src/model/dialect.ts'
import { unlikely } from '../kernel/compiler.ts'
import { folio_clear_private, folio_set_private, folio_test_private, folio_test_slab } from '../kernel/folio/folio-flags.ts'
import { folio_get_private, folio_test_swapcache, mapping_bits } from '../kernel/folio/folio-kind.ts'
import { folio_get, folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'
import type { pgoff_t } from '../kernel/types.ts'
import { folio_swap_entry, swap_address_space, swp_offset } from './swap.ts'

/** mm/swapfile.c, v6.6: without what stands between, which serves struct page. */
export function swapcache_index(folio: Ptr<folio>): pgoff_t {
  return swp_offset(folio_swap_entry(folio))
}

/** include/linux/pagemap.h, v6.6 */
export function folio_index(folio: Ptr<folio>): pgoff_t {
  if (unlikely(folio_test_swapcache(folio))) return swapcache_index(folio)
  return folio.index
}

/** mm/util.c, v6.6 */
export function folio_mapping(folio: Ptr<folio>): Ptr<address_space> {
  let mapping: Ptr<address_space>

  if (unlikely(folio_test_slab(folio))) return NULL

  if (unlikely(folio_test_swapcache(folio))) return swap_address_space(folio_swap_entry(folio))

  mapping = folio.mapping
  if (mapping_bits(mapping)) return NULL

  return mapping
}

/** include/linux/pagemap.h, v6.6 */
export function folio_attach_private(folio: Ptr<folio>, data: VoidPtr): void {
  folio_get(folio)
  folio.private = data
  folio_set_private(folio)
}

/** include/linux/pagemap.h, v6.6 */
export function folio_detach_private(folio: Ptr<folio>): VoidPtr {
  let data: VoidPtr = folio_get_private(folio)

  if (!folio_test_private(folio)) return NULL
  folio_clear_private(folio)
  folio.private = NULL
  folio_put(folio)

  return data
}

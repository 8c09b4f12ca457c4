// mm/filemap.c: looking a folio up without a lock. One whose count is zero, or that has moved meanwhile, is looked up
// again, for as long as it takes. Before v6.1 the function was mapping_get_entry().

import { goto, type Ptr, type VoidPtr } from '../../src/model/dialect.ts'
import { unlikely } from '../kernel/compiler.ts'
import { folio_put, folio_try_get_rcu } from '../kernel/folio/folio-ref.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import type { pgoff_t } from '../kernel/types.ts'
import { xa_is_value } from '../kernel/xa-entry.ts'
import { XA_STATE, type xa_state, xas_reset, xas_retry } from '../kernel/xas.ts'
import { xas_load, xas_reload } from '../kernel/xas-walk.ts'

/** mm/filemap.c, v6.6 */
export function filemap_get_entry(mapping: Ptr<address_space>, index: pgoff_t): VoidPtr {
  let xas: xa_state = XA_STATE(mapping.i_pages, index)
  let folio: Ptr<folio>

  rcu_read_lock()
  repeat: xas_reset(xas)
  folio = xas_load(xas)
  if (xas_retry(xas, folio)) goto('repeat')
  if (!folio || xa_is_value(folio)) goto('out')

  if (!folio_try_get_rcu(folio)) goto('repeat')

  if (unlikely(folio != xas_reload(xas))) {
    folio_put(folio)
    goto('repeat')
  }
  out: rcu_read_unlock()

  return folio
}

// Whom a folio is charged to, and whether its mapping writes back: callees that matter little here.

import { type bool, NULL, type Ptr } from '../../src/model/dialect.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'

/** mm/memcontrol.c: the charge goes along. @atomic */
export function mem_cgroup_migrate(old: Ptr<folio>, new$: Ptr<folio>): void {
  if (new$.memcg_data) return
  new$.memcg_data = old.memcg_data
  old.memcg_data = NULL
}

/** include/linux/backing-dev.h: asked for statistics alone. */
export function mapping_can_writeback(mapping: Ptr<address_space>): bool {
  return true
}

// mm/memcontrol.c, as far as callers can tell: a charge may reclaim and so sleep (`charge-sleeps`), and may fail
// (`charge-fails`). Limits, statistics and the choice of the group are left out: there is one group, and it has no
// limit of its own. A page belongs to it from the charge until it is freed.

import { bool, choose, type int, NULL, type Ptr, sleep, type uint, zeroed } from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import { ENOMEM } from '../kernel/errno.ts'
import { __GFP_DIRECT_RECLAIM, __GFP_NOFAIL } from '../kernel/gfp.ts'
import type { mem_cgroup, mm_struct, page } from '../kernel/mm-types.ts'
import { PageLocked, PageSwapCache } from '../kernel/page-flags.ts'
import type { gfp_t } from '../kernel/types.ts'
import type { swp_entry_t } from './swap.ts'

export const root_mem_cgroup: mem_cgroup = zeroed()

/** mm/memcontrol.c: stands for it. */
export function try_charge(memcg: Ptr<mem_cgroup>, gfp_mask: gfp_t, nr_pages: uint): int {
  if (bool(gfp_mask & __GFP_DIRECT_RECLAIM) && choose('charge-sleeps')) sleep()
  if (!(gfp_mask & __GFP_NOFAIL) && choose('charge-fails')) return -ENOMEM
  return 0
}

/** mm/memcontrol.c: stands for it, without the choice of the group. */
export function mem_cgroup_charge(page: Ptr<page>, mm: Ptr<mm_struct>, gfp_mask: gfp_t): int {
  let ret: int = 0

  if (PageSwapCache(page)) {
    VM_BUG_ON_PAGE(!PageLocked(page), page)
    if (page.mem_cgroup) return 0
  }
  ret = try_charge(root_mem_cgroup, gfp_mask, 1)
  if (ret) return ret
  VM_BUG_ON_PAGE(bool(page.mem_cgroup), page)
  page.mem_cgroup = root_mem_cgroup
  return 0
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_uncharge(page: Ptr<page>): void {
  page.mem_cgroup = NULL
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_swapout(page: Ptr<page>, entry: swp_entry_t): void {
  page.mem_cgroup = NULL
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_uncharge_swap(entry: swp_entry_t, nr_pages: uint): void {}

/** include/linux/memcontrol.h */
export function mem_cgroup_swap_full(page: Ptr<page>): bool {
  return false
}

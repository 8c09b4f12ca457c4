// Groups, as far as callers can tell: there is one, and nothing is limited. Also the lists of reclaim, which is not modelled.

import { type bool, type int, NULL, type Ptr, type uint, type VoidPtr } from '../../src/model/dialect.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import type { mem_cgroup, mm_struct } from '../kernel/mm-types.ts'
import { PG_lru } from '../kernel/page-flags.ts'
import type { gfp_t } from '../kernel/types.ts'

/** include/linux/memcontrol.h */
export interface obj_cgroup {
  nr_charged_bytes: int
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_swapin_charge_folio(
  folio: Ptr<folio>,
  mm: Ptr<mm_struct>,
  gfp: gfp_t,
  entry: swp_entry_t,
): int {
  return 0
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_swapin_uncharge_swap(entry: swp_entry_t): void {}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_uncharge_swap(entry: swp_entry_t, nr_pages: uint): void {}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_swap_full(folio: Ptr<folio>): bool {
  return false
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_zswap_writeback_enabled(memcg: Ptr<mem_cgroup>): bool {
  return true
}

/** mm/memcontrol.c: stands for it, no folio is charged to an object group. */
export function get_obj_cgroup_from_folio(folio: Ptr<folio>): Ptr<obj_cgroup> {
  return NULL
}

/** include/linux/memcontrol.h */
export function obj_cgroup_put(objcg: Ptr<obj_cgroup>): void {}

/** mm/memcontrol.c: stands for it. */
export function obj_cgroup_charge_zswap(objcg: Ptr<obj_cgroup>, size: uint): void {}

/** mm/memcontrol.c: stands for it. */
export function obj_cgroup_uncharge_zswap(objcg: Ptr<obj_cgroup>, size: uint): void {}

/** mm/workingset.c: stands for it. */
export function workingset_refault(folio: Ptr<folio>, shadow: VoidPtr): void {}

/** mm/swap.c: stands for it. @atomic */
export function folio_add_lru(folio: Ptr<folio>): void {
  folio.flags |= 1 << PG_lru
}

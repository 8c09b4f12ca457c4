// mm/migrate.c: a folio gives its place in a mapping to another one. Whoever looks the old one up meanwhile finds its
// count frozen at zero and tries again.
//
// The pre-image is that of v6.6. Left out: statistics, NUMA hints, KSM, accounting. Zones: there is one.

import { elide, int, type long, NULL, type Ptr } from '../../src/model/dialect.ts'
import { BUG_ON } from '../kernel/bug.ts'
import { likely } from '../kernel/compiler.ts'
import { EAGAIN } from '../kernel/errno.ts'
import { VM_BUG_ON_FOLIO } from '../kernel/folio/folio-bug.ts'
import {
  __folio_set_swapbacked,
  folio_clear_dirty,
  folio_clear_private,
  folio_set_active,
  folio_set_checked,
  folio_set_dirty,
  folio_set_error,
  folio_set_idle,
  folio_set_mappedtodisk,
  folio_set_readahead,
  folio_set_referenced,
  folio_set_unevictable,
  folio_set_workingset,
  folio_set_young,
  folio_test_checked,
  folio_test_clear_active,
  folio_test_clear_unevictable,
  folio_test_dirty,
  folio_test_error,
  folio_test_idle,
  folio_test_mappedtodisk,
  folio_test_private,
  folio_test_readahead,
  folio_test_referenced,
  folio_test_swapbacked,
  folio_test_unevictable,
  folio_test_workingset,
  folio_test_writeback,
  folio_test_young,
} from '../kernel/folio/folio-flags.ts'
import {
  __folio_test_movable,
  folio_clear_swapcache,
  folio_get_private,
  folio_has_private,
  folio_mark_uptodate,
  folio_nr_pages,
  folio_set_swapcache,
  folio_test_hugetlb,
  folio_test_pmd_mappable,
  folio_test_swapcache,
  folio_test_uptodate,
} from '../kernel/folio/folio-kind.ts'
import { folio_end_writeback } from '../kernel/folio/folio-lock.ts'
import {
  folio_get,
  folio_put,
  folio_ref_add,
  folio_ref_count,
  folio_ref_freeze,
  folio_ref_unfreeze,
} from '../kernel/folio/folio-ref.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'
import { local_irq_enable } from '../kernel/preempt.ts'
import { XA_STATE, type xa_state, xas_lock_irq, xas_unlock, xas_unlock_irq } from '../kernel/xas.ts'
import { xas_store } from '../kernel/xas-store.ts'
import { mapping_can_writeback, mem_cgroup_migrate } from './owner.ts'
import { folio_attach_private, folio_detach_private, folio_index } from './pagemap.ts'
import { folio_zone, type zone } from './zone.ts'

export const MIGRATEPAGE_SUCCESS: int = 0

export const MR_COMPACTION: int = 0
export const MR_MEMORY_FAILURE: int = 1
export const MR_MEMORY_HOTPLUG: int = 2

export const MIGRATE_ASYNC: int = 0
export const MIGRATE_SYNC_LIGHT: int = 1
export const MIGRATE_SYNC: int = 2
export const MIGRATE_SYNC_NO_COPY: int = 3

/** mm/migrate.c, v6.6 */
export function folio_expected_refs(mapping: Ptr<address_space>, folio: Ptr<folio>): int {
  let refs: int = 1
  if (!mapping) return refs

  refs += folio_nr_pages(folio)
  if (folio_test_private(folio)) refs++

  return refs
}

/** mm/migrate.c, v6.6 */
export function folio_migrate_mapping(
  mapping: Ptr<address_space>,
  newfolio: Ptr<folio>,
  folio: Ptr<folio>,
  extra_count: int,
): int {
  let xas: xa_state = XA_STATE(mapping.i_pages, folio_index(folio))
  let oldzone: Ptr<zone>, newzone: Ptr<zone>
  let dirty: int
  let expected_count: int = folio_expected_refs(mapping, folio) + extra_count
  let nr: long = folio_nr_pages(folio)

  if (!mapping) {
    // An anonymous folio that is in no cache.
    if (folio_ref_count(folio) != expected_count) return -EAGAIN

    newfolio.index = folio.index
    newfolio.mapping = folio.mapping
    if (folio_test_swapbacked(folio)) __folio_set_swapbacked(newfolio)

    return MIGRATEPAGE_SUCCESS
  }

  oldzone = folio_zone(folio)
  newzone = folio_zone(newfolio)

  xas_lock_irq(xas)
  if (!folio_ref_freeze(folio, expected_count)) {
    xas_unlock_irq(xas)
    return -EAGAIN
  }

  // From here to the unfreezing, lookups of the folio fail and are tried again.
  newfolio.index = folio.index
  newfolio.mapping = folio.mapping
  folio_ref_add(newfolio, nr)
  if (folio_test_swapbacked(folio)) {
    __folio_set_swapbacked(newfolio)
    if (folio_test_swapcache(folio)) {
      folio_set_swapcache(newfolio)
      newfolio.private = folio_get_private(folio)
    }
  } else {
    VM_BUG_ON_FOLIO(folio_test_swapcache(folio), folio)
  }

  dirty = int(folio_test_dirty(folio))
  if (dirty) {
    folio_clear_dirty(folio)
    folio_set_dirty(newfolio)
  }

  xas_store(xas, newfolio)

  // The references of the cache go, the one of the caller stays.
  folio_ref_unfreeze(folio, expected_count - nr)

  xas_unlock(xas)

  if (newzone != oldzone) {
    elide('struct lruvec *old_lruvec, *new_lruvec', 'statistics')
    elide('struct mem_cgroup *memcg', 'statistics')

    elide('memcg = folio_memcg(folio)', 'statistics')
    elide('old_lruvec = mem_cgroup_lruvec(memcg, oldzone->zone_pgdat)', 'statistics')
    elide('new_lruvec = mem_cgroup_lruvec(memcg, newzone->zone_pgdat)', 'statistics')

    elide('__mod_lruvec_state(old_lruvec, NR_FILE_PAGES, -nr)', 'statistics')
    elide('__mod_lruvec_state(new_lruvec, NR_FILE_PAGES, nr)', 'statistics')
    if (folio_test_swapbacked(folio) && !folio_test_swapcache(folio)) {
      elide('__mod_lruvec_state(old_lruvec, NR_SHMEM, -nr)', 'statistics')
      elide('__mod_lruvec_state(new_lruvec, NR_SHMEM, nr)', 'statistics')

      if (folio_test_pmd_mappable(folio)) {
        elide('__mod_lruvec_state(old_lruvec, NR_SHMEM_THPS, -nr)', 'statistics')
        elide('__mod_lruvec_state(new_lruvec, NR_SHMEM_THPS, nr)', 'statistics')
      }
    }
    if (folio_test_swapcache(folio)) {
      elide('__mod_lruvec_state(old_lruvec, NR_SWAPCACHE, -nr)', 'statistics')
      elide('__mod_lruvec_state(new_lruvec, NR_SWAPCACHE, nr)', 'statistics')
    }
    if (dirty && mapping_can_writeback(mapping)) {
      elide('__mod_lruvec_state(old_lruvec, NR_FILE_DIRTY, -nr)', 'statistics')
      elide('__mod_zone_page_state(oldzone, NR_ZONE_WRITE_PENDING, -nr)', 'statistics')
      elide('__mod_lruvec_state(new_lruvec, NR_FILE_DIRTY, nr)', 'statistics')
      elide('__mod_zone_page_state(newzone, NR_ZONE_WRITE_PENDING, nr)', 'statistics')
    }
  }
  local_irq_enable()

  return MIGRATEPAGE_SUCCESS
}

/** mm/migrate.c, v6.6 */
export function migrate_huge_page_move_mapping(
  mapping: Ptr<address_space>,
  dst: Ptr<folio>,
  src: Ptr<folio>,
): int {
  let xas: xa_state = XA_STATE(mapping.i_pages, folio_index(src))
  let expected_count: int

  xas_lock_irq(xas)
  expected_count = 2 + folio_has_private(src)
  if (!folio_ref_freeze(src, expected_count)) {
    xas_unlock_irq(xas)
    return -EAGAIN
  }

  dst.index = src.index
  dst.mapping = src.mapping

  folio_get(dst)

  xas_store(xas, dst)

  folio_ref_unfreeze(src, expected_count - 1)

  xas_unlock_irq(xas)

  return MIGRATEPAGE_SUCCESS
}

/** mm/migrate.c, v6.6 */
export function folio_migrate_flags(newfolio: Ptr<folio>, folio: Ptr<folio>): void {
  elide('int cpupid', 'NUMA hints')

  if (folio_test_error(folio)) folio_set_error(newfolio)
  if (folio_test_referenced(folio)) folio_set_referenced(newfolio)
  if (folio_test_uptodate(folio)) folio_mark_uptodate(newfolio)
  if (folio_test_clear_active(folio)) {
    VM_BUG_ON_FOLIO(folio_test_unevictable(folio), folio)
    folio_set_active(newfolio)
  } else if (folio_test_clear_unevictable(folio)) folio_set_unevictable(newfolio)
  if (folio_test_workingset(folio)) folio_set_workingset(newfolio)
  if (folio_test_checked(folio)) folio_set_checked(newfolio)
  if (folio_test_mappedtodisk(folio)) folio_set_mappedtodisk(newfolio)

  if (folio_test_dirty(folio)) folio_set_dirty(newfolio)

  if (folio_test_young(folio)) folio_set_young(newfolio)
  if (folio_test_idle(folio)) folio_set_idle(newfolio)

  elide('cpupid = page_cpupid_xchg_last(&folio->page, -1)', 'NUMA hints')
  elide(
    'if (sysctl_numa_balancing_mode & NUMA_BALANCING_MEMORY_TIERING) { bool f_toptier = node_is_toptier(page_to_nid(&folio->page)); bool t_toptier = node_is_toptier(page_to_nid(&newfolio->page)); if (f_toptier != t_toptier) cpupid = -1; }',
    'NUMA hints',
  )
  elide('page_cpupid_xchg_last(&newfolio->page, cpupid)', 'NUMA hints')

  elide('folio_migrate_ksm(newfolio, folio)', 'no folio is shared by KSM')
  if (folio_test_swapcache(folio)) folio_clear_swapcache(folio)
  folio_clear_private(folio)

  if (!folio_test_hugetlb(folio)) folio.private = NULL

  if (folio_test_writeback(newfolio)) folio_end_writeback(newfolio)

  if (folio_test_readahead(folio)) folio_set_readahead(newfolio)

  elide('folio_copy_owner(newfolio, folio)', 'debugging')

  if (!folio_test_hugetlb(folio)) mem_cgroup_migrate(folio, newfolio)
}

/** mm/migrate.c, v6.6 */
export function folio_migrate_copy(newfolio: Ptr<folio>, folio: Ptr<folio>): void {
  elide('folio_copy(newfolio, folio)', 'what pages contain is not modelled')
  folio_migrate_flags(newfolio, folio)
}

/** mm/migrate.c, v6.6 */
export function migrate_folio_extra(
  mapping: Ptr<address_space>,
  dst: Ptr<folio>,
  src: Ptr<folio>,
  mode: int,
  extra_count: int,
): int {
  let rc: int

  BUG_ON(folio_test_writeback(src))

  rc = folio_migrate_mapping(mapping, dst, src, extra_count)

  if (rc != MIGRATEPAGE_SUCCESS) return rc

  if (mode != MIGRATE_SYNC_NO_COPY) folio_migrate_copy(dst, src)
  else folio_migrate_flags(dst, src)
  return MIGRATEPAGE_SUCCESS
}

/** mm/migrate.c, v6.6 */
export function migrate_folio(mapping: Ptr<address_space>, dst: Ptr<folio>, src: Ptr<folio>, mode: int): int {
  return migrate_folio_extra(mapping, dst, src, mode, 0)
}

/** mm/migrate.c, v6.6 */
export function filemap_migrate_folio(mapping: Ptr<address_space>, dst: Ptr<folio>, src: Ptr<folio>, mode: int): int {
  let ret: int

  ret = folio_migrate_mapping(mapping, dst, src, 0)
  if (ret != MIGRATEPAGE_SUCCESS) return ret

  if (folio_get_private(src)) folio_attach_private(dst, folio_detach_private(src))

  if (mode != MIGRATE_SYNC_NO_COPY) folio_migrate_copy(dst, src)
  else folio_migrate_flags(dst, src)
  return MIGRATEPAGE_SUCCESS
}

/** mm/migrate.c, v6.6: who migrates puts the folio that he isolated; it is the last reference. */
export function migrate_folio_done(src: Ptr<folio>, reason: int): void {
  if (likely(!__folio_test_movable(src)))
    elide(
      'mod_node_page_state(folio_pgdat(src), NR_ISOLATED_ANON + folio_is_file_lru(src), -folio_nr_pages(src))',
      'statistics',
    )

  if (reason != MR_MEMORY_FAILURE) folio_put(src)
}

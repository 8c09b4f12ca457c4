// mm/memcontrol.c: to which group a page is charged, and whether it is on the lists of that group, from which the group
// reclaims. A page that is brought into the swap cache is on no such list until it is mapped and charged. One that is
// unmapped while it is in the swap cache stays charged; one that is not in there is uncharged, and gets on no list of a
// group again.
//
// Differs: there is one group; its limits, its counters and the records of who swapped an entry out (swap_cgroup) are
// left out. A page knows whether it is listed; which list is not told apart.

import { type Arr, bool, elide, goto, type int, NULL, type Ptr, type Ref, ref, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { mem_cgroup, mm_struct, page, page_cgroup, zone } from '../kernel/2.6/mm-types.ts'
import { PageLRU, PageSwapCache } from '../kernel/2.6/page-flags.ts'
import { page_mapped } from '../kernel/2.6/pagemap.ts'
import { bit_spin_lock, bit_spin_unlock, clear_bit, test_bit } from '../kernel/bitops.ts'
import { smp_wmb, unlikely } from '../kernel/compiler.ts'
import { spin_lock_irqsave, spin_unlock_irqrestore } from '../kernel/spinlock.ts'
import type { gfp_t } from '../kernel/types.ts'
import { PageAnon } from './filemap.ts'
import { page_zone } from './lru.ts'
import type { swp_entry_t } from './swap.ts'

export const PCG_LOCK: int = 0
export const PCG_CACHE: int = 1
export const PCG_USED: int = 2

export const MEM_CGROUP_CHARGE_TYPE_CACHE: int = 0
export const MEM_CGROUP_CHARGE_TYPE_MAPPED: int = 1
export const MEM_CGROUP_CHARGE_TYPE_SHMEM: int = 2
export const MEM_CGROUP_CHARGE_TYPE_FORCE: int = 3
export const MEM_CGROUP_CHARGE_TYPE_SWAPOUT: int = 4

/** Of each type of charge (set up by the scenario). */
export const pcg_default_flags: Arr<ulong, 4> = zeroed()

/** The group that all tasks are in. */
export const the_group: mem_cgroup = zeroed()

/** mm/page_cgroup.c */
export function lookup_page_cgroup(page: Ptr<page>): Ptr<page_cgroup> {
  return page.page_cgroup
}

/** include/linux/page_cgroup.h */
export function PageCgroupUsed(pc: Ptr<page_cgroup>): int {
  return test_bit(PCG_USED, ref(pc.flags))
}

/** include/linux/page_cgroup.h */
export function ClearPageCgroupUsed(pc: Ptr<page_cgroup>): void {
  clear_bit(PCG_USED, ref(pc.flags))
}

/** include/linux/page_cgroup.h */
export function lock_page_cgroup(pc: Ptr<page_cgroup>): void {
  bit_spin_lock(PCG_LOCK, ref(pc.flags))
}

/** include/linux/page_cgroup.h */
export function unlock_page_cgroup(pc: Ptr<page_cgroup>): void {
  bit_spin_unlock(PCG_LOCK, ref(pc.flags))
}

/** include/linux/memcontrol.h: groups are on. */
export function mem_cgroup_disabled(): bool {
  return false
}

/** mm/memcontrol.c: stands for it, under the lock of the zone. @atomic */
export function mem_cgroup_del_lru(page: Ptr<page>): void {
  page.page_cgroup.listed = false
}

/** mm/memcontrol.c: stands for it, under the lock of the zone. @atomic */
export function mem_cgroup_add_lru_list(page: Ptr<page>): void {
  if (!((page.page_cgroup.flags >> PCG_USED) & 1)) return
  page.page_cgroup.listed = true
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_lru_del_before_commit_swapcache(page: Ptr<page>): void {
  let flags: ulong
  let zone: Ptr<zone> = page_zone(page)
  let pc: Ptr<page_cgroup> = lookup_page_cgroup(page)

  spin_lock_irqsave(zone.lru_lock, flags)
  if (!PageCgroupUsed(pc)) mem_cgroup_del_lru(page)
  spin_unlock_irqrestore(zone.lru_lock, flags)
}

/** mm/memcontrol.c: stands for it. */
export function mem_cgroup_lru_add_after_commit_swapcache(page: Ptr<page>): void {
  let flags: ulong
  let zone: Ptr<zone> = page_zone(page)

  spin_lock_irqsave(zone.lru_lock, flags)
  if (PageLRU(page)) mem_cgroup_add_lru_list(page)
  spin_unlock_irqrestore(zone.lru_lock, flags)
}

/** mm/memcontrol.c: stands for it: the group is the one that there is, and not at its limit. */
export function mem_cgroup_try_charge_swapin(mm: Ptr<mm_struct>, page: Ptr<page>, mask: gfp_t, ptr: Ref<Ptr<mem_cgroup>>): int {
  if (!PageSwapCache(page)) return 0
  ptr.value = the_group
  return 0
}

/** mm/memcontrol.c, 2.6.30 */
export function __mem_cgroup_commit_charge(mem: Ptr<mem_cgroup>, pc: Ptr<page_cgroup>, ctype: int): void {
  if (!mem) return

  lock_page_cgroup(pc)
  if (unlikely(bool(PageCgroupUsed(pc)))) {
    unlock_page_cgroup(pc)
    elide('res_counter_uncharge(&mem->res, PAGE_SIZE)', 'counters of the group')
    elide('if (do_swap_account) res_counter_uncharge(&mem->memsw, PAGE_SIZE);', 'counters of the group')
    elide('css_put(&mem->css)', 'references to the group')
    return
  }
  pc.mem_cgroup = mem
  smp_wmb()
  pc.flags = pcg_default_flags[ctype]

  elide('mem_cgroup_charge_statistics(mem, pc, true)', 'statistics')

  unlock_page_cgroup(pc)
}

/** mm/memcontrol.c, 2.6.30 */
export function __mem_cgroup_commit_charge_swapin(page: Ptr<page>, ptr: Ptr<mem_cgroup>, ctype: int): void {
  let pc: Ptr<page_cgroup>

  if (mem_cgroup_disabled()) return
  if (!ptr) return
  pc = lookup_page_cgroup(page)
  mem_cgroup_lru_del_before_commit_swapcache(page)
  __mem_cgroup_commit_charge(ptr, pc, ctype)
  mem_cgroup_lru_add_after_commit_swapcache(page)
  elide(
    'if (do_swap_account && PageSwapCache(page)) { swp_entry_t ent = {.val = page_private(page)}; unsigned short id; struct mem_cgroup *memcg; id = swap_cgroup_record(ent, 0); rcu_read_lock(); memcg = mem_cgroup_lookup(id); if (memcg) { res_counter_uncharge(&memcg->memsw, PAGE_SIZE); mem_cgroup_put(memcg); } rcu_read_unlock(); }',
    'counters of the group',
  )
}

/** mm/memcontrol.c, 2.6.30 */
export function mem_cgroup_commit_charge_swapin(page: Ptr<page>, ptr: Ptr<mem_cgroup>): void {
  __mem_cgroup_commit_charge_swapin(page, ptr, MEM_CGROUP_CHARGE_TYPE_MAPPED)
}

/** mm/memcontrol.c: stands for it: counters alone. */
export function mem_cgroup_cancel_charge_swapin(mem: Ptr<mem_cgroup>): void {}

/** mm/memcontrol.c, 2.6.30 */
export function __mem_cgroup_uncharge_common(page: Ptr<page>, ctype: int): Ptr<mem_cgroup> {
  let pc: Ptr<page_cgroup>
  let mem: Ptr<mem_cgroup> = NULL
  elide('struct mem_cgroup_per_zone *mz', 'never read')

  if (mem_cgroup_disabled()) return NULL

  if (PageSwapCache(page)) return NULL

  pc = lookup_page_cgroup(page)
  if (unlikely(!pc || !PageCgroupUsed(pc))) return NULL

  lock_page_cgroup(pc)

  mem = pc.mem_cgroup

  if (!PageCgroupUsed(pc)) goto('unlock_out')

  switch (ctype) {
    case MEM_CGROUP_CHARGE_TYPE_MAPPED:
      if (page_mapped(page)) goto('unlock_out')
      break
    case MEM_CGROUP_CHARGE_TYPE_SWAPOUT:
      if (!PageAnon(page)) {
        elide('if (page->mapping && !page_is_file_cache(page)) goto unlock_out;', 'shared memory')
      } else if (page_mapped(page)) goto('unlock_out')
      break
    default:
      break
  }

  elide('res_counter_uncharge(&mem->res, PAGE_SIZE)', 'counters of the group')
  elide(
    'if (do_swap_account && (ctype != MEM_CGROUP_CHARGE_TYPE_SWAPOUT)) res_counter_uncharge(&mem->memsw, PAGE_SIZE);',
    'counters of the group',
  )
  elide('mem_cgroup_charge_statistics(mem, pc, false)', 'statistics')

  ClearPageCgroupUsed(pc)

  elide('mz = page_cgroup_zoneinfo(pc)', 'never read')
  unlock_page_cgroup(pc)

  elide('if (ctype != MEM_CGROUP_CHARGE_TYPE_SWAPOUT) css_put(&mem->css);', 'references to the group')

  return mem

  unlock_out: unlock_page_cgroup(pc)
  return NULL
}

/** mm/memcontrol.c, 2.6.30 */
export function mem_cgroup_uncharge_page(page: Ptr<page>): void {
  if (page_mapped(page)) return
  if (page.mapping && !PageAnon(page)) return
  __mem_cgroup_uncharge_common(page, MEM_CGROUP_CHARGE_TYPE_MAPPED)
}

/** mm/memcontrol.c, 2.6.30 */
export function mem_cgroup_uncharge_swapcache(page: Ptr<page>, ent: swp_entry_t): void {
  let memcg: Ptr<mem_cgroup>

  memcg = __mem_cgroup_uncharge_common(page, MEM_CGROUP_CHARGE_TYPE_SWAPOUT)
  elide('if (do_swap_account && memcg) { swap_cgroup_record(ent, css_id(&memcg->css)); mem_cgroup_get(memcg); }', 'records of entries')
  elide('if (memcg) css_put(&memcg->css);', 'references to the group')
}

/** mm/memcontrol.c: stands for it: records and counters alone. */
export function mem_cgroup_uncharge_swap(ent: swp_entry_t): void {}

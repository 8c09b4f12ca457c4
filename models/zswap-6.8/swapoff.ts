// mm/swapfile.c, v6.8-rc5: an area of swap is taken out of use and into use again. Swapoff brings every page back, waits for
// whoever is inside of get_swap_device(), and gives up what belongs to the area, its tree of zswap last.
//
// Left out: files, inodes, credits and priorities, tmpfs. One mm with one vma: the walks over mms, vmas and levels of page
// tables stand for theirs. The map of an area is given up by its address; a free of it is a free of its object.

import { cast, container_of, elide, goto, type int, NULL, type Ptr, type Ref, sizeof, type uchar, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import { unlikely } from '../kernel/compiler.ts'
import { complete, init_completion, wait_for_completion } from '../kernel/completion.ts'
import { EINVAL, ENOMEM } from '../kernel/errno.ts'
import { VM_BUG_ON_FOLIO } from '../kernel/folio/folio-bug.ts'
import { folio_test_writeback } from '../kernel/folio/folio-flags.ts'
import { folio_test_uptodate } from '../kernel/folio/folio-kind.ts'
import { folio_lock, folio_unlock, folio_wait_writeback } from '../kernel/folio/folio-lock.ts'
import { folio_get, folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from '../kernel/gfp.ts'
import type { page, vm_area_struct } from '../kernel/mm-types.ts'
import { type mutex, mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { type percpu_ref, percpu_ref_kill, percpu_ref_resurrect } from '../kernel/percpu-ref.ts'
import { synchronize_rcu } from '../kernel/rcu.ts'
import { schedule_timeout_uninterruptible } from '../kernel/sched.ts'
import { kzalloc, vfree } from '../kernel/slab.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import { IS_ERR } from './err.ts'
import { filemap_get_folio, page_folio } from './filemap.ts'
import { is_swap_pte, mk_pte, PAGE_SIZE, page_table, type pmd_t, pte_offset_map, pte_offset_map_lock, pte_same, type pte_t, pte_to_swp_entry, pte_unmap, pte_unmap_unlock, ptep_get, ptep_get_lockless, set_pte_at, swp_entry_to_pte } from './pgtable.ts'
import { SWAP_MAP_BAD, SWP_SCANNING, SWP_USED, SWP_WRITEOK, swap_address_space, type swap_cluster_info, type swap_info_struct, type swap_map_area, swp_entry, swp_offset, swp_type } from './swap.ts'
import { disable_swap_slots_cache_lock, enable_swap_slots_cache, reenable_swap_slots_cache_unlock } from './swap_slots.ts'
import { swap_cache_get_folio, swapin_readahead } from './swap_state.ts'
import { folio_free_swap, swap_count, swap_free, swap_lock, the_area } from './swapfile.ts'
import { zswap_swapoff, zswap_swapon } from './zswap-area.ts'

export const swapon_mutex: mutex = zeroed()
export const the_vma: vm_area_struct = zeroed()

/** mm/swapfile.c, v6.8-rc5 */
export function swap_users_ref_free(ref: Ptr<percpu_ref>): void {
  let si: Ptr<swap_info_struct>

  si = container_of<swap_info_struct>(ref, 'users')
  complete(si.comp)
}

/** mm/swapfile.c: stands for it: what is asked of the page is asked of its folio. */
export function unuse_pte(
  vma: Ptr<vm_area_struct>,
  pmd: Ptr<pmd_t>,
  addr: ulong,
  entry: swp_entry_t,
  folio: Ptr<folio>,
): int {
  let pte: Ref<pte_t>, new_pte: pte_t
  let ret: int = 1

  pte = pte_offset_map_lock(pmd, addr)
  if (unlikely(!pte_same(ptep_get(pte), swp_entry_to_pte(entry)))) {
    ret = 0
    goto('out')
  }

  if (unlikely(!folio_test_uptodate(folio))) {
    // A read that failed: the entry is poisoned.
    new_pte = swp_entry_to_pte(swp_entry(1, 0))
    ret = 0
    goto('setpte')
  }

  folio_get(folio)
  VM_BUG_ON_FOLIO(folio_test_writeback(folio), folio)
  new_pte = mk_pte(folio)
  setpte: set_pte_at(addr, pte, new_pte)
  swap_free(entry)
  out: pte_unmap_unlock(pmd)
  return ret
}

/** mm/swapfile.c: the kernel's, but for the arguments of a read that only readahead wants. */
export function unuse_pte_range(vma: Ptr<vm_area_struct>, pmd: Ptr<pmd_t>, addr: ulong, end: ulong, type: uint): int {
  let pte: Ref<pte_t> = NULL
  let si: Ptr<swap_info_struct>

  si = the_area
  do {
    let folio: Ptr<folio>
    let offset$: ulong
    let swp_count: uchar
    let entry: swp_entry_t
    let ret: int
    let ptent: pte_t

    pte = pte_offset_map(pmd, addr)

    ptent = ptep_get_lockless(pte)

    if (!is_swap_pte(ptent)) continue

    entry = pte_to_swp_entry(ptent)
    if (swp_type(entry) != type) continue

    offset$ = swp_offset(entry)
    pte_unmap(pte)
    pte = NULL

    folio = swap_cache_get_folio(entry, vma, addr)
    if (!folio) {
      let page: Ptr<page>

      page = swapin_readahead(entry, GFP_HIGHUSER_MOVABLE)
      if (page) folio = page_folio(page)
    }
    if (!folio) {
      swp_count = si.swap_map[offset$]
      if (swp_count == 0 || swp_count == SWAP_MAP_BAD) continue
      return -ENOMEM
    }

    folio_lock(folio)
    folio_wait_writeback(folio)
    ret = unuse_pte(vma, pmd, addr, entry, folio)
    if (ret < 0) {
      folio_unlock(folio)
      folio_put(folio)
      return ret
    }

    folio_free_swap(folio)
    folio_unlock(folio)
    folio_put(folio)
    // biome-ignore lint/complexity/noCommaOperator: the kernel's
  } while (((addr += PAGE_SIZE), addr != end))

  return 0
}

/** mm/swapfile.c: stands for it, with the levels of page tables. */
export function unuse_vma(vma: Ptr<vm_area_struct>, type: uint): int {
  return unuse_pte_range(vma, page_table, vma.vm_start, vma.vm_end, type)
}

/** mm/swapfile.c: stands for it, with the one vma of the one mm. */
export function unuse_mm(type: uint): int {
  return unuse_vma(the_vma, type)
}

/** mm/swapfile.c, v6.8-rc5 */
export function find_next_to_unuse(si: Ptr<swap_info_struct>, prev: uint): uint {
  let i: uint
  let count: uchar

  for (i = prev + 1; i < si.max; i++) {
    // biome-ignore format: the parentheses are READ_ONCE()'s
    count = (si.swap_map[i])
    if (count && swap_count(count) != SWAP_MAP_BAD) break
    elide('if ((i % LATENCY_LIMIT) == 0) cond_resched();', 'the area is small')
  }

  if (i == si.max) i = 0

  return i
}

/** mm/swapfile.c: the kernel's, with one mm, and without tmpfs and signals. */
export function try_to_unuse(type: uint): int {
  let retval: int = 0
  let si: Ptr<swap_info_struct> = the_area
  let folio: Ptr<folio>
  let entry: swp_entry_t
  let i: uint

  if (!si.inuse_pages) return 0

  retry: retval = unuse_mm(type)
  if (retval) return retval

  i = 0
  while (si.inuse_pages && (i = find_next_to_unuse(si, i)) != 0) {
    entry = swp_entry(type, i)
    folio = filemap_get_folio(swap_address_space(entry), i)
    if (IS_ERR(folio)) continue

    folio_lock(folio)
    folio_wait_writeback(folio)
    folio_free_swap(folio)
    folio_unlock(folio)
    folio_put(folio)
  }

  if (si.inuse_pages) {
    goto('retry')
  }

  return 0
}

/** mm/swapfile.c: stands for it, without priorities. */
export function setup_swap_info(
  p: Ptr<swap_info_struct>,
  prio: int,
  swap_map: Ref<uchar>,
  cluster_info: Ptr<swap_cluster_info>,
): void {
  p.swap_map = swap_map
  p.cluster_info = cluster_info
}

/** mm/swapfile.c: stands for it, without lists of areas and statistics. */
export function _enable_swap_info(p: Ptr<swap_info_struct>): void {
  p.flags |= SWP_WRITEOK
}

/** mm/swapfile.c, v6.8-rc5 */
export function enable_swap_info(
  p: Ptr<swap_info_struct>,
  prio: int,
  swap_map: Ref<uchar>,
  cluster_info: Ptr<swap_cluster_info>,
): void {
  zswap_swapon(p.type)

  spin_lock(swap_lock)
  spin_lock(p.lock)
  setup_swap_info(p, prio, swap_map, cluster_info)
  spin_unlock(p.lock)
  spin_unlock(swap_lock)
  // From here, get_swap_device() finds the area.
  percpu_ref_resurrect(p.users)
  spin_lock(swap_lock)
  spin_lock(p.lock)
  _enable_swap_info(p)
  spin_unlock(p.lock)
  spin_unlock(swap_lock)
}

/** mm/swapfile.c, v6.8-rc5 */
export function reinsert_swap_info(p: Ptr<swap_info_struct>): void {
  spin_lock(swap_lock)
  spin_lock(p.lock)
  setup_swap_info(p, p.prio, p.swap_map, p.cluster_info)
  _enable_swap_info(p)
  spin_unlock(p.lock)
  spin_unlock(swap_lock)
}

/** mm/swapfile.c: the kernel's, without files, inodes, credits, priorities, clusters and discards. */
export function sys_swapoff(): int {
  let p: Ptr<swap_info_struct> = NULL
  let swap_map: Ref<uchar>
  let cluster_info: Ptr<swap_cluster_info>
  let err: int

  spin_lock(swap_lock)
  p = the_area
  if (!(p.flags & SWP_WRITEOK)) {
    err = -EINVAL
    spin_unlock(swap_lock)
    goto('out')
  }
  spin_lock(p.lock)
  elide('del_from_avail_list(p)', 'there is one area')
  elide('plist_del(&p->list, &swap_active_head)', 'there is one area')
  elide('atomic_long_sub(p->pages, &nr_swap_pages)', 'statistics')
  elide('total_swap_pages -= p->pages', 'statistics')
  p.flags &= ~SWP_WRITEOK
  spin_unlock(p.lock)
  spin_unlock(swap_lock)

  disable_swap_slots_cache_lock()

  elide('set_current_oom_origin()', 'running out of memory')
  err = try_to_unuse(p.type)
  elide('clear_current_oom_origin()', 'running out of memory')

  if (err) {
    reinsert_swap_info(p)
    reenable_swap_slots_cache_unlock()
    goto('out')
  }

  reenable_swap_slots_cache_unlock()

  percpu_ref_kill(p.users)
  synchronize_rcu()
  wait_for_completion(p.comp)

  elide('flush_work(&p->discard_work)', 'discards')

  elide('destroy_swap_extents(p)', 'files')
  elide('if (p->flags & SWP_CONTINUED) free_swap_count_continuations(p);', 'counts above SWAP_MAP_MAX')

  elide('if (!p->bdev || !bdev_nonrot(p->bdev)) atomic_dec(&nr_rotate_swap);', 'readahead')

  mutex_lock(swapon_mutex)
  spin_lock(swap_lock)
  spin_lock(p.lock)
  elide('drain_mmlist()', 'there is one mm')

  elide('p->highest_bit = 0', 'where free entries are')
  while (p.flags >= SWP_SCANNING) {
    spin_unlock(p.lock)
    spin_unlock(swap_lock)
    schedule_timeout_uninterruptible(1)
    spin_lock(swap_lock)
    spin_lock(p.lock)
  }

  elide('swap_file = p->swap_file', 'files')
  elide('old_block_size = p->old_block_size', 'files')
  elide('p->swap_file = NULL', 'files')
  p.max = 0
  swap_map = p.swap_map
  p.swap_map = NULL
  cluster_info = p.cluster_info
  p.cluster_info = NULL
  spin_unlock(p.lock)
  spin_unlock(swap_lock)
  elide('arch_swap_invalidate_area(p->type)', 'memory tags')
  zswap_swapoff(p.type)
  mutex_unlock(swapon_mutex)
  elide('free_percpu(p->percpu_cluster)', 'clusters')
  elide('p->percpu_cluster = NULL', 'clusters')
  elide('free_percpu(p->cluster_next_cpu)', 'clusters')
  elide('p->cluster_next_cpu = NULL', 'clusters')
  vfree(cast<Ptr<swap_map_area>>(swap_map))
  elide('kvfree(cluster_info)', 'clusters')
  elide('swap_cgroup_swapoff(p->type)', 'control groups')
  elide('exit_swap_address_space(p->type)', 'the swap cache is empty, and stays')

  spin_lock(swap_lock)
  p.flags = 0
  spin_unlock(swap_lock)

  err = 0
  out: return err
}

/** mm/swapfile.c: stands for it; an area of the same size, which takes the place of one that is out of use. */
export function sys_swapon(): int {
  let p: Ptr<swap_info_struct> = the_area
  let area: Ptr<swap_map_area>
  let ioflags: ulong = 0

  spin_lock(swap_lock)
  if (p.flags & SWP_USED) {
    spin_unlock(swap_lock)
    return -EINVAL
  }
  p.flags = SWP_USED
  spin_unlock(swap_lock)
  init_completion(p.comp)
  area = kzalloc(sizeof<swap_map_area>(), GFP_KERNEL)
  if (!area) return -ENOMEM
  area.map[0] = SWAP_MAP_BAD
  p.max = 2
  mutex_lock(swapon_mutex)
  enable_swap_info(p, -1, area.map, NULL)
  mutex_unlock(swapon_mutex)
  enable_swap_slots_cache()
  return 0
}

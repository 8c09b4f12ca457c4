// mm/swapfile.c, v6.8-rc5: the reference counts of swap entries. One area, a rotating disk: there are no clusters, so that
// si->lock protects the map, as lock_cluster_or_swap_info() decides. Left out: huge entries, counts above SWAP_MAP_MAX
// (they would need a continuation page), notices to the device. Taking an area in and out of use is in swapoff.ts.
//
// Differs: scan_swap_map_slots() and what chooses an area stand for theirs in folio_alloc_swap().

import { bool, elide, goto, int, NULL, type Ptr, type Ref, type uchar, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import { VM_BUG_ON } from '../kernel/bug.ts'
import { smp_rmb, unlikely } from '../kernel/compiler.ts'
import { EEXIST, EINVAL, ENOENT, ENOMEM } from '../kernel/errno.ts'
import { VM_BUG_ON_FOLIO } from '../kernel/folio/folio-bug.ts'
import { folio_set_dirty, folio_test_locked, folio_test_writeback } from '../kernel/folio/folio-flags.ts'
import { folio_nr_pages, folio_test_swapcache } from '../kernel/folio/folio-kind.ts'
import { folio_trylock, folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_ATOMIC } from '../kernel/gfp.ts'
import { percpu_ref_put, percpu_ref_tryget_live } from '../kernel/percpu-ref.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { IS_ERR } from './err.ts'
import { filemap_get_folio } from './filemap.ts'
import { mem_cgroup_swap_full, mem_cgroup_uncharge_swap } from './memcontrol.ts'
import {
  COUNT_CONTINUED,
  MAX_SWAPFILES,
  non_swap_entry,
  SWAP_HAS_CACHE,
  SWAP_MAP_BAD,
  SWAP_MAP_MAX,
  SWAP_MAP_SHMEM,
  SWP_USED,
  SWP_WRITEOK,
  swap_address_space,
  type swap_cluster_info,
  type swap_info_struct,
  swp_entry,
  swp_offset,
  swp_type,
} from './swap.ts'
import { free_swap_slot } from './swap_slots.ts'
import { clear_shadow_from_swap_cache, delete_from_swap_cache } from './swap_state.ts'
import { zswap_invalidate } from './zswap-area.ts'

export const swap_lock: spinlock_t = zeroed()
/** The one area that there is. */
export const the_area: swap_info_struct = zeroed()

/** mm/swapfile.c: the kernel's, but for READ_ONCE(swap_info[type]). */
export function swap_type_to_swap_info(type: int): Ptr<swap_info_struct> {
  if (type >= MAX_SWAPFILES) return NULL

  return the_area
}

/** mm/swapfile.c, v6.8-rc5 */
export function swp_swap_info(entry: swp_entry_t): Ptr<swap_info_struct> {
  return swap_type_to_swap_info(swp_type(entry))
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_count(ent: uchar): uchar {
  return ent & ~SWAP_HAS_CACHE
}

export const TTRS_ANYWAY: ulong = 0x1
export const TTRS_UNMAPPED: ulong = 0x2
export const TTRS_FULL: ulong = 0x4

/** include/linux/mm.h @atomic */
export function folio_mapped(folio: Ptr<folio>): bool {
  return folio._mapcount.counter >= 0
}

/** mm/swapfile.c, v6.8-rc5 */
export function __try_to_reclaim_swap(si: Ptr<swap_info_struct>, offset$: ulong, flags: ulong): int {
  let entry: swp_entry_t = swp_entry(si.type, offset$)
  let folio: Ptr<folio>
  let ret: int = 0

  folio = filemap_get_folio(swap_address_space(entry), offset$)
  if (IS_ERR(folio)) return 0
  if (folio_trylock(folio)) {
    // biome-ignore format: the parentheses are the kernel's
    if ((flags & TTRS_ANYWAY) ||
        ((flags & TTRS_UNMAPPED) && !folio_mapped(folio)) ||
        ((flags & TTRS_FULL) && mem_cgroup_swap_full(folio)))
      ret = int(folio_free_swap(folio))
    folio_unlock(folio)
  }
  folio_put(folio)
  return ret
}

/** mm/swapfile.c: stands for it, there are no clusters. */
export function lock_cluster(si: Ptr<swap_info_struct>, offset$: ulong): Ptr<swap_cluster_info> {
  return NULL
}

/** mm/swapfile.c, v6.8-rc5 */
export function unlock_cluster(ci: Ptr<swap_cluster_info>): void {
  if (ci) spin_unlock(ci.lock)
}

/** mm/swapfile.c, v6.8-rc5 */
export function lock_cluster_or_swap_info(si: Ptr<swap_info_struct>, offset$: ulong): Ptr<swap_cluster_info> {
  let ci: Ptr<swap_cluster_info>

  ci = lock_cluster(si, offset$)
  if (!ci) spin_lock(si.lock)

  return ci
}

/** mm/swapfile.c, v6.8-rc5 */
export function unlock_cluster_or_swap_info(si: Ptr<swap_info_struct>, ci: Ptr<swap_cluster_info>): void {
  if (ci) unlock_cluster(ci)
  else spin_unlock(si.lock)
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_range_alloc(si: Ptr<swap_info_struct>, offset$: ulong, nr_entries: uint): void {
  let end: uint = offset$ + nr_entries - 1

  elide('if (offset == si->lowest_bit) si->lowest_bit += nr_entries;', 'where free entries are')
  elide('if (end == si->highest_bit) WRITE_ONCE(si->highest_bit, si->highest_bit - nr_entries);', 'where free entries are')
  si.inuse_pages = si.inuse_pages + nr_entries
  elide(
    'if (si->inuse_pages == si->pages) { si->lowest_bit = si->max; si->highest_bit = 0; del_from_avail_list(si); }',
    'where free entries are',
  )
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_range_free(si: Ptr<swap_info_struct>, offset$: ulong, nr_entries: uint): void {
  let begin: ulong = offset$
  let end: ulong = offset$ + nr_entries - 1
  elide('void (*swap_slot_free_notify)(struct block_device *, unsigned long)', 'notices to the device')

  elide('if (offset < si->lowest_bit) si->lowest_bit = offset;', 'where free entries are')
  elide(
    'if (end > si->highest_bit) { bool was_full = !si->highest_bit; WRITE_ONCE(si->highest_bit, end); if (was_full && (si->flags & SWP_WRITEOK)) add_to_avail_list(si); }',
    'where free entries are',
  )
  elide('atomic_long_add(nr_entries, &nr_swap_pages)', 'statistics')
  si.inuse_pages = si.inuse_pages - nr_entries
  elide(
    'if (si->flags & SWP_BLKDEV) swap_slot_free_notify = si->bdev->bd_disk->fops->swap_slot_free_notify; else swap_slot_free_notify = NULL;',
    'notices to the device',
  )
  while (offset$ <= end) {
    elide('arch_swap_invalidate_page(si->type, offset)', 'memory tags')
    zswap_invalidate(si.type, offset$)
    elide('if (swap_slot_free_notify) swap_slot_free_notify(si->bdev, offset);', 'notices to the device')
    offset$++
  }
  clear_shadow_from_swap_cache(si.type, begin, end)
}

/** mm/swapfile.c: stands for it, with get_swap_pages() and scan_swap_map_slots(): the area has one entry. */
export function folio_alloc_swap(folio: Ptr<folio>): swp_entry_t {
  let entry: swp_entry_t = { val: 0 }
  let si: Ptr<swap_info_struct> = the_area

  spin_lock(si.lock)
  if (bool(si.flags & SWP_WRITEOK) && !si.swap_map[1]) {
    si.swap_map[1] = SWAP_HAS_CACHE
    swap_range_alloc(si, 1, 1)
    entry = swp_entry(si.type, 1)
  }
  spin_unlock(si.lock)
  return entry
}

/** mm/swapfile.c, v6.8-rc5: who has an entry asks, so that the answer stays. @atomic */
export function _swap_info_get(entry: swp_entry_t): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>
  let offset$: ulong

  if (!entry.val) goto('out')
  p = swp_swap_info(entry)
  if (!p) goto('bad_nofile')
  // biome-ignore format: the parentheses are data_race()'s
  if ((!(p.flags & SWP_USED))) goto('bad_device')
  offset$ = swp_offset(entry)
  if (offset$ >= p.max) goto('bad_offset')
  // biome-ignore format: the parentheses are data_race()'s
  if ((!p.swap_map[swp_offset(entry)])) goto('bad_free')
  return p

  bad_free: elide('pr_err("%s: %s%08lx\\n", __func__, Unused_offset, entry.val)', 'messages')
  goto('out')
  bad_offset: elide('pr_err("%s: %s%08lx\\n", __func__, Bad_offset, entry.val)', 'messages')
  goto('out')
  bad_device: elide('pr_err("%s: %s%08lx\\n", __func__, Unused_file, entry.val)', 'messages')
  goto('out')
  bad_nofile: elide('pr_err("%s: %s%08lx\\n", __func__, Bad_file, entry.val)', 'messages')
  out: return NULL
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_info_get_cont(entry: swp_entry_t, q: Ptr<swap_info_struct>): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>

  p = _swap_info_get(entry)

  if (p != q) {
    if (q != NULL) spin_unlock(q.lock)
    if (p != NULL) spin_lock(p.lock)
  }
  return p
}

/** mm/swapfile.c: stands for it; counts beyond SWAP_MAP_MAX are not modelled, there is never a continuation page. */
export function swap_count_continued(si: Ptr<swap_info_struct>, offset$: pgoff_t, count: uchar): bool {
  return false
}

/** mm/swapfile.c, v6.8-rc5: under the lock of the map. @atomic */
export function __swap_entry_free_locked(p: Ptr<swap_info_struct>, offset$: ulong, usage: uchar): uchar {
  let count: uchar
  let has_cache: uchar

  count = p.swap_map[offset$]

  has_cache = count & SWAP_HAS_CACHE
  count &= ~SWAP_HAS_CACHE

  if (usage == SWAP_HAS_CACHE) {
    VM_BUG_ON(!has_cache)
    has_cache = 0
  } else if (count == SWAP_MAP_SHMEM) {
    count = 0
  } else if ((count & ~COUNT_CONTINUED) <= SWAP_MAP_MAX) {
    if (count == COUNT_CONTINUED) {
      if (swap_count_continued(p, offset$, count)) count = SWAP_MAP_MAX | COUNT_CONTINUED
      else count = SWAP_MAP_MAX
    } else count--
  }

  usage = count | has_cache
  if (usage) p.swap_map[offset$] = usage
  else p.swap_map[offset$] = SWAP_HAS_CACHE

  return usage
}

/** mm/swapfile.c, v6.8-rc5 */
export function get_swap_device(entry: swp_entry_t): Ptr<swap_info_struct> {
  let si: Ptr<swap_info_struct>
  let offset$: ulong

  if (!entry.val) goto('out')
  si = swp_swap_info(entry)
  if (!si) goto('bad_nofile')
  if (!percpu_ref_tryget_live(si.users)) goto('out')
  smp_rmb()
  offset$ = swp_offset(entry)
  if (offset$ >= si.max) goto('put_out')

  return si
  bad_nofile: elide('pr_err("%s: %s%08lx\\n", __func__, Bad_file, entry.val)', 'messages')
  out: return NULL
  put_out: elide('pr_err("%s: %s%08lx\\n", __func__, Bad_offset, entry.val)', 'messages')
  percpu_ref_put(si.users)
  return NULL
}

/** include/linux/swap.h, v6.8-rc5 */
export function put_swap_device(si: Ptr<swap_info_struct>): void {
  percpu_ref_put(si.users)
}

/** mm/swapfile.c, v6.8-rc5 */
export function __swap_entry_free(p: Ptr<swap_info_struct>, entry: swp_entry_t): uchar {
  let ci: Ptr<swap_cluster_info>
  let offset$: ulong = swp_offset(entry)
  let usage: uchar

  ci = lock_cluster_or_swap_info(p, offset$)
  usage = __swap_entry_free_locked(p, offset$, 1)
  unlock_cluster_or_swap_info(p, ci)
  if (!usage) free_swap_slot(entry)

  return usage
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_entry_free(p: Ptr<swap_info_struct>, entry: swp_entry_t): void {
  let ci: Ptr<swap_cluster_info>
  let offset$: ulong = swp_offset(entry)
  let count: uchar

  ci = lock_cluster(p, offset$)
  count = p.swap_map[offset$]
  VM_BUG_ON(count != SWAP_HAS_CACHE)
  p.swap_map[offset$] = 0
  elide('dec_cluster_info_page(p, p->cluster_info, offset)', 'no clusters on a rotating disk')
  unlock_cluster(ci)

  mem_cgroup_uncharge_swap(entry, 1)
  swap_range_free(p, offset$, 1)
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_free(entry: swp_entry_t): void {
  let p: Ptr<swap_info_struct>

  p = _swap_info_get(entry)
  if (p) __swap_entry_free(p, entry)
}

/** mm/swapfile.c: without CONFIG_THP_SWAP. */
export function swap_entry_size(size: int): int {
  return 1
}

/** mm/swapfile.c: the kernel's, without huge entries. */
export function put_swap_folio(folio: Ptr<folio>, entry: swp_entry_t): void {
  let offset$: ulong = swp_offset(entry)
  let ci: Ptr<swap_cluster_info>
  let si: Ptr<swap_info_struct>
  let i: uint
  let size: int = swap_entry_size(folio_nr_pages(folio))

  si = _swap_info_get(entry)
  if (!si) return

  ci = lock_cluster_or_swap_info(si, offset$)
  for (i = 0; i < size; i++, entry.val++) {
    if (!__swap_entry_free_locked(si, offset$ + i, SWAP_HAS_CACHE)) {
      unlock_cluster_or_swap_info(si, ci)
      free_swap_slot(entry)
      if (i == size - 1) return
      lock_cluster_or_swap_info(si, offset$)
    }
  }
  unlock_cluster_or_swap_info(si, ci)
}

/** mm/swapfile.c, v6.8-rc5 */
export function swapcache_free_entries(entries: Ref<swp_entry_t>, n: int): void {
  let p: Ptr<swap_info_struct>, prev: Ptr<swap_info_struct>
  let i: int

  if (n <= 0) return

  prev = NULL
  p = NULL

  elide('if (nr_swapfiles > 1) sort(entries, n, sizeof(entries[0]), swp_entry_cmp, NULL);', 'there is one area')
  for (i = 0; i < n; ++i) {
    p = swap_info_get_cont(entries[i], prev)
    if (p) swap_entry_free(p, entries[i])
    prev = p
  }
  if (p) spin_unlock(p.lock)
}

/** mm/swapfile.c, v6.8-rc5 */
export function __swap_count(entry: swp_entry_t): int {
  let si: Ptr<swap_info_struct> = swp_swap_info(entry)
  let offset$: pgoff_t = swp_offset(entry)

  return swap_count(si.swap_map[offset$])
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_swapcount(si: Ptr<swap_info_struct>, entry: swp_entry_t): int {
  let offset$: pgoff_t = swp_offset(entry)
  let ci: Ptr<swap_cluster_info>
  let count: int

  ci = lock_cluster_or_swap_info(si, offset$)
  count = swap_count(si.swap_map[offset$])
  unlock_cluster_or_swap_info(si, ci)
  return count
}

/** mm/swapfile.c: stands for it, without huge entries. */
export function folio_swapped(folio: Ptr<folio>): bool {
  let entry: swp_entry_t = folio.swap
  let si: Ptr<swap_info_struct> = _swap_info_get(entry)

  if (!si) return false

  return swap_swapcount(si, entry) != 0
}

/** mm/swapfile.c, v6.8-rc5 */
export function folio_free_swap(folio: Ptr<folio>): bool {
  VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio)

  if (!folio_test_swapcache(folio)) return false
  if (folio_test_writeback(folio)) return false
  if (folio_swapped(folio)) return false

  elide('if (pm_suspended_storage()) return false;', 'hibernation')

  delete_from_swap_cache(folio)
  folio_set_dirty(folio)
  return true
}

/** mm/swapfile.c: the kernel's, without huge entries. */
export function free_swap_and_cache(entry: swp_entry_t): int {
  let p: Ptr<swap_info_struct>
  let count: uchar

  if (non_swap_entry(entry)) return 1

  p = _swap_info_get(entry)
  if (p) {
    count = __swap_entry_free(p, entry)
    if (count == SWAP_HAS_CACHE) __try_to_reclaim_swap(p, swp_offset(entry), TTRS_UNMAPPED | TTRS_FULL)
  }
  return int(p != NULL)
}

/** mm/swapfile.c: whether an area may be swapped to. */
export function has_usable_swap(): bool {
  let ret: bool

  spin_lock(swap_lock)
  ret = bool(the_area.flags & SWP_WRITEOK)
  spin_unlock(swap_lock)
  return ret
}

/** mm/swapfile.c, v6.8-rc5 */
export function __swap_duplicate(entry: swp_entry_t, usage: uchar): int {
  let p: Ptr<swap_info_struct>
  let ci: Ptr<swap_cluster_info>
  let offset$: ulong
  let count: uchar
  let has_cache: uchar
  let err: int

  p = swp_swap_info(entry)

  offset$ = swp_offset(entry)
  ci = lock_cluster_or_swap_info(p, offset$)

  count = p.swap_map[offset$]

  if (unlikely(swap_count(count) == SWAP_MAP_BAD)) {
    err = -ENOENT
    goto('unlock_out')
  }

  has_cache = count & SWAP_HAS_CACHE
  count &= ~SWAP_HAS_CACHE
  err = 0

  if (usage == SWAP_HAS_CACHE) {
    if (!has_cache && count) has_cache = SWAP_HAS_CACHE
    else if (has_cache) err = -EEXIST
    else err = -ENOENT
  } else if (count || has_cache) {
    if ((count & ~COUNT_CONTINUED) < SWAP_MAP_MAX) count += usage
    else if ((count & ~COUNT_CONTINUED) > SWAP_MAP_MAX) err = -EINVAL
    else if (swap_count_continued(p, offset$, count)) count = COUNT_CONTINUED
    else err = -ENOMEM
  } else err = -ENOENT

  p.swap_map[offset$] = count | has_cache

  unlock_out: unlock_cluster_or_swap_info(p, ci)
  return err
}

/** mm/swapfile.c: stands for it; counts beyond SWAP_MAP_MAX are not modelled. */
export function add_swap_count_continuation(entry: swp_entry_t, gfp_mask: gfp_t): int {
  return -ENOMEM
}

/** mm/swapfile.c, v6.8-rc5 */
export function swap_duplicate(entry: swp_entry_t): int {
  let err: int = 0

  while (!err && __swap_duplicate(entry, 1) == -ENOMEM) err = add_swap_count_continuation(entry, GFP_ATOMIC)
  return err
}

/** mm/swapfile.c, v6.8-rc5 */
export function swapcache_prepare(entry: swp_entry_t): int {
  return __swap_duplicate(entry, SWAP_HAS_CACHE)
}

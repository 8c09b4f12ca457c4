// mm/swapfile.c: the reference counts of swap entries.
//
// One device, a rotating disk: there are no clusters, so that si->lock protects the map, as lock_cluster_or_swap_info()
// decides. Left out: allocation of entries, huge entries (an entry is one page; the branches for them are there, and
// never taken), counts above SWAP_MAP_MAX (they would need a continuation page), swapon and swapoff.
//
// Differs from -mm of v5.7-rc6: swap_type_to_swap_info() gives the one device, not READ_ONCE(swap_info[type]);
// swap_count_continued() and add_swap_count_continuation() stand for theirs. All other statements are those of the
// kernel, token by token.

import {
  advance,
  at,
  bool,
  elide,
  elvis,
  goto,
  int,
  NULL,
  offset,
  type Ptr,
  type Ref,
  ref,
  type uchar,
  type uint,
  type ulong,
  zeroed,
} from '../../src/model/dialect.ts'
import { atomic_read } from '../kernel/atomic.ts'
import { VM_BUG_ON, VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import { likely, smp_rmb, unlikely } from '../kernel/compiler.ts'
import { EEXIST, EINVAL, ENOENT, ENOMEM } from '../kernel/errno.ts'
import { GFP_ATOMIC } from '../kernel/gfp.ts'
import { CONFIG_THP_SWAP, IS_ENABLED } from '../kernel/kconfig.ts'
import { max, round_down } from '../kernel/minmax.ts'
import { HPAGE_PMD_NR, hpage_nr_pages, page_mapped, page_private, page_trans_huge_mapcount, put_page } from '../kernel/mm.ts'
import type { page } from '../kernel/mm-types.ts'
import {
  compound_head,
  PageHuge,
  PageKsm,
  PageLocked,
  PageSwapCache,
  PageTransCompound,
  PageWriteback,
  SetPageDirty,
} from '../kernel/page-flags.ts'
import { trylock_page, unlock_page } from '../kernel/pagemap.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { find_get_page } from './filemap.ts'
import { mem_cgroup_swap_full, mem_cgroup_uncharge_swap } from './memcontrol.ts'
import {
  CLUSTER_FLAG_HUGE,
  COUNT_CONTINUED,
  non_swap_entry,
  SWAP_HAS_CACHE,
  SWAP_MAP_BAD,
  SWAP_MAP_MAX,
  SWAP_MAP_SHMEM,
  SWAPFILE_CLUSTER,
  SWP_STABLE_WRITES,
  SWP_USED,
  SWP_VALID,
  type swap_cluster_info,
  type swap_info_struct,
  swp_entry,
  type swp_entry_t,
  swp_offset,
  swp_type,
} from './swap.ts'
import { free_swap_slot } from './swap_slots.ts'
import { delete_from_swap_cache, swap_address_space } from './swap_state.ts'

/** The one device that there is. */
export const swap_device: swap_info_struct = zeroed()

export const nr_swapfiles: uint = 1

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_type_to_swap_info(type: int): Ptr<swap_info_struct> {
  // biome-ignore format: the parentheses are READ_ONCE()'s
  if (type >= (nr_swapfiles)) return NULL
  smp_rmb()
  return swap_device
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swp_swap_info(entry: swp_entry_t): Ptr<swap_info_struct> {
  return swap_type_to_swap_info(swp_type(entry))
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function page_swap_info(page: Ptr<page>): Ptr<swap_info_struct> {
  let entry: swp_entry_t = { val: page_private(page) }
  return swp_swap_info(entry)
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_count(ent: uchar): uchar {
  return ent & ~SWAP_HAS_CACHE
}

export const TTRS_ANYWAY: ulong = 0x1
export const TTRS_UNMAPPED: ulong = 0x2
export const TTRS_FULL: ulong = 0x4

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function __try_to_reclaim_swap(si: Ptr<swap_info_struct>, offset$: ulong, flags: ulong): int {
  let entry: swp_entry_t = swp_entry(si.type, offset$)
  let page: Ptr<page>
  let ret: int = 0

  page = find_get_page(swap_address_space(entry), offset$)
  if (!page) return 0
  if (trylock_page(page)) {
    // biome-ignore format: the parentheses are the kernel's
    if ((flags & TTRS_ANYWAY) ||
        ((flags & TTRS_UNMAPPED) && !page_mapped(page)) ||
        ((flags & TTRS_FULL) && mem_cgroup_swap_full(page)))
      ret = try_to_free_swap(page)
    unlock_page(page)
  }
  put_page(page)
  return ret
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function cluster_is_huge(info: Ptr<swap_cluster_info>): bool {
  if (IS_ENABLED(CONFIG_THP_SWAP)) return bool(info.flags & CLUSTER_FLAG_HUGE)
  return false
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function cluster_clear_huge(info: Ptr<swap_cluster_info>): void {
  info.flags &= ~CLUSTER_FLAG_HUGE
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function lock_cluster(si: Ptr<swap_info_struct>, offset$: ulong): Ptr<swap_cluster_info> {
  let ci: Ptr<swap_cluster_info>

  ci = si.cluster_info
  if (ci) {
    advance(ci, offset$ / SWAPFILE_CLUSTER)
    spin_lock(ci.lock)
  }
  return ci
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function unlock_cluster(ci: Ptr<swap_cluster_info>): void {
  if (ci) spin_unlock(ci.lock)
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function lock_cluster_or_swap_info(si: Ptr<swap_info_struct>, offset$: ulong): Ptr<swap_cluster_info> {
  let ci: Ptr<swap_cluster_info>

  ci = lock_cluster(si, offset$)
  if (!ci) spin_lock(si.lock)

  return ci
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function unlock_cluster_or_swap_info(si: Ptr<swap_info_struct>, ci: Ptr<swap_cluster_info>): void {
  if (ci) unlock_cluster(ci)
  else spin_unlock(si.lock)
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function __swap_info_get(entry: swp_entry_t): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>
  let offset$: ulong

  if (!entry.val) goto('out')
  p = swp_swap_info(entry)
  if (!p) goto('bad_nofile')
  if (!(p.flags & SWP_USED)) goto('bad_device')
  offset$ = swp_offset(entry)
  if (offset$ >= p.max) goto('bad_offset')
  return p

  bad_offset: elide('pr_err("swap_info_get: %s%08lx\\n", Bad_offset, entry.val)', 'messages')
  goto('out')
  bad_device: elide('pr_err("swap_info_get: %s%08lx\\n", Unused_file, entry.val)', 'messages')
  goto('out')
  bad_nofile: elide('pr_err("swap_info_get: %s%08lx\\n", Bad_file, entry.val)', 'messages')
  out: return NULL
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function _swap_info_get(entry: swp_entry_t): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>

  p = __swap_info_get(entry)
  if (!p) goto('out')
  if (!p.swap_map[swp_offset(entry)]) goto('bad_free')
  return p

  bad_free: elide('pr_err("swap_info_get: %s%08lx\\n", Unused_offset, entry.val)', 'messages')
  goto('out')
  out: return NULL
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_info_get(entry: swp_entry_t): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>

  p = _swap_info_get(entry)
  if (p) spin_lock(p.lock)
  return p
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_info_get_cont(entry: swp_entry_t, q: Ptr<swap_info_struct>): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>

  p = _swap_info_get(entry)

  if (p != q) {
    if (q != NULL) spin_unlock(q.lock)
    if (p != NULL) spin_lock(p.lock)
  }
  return p
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
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
  p.swap_map[offset$] = elvis(usage, SWAP_HAS_CACHE)

  return usage
}

/** mm/swapfile.c: stands for it; counts beyond SWAP_MAP_MAX are not modelled, there is never a continuation page. */
export function swap_count_continued(si: Ptr<swap_info_struct>, offset$: pgoff_t, count: uchar): bool {
  return false
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function get_swap_device(entry: swp_entry_t): Ptr<swap_info_struct> {
  let si: Ptr<swap_info_struct>
  let offset$: ulong

  if (!entry.val) goto('out')
  si = swp_swap_info(entry)
  if (!si) goto('bad_nofile')

  rcu_read_lock()
  if (!(si.flags & SWP_VALID)) goto('unlock_out')
  offset$ = swp_offset(entry)
  if (offset$ >= si.max) goto('unlock_out')

  return si
  bad_nofile: elide('pr_err("%s: %s%08lx\\n", __func__, Bad_file, entry.val)', 'messages')
  out: return NULL
  unlock_out: rcu_read_unlock()
  return NULL
}

/** include/linux/swap.h, v5.7-rc6-mm1 */
export function put_swap_device(si: Ptr<swap_info_struct>): void {
  rcu_read_unlock()
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
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

/** mm/swapfile.c, v5.7-rc6-mm1 */
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
  elide('swap_range_free(p, offset, 1)', 'free space is not searched')
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_free(entry: swp_entry_t): void {
  let p: Ptr<swap_info_struct>

  p = _swap_info_get(entry)
  if (p) __swap_entry_free(p, entry)
}

/** include/linux/swap.h */
export function swap_entry_size(size: int): int {
  return 1
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function put_swap_page(page: Ptr<page>, entry: swp_entry_t): void {
  let offset$: ulong = swp_offset(entry)
  let idx: ulong = offset$ / SWAPFILE_CLUSTER
  let ci: Ptr<swap_cluster_info>
  let si: Ptr<swap_info_struct>
  let map: Ref<uchar>
  let i: uint,
    free_entries: uint = 0
  let val: uchar
  let size: int = swap_entry_size(hpage_nr_pages(page))

  si = _swap_info_get(entry)
  if (!si) return

  ci = lock_cluster_or_swap_info(si, offset$)
  if (size == SWAPFILE_CLUSTER) {
    // An entry is one page here: this is never reached.
    VM_BUG_ON(!cluster_is_huge(ci))
    map = offset(si.swap_map, offset$)
    for (i = 0; i < SWAPFILE_CLUSTER; i++) {
      val = map[i]
      VM_BUG_ON(!(val & SWAP_HAS_CACHE))
      if (val == SWAP_HAS_CACHE) free_entries++
    }
    cluster_clear_huge(ci)
    if (free_entries == SWAPFILE_CLUSTER) {
      unlock_cluster_or_swap_info(si, ci)
      spin_lock(si.lock)
      mem_cgroup_uncharge_swap(entry, SWAPFILE_CLUSTER)
      elide('swap_free_cluster(si, idx)', 'huge entries')
      spin_unlock(si.lock)
      return
    }
  }
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

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swapcache_free_entries(entries: Ref<swp_entry_t>, n: int): void {
  let p: Ptr<swap_info_struct>, prev: Ptr<swap_info_struct>
  let i: int

  if (n <= 0) return

  prev = NULL
  p = NULL

  elide('if (nr_swapfiles > 1) sort(entries, n, sizeof(entries[0]), swp_entry_cmp, NULL);', 'there is one device')
  for (i = 0; i < n; ++i) {
    p = swap_info_get_cont(entries[i], prev)
    if (p) swap_entry_free(p, entries[i])
    prev = p
  }
  if (p) spin_unlock(p.lock)
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function page_swapcount(page: Ptr<page>): int {
  let count: int = 0
  let p: Ptr<swap_info_struct>
  let ci: Ptr<swap_cluster_info>
  let entry: swp_entry_t
  let offset$: ulong

  entry.val = page_private(page)
  p = _swap_info_get(entry)
  if (p) {
    offset$ = swp_offset(entry)
    ci = lock_cluster_or_swap_info(p, offset$)
    count = swap_count(p.swap_map[offset$])
    unlock_cluster_or_swap_info(p, ci)
  }
  return count
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function __swap_count(entry: swp_entry_t): int {
  let si: Ptr<swap_info_struct>
  let offset$: pgoff_t = swp_offset(entry)
  let count: int = 0

  si = get_swap_device(entry)
  if (si) {
    count = swap_count(si.swap_map[offset$])
    put_swap_device(si)
  }
  return count
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_swapcount(si: Ptr<swap_info_struct>, entry: swp_entry_t): int {
  let count: int = 0
  let offset$: pgoff_t = swp_offset(entry)
  let ci: Ptr<swap_cluster_info>

  ci = lock_cluster_or_swap_info(si, offset$)
  count = swap_count(si.swap_map[offset$])
  unlock_cluster_or_swap_info(si, ci)
  return count
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function __swp_swapcount(entry: swp_entry_t): int {
  let count: int = 0
  let si: Ptr<swap_info_struct>

  si = get_swap_device(entry)
  if (si) {
    count = swap_swapcount(si, entry)
    put_swap_device(si)
  }
  return count
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swp_swapcount(entry: swp_entry_t): int {
  let count: int, tmp_count: int, n: int
  let p: Ptr<swap_info_struct>
  let ci: Ptr<swap_cluster_info>
  let page: Ptr<page>
  let offset$: pgoff_t
  let map: Ref<uchar>

  p = _swap_info_get(entry)
  if (!p) return 0

  offset$ = swp_offset(entry)

  ci = lock_cluster_or_swap_info(p, offset$)

  count = swap_count(p.swap_map[offset$])
  if (!(count & COUNT_CONTINUED)) goto('out')

  count &= ~COUNT_CONTINUED
  n = SWAP_MAP_MAX + 1

  elide('page = vmalloc_to_page(p->swap_map + offset)', 'counts above SWAP_MAP_MAX')
  elide('offset &= ~PAGE_MASK', 'counts above SWAP_MAP_MAX')
  elide('VM_BUG_ON(page_private(page) != SWP_CONTINUED)', 'counts above SWAP_MAP_MAX')
  elide(
    'do { page = list_next_entry(page, lru); map = kmap_atomic(page); tmp_count = map[offset]; kunmap_atomic(map); count += (tmp_count & ~COUNT_CONTINUED) * n; n *= (SWAP_CONT_MAX + 1); } while (tmp_count & COUNT_CONTINUED);',
    'counts above SWAP_MAP_MAX',
  )
  out: unlock_cluster_or_swap_info(p, ci)
  return count
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function page_swapped(page: Ptr<page>): bool {
  let entry: swp_entry_t
  let si: Ptr<swap_info_struct>

  if (!IS_ENABLED(CONFIG_THP_SWAP) || likely(!PageTransCompound(page))) return page_swapcount(page) != 0

  page = compound_head(page)
  entry.val = page_private(page)
  si = _swap_info_get(entry)
  if (si) return swap_page_trans_huge_swapped(si, entry)
  return false
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function reuse_swap_page(page: Ptr<page>, total_map_swapcount: Ref<int>): bool {
  let count: int, total_mapcount: int, total_swapcount: int

  VM_BUG_ON_PAGE(!PageLocked(page), page)
  if (unlikely(bool(PageKsm(page)))) return false
  count = page_trans_huge_map_swapcount(page, ref(total_mapcount), ref(total_swapcount))
  if (total_map_swapcount) total_map_swapcount.value = total_mapcount + total_swapcount
  if (
    count == 1 &&
    PageSwapCache(page) &&
    (likely(!PageTransCompound(page)) || total_swapcount == page_swapcount(page))
  ) {
    if (!PageWriteback(page)) {
      page = compound_head(page)
      delete_from_swap_cache(page)
      SetPageDirty(page)
    } else {
      let entry: swp_entry_t
      let p: Ptr<swap_info_struct>

      entry.val = page_private(page)
      p = swap_info_get(entry)
      if (p.flags & SWP_STABLE_WRITES) {
        spin_unlock(p.lock)
        return false
      }
      spin_unlock(p.lock)
    }
  }

  return count <= 1
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function page_trans_huge_map_swapcount(
  page: Ptr<page>,
  total_mapcount: Ref<int>,
  total_swapcount: Ref<int>,
): int {
  let i: int, map_swapcount: int, _total_mapcount: int, _total_swapcount: int
  let offset$: ulong = 0
  let si: Ptr<swap_info_struct>
  let ci: Ptr<swap_cluster_info> = NULL
  let map: Ref<uchar> = NULL
  let mapcount: int,
    swapcount: int = 0

  VM_BUG_ON_PAGE(bool(PageHuge(page)), page)

  if (!IS_ENABLED(CONFIG_THP_SWAP) || likely(!PageTransCompound(page))) {
    mapcount = page_trans_huge_mapcount(page, total_mapcount)
    if (PageSwapCache(page)) swapcount = page_swapcount(page)
    if (total_swapcount) total_swapcount.value = swapcount
    return mapcount + swapcount
  }

  // Only huge pages come here.
  page = compound_head(page)

  _total_mapcount = _total_swapcount = map_swapcount = 0
  if (PageSwapCache(page)) {
    let entry: swp_entry_t

    entry.val = page_private(page)
    si = _swap_info_get(entry)
    if (si) {
      map = si.swap_map
      offset$ = swp_offset(entry)
    }
  }
  if (map) ci = lock_cluster(si, offset$)
  for (i = 0; i < HPAGE_PMD_NR; i++) {
    mapcount = atomic_read(at(page, i)._mapcount) + 1
    _total_mapcount += mapcount
    if (map) {
      swapcount = swap_count(map[offset$ + i])
      _total_swapcount += swapcount
    }
    map_swapcount = max(map_swapcount, mapcount + swapcount)
  }
  unlock_cluster(ci)
  elide('if (PageDoubleMap(page)) { map_swapcount -= 1; _total_mapcount -= HPAGE_PMD_NR; }', 'huge pages')
  elide('mapcount = compound_mapcount(page)', 'huge pages')
  map_swapcount += mapcount
  _total_mapcount += mapcount
  if (total_mapcount) total_mapcount.value = _total_mapcount
  if (total_swapcount) total_swapcount.value = _total_swapcount

  return map_swapcount
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function try_to_free_swap(page: Ptr<page>): int {
  VM_BUG_ON_PAGE(!PageLocked(page), page)

  if (!PageSwapCache(page)) return 0
  if (PageWriteback(page)) return 0
  if (page_swapped(page)) return 0
  elide('if (pm_suspended_storage()) return 0;', 'hibernation')

  page = compound_head(page)
  delete_from_swap_cache(page)
  SetPageDirty(page)
  return 1
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function free_swap_and_cache(entry: swp_entry_t): int {
  let p: Ptr<swap_info_struct>
  let count: uchar

  if (non_swap_entry(entry)) return 1

  p = _swap_info_get(entry)
  if (p) {
    count = __swap_entry_free(p, entry)
    if (count == SWAP_HAS_CACHE && !swap_page_trans_huge_swapped(p, entry))
      __try_to_reclaim_swap(p, swp_offset(entry), TTRS_UNMAPPED | TTRS_FULL)
  }
  return int(p != NULL)
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_page_trans_huge_swapped(si: Ptr<swap_info_struct>, entry: swp_entry_t): bool {
  let ci: Ptr<swap_cluster_info>
  let map: Ref<uchar> = si.swap_map
  let roffset: ulong = swp_offset(entry)
  let offset$: ulong = round_down(roffset, SWAPFILE_CLUSTER)
  let i: int
  let ret: bool = false

  ci = lock_cluster_or_swap_info(si, offset$)
  if (!ci || !cluster_is_huge(ci)) {
    if (swap_count(map[roffset])) ret = true
    goto('unlock_out')
  }
  for (i = 0; i < SWAPFILE_CLUSTER; i++) {
    if (swap_count(map[offset$ + i])) {
      ret = true
      break
    }
  }
  unlock_out: unlock_cluster_or_swap_info(si, ci)
  return ret
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function __swap_duplicate(entry: swp_entry_t, usage: uchar): int {
  let p: Ptr<swap_info_struct>
  let ci: Ptr<swap_cluster_info>
  let offset$: ulong
  let count: uchar
  let has_cache: uchar
  let err: int = -EINVAL

  p = get_swap_device(entry)
  if (!p) goto('out')

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
  out: if (p) put_swap_device(p)
  return err
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_shmem_alloc(entry: swp_entry_t): void {
  __swap_duplicate(entry, SWAP_MAP_SHMEM)
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swap_duplicate(entry: swp_entry_t): int {
  let err: int = 0

  while (!err && __swap_duplicate(entry, 1) == -ENOMEM) err = add_swap_count_continuation(entry, GFP_ATOMIC)
  return err
}

/** mm/swapfile.c: stands for it; counts beyond SWAP_MAP_MAX are not modelled. */
export function add_swap_count_continuation(entry: swp_entry_t, gfp_mask: gfp_t): int {
  return -ENOMEM
}

/** mm/swapfile.c, v5.7-rc6-mm1 */
export function swapcache_prepare(entry: swp_entry_t): int {
  return __swap_duplicate(entry, SWAP_HAS_CACHE)
}

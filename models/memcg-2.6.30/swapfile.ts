// mm/swapfile.c: the map of the swap area, and who may take a page out of the swap cache. swap_lock protects the map; it
// is taken with interrupts on, so that no handler may take it.
//
// Differs: one area, never taken out of use. Of scan_swap_map() clusters and discards are left out.

import { type Arr, type bool, cast, elide, goto, int, type long, NULL, offset, type Ptr, type Ref, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import type { sector_t } from '../kernel/2.6/bio.ts'
import type { page } from '../kernel/2.6/mm-types.ts'
import { PageLocked, PageSwapCache, PageWriteback, SetPageDirty } from '../kernel/2.6/page-flags.ts'
import { page_mapcount, page_mapped, page_private, trylock_page, unlock_page } from '../kernel/2.6/pagemap.ts'
import { VM_BUG_ON } from '../kernel/bug.ts'
import { unlikely } from '../kernel/compiler.ts'
import { cond_resched } from '../kernel/sched.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import type { pgoff_t } from '../kernel/types.ts'
import { find_get_page } from './filemap.ts'
import { page_cache_release } from './lru.ts'
import { mem_cgroup_uncharge_swap } from './memcontrol.ts'
import {
  is_migration_entry,
  SWAP_MAP_BAD,
  SWAP_MAP_MAX,
  SWP_SCANNING,
  SWP_USED,
  SWP_WRITEOK,
  type swap_info_struct,
  type swap_list_t,
  swp_entry,
  type swp_entry_t,
  swp_offset,
  swp_type,
} from './swap.ts'
import { delete_from_swap_cache, swapper_space } from './swap_state.ts'

export const swap_lock: spinlock_t = zeroed()
export const nr_swapfiles: uint = 1
export let nr_swap_pages: long = 0
export let total_swap_pages: long = 0
export let swap_overflow: int = 0
export const page_cluster: int = 1
export const swap_list: swap_list_t = zeroed()
export const swap_info: Arr<swap_info_struct, 1> = zeroed()

/** include/linux/swap.h */
export function vm_swap_full(): bool {
  // biome-ignore format: the parentheses are the kernel's
  return (nr_swap_pages * 2 < total_swap_pages)
}

/** For a scenario: the area has pages of which so many are in use. */
export function swap_of(pages: uint, inuse: uint): void {
  total_swap_pages = pages
  nr_swap_pages = pages - inuse
  swap_info[0].inuse_pages = inuse
}

/** mm/swapfile.c, 2.6.30 */
export function scan_swap_map(si: Ptr<swap_info_struct>): ulong {
  let offset$: ulong
  let scan_base: ulong
  let last_in_cluster: ulong = 0
  let latency_ration: int = LATENCY_LIMIT
  let found_free_cluster: int = 0

  si.flags += SWP_SCANNING
  scan_base = offset$ = si.cluster_next

  elide(
    'if (unlikely(!si->cluster_nr--)) { if (si->pages - si->inuse_pages < SWAPFILE_CLUSTER) { si->cluster_nr = SWAPFILE_CLUSTER - 1; goto checks; } if (si->flags & SWP_DISCARDABLE) { if (si->lowest_alloc) goto checks; si->lowest_alloc = si->max; si->highest_alloc = 0; } spin_unlock(&swap_lock); if (!(si->flags & SWP_SOLIDSTATE)) scan_base = offset = si->lowest_bit; last_in_cluster = offset + SWAPFILE_CLUSTER - 1; for (; last_in_cluster <= si->highest_bit; offset++) { if (si->swap_map[offset]) last_in_cluster = offset + SWAPFILE_CLUSTER; else if (offset == last_in_cluster) { spin_lock(&swap_lock); offset -= SWAPFILE_CLUSTER - 1; si->cluster_next = offset; si->cluster_nr = SWAPFILE_CLUSTER - 1; found_free_cluster = 1; goto checks; } if (unlikely(--latency_ration < 0)) { cond_resched(); latency_ration = LATENCY_LIMIT; } } offset = si->lowest_bit; last_in_cluster = offset + SWAPFILE_CLUSTER - 1; for (; last_in_cluster < scan_base; offset++) { if (si->swap_map[offset]) last_in_cluster = offset + SWAPFILE_CLUSTER; else if (offset == last_in_cluster) { spin_lock(&swap_lock); offset -= SWAPFILE_CLUSTER - 1; si->cluster_next = offset; si->cluster_nr = SWAPFILE_CLUSTER - 1; found_free_cluster = 1; goto checks; } if (unlikely(--latency_ration < 0)) { cond_resched(); latency_ration = LATENCY_LIMIT; } } offset = scan_base; spin_lock(&swap_lock); si->cluster_nr = SWAPFILE_CLUSTER - 1; si->lowest_alloc = 0; }',
    'clusters: the area is smaller than one',
  )

  checks: if (!(si.flags & SWP_WRITEOK)) goto('no_page')
  if (!si.highest_bit) goto('no_page')
  if (offset$ > si.highest_bit) scan_base = offset$ = si.lowest_bit
  if (si.swap_map[offset$]) goto('scan')

  if (offset$ == si.lowest_bit) si.lowest_bit++
  if (offset$ == si.highest_bit) si.highest_bit--
  si.inuse_pages++
  if (si.inuse_pages == si.pages) {
    si.lowest_bit = si.max
    si.highest_bit = 0
  }
  si.swap_map[offset$] = 1
  si.cluster_next = offset$ + 1
  si.flags -= SWP_SCANNING

  elide(
    'if (si->lowest_alloc) { if (found_free_cluster) { if (offset < si->highest_alloc && si->lowest_alloc <= last_in_cluster) last_in_cluster = si->lowest_alloc - 1; si->flags |= SWP_DISCARDING; spin_unlock(&swap_lock); if (offset < last_in_cluster) discard_swap_cluster(si, offset, last_in_cluster - offset + 1); spin_lock(&swap_lock); si->lowest_alloc = 0; si->flags &= ~SWP_DISCARDING; smp_mb(); wake_up_bit(&si->flags, ilog2(SWP_DISCARDING)); } else if (si->flags & SWP_DISCARDING) { spin_unlock(&swap_lock); wait_on_bit(&si->flags, ilog2(SWP_DISCARDING), wait_for_discard, TASK_UNINTERRUPTIBLE); spin_lock(&swap_lock); } else { if (offset < si->lowest_alloc) si->lowest_alloc = offset; if (offset > si->highest_alloc) si->highest_alloc = offset; } }',
    'discards',
  )
  return offset$

  scan: spin_unlock(swap_lock)
  while (++offset$ <= si.highest_bit) {
    if (!si.swap_map[offset$]) {
      spin_lock(swap_lock)
      goto('checks')
    }
    if (unlikely(--latency_ration < 0)) {
      cond_resched()
      latency_ration = LATENCY_LIMIT
    }
  }
  offset$ = si.lowest_bit
  while (++offset$ < scan_base) {
    if (!si.swap_map[offset$]) {
      spin_lock(swap_lock)
      goto('checks')
    }
    if (unlikely(--latency_ration < 0)) {
      cond_resched()
      latency_ration = LATENCY_LIMIT
    }
  }
  spin_lock(swap_lock)

  no_page: si.flags -= SWP_SCANNING
  return 0
}

export const LATENCY_LIMIT: int = 256

/** mm/swapfile.c, 2.6.30 */
export function get_swap_page(): swp_entry_t {
  let si: Ptr<swap_info_struct>
  let offset$: pgoff_t
  let type: int, next: int
  let wrapped: int = 0

  spin_lock(swap_lock)
  if (nr_swap_pages <= 0) goto('noswap')
  nr_swap_pages--

  for (type = swap_list.next; type >= 0 && wrapped < 2; type = next) {
    si = offset(swap_info, type)
    next = si.next
    if (next < 0 || (!wrapped && si.prio != swap_info[next].prio)) {
      next = swap_list.head
      wrapped++
    }

    if (!si.highest_bit) continue
    if (!(si.flags & SWP_WRITEOK)) continue

    swap_list.next = next
    offset$ = scan_swap_map(si)
    if (offset$) {
      spin_unlock(swap_lock)
      return swp_entry(type, offset$)
    }
    next = swap_list.next
  }

  nr_swap_pages++
  noswap: spin_unlock(swap_lock)
  return cast<swp_entry_t>([0])
}

/** mm/swapfile.c, 2.6.30 */
export function get_swap_page_of_type(type: int): swp_entry_t {
  let si: Ptr<swap_info_struct>
  let offset$: pgoff_t

  spin_lock(swap_lock)
  si = offset(swap_info, type)
  if (si.flags & SWP_WRITEOK) {
    nr_swap_pages--
    offset$ = scan_swap_map(si)
    if (offset$) {
      spin_unlock(swap_lock)
      return swp_entry(type, offset$)
    }
    nr_swap_pages++
  }
  spin_unlock(swap_lock)
  return cast<swp_entry_t>([0])
}

/** mm/swapfile.c, 2.6.30 */
export function swap_info_get(entry: swp_entry_t): Ptr<swap_info_struct> {
  let p: Ptr<swap_info_struct>
  let offset$: ulong, type: ulong

  if (!entry.val) goto('out')
  type = swp_type(entry)
  if (type >= nr_swapfiles) goto('bad_nofile')
  p = swap_info[type]
  if (!(p.flags & SWP_USED)) goto('bad_device')
  offset$ = swp_offset(entry)
  if (offset$ >= p.max) goto('bad_offset')
  if (!p.swap_map[offset$]) goto('bad_free')
  spin_lock(swap_lock)
  return p

  bad_free: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Unused_offset, entry.val)', 'a message')
  goto('out')
  bad_offset: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Bad_offset, entry.val)', 'a message')
  goto('out')
  bad_device: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Unused_file, entry.val)', 'a message')
  goto('out')
  bad_nofile: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Bad_file, entry.val)', 'a message')
  out: return NULL
}

/** mm/swapfile.c, 2.6.30 */
export function swap_entry_free(p: Ptr<swap_info_struct>, ent: swp_entry_t): int {
  let offset$: ulong = swp_offset(ent)
  let count: int = p.swap_map[offset$]

  if (count < SWAP_MAP_MAX) {
    count--
    p.swap_map[offset$] = count
    if (!count) {
      if (offset$ < p.lowest_bit) p.lowest_bit = offset$
      if (offset$ > p.highest_bit) p.highest_bit = offset$
      elide('if (p->prio > swap_info[swap_list.next].prio) swap_list.next = p - swap_info;', 'there is one area')
      nr_swap_pages++
      p.inuse_pages--
      mem_cgroup_uncharge_swap(ent)
    }
  }
  return count
}

/** mm/swapfile.c, 2.6.30 */
export function swap_free(entry: swp_entry_t): void {
  let p: Ptr<swap_info_struct>

  p = swap_info_get(entry)
  if (p) {
    swap_entry_free(p, entry)
    spin_unlock(swap_lock)
  }
}

/** mm/swapfile.c, 2.6.30 */
export function page_swapcount(page: Ptr<page>): int {
  let count: int = 0
  let p: Ptr<swap_info_struct>
  let entry: swp_entry_t

  entry.val = page_private(page)
  p = swap_info_get(entry)
  if (p) {
    count = p.swap_map[swp_offset(entry)] - 1
    spin_unlock(swap_lock)
  }
  return count
}

/** mm/swapfile.c, 2.6.30 */
export function reuse_swap_page(page: Ptr<page>): int {
  let count: int

  VM_BUG_ON(!PageLocked(page))
  count = page_mapcount(page)
  if (count <= 1 && PageSwapCache(page)) {
    count += page_swapcount(page)
    if (count == 1 && !PageWriteback(page)) {
      delete_from_swap_cache(page)
      SetPageDirty(page)
    }
  }
  return int(count == 1)
}

/** mm/swapfile.c, 2.6.30 */
export function try_to_free_swap(page: Ptr<page>): int {
  VM_BUG_ON(!PageLocked(page))

  if (!PageSwapCache(page)) return 0
  if (PageWriteback(page)) return 0
  if (page_swapcount(page)) return 0

  delete_from_swap_cache(page)
  SetPageDirty(page)
  return 1
}

/** mm/swapfile.c, 2.6.30 */
export function free_swap_and_cache(entry: swp_entry_t): int {
  let p: Ptr<swap_info_struct>
  let page: Ptr<page> = NULL

  if (is_migration_entry(entry)) return 1

  p = swap_info_get(entry)
  if (p) {
    if (swap_entry_free(p, entry) == 1) {
      page = find_get_page(swapper_space, entry.val)
      if (page && !trylock_page(page)) {
        page_cache_release(page)
        page = NULL
      }
    }
    spin_unlock(swap_lock)
  }
  if (page) {
    if (PageSwapCache(page) && !PageWriteback(page) && (!page_mapped(page) || vm_swap_full())) {
      delete_from_swap_cache(page)
      SetPageDirty(page)
    }
    unlock_page(page)
    page_cache_release(page)
  }
  return int(p != NULL)
}

/** mm/swapfile.c: stands for it: pages of the area lie on the device in their order. */
export function map_swap_page(sis: Ptr<swap_info_struct>, offset$: pgoff_t): sector_t {
  return offset$
}

/** mm/swapfile.c, 2.6.30 */
export function get_swap_info_struct(type: uint): Ptr<swap_info_struct> {
  return swap_info[type]
}

/** mm/swapfile.c, 2.6.30 */
export function swap_duplicate(entry: swp_entry_t): int {
  let p: Ptr<swap_info_struct>
  let offset$: ulong, type: ulong
  let result: int = 0

  if (is_migration_entry(entry)) return 1

  type = swp_type(entry)
  if (type >= nr_swapfiles) goto('bad_file')
  p = offset(type, swap_info)
  offset$ = swp_offset(entry)

  spin_lock(swap_lock)
  if (offset$ < p.max && p.swap_map[offset$]) {
    if (p.swap_map[offset$] < SWAP_MAP_MAX - 1) {
      p.swap_map[offset$]++
      result = 1
    } else if (p.swap_map[offset$] <= SWAP_MAP_MAX) {
      elide('if (swap_overflow++ < 5) printk(KERN_WARNING "swap_dup: swap entry overflow\\n");', 'a message')
      p.swap_map[offset$] = SWAP_MAP_MAX
      result = 1
    }
  }
  spin_unlock(swap_lock)
  out: return result

  bad_file: elide('printk(KERN_ERR "swap_dup: %s%08lx\\n", Bad_file, entry.val)', 'a message')
  goto('out')
}

/** mm/swapfile.c, 2.6.30 */
export function valid_swaphandles(entry: swp_entry_t, offset$: Ref<ulong>): int {
  let si: Ptr<swap_info_struct>
  let our_page_cluster: int = page_cluster
  let target: pgoff_t, toff: pgoff_t
  let base: pgoff_t, end: pgoff_t
  let nr_pages: int = 0

  if (!our_page_cluster) return 0

  si = swap_info[swp_type(entry)]
  target = swp_offset(entry)
  base = (target >> our_page_cluster) << our_page_cluster
  end = base + (1 << our_page_cluster)
  if (!base) base++

  spin_lock(swap_lock)
  if (end > si.max) end = si.max

  for (toff = target; ++toff < end; nr_pages++) {
    if (!si.swap_map[toff]) break
    if (si.swap_map[toff] == SWAP_MAP_BAD) break
  }
  for (toff = target; --toff >= base; nr_pages++) {
    if (!si.swap_map[toff]) break
    if (si.swap_map[toff] == SWAP_MAP_BAD) break
  }
  spin_unlock(swap_lock)

  offset$.value = ++toff
  return nr_pages ? ++nr_pages : 0
}

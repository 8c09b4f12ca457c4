// One area of swap with room for one page, which is compressed in zswap at first, the oldest on its list, and in no page.
// The page table has two places: who loses the page is at the first, who gets its slot in swap at the second.
//
//   writeback     shrink_memcg() takes the entry from the list and writes it to swap
//   against it    swapoff; swapoff, swapon and another page; an exit and another page; a fault past the swap cache
//
// Memory contains numbers. What a place of the page table must contain stands in `expected`, 0 if nothing.

import { type Arr, bool, NULL, type Ptr, rb_entry, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import { type bio, bio_endio, bio_first_page_all, bio_op, bio_take, type block_device, REQ_OP_WRITE } from '../kernel/bio.ts'
import { folio_test_writeback } from '../kernel/folio/folio-flags.ts'
import { folio_mark_dirty, folio_trylock, folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put, folio_ref_freeze, folio_ref_unfreeze } from '../kernel/folio/folio-ref.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_KERNEL } from '../kernel/gfp.ts'
import { INIT_LIST_HEAD } from '../kernel/list.ts'
import { PG_locked, PG_swapbacked, PG_uptodate } from '../kernel/page-flags.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import { xa_load } from '../kernel/xa-api.ts'
import { xa_lock_irq, xa_unlock_irq } from '../kernel/xarray.ts'
import { new_folio, page_folio } from './filemap.ts'
import { do_swap_page, type vm_fault } from './memory.ts'
import { swap_writepage, WB_SYNC_NONE, type writeback_control } from './page_io.ts'
import { is_swap_pte, page_table, type pte_t, pte_to_swp_entry, ptep_get, swp_entry_to_pte } from './pgtable.ts'
import type { rb_node } from './rbtree.ts'
import { SWP_SYNCHRONOUS_IO, swapper_space, swp_entry } from './swap.ts'
import { __delete_from_swap_cache, add_to_swap_cache } from './swap_state.ts'
import { folio_alloc_swap, free_swap_and_cache, put_swap_folio, swap_duplicate, the_area } from './swapfile.ts'
import { swap_users_ref_free, sys_swapoff, sys_swapon, the_vma } from './swapoff.ts'
import { type zswap_entry, zswap_pool_one, zswap_trees } from './zswap.ts'
import { shrink_memcg } from './zswap-writeback.ts'

export const the_disk: block_device = zeroed()
/** What the one slot of the disk contains. */
export let on_disk: uint = 0
export const expected: Arr<uint, 2> = zeroed()

/** A page of a process: in memory, locked by reclaim, and in no cache. @atomic */
export function reclaimed_folio(content: uint): Ptr<folio> {
  let folio: Ptr<folio> = new_folio()
  folio.flags = (1 << PG_locked) | (1 << PG_uptodate) | (1 << PG_swapbacked)
  folio.data = content
  return folio
}

/** Reclaim takes a folio out of the swap cache, if it is clean and nobody has it; see __remove_mapping(). */
export function evict(folio: Ptr<folio>, entry: swp_entry_t): void {
  if (!folio_trylock(folio)) return
  xa_lock_irq(swapper_space.i_pages)
  if (folio_test_writeback(folio) || !folio_ref_freeze(folio, 2)) {
    xa_unlock_irq(swapper_space.i_pages)
    folio_unlock(folio)
    return
  }
  __delete_from_swap_cache(folio, entry, NULL)
  xa_unlock_irq(swapper_space.i_pages)
  put_swap_folio(folio, entry)
  folio_ref_unfreeze(folio, 1)
  folio_unlock(folio)
}

/** Reclaim swaps a page out that is at a place of the page table, if there is room in swap. */
export function swap_out(address: ulong, content: uint): void {
  let folio: Ptr<folio> = reclaimed_folio(content)
  let wbc: writeback_control = { sync_mode: WB_SYNC_NONE }
  let entry: swp_entry_t = folio_alloc_swap(folio)

  if (entry.val) {
    add_to_swap_cache(folio, entry, GFP_KERNEL, NULL)
    folio_mark_dirty(folio)
    swap_duplicate(entry)
    spin_lock(page_table.lock)
    page_table.ptes[address] = swp_entry_to_pte(entry)
    expected[address] = content
    spin_unlock(page_table.lock)
    swap_writepage(folio.page, wbc)
    evict(folio, entry)
  } else folio_unlock(folio)
  folio_put(folio)
}

/** The same on a machine where zswap takes no more pages, when the folio is written and gone. */
export function swap_out_to_disk(address: ulong, content: uint): void {
  spin_lock(the_area.lock)
  if (the_area.swap_map && !the_area.swap_map[1]) on_disk_at(address, content)
  spin_unlock(the_area.lock)
}

/** @atomic */
export function on_disk_at(address: ulong, content: uint): void {
  the_area.swap_map[1] = 1
  the_area.inuse_pages = 1
  page_table.ptes[address] = swp_entry_to_pte(swp_entry(0, 1))
  expected[address] = content
  on_disk = content
}

/** The area in use, and one page swapped out to it. */
export function page_in_zswap(): void {
  the_area.bdev = the_disk
  the_area.users.dead = true
  the_area.users.release = swap_users_ref_free
  the_vma.vm_end = 1
  INIT_LIST_HEAD(zswap_pool_one.list_lru.node[0].lru.list)
  sys_swapon()
  swap_out(0, 7)
}

/** The same on a device that is as fast as memory. */
export function page_in_zswap_fast(): void {
  page_in_zswap()
  the_area.flags |= SWP_SYNCHRONOUS_IO
}

/** Some task is short of memory for zswap: the oldest entry is written back. */
export function shrinker(): void {
  shrink_memcg()
}

export function swapoff(): void {
  sys_swapoff()
}

export function swapoff_swapon(): void {
  if (!sys_swapoff() && !sys_swapon()) swap_out_to_disk(1, 8)
}

/** The owner of the page exits, and another page gets the slot. */
export function exit_and_reuse(): void {
  let nothing: swp_entry_t = { val: 0 }
  let pte: pte_t

  spin_lock(page_table.lock)
  pte = page_table.ptes[0]
  page_table.ptes[0] = swp_entry_to_pte(nothing)
  expected[0] = 0
  free_swap_and_cache(pte_to_swp_entry(pte))
  spin_unlock(page_table.lock)
  swap_out(1, 8)
}

/** The owner of the page touches it. */
export function fault(): void {
  let vmf: vm_fault = zeroed()

  vmf.vma = the_vma
  vmf.pmd = page_table
  vmf.orig_pte = ptep_get(page_table.ptes)
  if (is_swap_pte(vmf.orig_pte)) do_swap_page(vmf)
}

/** What the device has done when a bio is done. @atomic */
export function transfer(bio: Ptr<bio>): void {
  let folio: Ptr<folio> = page_folio(bio_first_page_all(bio))
  if (bio_op(bio) == REQ_OP_WRITE) on_disk = folio.data
  else folio.data = on_disk
}

/** The interrupt of the device. */
export function disk_irq(): void {
  for (;;) {
    let bio: Ptr<bio> = bio_take()
    transfer(bio)
    bio_endio(bio)
  }
}

export function cached(): Ptr<folio> {
  return xa_load(swapper_space.i_pages, 1)
}

/** What somebody would get who reads from a place of the page table. */
export function content_of(address: ulong): uint {
  let folio: Ptr<folio> = page_table.ptes[address].folio
  let node: Ptr<rb_node> = NULL

  if (folio) return folio.data
  if (!page_table.ptes[address].pte) return 0
  folio = cached()
  if (folio && bool(folio.flags & (1 << PG_uptodate))) return folio.data
  if (zswap_trees[0]) node = zswap_trees[0].rbroot.rb_node
  if (node) return rb_entry<zswap_entry>(node, 'rbnode').handle
  return on_disk
}

/** @atomic */
export function nothing_stale(): bool {
  return content_of(0) == expected[0] && content_of(1) == expected[1]
}

/** @atomic */
export function something_expected(): bool {
  return expected[0] != 0 || expected[1] != 0
}

export function locked(folio: Ptr<folio>): bool {
  return bool(folio) && bool(folio.flags & (1 << PG_locked))
}

/** @atomic */
export function nothing_locked(): bool {
  return !locked(cached()) && !locked(page_table.ptes[0].folio) && !locked(page_table.ptes[1].folio)
}

/** @atomic */
export function something_in_memory(): bool {
  return bool(cached()) || bool(page_table.ptes[0].folio) || bool(page_table.ptes[1].folio)
}

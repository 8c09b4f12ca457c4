// A folio that reclaim left in a cache and migration has isolated and locked; somebody looks it up by its other
// indices. What must be true in the end is told of the range of indices that the folio had, if the migration came about:
//
//   index    … first-1 | first … first+nr-1 | first+nr …
//   before      L      |   the old folio     |   R          L and R: shadows of neighbours that were evicted
//   after       L      |   the new folio     |   R
//
// In the swap cache each of the other indices is looked up in turn, since any may have been forgotten. In the page cache,
// where they are one entry, the second is; but there are three such folios, of which the first moves that is not held by
// the lookup: each does in some run, against every step of its lookup, and the runs stay short.

import { type Arr, alloc, type bool, cast, NULL, type Ptr, type uint, type ulong, type VoidPtr, zeroed } from '../../src/model/dialect.ts'
import { PG_head } from '../kernel/folio/folio-flags.ts'
import { folio_mapping_flags, PAGE_MAPPING_ANON } from '../kernel/folio/folio-kind.ts'
import { folio_unlock } from '../kernel/folio/folio-lock.ts'
import { folio_put } from '../kernel/folio/folio-ref.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import type { address_space } from '../kernel/mm-types.ts'
import { PG_dirty, PG_locked, PG_swapbacked, PG_swapcache, PG_uptodate } from '../kernel/page-flags.ts'
import { xa_get_order, xa_load } from '../kernel/xa-api.ts'
import { xa_is_value, xa_mk_value } from '../kernel/xa-entry.ts'
import { xa_set_up, xa_stored_unlocked } from '../kernel/xas-store.ts'
import { filemap_get_entry } from './filemap.ts'
import { MIGRATE_SYNC, MIGRATEPAGE_SUCCESS, MR_MEMORY_HOTPLUG, migrate_folio, migrate_folio_done } from './migrate.ts'
import { swapper_space } from './swap.ts'

/** One migration. */
export interface move {
  mapping: Ptr<address_space>
  /** The old folio, until it has moved. */
  src: Ptr<folio>
  dst: Ptr<folio>
  first: ulong
  order: uint
  /** Order of each entry: 0 in the swap cache, the folio's in the page cache. */
  entry_order: uint
  succeeded: bool
}

/** The moves of the scenario, and how many there are. */
export const moves: Arr<move, 3> = zeroed()
export let nr_moves: uint = 0

/** The page cache of a file, or of a tmpfs file. */
export const file_mapping: address_space = zeroed()

/** The folio in the swap cache: its first entry, and its pages as a power of two. */
export const SWAP_FIRST: ulong = 4
export const SWAP_ORDER: uint = 2

/** A folio as migration and reclaim hold it: locked, with one reference. @atomic */
export function new_folio(order: uint, flags: ulong): Ptr<folio> {
  let folio: Ptr<folio> = alloc<folio>()

  folio.flags = flags | (1 << PG_locked) | (order ? 1 << PG_head : 0)
  folio._refcount.counter = 1
  folio._mapcount.counter = -1
  folio._folio_order = order
  return folio
}

/** A folio in a cache between two shadows, and one to take its place. @atomic */
export function set_up_move(
  mapping: Ptr<address_space>,
  first: ulong,
  order: uint,
  entry_order: uint,
  flags: ulong,
): Ptr<folio> {
  let src: Ptr<folio> = new_folio(order, flags | (1 << PG_uptodate) | (1 << PG_dirty))
  let m: Ptr<move> = moves[nr_moves]
  let i: ulong

  for (i = first; i < first + (1 << order); i += 1 << entry_order) xa_set_up(mapping.i_pages, i, entry_order, src)
  xa_set_up(mapping.i_pages, first - 1, 0, xa_mk_value(1))
  xa_set_up(mapping.i_pages, first + (1 << order), 0, xa_mk_value(2))
  mapping.nrpages += 1 << order
  src._refcount.counter += 1 << order
  src.index = first
  m.mapping = mapping
  m.src = src
  m.dst = new_folio(order, 0)
  m.first = first
  m.order = order
  m.entry_order = entry_order
  nr_moves += 1
  return src
}

/**
 * The first entry of a folio in the swap cache. `swap` is another name of `private` in the kernel, and a place of its own
 * here: the new folio has it from the start. @atomic
 */
export function give_entry(m: Ptr<move>, src: Ptr<folio>): void {
  src.private = cast<VoidPtr>(SWAP_FIRST)
  src.swap.val = SWAP_FIRST
  m.dst.swap.val = SWAP_FIRST
}

/** An anonymous folio of four pages in the swap cache, four entries; its index is its place in a VMA. */
export function anon_in_swap_cache(): void {
  let src: Ptr<folio> = set_up_move(swapper_space, SWAP_FIRST, SWAP_ORDER, 0, (1 << PG_swapbacked) | (1 << PG_swapcache))

  src.mapping = cast<Ptr<address_space>>(PAGE_MAPPING_ANON)
  src.index = 7
  give_entry(moves[0], src)
}

/** A folio of tmpfs in the swap cache: it has left its mapping. */
export function shmem_in_swap_cache(): void {
  let src: Ptr<folio> = set_up_move(swapper_space, SWAP_FIRST, SWAP_ORDER, 0, (1 << PG_swapbacked) | (1 << PG_swapcache))

  src.index = 8
  give_entry(moves[0], src)
}

/** Folios of a file of eight, four and two pages, one entry each. */
export function file_in_page_cache(): void {
  set_up_move(file_mapping, 16, 3, 3, 0).mapping = file_mapping
  set_up_move(file_mapping, 8, 2, 2, 0).mapping = file_mapping
  set_up_move(file_mapping, 2, 1, 1, 0).mapping = file_mapping
}

/** The same of a tmpfs file. */
export function shmem_in_page_cache(): void {
  set_up_move(file_mapping, 16, 3, 3, 1 << PG_swapbacked).mapping = file_mapping
  set_up_move(file_mapping, 8, 2, 2, 1 << PG_swapbacked).mapping = file_mapping
  set_up_move(file_mapping, 2, 1, 1, 1 << PG_swapbacked).mapping = file_mapping
}

/** What becomes of both folios when the old one has moved: see migrate_folio_move(). */
export function finish_move(m: Ptr<move>, src: Ptr<folio>, dst: Ptr<folio>): void {
  m.succeeded = true
  if (!folio_mapping_flags(src)) src.mapping = NULL
  folio_unlock(dst)
  folio_put(dst)
  folio_unlock(src)
  migrate_folio_done(src, MR_MEMORY_HOTPLUG)
}

/** One move. One that comes while somebody has the folio is given up. */
export function migrate_one(m: Ptr<move>): bool {
  let mapping: Ptr<address_space> = m.mapping
  let src: Ptr<folio> = m.src
  let dst: Ptr<folio> = m.dst

  m.src = NULL
  if (migrate_folio(mapping, dst, src, MIGRATE_SYNC) == MIGRATEPAGE_SUCCESS) {
    finish_move(m, src, dst)
    return true
  }
  m.dst = NULL
  folio_unlock(dst)
  folio_put(dst)
  folio_unlock(src)
  folio_put(src)
  return false
}

/** Migration, which wants to have one folio moved: that of the first move that comes about. */
export function migrator(): void {
  let i: uint

  for (i = 0; i < nr_moves; i++) if (migrate_one(moves[i])) break
}

/** A lookup of each index but the first of the folio in the swap cache, as of page faults. */
export function swap_reader(): void {
  let index: ulong
  let folio: Ptr<folio>

  for (index = SWAP_FIRST + 1; index < SWAP_FIRST + (1 << SWAP_ORDER); index++) {
    folio = filemap_get_entry(swapper_space, index)
    if (folio && !xa_is_value(folio)) folio_put(folio)
  }
}

/** A lookup of the second index of each folio in the page cache. */
export function reader(): void {
  let i: uint
  let folio: Ptr<folio>

  for (i = 0; i < nr_moves; i++) {
    folio = filemap_get_entry(moves[i].mapping, moves[i].first + 1)
    if (folio && !xa_is_value(folio)) folio_put(folio)
  }
}

/** @atomic */
export function something_moved(): bool {
  let i: uint

  for (i = 0; i < nr_moves; i++) if (moves[i].succeeded) return true
  return false
}

/** Every index of a folio that moved leads to the new one, which is alive. @atomic */
export function every_index_moved(): bool {
  let i: uint
  let k: ulong
  let m: Ptr<move>

  for (i = 0; i < nr_moves; i++) {
    m = moves[i]
    if (!m.succeeded) continue
    if (m.dst._refcount.counter == 0) return false
    for (k = 0; k < 1 << m.order; k++) if (xa_load(m.mapping.i_pages, m.first + k) != m.dst) return false
  }
  return true
}

/** In the end nobody else has a reference to a folio that came to its place. @atomic */
export function references_kept(): bool {
  let i: uint
  let m: Ptr<move>

  for (i = 0; i < nr_moves; i++) {
    m = moves[i]
    if (m.succeeded && m.dst._refcount.counter != 1 << m.order) return false
  }
  return true
}

/** The shadows on both sides are what they were. @atomic */
export function neighbours_kept(): bool {
  let i: uint
  let m: Ptr<move>

  for (i = 0; i < nr_moves; i++) {
    m = moves[i]
    if (!m.succeeded) continue
    if (xa_load(m.mapping.i_pages, m.first - 1) != xa_mk_value(1)) return false
    if (xa_load(m.mapping.i_pages, m.first + (1 << m.order)) != xa_mk_value(2)) return false
  }
  return true
}

/** @atomic */
export function stores_were_locked(): bool {
  return !xa_stored_unlocked
}

/** What was one entry is one, what were several are as many. @atomic */
export function entries_kept(): bool {
  let i: uint
  let k: ulong
  let m: Ptr<move>

  for (i = 0; i < nr_moves; i++) {
    m = moves[i]
    if (!m.succeeded) continue
    for (k = 0; k < 1 << m.order; k++)
      if (xa_get_order(m.mapping.i_pages, m.first + k) != m.entry_order) return false
  }
  return true
}

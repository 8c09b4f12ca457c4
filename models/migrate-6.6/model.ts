// Migrating a large folio that is in a cache, Linux 6.6: folio_migrate_mapping() and the lookup that meets it.
//
// In the page cache a large folio is one entry of many indices, and one store replaces it. In the swap cache it is one
// entry for each page, and one store replaces the first of them alone. The others go on leading to the old folio, which
// is freed: its count stays zero, and who looks one of them up tries again for ever, under the RCU read lock.
//
// Expected before a fix: in the swap cache, for an anonymous folio and for one of tmpfs, a lookup that never returns and
// stale slots; in the page cache nothing. After the RFC (Charan Teja Kalla, 21 Nov 2023), which stores at the indices
// that follow unless the next slot is a sibling: the swap cache is right, but an entry of the page cache that takes up
// several slots of a higher node (order 3 here, 7 to 11 in a kernel) is broken up into entries of one slot each, since
// its next index is in the same slot and no sibling. What went upstream (fc346d0a70a1) stores at all indices of a folio
// that is swapbacked: then the page cache of a file is right, and that of tmpfs is not, which 60cf233b585c mended in
// 2025 by asking whether the folio is in the swap cache. With that, all is right.

import { model } from '../../src/model/dialect.ts'
import '../kernel/folio/vocabulary.ts'
import {
  anon_in_swap_cache,
  entries_kept,
  every_index_moved,
  file_in_page_cache,
  migrator,
  neighbours_kept,
  reader,
  references_kept,
  shmem_in_page_cache,
  shmem_in_swap_cache,
  something_moved,
  stores_were_locked,
  swap_reader,
} from './scenarios.ts'

export default model({
  title: 'migrating a folio that is in the swap cache or the page cache',
  kernel: 'v6.6',
  pools: { folio: 6, xa_node: 10 },
  config: {
    CONFIG_SWAP: true,
    CONFIG_THP_SWAP: true,
    CONFIG_TRANSPARENT_HUGEPAGE: true,
    CONFIG_XARRAY_MULTI: true,
    CONFIG_MIGRATION: true,
    CONFIG_MEMCG: true,
    CONFIG_DEBUG_VM: true,
    CONFIG_64BIT: true,
    CONFIG_SMP: true,
    CONFIG_MMU: true,
  },
  switches: {},
  schedules: ['fair'],
  properties: {
    'every-call-returns': { kind: 'progress', about: 'every call of the function returns', premise: something_moved },
    'no-stale-slot': {
      kind: 'quiescent',
      about: 'after a migration, every index of the folio leads to the new one',
      condition: every_index_moved,
      premise: something_moved,
    },
    'neighbours-untouched': {
      kind: 'quiescent',
      about: 'after a migration, the entries before and behind are what they were',
      condition: neighbours_kept,
      premise: something_moved,
    },
    'entry-shape-kept': {
      kind: 'quiescent',
      about: 'after a migration, what was one entry of many indices is one, what were many entries are as many',
      condition: entries_kept,
      premise: something_moved,
    },
    'cache-references-kept': {
      kind: 'quiescent',
      about: 'after a migration, the cache has one reference to the new folio for each of its pages',
      condition: references_kept,
      premise: something_moved,
    },
    'stores-locked': {
      kind: 'invariant',
      about: 'who stores into an xarray holds its lock',
      condition: stores_were_locked,
    },
  },
  scenarios: {
    'swapcache-anon': {
      about: 'an anonymous folio of four pages in the swap cache is migrated while its other entries are looked up',
      setup: anon_in_swap_cache,
      tasks: {
        migrator: { about: 'migration', run: migrator, cpu: 0, priority: 1, more: 'the folio is isolated for it alone' },
        reader: { about: 'swap-in', run: swap_reader, cpu: 1, priority: 1, more: true },
      },
      properties: ['every-call-returns', 'no-stale-slot', 'neighbours-untouched', 'entry-shape-kept', 'cache-references-kept', 'stores-locked'],
    },
    'swapcache-shmem': {
      about: 'a tmpfs folio of four pages in the swap cache is migrated while its other entries are looked up',
      setup: shmem_in_swap_cache,
      tasks: {
        migrator: { about: 'migration', run: migrator, cpu: 0, priority: 1, more: 'the folio is isolated for it alone' },
        reader: { about: 'swap-in', run: swap_reader, cpu: 1, priority: 1, more: true },
      },
      properties: ['every-call-returns', 'no-stale-slot', 'neighbours-untouched', 'entry-shape-kept', 'cache-references-kept', 'stores-locked'],
    },
    'pagecache-file': {
      about: 'one of the folios of a file, of eight, four and two pages, is migrated while their second pages are looked up',
      setup: file_in_page_cache,
      tasks: {
        migrator: { about: 'migration', run: migrator, cpu: 0, priority: 1, more: 'the folio is isolated for it alone' },
        reader: { about: 'page fault', run: reader, cpu: 1, priority: 1, more: true },
      },
      properties: ['every-call-returns', 'no-stale-slot', 'neighbours-untouched', 'entry-shape-kept', 'cache-references-kept', 'stores-locked'],
    },
    'pagecache-shmem': {
      about: 'one of the folios of a tmpfs file, of eight, four and two pages, is migrated while their second pages are looked up',
      setup: shmem_in_page_cache,
      tasks: {
        migrator: { about: 'migration', run: migrator, cpu: 0, priority: 1, more: 'the folio is isolated for it alone' },
        reader: { about: 'page fault', run: reader, cpu: 1, priority: 1, more: true },
      },
      properties: ['every-call-returns', 'no-stale-slot', 'neighbours-untouched', 'entry-shape-kept', 'cache-references-kept', 'stores-locked'],
    },
  },
  describes: [
    {
      classes: ['stall', 'livelock'],
      functions: ['folio_migrate_mapping', 'filemap_get_entry'],
      checks: ['swapcache-anon/fair/every-call-returns'],
    },
  ],
  grows: {
    pages: {
      about: 'page of the folio',
      counts: [4, 8, 16],
      sizes: { SWAP_ORDER: [2, 3, 4], SWAP_FIRST: [4, 8, 16] },
      scenarios: ['swapcache-anon', 'swapcache-shmem'],
    },
  },
  environment: {
    interrupts: 'none',
    allocation: 'no lookup and no store needs a node that is not there',
    reclaim: 'never: nobody takes the new folio out of its cache again',
    io: 'none: writeback is over when migration begins',
  },
  assumes: [
    'a node of the xarray has 4 slots, so that orders 1, 2 and 3 stand for 1 to 5, 6, and 7 to 11 with 64',
    'the folio is isolated, locked and unmapped, and nobody but its cache and migration has a reference to it at first',
    'a freed folio is not used again: its count stays zero, so that a reader of it turns for ever instead of getting what is there now',
    'what is written to `private` does not show in `swap`, which both folios have from the start: in a kernel they are one place',
    'sequential consistency; no signals',
  ],
})

// Writeback from zswap against swapoff, Linux 6.8-rc5: behind "mm: zswap: fix missing folio cleanup in writeback race path"
// (e3b63e966cac), before "mm/zswap: fix race between lru writeback and swapoff" (5878303c5353) and "mm/swap: fix race when
// skipping swapcache" (13ddaf26be32).
//
// shrink_memcg_cb() comes from the list of entries with its lock held, and has to let go of it before it takes the lock of
// the tree that the entry is in. From then on nothing keeps the tree, which swapoff frees when it has brought all pages
// back: not before the tree's lock is taken (the entry may be gone by then), not while the folio is read or written, not
// before the lock is taken again. Only while writeback has the folio locked, or under writeback, swapoff waits for it.
//
// Expected (Johannes Weiner, Yosry Ahmed, Chengming Zhou, January 2024): a use after free of the tree in `swapoff` and in
// `swapoff-swapon`, wherever the tree is used next; nothing else. A tree with a reference count that is taken under the
// lock of the list (Yosry Ahmed) closes all of it. So does to lock the folio first and to look for the tree then (Chengming
// Zhou, as it went upstream); but a fault that passes by the swap cache has no such folio: it may still have the entry
// when writeback frees it, or find none and read from the disk what is not written yet. That is `direct-swapin`, which
// 13ddaf26be32 ended. References to entries alone (Chris Li) keep no tree: swapoff waits for the entries that it finds,
// and it has taken this one out of the tree itself.
//
// Each wait for a tree is a wait for an object, which is freed and never used again; so that in `swapoff-swapon` the old
// tree is seen as freed, where a kernel may have given its memory to the new one.

import { model } from '../../src/model/dialect.ts'
import '../kernel/folio/vocabulary.ts'
import {
  disk_irq,
  exit_and_reuse,
  fault,
  nothing_locked,
  nothing_stale,
  page_in_zswap,
  page_in_zswap_fast,
  shrinker,
  something_expected,
  something_in_memory,
  swapoff,
  swapoff_swapon,
} from './scenarios.ts'

export default model({
  title: 'writing back from zswap while the page, its slot or the whole area of swap goes away',
  kernel: 'v6.8-rc5',
  pools: { folio: 4, zswap_entry: 2, zswap_tree: 2, swap_map_area: 2, bio: 2, xa_node: 3 },
  config: {
    CONFIG_SWAP: true,
    CONFIG_ZSWAP: true,
    CONFIG_MEMCG: true,
    CONFIG_DEBUG_VM: true,
    CONFIG_SMP: true,
    CONFIG_MMU: true,
    CONFIG_64BIT: true,
    CONFIG_THP_SWAP: false,
  },
  switches: {},
  schedules: ['fair'],
  properties: {
    'no-stale-data': {
      kind: 'quiescent',
      about: 'every page contains what its process wrote last, in memory, in zswap or in swap',
      condition: nothing_stale,
      premise: something_expected,
    },
    'no-folio-left-locked': {
      kind: 'quiescent',
      about: 'no folio of the swap cache or of a page table stays locked',
      condition: nothing_locked,
      premise: something_in_memory,
    },
  },
  scenarios: {
    swapoff: {
      about: 'the oldest page of zswap is written back while its area of swap is taken out of use',
      setup: page_in_zswap,
      tasks: {
        shrinker: { about: 'writeback', run: shrinker, cpu: 0, priority: 1, more: true },
        admin: { about: 'swapoff', run: swapoff, cpu: 1, priority: 1, more: true },
        disk: { about: 'interrupt of the disk', run: disk_irq, cpu: 2, priority: 1, context: 'irq' },
      },
      properties: ['no-stale-data', 'no-folio-left-locked'],
    },
    'swapoff-swapon': {
      about: 'the same, but the area is taken into use again at once, and another page swapped out to the slot',
      setup: page_in_zswap,
      tasks: {
        shrinker: { about: 'writeback', run: shrinker, cpu: 0, priority: 1, more: true },
        admin: { about: 'swapoff, swapon, then kswapd', run: swapoff_swapon, cpu: 1, priority: 1, more: 'its other page is swapped out once' },
        disk: { about: 'interrupt of the disk', run: disk_irq, cpu: 2, priority: 1, context: 'irq' },
      },
      properties: ['no-stale-data', 'no-folio-left-locked'],
    },
    'slot-reuse': {
      about: 'the oldest page of zswap is written back while its process exits, and another page gets its slot',
      setup: page_in_zswap,
      tasks: {
        shrinker: { about: 'writeback', run: shrinker, cpu: 0, priority: 1, more: true },
        owner: { about: 'exiting process, then kswapd', run: exit_and_reuse, cpu: 1, priority: 1, more: 'it gives up the one page of the process' },
        disk: { about: 'interrupt of the disk', run: disk_irq, cpu: 2, priority: 1, context: 'irq' },
      },
      properties: ['no-stale-data', 'no-folio-left-locked'],
    },
    'direct-swapin': {
      about: 'the oldest page of zswap is written back while its process reads it, past the swap cache as from a fast device',
      setup: page_in_zswap_fast,
      tasks: {
        shrinker: { about: 'writeback', run: shrinker, cpu: 0, priority: 1, more: true },
        owner: { about: 'page fault', run: fault, cpu: 1, priority: 1, more: true },
        disk: { about: 'interrupt of the disk', run: disk_irq, cpu: 2, priority: 1, context: 'irq' },
      },
      properties: ['no-stale-data', 'no-folio-left-locked'],
    },
  },
  describes: [
    {
      classes: ['use-after-free', 'race'],
      functions: ['shrink_memcg_cb', 'sys_swapoff', 'zswap_swapoff', 'zswap_writeback_entry'],
      checks: ['swapoff/fair/no-use-after-free'],
    },
  ],
  proposals: {
    'refcounted-tree': {
      author: 'Yosry Ahmed',
      about: 'writeback has a reference to the tree, and swapoff waits for it',
      excerpt: 'refcounting the zswap tree with RCU with percpu-refcount, similar to how cgroup refs are handled',
      file: './proposals/refcounted-tree.ts',
    },
    'folio-lock-first': {
      author: 'Chengming Zhou',
      about: 'writeback first locks the folio in the swap cache, then looks for the entry in the tree',
      excerpt: 'release lru lock, to try to lock corresponding folio in swap cache, if we success, the following things is much the same like zswap_load()',
      note: 'its pseudo-code does not say what follows if the entry is no longer in the tree; it is read as delete_from_swap_cache(), folio_unlock(), folio_put()',
      file: './proposals/folio-lock-first.ts',
    },
    'three-rules': {
      author: 'Chris Li',
      about: 'writeback counts the entry when it finds it, and swapoff waits for the counts of the entries in the tree',
      excerpt: 'Swap off should just wait for the each entry ref count drop to zero (or 1 including the swap off code holding one) then free it',
      file: './proposals/three-rules.ts',
    },
  },
  environment: {
    interrupts: 'the end of a bio, on a CPU of its own',
    allocation: 'folios, entries and trees: never fails',
    reclaim: 'of one page at a time, by the scenario; what is in the swap cache stays there',
    io: 'reads and writes of swap: each ends at some time, and ends well',
  },
  assumes: [
    'one area of swap with one slot and one tree (the kernel came to have one tree for each 64 MB), one pool, no groups',
    'freed entries of swap go back to their area at once: per-CPU caches of them are used only while much swap is free',
    'writeback takes one entry from the list, once; zswap_exclusive_loads_enabled is off',
    'what a page contains is a number; compressing never fails, pages that are all one value are not told apart',
    'sequential consistency; every read and write of the device succeeds',
  ],
})

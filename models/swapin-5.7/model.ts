// Reading a swap entry into the swap cache, Linux 5.7-rc6-mm1: __read_swap_cache_async() and all that it stands on.
//
// Two locks protect one entry. The device's lock protects its element of swap_map, where SWAP_HAS_CACHE says who may
// fill the cache; the lock of the address space protects the slot in the cache. Between setting the flag and filling
// the slot, and between emptying the slot and clearing the flag, another reader finds neither and goes round its loop.
// Who waits for whom then is a matter of the schedule.
//
// Expected before the fix (Hugh Dickins, 21 May 2020): the readers' loop is endless under `coop` when the page
// allocation sleeps or the node allocation does, under `preempt`, and under `fair` when one of the two fails, since
// swap_free() drops a reference and leaves the flag. A charge that fails loses a reference. Evicting the page has the
// same gap under `preempt`. After it: `coop` with a sleeping node allocation and `preempt` are left. A reader
// that meets an entry whose last reference goes away gives up, before and after: the check of the count is what ends its
// loop, since an entry parked in the slot cache keeps the flag.

import { model } from '../../src/model/dialect.ts'
import '../kernel/vocabulary.ts'
import {
  cached_page_read,
  entry_bad,
  entry_dying,
  entry_in_cache,
  entry_swapped_out,
  has_cache_owned,
  has_cache_set,
  reader,
  reader_of_all,
  reclaim,
  reference_count_kept,
  something_cached,
  unmap,
} from './scenarios.ts'

export default model({
  title: 'reading a swap entry into the swap cache',
  kernel: 'v5.7-rc6-mm1',
  pools: { page: 4, xa_node: 4 },
  config: {
    CONFIG_SWAP: true,
    CONFIG_THP_SWAP: false,
    CONFIG_MEMCG: true,
    CONFIG_MEMCG_SWAP: true,
    CONFIG_DEBUG_VM: true,
    CONFIG_SMP: true,
    CONFIG_MMU: true,
  },
  switches: {
    'page-alloc-sleeps': 'a page allocation that may reclaim directly sleeps',
    'page-alloc-fails': 'a page allocation fails',
    'node-alloc-sleeps': 'no xarray node is at hand under the lock, and allocating one outside it sleeps',
    'node-alloc-fails': 'an xarray node allocation fails',
    'charge-sleeps': 'charging a page to its memory group sleeps in reclaim',
    'charge-fails': 'charging a page to its memory group fails',
  },
  schedules: ['fair', 'coop', 'preempt'],
  properties: {
    'every-call-returns': { kind: 'progress', about: 'every call of the function returns' },
    'swap-count-kept': {
      kind: 'quiescent',
      about: 'the entry keeps the references that page tables hold to it',
      condition: reference_count_kept,
    },
    'cache-flag-owned': {
      kind: 'quiescent',
      about: 'SWAP_HAS_CACHE is set if and only if the entry has a page in the cache or is parked in the slot cache',
      condition: has_cache_owned,
      premise: has_cache_set,
    },
    'cached-page-is-read': {
      kind: 'quiescent',
      about: 'a page in the swap cache is locked for its read or up to date',
      condition: cached_page_read,
      premise: something_cached,
    },
  },
  scenarios: {
    readers: {
      about: 'two tasks read one entry that is not cached',
      setup: entry_swapped_out,
      tasks: {
        owner: { about: 'reader A (low priority)', run: reader, cpu: 0, priority: 1, more: true },
        looper: { about: 'reader B (high priority)', run: reader, cpu: 0, priority: 2, arrives: true, more: true },
      },
      properties: ['every-call-returns', 'swap-count-kept', 'cache-flag-owned', 'cached-page-is-read'],
    },
    'reader-vs-eviction': {
      about: 'a task reads an entry while reclaim takes its page out of the cache',
      setup: entry_in_cache,
      tasks: {
        reclaim: { about: 'reclaim (low priority)', run: reclaim, cpu: 0, priority: 1, more: 'it has isolated the one page' },
        reader: { about: 'reader (high priority)', run: reader, cpu: 0, priority: 2, arrives: true, more: true },
      },
      properties: ['every-call-returns', 'swap-count-kept', 'cache-flag-owned', 'cached-page-is-read'],
    },
    'reader-vs-free': {
      about: 'readahead reads an entry while its last reference is dropped',
      setup: entry_dying,
      tasks: {
        unmap: {
          about: 'unmap (low priority)',
          run: unmap,
          cpu: 0,
          priority: 1,
          more: { sizes: { DYING_REFERENCES: [1, 2, 3] } },
        },
        reader: { about: 'reader (high priority)', run: reader, cpu: 0, priority: 2, arrives: true, more: true },
      },
      properties: ['every-call-returns', 'cache-flag-owned', 'cached-page-is-read'],
    },
    'bad-slot': {
      about: 'readahead reads an entry that swapon found to be bad',
      setup: entry_bad,
      tasks: {
        reader: { about: 'reader', run: reader, cpu: 0, priority: 1, more: true },
      },
      properties: ['every-call-returns', 'cache-flag-owned'],
    },
  },
  describes: [
    {
      classes: ['livelock', 'stall'],
      functions: ['__read_swap_cache_async'],
      checks: ['readers/coop+page-alloc-sleeps/every-call-returns'],
    },
  ],
  grows: {
    entries: {
      about: 'entry of swap',
      counts: [1, 2, 3],
      sizes: { ENTRIES: [1, 2, 3], 'swap_info_struct.swap_map': [2, 3, 4] },
      scenarios: ['readers', 'reader-vs-eviction'],
      run: { reader: reader_of_all },
    },
  },
  environment: {
    interrupts: 'none; the end of a read is an event, and what its interrupt does then is done by the reader',
    allocation: 'pages, xarray nodes, charges to the memory group',
    reclaim: 'only of the one page of reader-vs-eviction; an allocation that reclaims sleeps and takes no page',
    io: 'reads from the swap device: each ends at some time, and ends well; nothing is written',
  },
  assumes: [
    'one CPU runs both tasks, and the one that arrives has the higher priority',
    'one entry with two page-table references, one page each, no huge pages',
    'no swapoff, no continuation of counts, the slot cache is on',
    'sequential consistency; no signals, no interrupts but the end of the read',
    'every read from the device succeeds',
  ],
})

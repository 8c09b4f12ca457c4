// Two pages in the swap cache for one entry of swap, Linux 2.4.10-pre4 to pre9 (the text is that of pre9).
//
// add_to_swap_cache() puts a page under an entry without looking whether there is one. It has two uses that contradict each
// other: a reader adds a new page for an old entry, whoever swaps out adds an old page for a new entry. The reader
// (read_swap_cache_async()) holds the big kernel lock and looks twice, which keeps other readers off and nobody else;
// try_to_swap_out() has no such lock, and relies on get_swap_page() having given it an entry that nobody knows. But
// somebody may: a thread whose page table had it a while ago, and readahead, which takes any entry that is counted.
//
// Expected (Hugh Dickins, 14 September 2001): two pages for one entry where a thread waits for the big kernel lock while
// another frees the entry in do_swap_page() because swap is full (`vm-swap-full`); between get_swap_page() and
// add_to_swap_cache() (`swap-out-vs-readahead`); and where readahead found the entry counted before it was freed
// (`stale-readahead`). Taking the area out of use frees the entry as well, but get_swap_page() gives none of that area
// then: `swapoff` holds, unless swapoff fails (`swapoff-enomem`) or swapon follows at once (`swapoff-swapon`).
// Two readers keep out of each other's way. The big kernel lock does that; where the allocation does not sleep the second
// look is not needed, where it does it is.
//
// A check in the reader alone, under whatever lock, closes nothing. Both sides under one lock close all of it, and so
// does a check where the page is added. What is left over then, an entry or a page that stays counted once too often
// until it is reclaimed, is no part of this: `swap-count-covers-users` asks for counts that are too low alone. That nothing
// is closed by not swapping out any more is asked by `swap-out-alone`.
//
// Not modelled, though of the time: page_launder() and reclaim_page(), which write and free what is cached; shared memory;
// fork and exit but for an entry that is given up; the buffers of a page. try_to_unuse() is a reader, too: if an
// entry is taken just before its area is taken out of use, it adds a second page as readahead does. The `swapoff`
// scenarios have no free entry at first, so that this is not seen in them.

import { model } from '../../src/model/dialect.ts'
import '../kernel/2.4/vocabulary.ts'
import { no_data_loss, one_page_per_entry, page_swapped_out, page_unmapped, something_cached, swap_count_covers_users } from './properties.ts'
import {
  fault,
  fault_and_swap_out,
  fault_on_all,
  fault_on_all_and_swap_out,
  give_up_and_swap_out,
  neighbour_dying,
  neighbour_free,
  one_entry,
  short_of_memory,
  swap_full,
  swap_out,
  swapoff_and_swap_out,
  swapoff_free_and_swap_out,
  swapoff_swapon_and_swap_out,
} from './scenarios.ts'

export default model({
  title: 'one page in the swap cache for each entry of swap',
  kernel: '2.4.10-pre9',
  pools: { page: 4, swap_map_area: 2 },
  config: { CONFIG_SMP: true, CONFIG_SWAP: true, SWAP_CACHE_INFO: false },
  switches: {
    'page-alloc-sleeps': 'a page allocation that may wait sleeps, which drops the big kernel lock',
    'page-alloc-fails': 'a page allocation fails',
  },
  schedules: ['fair'],
  properties: {
    'one-page-per-entry': {
      kind: 'invariant',
      about: 'there is at most one page in the swap cache for each entry of swap',
      condition: one_page_per_entry,
      premise: something_cached,
    },
    'swap-count-covers-users': {
      kind: 'quiescent',
      about: 'each entry of swap is counted at least once for each page table entry that holds it and each page that is cached under it',
      condition: swap_count_covers_users,
      premise: something_cached,
    },
    'no-data-loss': {
      kind: 'quiescent',
      about: 'the page that is swapped out is the one that its process gets back, and nobody else',
      condition: no_data_loss,
      premise: page_unmapped,
    },
    'page-is-swapped-out': {
      kind: 'quiescent',
      about: 'a dirty page is swapped out if nobody is in the way',
      condition: page_swapped_out,
    },
  },
  scenarios: {
    'vm-swap-full': {
      about: 'two threads fault on one entry while swap is full, and one of them goes on to swap out another page',
      setup: swap_full,
      tasks: {
        waiter: { about: 'first thread', run: fault, cpu: 0, priority: 1, more: true },
        winner: { about: 'second thread', run: fault_and_swap_out, cpu: 1, priority: 1, more: true },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users', 'no-data-loss'],
    },
    'swap-out-vs-readahead': {
      about: 'a page is swapped out to an entry that a fault on its neighbour reads ahead',
      setup: neighbour_free,
      tasks: {
        reader: { about: 'thread', run: fault, cpu: 0, priority: 1, more: true },
        swapper: { about: 'kswapd', run: swap_out, cpu: 1, priority: 1, more: true },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users', 'no-data-loss'],
    },
    'stale-readahead': {
      about: 'the same, but the entry has an owner when the fault begins, who gives it up',
      setup: neighbour_dying,
      tasks: {
        reader: { about: 'thread', run: fault, cpu: 0, priority: 1, more: true },
        owner: {
          about: 'exiting process, then kswapd',
          run: give_up_and_swap_out,
          cpu: 1,
          priority: 1,
          more: { sizes: { DYING_REFERENCES: [1, 2, 3] } },
        },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users', 'no-data-loss'],
    },
    swapoff: {
      about: 'a thread faults on the only entry of an area that is taken out of use; then a page is swapped out',
      setup: one_entry,
      tasks: {
        reader: { about: 'thread', run: fault, cpu: 0, priority: 1, more: true },
        admin: { about: 'swapoff, then kswapd', run: swapoff_and_swap_out, cpu: 1, priority: 1, more: 'there is one area to take out of use' },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users', 'no-data-loss'],
    },
    'swapoff-enomem': {
      about: 'the same, but swapoff runs out of memory at a second entry, and the area is used again',
      setup: short_of_memory,
      tasks: {
        reader: { about: 'thread', run: fault, cpu: 0, priority: 1, more: true },
        admin: { about: 'swapoff, then kswapd', run: swapoff_free_and_swap_out, cpu: 1, priority: 1, more: 'there is one area to take out of use' },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users', 'no-data-loss'],
    },
    'swapoff-swapon': {
      about: 'the same, but the area is taken into use again at once',
      setup: one_entry,
      tasks: {
        reader: { about: 'thread', run: fault, cpu: 0, priority: 1, more: true },
        admin: { about: 'swapoff, swapon, then kswapd', run: swapoff_swapon_and_swap_out, cpu: 1, priority: 1, more: 'there is one area to take out of use' },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users', 'no-data-loss'],
    },
    'two-readers': {
      about: 'two threads fault on one entry',
      setup: neighbour_free,
      tasks: {
        first: { about: 'first thread', run: fault, cpu: 0, priority: 1, more: true },
        second: { about: 'second thread', run: fault, cpu: 1, priority: 1, more: true },
      },
      properties: ['one-page-per-entry', 'swap-count-covers-users'],
    },
    'swap-out-alone': {
      about: 'a page is swapped out while nobody reads, with an entry free',
      setup: neighbour_free,
      tasks: {
        swapper: { about: 'kswapd', run: swap_out, cpu: 0, priority: 1, more: true },
      },
      properties: ['swap-count-covers-users', 'no-data-loss', 'page-is-swapped-out'],
    },
  },
  describes: [
    {
      classes: ['double-add'],
      functions: [
        'add_to_swap_cache',
        'do_swap_page',
        'get_swap_page',
        'read_swap_cache_async',
        'swap_duplicate',
        'swapin_readahead',
        'try_to_swap_out',
        'valid_swaphandles',
      ],
      checks: [
        'vm-swap-full/fair/one-page-per-entry',
        'swap-out-vs-readahead/fair/one-page-per-entry',
        'swapoff/fair/one-page-per-entry',
      ],
    },
  ],
  proposals: {
    'reader-check-inside-lock': {
      author: 'Hugh Dickins',
      about: 'read_swap_cache_async() checks the cache and adds to it under one lock',
      excerpt: 'the read_swap_cache_async instance should be doing its check for whether the page is already in the cache, within the necessary locking instead of before it',
      file: './proposals/reader-check-inside-lock.ts',
    },
    'unique-add': {
      author: 'Hugh Dickins',
      about: 'add_to_swap_cache() checks that there is no page of the entry yet, for both of its callers',
      excerpt: 'The same check may be added into add_to_swap_cache for try_to_swap_out',
      file: './proposals/unique-add.ts',
    },
    'get_swap_page-adds-inside-lock': {
      author: 'Hugh Dickins',
      about: 'get_swap_page() adds the page under its lock, under which readers check and add as well',
      excerpt: 'giving get_swap_page a *page argument, and letting it add_to_swap_cache inside its locking',
      file: './proposals/get_swap_page-adds-inside-lock.ts',
    },
  },
  grows: {
    pages: {
      about: 'swapped-out page of the mm',
      counts: [1, 2],
      sizes: { SWAPPED_PAGES: [1, 2] },
      scenarios: ['vm-swap-full', 'swap-out-vs-readahead', 'two-readers'],
      run: { fault: fault_on_all, fault_and_swap_out: fault_on_all_and_swap_out },
    },
  },
  environment: {
    interrupts: 'none; the end of a read is told to whoever waits for the page',
    allocation: 'pages; in swapoff-enomem there are none left at first',
    reclaim: 'try_to_swap_out() of one page; what is in the swap cache stays there',
    io: 'reads of swap: each ends at some time, and ends well; nothing is written',
  },
  assumes: [
    'each task has a CPU of its own',
    'threads of one mm fault at once, as they hold its semaphore for reading; the page that is swapped out is of another',
    'one bucket of the page hash, one level of page tables, areas of one to three entries, readahead of two',
    'no shared memory, no buffers of pages, no fork; current->need_resched is never set',
    'an entry or a page that stays counted once too often is found by reclaim: such a leak is not reported',
    'nothing is written to swap: what was written is lost with its page',
    'sequential consistency; every read from the device succeeds',
  ],
})

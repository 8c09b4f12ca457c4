// Entries of swap that nobody needs and nobody frees, Linux 2.6.30 with memory groups.
//
// An entry lives as long as its element of the swap map counts somebody: page tables, and the swap cache as one more.
// Whoever drops the last reference but the cache's takes the page out of the cache, if he gets its lock at once and it is
// not being written. If he does not, nobody comes back: reclaim of the whole machine would find the page some day, but
// where groups reclaim for themselves it may never run. A page that is charged is on a list of its group, which may
// find it (weak leak); one that is not charged is on none (strong leak).
//
// Expected before the patch (KAMEZAWA Hiroyuki, 30 April 2009) and after it, in the order of the scenarios:
//   strong V V, strong V V, weak V V, weak V V, weak V V, weak V V, weak V H, page references H V,
//   weak V V and page references H V, strong V V.
// The patch looks at the count when I/O ends, before the page is unlocked or its writeback over, and takes that for
// final; but the count may fall to one between this and that, and who lets it fall finds the page busy still. It closes
// what happens before it looks. Its worker loses a reference to a page that has been mapped meanwhile. Its other half,
// in reclaim, is under a symbol that does not exist (CONFIG_CGROUP_MEM_RES_CTRL); with that symbol, a clean page that
// reclaim fails to take is freed (zap-vs-reclaim-clean, weak H), unless the count falls later still
// (zap-vs-reclaim-extra-ref).
//
// There is a strong leak in all scenarios of reclaim, which the thread does not speak of: the page of an entry that was
// given up is anonymous, uncharged and in no cache, and as long as somebody has a last reference to it, reclaim gives
// it an entry of swap again and then fails to write it. Nishimura's patch of 15 May 2009, which looks after
// add_to_swap() whether anybody maps the page, closes it.
//
// Not modelled, though of the time: shared memory, fork, swapoff, migration, several groups.

import { model } from '../../src/model/dialect.ts'
import { bio_irq, run_timer_softirq, worker_thread } from '../kernel/2.6/servers.ts'
import '../kernel/2.6/vocabulary.ts'
import { no_data_loss, no_page_ref_leak, no_strong_leak, no_weak_leak, something_kept } from './properties.ts'
import {
  clean,
  clean_and_in_batch,
  dirty,
  fault,
  fault_and_zap,
  mapped,
  readahead,
  readahead_and_zap,
  reclaim,
  swapped_out,
  writeback,
  zap,
} from './scenarios.ts'

export default model({
  title: 'entries of swap that are left to a cached page, with memory groups',
  kernel: '2.6.30',
  pools: { page: 4, bio: 4 },
  config: {
    CONFIG_SWAP: true,
    CONFIG_CGROUP_MEM_RES_CTLR: true,
    CONFIG_CGROUP_MEM_RES_CTLR_SWAP: true,
    CONFIG_UNEVICTABLE_LRU: true,
    CONFIG_BLOCK: true,
    CONFIG_MIGRATION: true,
    CONFIG_HIBERNATION: false,
    CONFIG_DEBUG_VM: true,
    CONFIG_SMP: true,
    CONFIG_MMU: true,
  },
  switches: {},
  schedules: ['fair'],
  properties: {
    'no-strong-leak': {
      kind: 'quiescent',
      about: 'no entry is left to a cached page that nobody maps and no group would find, or to nobody at all',
      condition: no_strong_leak,
    },
    'no-weak-leak': {
      kind: 'quiescent',
      about: 'no entry is left to a cached page that nobody maps and only its own group would find',
      condition: no_weak_leak,
    },
    'no-page-ref-leak': {
      kind: 'quiescent',
      about: 'each reference that a page counts is held by somebody',
      condition: no_page_ref_leak,
    },
    'no-data-loss': {
      kind: 'quiescent',
      about: 'what a process wrote on a page that it still has is in memory, and not to be dropped there, or in swap',
      condition: no_data_loss,
      premise: something_kept,
    },
  },
  scenarios: {
    'zap-vs-readahead': {
      about: 'a process gives up an entry that somebody reads ahead',
      setup: swapped_out,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        reader: { about: 'readahead', run: readahead, cpu: 1, priority: 1, more: true },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'zap-vs-two-readers': {
      about: 'a process gives up an entry that it and somebody else read ahead',
      setup: swapped_out,
      tasks: {
        zap: { about: 'process that reads ahead, then exits', run: readahead_and_zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        reader: { about: 'readahead', run: readahead, cpu: 1, priority: 1, more: true },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 0, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 0, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'zap-vs-reclaim-dirty': {
      about: 'a process gives up an entry whose page is dirty and being reclaimed',
      setup: dirty,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        reclaim: { about: 'reclaim of the group', run: reclaim, cpu: 1, priority: 1, more: 'it has isolated the one page' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 1, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 1, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'zap-vs-reclaim-clean': {
      about: 'a process gives up an entry whose page is clean and being reclaimed',
      setup: clean,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        reclaim: { about: 'reclaim of the group', run: reclaim, cpu: 1, priority: 1, more: 'it has isolated the one page' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'zap-vs-reclaim-extra-ref': {
      about: 'the same, and the page is in a batch of some CPU',
      setup: clean_and_in_batch,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        reclaim: { about: 'reclaim of the group', run: reclaim, cpu: 1, priority: 1, more: 'it has isolated the one page' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'zap-vs-writeback': {
      about: 'a process gives up an entry whose page is being written',
      setup: writeback,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'zap-interrupted': {
      about: 'the same, and the end of the write interrupts it',
      setup: writeback,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 0, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 0, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'fault-vs-writeback': {
      about: 'a process reads its page while it is being written',
      setup: writeback,
      tasks: {
        fault: { about: 'process', run: fault, cpu: 0, priority: 1, more: 'the process has one thread' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'fault-unmap-vs-writeback': {
      about: 'a process reads its page while it is being written, and exits',
      setup: writeback,
      tasks: {
        fault: { about: 'process', run: fault_and_zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
    'unmap-vs-add-to-swap': {
      about: 'a process gives up a page that is being reclaimed, before it has an entry',
      setup: mapped,
      tasks: {
        zap: { about: 'exiting process', run: zap, cpu: 0, priority: 1, more: 'it gives up the one page of the process' },
        reclaim: { about: 'reclaim of the group', run: reclaim, cpu: 1, priority: 1, more: 'it has isolated the one page' },
        disk: { about: 'interrupt of the disk', run: bio_irq, cpu: 2, priority: 1, context: 'irq' },
        timer: { about: 'timer of delayed work', run: run_timer_softirq, cpu: 2, priority: 1, context: 'softirq' },
        worker: { about: 'worker', run: worker_thread, cpu: 3, priority: 1, context: 'work' },
      },
      properties: ['no-strong-leak', 'no-weak-leak', 'no-page-ref-leak', 'no-data-loss'],
    },
  },
  describes: [
    {
      classes: ['leak'],
      functions: [
        'end_swap_bio_read',
        'end_swap_bio_write',
        'free_swap_and_cache',
        'read_swap_cache_async',
        'swap_entry_free',
        'zap_pte_range',
      ],
      checks: ['zap-vs-reclaim-clean/fair/no-weak-leak', 'zap-vs-readahead/fair/no-strong-leak'],
    },
    {
      classes: ['leak'],
      functions: ['add_to_swap', 'mem_cgroup_uncharge_page', 'page_remove_rmap'],
      checks: ['unmap-vs-add-to-swap/fair/no-strong-leak'],
    },
  ],
  environment: {
    interrupts: 'the end of I/O, on a CPU of its own but in three scenarios; the timer of delayed work behind it',
    allocation: 'pages, bios, nodes of the radix tree: all of it succeeds',
    reclaim: 'of the one page that a group has isolated; global reclaim never',
    io: 'reads and writes of swap: each ends at some time, and ends well',
  },
  assumes: [
    'one process with one page, one group, one area of two entries, which is never taken out of use',
    'when all is done, work that was queued has run; batches of pages that CPUs keep need not be emptied',
    'a group finds a page if it is charged and on its list',
    'readahead is the loop of swapin_readahead() for the one entry; reclaim has isolated its page',
    'sequential consistency; every read and write of the device succeeds',
  ],
})

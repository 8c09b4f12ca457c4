// N tasks, N = 2 to 6, that read K entries of swap into the swap cache, K = 1 to 3: how the cost of a search grows. The
// same in Promela is ../family.pml; their counts of states and transitions are equal.

import { model } from '../../../src/model/dialect.ts'
import '../../../models/kernel/spinlock.ts'
import { entries_swapped_out, read_0, read_1, read_2, slot_means_flag } from './scenarios.ts'

export default model({
  title: 'N tasks read K entries of swap',
  kernel: 'after v5.7',
  pools: { page: 6 },
  config: {},
  switches: {
    'page-alloc-fails': 'a page allocation fails',
    'node-alloc-fails': 'the allocation of an xarray node fails',
  },
  schedules: ['fair'],
  properties: {
    'every-call-returns': { kind: 'progress', about: 'every call returns' },
    'slot-means-flag': { kind: 'quiescent', about: 'what is cached has its flag, and the reverse', condition: slot_means_flag },
  },
  scenarios: {
    n2k1: {
      about: '2 tasks, 1 entry',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_0, cpu: 1, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n2k2: {
      about: '2 tasks, 2 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n2k3: {
      about: '2 tasks, 3 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n3k1: {
      about: '3 tasks, 1 entry',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_0, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n3k2: {
      about: '3 tasks, 2 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n3k3: {
      about: '3 tasks, 3 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_2, cpu: 2, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n4k1: {
      about: '4 tasks, 1 entry',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_0, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_0, cpu: 3, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n4k2: {
      about: '4 tasks, 2 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_1, cpu: 3, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n4k3: {
      about: '4 tasks, 3 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_2, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_0, cpu: 3, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n5k1: {
      about: '5 tasks, 1 entry',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_0, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_0, cpu: 3, priority: 1 },
        t4: { about: 'reader', run: read_0, cpu: 4, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n5k2: {
      about: '5 tasks, 2 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_1, cpu: 3, priority: 1 },
        t4: { about: 'reader', run: read_0, cpu: 4, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n5k3: {
      about: '5 tasks, 3 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_2, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_0, cpu: 3, priority: 1 },
        t4: { about: 'reader', run: read_1, cpu: 4, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n6k1: {
      about: '6 tasks, 1 entry',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_0, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_0, cpu: 3, priority: 1 },
        t4: { about: 'reader', run: read_0, cpu: 4, priority: 1 },
        t5: { about: 'reader', run: read_0, cpu: 5, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n6k2: {
      about: '6 tasks, 2 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_0, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_1, cpu: 3, priority: 1 },
        t4: { about: 'reader', run: read_0, cpu: 4, priority: 1 },
        t5: { about: 'reader', run: read_1, cpu: 5, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
    n6k3: {
      about: '6 tasks, 3 entries',
      setup: entries_swapped_out,
      tasks: {
        t0: { about: 'reader', run: read_0, cpu: 0, priority: 1 },
        t1: { about: 'reader', run: read_1, cpu: 1, priority: 1 },
        t2: { about: 'reader', run: read_2, cpu: 2, priority: 1 },
        t3: { about: 'reader', run: read_0, cpu: 3, priority: 1 },
        t4: { about: 'reader', run: read_1, cpu: 4, priority: 1 },
        t5: { about: 'reader', run: read_2, cpu: 5, priority: 1 },
      },
      properties: ['every-call-returns', 'slot-means-flag'],
    },
  },
  describes: [],
  environment: {
    interrupts: 'none',
    allocation: 'pages and nodes',
    reclaim: 'none',
    io: 'a read ends at some time, and ends well',
  },
  assumes: [],
})

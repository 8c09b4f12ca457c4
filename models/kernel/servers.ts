// What a scenario gives tasks of their own for: they run what others queue, and wait for more. They are no part of a call
// from the scenario into the kernel, so that each function that they call and that returns is progress.

import type { Ptr } from '../../src/model/dialect.ts'
import { type rcu_head, rcu_take } from './rcu.ts'
import { expire_work, take_work, work_done, type work_struct } from './workqueue.ts'

/** RCU callbacks, of all CPUs: `context: 'softirq'`. */
export function rcu_softirq(): void {
  let head: Ptr<rcu_head>
  for (;;) {
    head = rcu_take()
    head.func(head)
  }
}

/** The timer of delayed work: `context: 'softirq'`, on the CPU of who queues it. */
export function run_timer_softirq(): void {
  for (;;) expire_work()
}

/** A worker of all workqueues: `context: 'work'`. */
export function worker_thread(): void {
  let work: Ptr<work_struct>
  for (;;) {
    work = take_work()
    work.func(work)
    work_done()
  }
}


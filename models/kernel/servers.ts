// What a scenario gives tasks of their own for: they run what others queue, and wait for more. They are no part of a
// call from the scenario into the kernel, so that each function that they call and that returns is progress. Their
// variables are of the loop's body: one outside of it would still know, when all is done, what it served last.

import { choose, type Ptr } from '../../src/model/dialect.ts'
import { BLK_STS_IOERR, type bio, bio_endio, bio_take } from './bio.ts'
import { type rcu_head, rcu_take } from './rcu.ts'
import { expire_work, take_work, work_done, type work_struct } from './workqueue.ts'

/** RCU callbacks, of all CPUs: `context: 'softirq'`. */
export function rcu_softirq(): void {
  for (;;) {
    let head: Ptr<rcu_head> = rcu_take()
    head.func(head)
  }
}

/** The timer of delayed work: `context: 'softirq'`, on the CPU of who queues it. */
export function run_timer_softirq(): void {
  for (;;) expire_work()
}

/** A worker of all workqueues: `context: 'work'`. */
export function worker_thread(): void {
  for (;;) {
    let work: Ptr<work_struct> = take_work()
    work.func(work)
    work_done()
  }
}

/** The device's interrupt, which ends what is in flight: `context: 'irq'`. */
export function bio_irq(): void {
  for (;;) {
    let bio: Ptr<bio> = bio_take()
    if (choose('io-fails')) bio.bi_status = BLK_STS_IOERR
    bio_endio(bio)
  }
}

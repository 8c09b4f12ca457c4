// What a scenario gives tasks of their own for, with the block I/O of 2.6 (../servers.ts says more).

import { choose, type Ptr } from '../../../src/model/dialect.ts'
import { EIO } from '../errno.ts'
import { expire_work, take_work, work_done, type work_struct } from '../workqueue.ts'
import { type bio, bio_endio, bio_take } from './bio.ts'

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
    if (choose('io-fails')) bio_endio(bio, -EIO)
    else bio_endio(bio, 0)
  }
}

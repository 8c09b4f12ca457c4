// Work items. An item that is not pending becomes so and goes to the end of the one queue that there is; a worker,
// which is a task of the scenario (worker_thread(), servers.ts), takes the first, clears its pending bit, and calls its
// function. So an item can be queued again while it runs; it then runs again behind. All workqueues are one, and one
// that the scenario gives two workers runs two items at a time, but no item twice at once.
//
// A delayed item waits for its timer, a softirq that is a task of the scenario too (run_timer_softirq()): on the CPU of
// the handler that queued the item, it cannot overtake it. Timers end in the order in which they were set.

import {
  type Arr,
  beyond,
  type bool,
  cast,
  current_task,
  idle_until,
  type int,
  NULL,
  type Ptr,
  reaches,
  type uint,
  type ulong,
  wait_until,
  zeroed,
} from '../../src/model/dialect.ts'

/** include/linux/workqueue.h */
export type work_func_t = (work: Ptr<work_struct>) => void

/** include/linux/workqueue.h */
export interface work_struct {
  func: work_func_t
  /** The next in the queue, or of the timers. */
  next: Ptr<work_struct>
  pending: bool
  /** Among the timers. */
  delayed: bool
}

/** include/linux/workqueue.h */
export interface delayed_work {
  work: work_struct
}

/** include/linux/workqueue.h */
export interface workqueue_struct {
  flags: int
}

export const system_wq_struct: workqueue_struct = zeroed()
export let system_wq: Ptr<workqueue_struct> = system_wq_struct
export let system_unbound_wq: Ptr<workqueue_struct> = system_wq_struct
export let system_long_wq: Ptr<workqueue_struct> = system_wq_struct
export let system_highpri_wq: Ptr<workqueue_struct> = system_wq_struct

export let queued_work: Ptr<work_struct> = NULL
export let timed_work: Ptr<work_struct> = NULL
/** What each task is running, by its number. */
export const running_work: Arr<Ptr<work_struct>, 9> = zeroed()

/** include/linux/workqueue.h @atomic */
export function INIT_WORK(work: Ptr<work_struct>, func: work_func_t): void {
  work.func = func
  work.next = NULL
  work.pending = false
  work.delayed = false
}

/** include/linux/workqueue.h @atomic */
export function INIT_DELAYED_WORK(dwork: Ptr<delayed_work>, func: work_func_t): void {
  INIT_WORK(dwork.work, func)
}

/** include/linux/workqueue.h @declares */
export function DECLARE_WORK(func: work_func_t): work_struct {
  let work: work_struct = { func: func, next: NULL, pending: false, delayed: false }
  return work
}

/** include/linux/workqueue.h @declares */
export function DECLARE_DELAYED_WORK(func: work_func_t): delayed_work {
  let dwork: delayed_work = { work: { func: func, next: NULL, pending: false, delayed: false } }
  return dwork
}

/** include/linux/workqueue.h */
export function to_delayed_work(work: Ptr<work_struct>): Ptr<delayed_work> {
  return cast<Ptr<delayed_work>>(work)
}

/** include/linux/workqueue.h @atomic */
export function work_pending(work: Ptr<work_struct>): bool {
  return work.pending
}

/** include/linux/workqueue.h @atomic */
export function delayed_work_pending(dwork: Ptr<delayed_work>): bool {
  return dwork.work.pending
}

/** kernel/workqueue.c: to the end of the queue. */
export function enqueue_work(work: Ptr<work_struct>): void {
  let last: Ptr<work_struct> = queued_work
  if (!reaches('take_work')) beyond('no task of the scenario runs queued work')
  work.next = NULL
  if (!last) {
    queued_work = work
    return
  }
  while (last.next) last = last.next
  last.next = work
}

/** kernel/workqueue.c: to the end of the timers. */
export function add_work_timer(work: Ptr<work_struct>): void {
  let last: Ptr<work_struct> = timed_work
  if (!reaches('expire_work')) beyond('no task of the scenario is the timer of delayed work')
  work.delayed = true
  work.next = NULL
  if (!last) {
    timed_work = work
    return
  }
  while (last.next) last = last.next
  last.next = work
}

/** kernel/workqueue.c: takes an item out of the queue or the timers, if it is there. */
export function unlink_work(work: Ptr<work_struct>): void {
  let before: Ptr<work_struct> = work.delayed ? timed_work : queued_work
  if (before == work) {
    if (work.delayed) timed_work = work.next
    else queued_work = work.next
  } else {
    while (before.next != work) before = before.next
    before.next = work.next
  }
  work.next = NULL
  work.delayed = false
  work.pending = false
}

/** kernel/workqueue.c @atomic */
export function queue_work(wq: Ptr<workqueue_struct>, work: Ptr<work_struct>): bool {
  if (work.pending) return false
  work.pending = true
  enqueue_work(work)
  return true
}

/** kernel/workqueue.c @atomic */
export function queue_work_on(cpu: int, wq: Ptr<workqueue_struct>, work: Ptr<work_struct>): bool {
  return queue_work(wq, work)
}

/** include/linux/workqueue.h @atomic */
export function schedule_work(work: Ptr<work_struct>): bool {
  return queue_work(system_wq_struct, work)
}

/** include/linux/workqueue.h @atomic */
export function schedule_work_on(cpu: int, work: Ptr<work_struct>): bool {
  return queue_work(system_wq_struct, work)
}

/** kernel/workqueue.c @atomic */
export function queue_delayed_work(wq: Ptr<workqueue_struct>, dwork: Ptr<delayed_work>, delay: ulong): bool {
  if (dwork.work.pending) return false
  dwork.work.pending = true
  if (delay == 0) enqueue_work(dwork.work)
  else add_work_timer(dwork.work)
  return true
}

/** kernel/workqueue.c @atomic */
export function queue_delayed_work_on(
  cpu: int,
  wq: Ptr<workqueue_struct>,
  dwork: Ptr<delayed_work>,
  delay: ulong,
): bool {
  return queue_delayed_work(wq, dwork, delay)
}

/** include/linux/workqueue.h @atomic */
export function schedule_delayed_work(dwork: Ptr<delayed_work>, delay: ulong): bool {
  return queue_delayed_work(system_wq_struct, dwork, delay)
}

/** include/linux/workqueue.h @atomic */
export function schedule_delayed_work_on(cpu: int, dwork: Ptr<delayed_work>, delay: ulong): bool {
  return queue_delayed_work(system_wq_struct, dwork, delay)
}

/** kernel/workqueue.c @atomic */
export function mod_delayed_work(wq: Ptr<workqueue_struct>, dwork: Ptr<delayed_work>, delay: ulong): bool {
  let pending: bool = dwork.work.pending
  if (pending) unlink_work(dwork.work)
  queue_delayed_work(wq, dwork, delay)
  return pending
}

/** kernel/workqueue.c: the first timer has run out: its item is queued. @atomic */
export function expire_work(): void {
  idle_until(timed_work != NULL)
  let work: Ptr<work_struct> = timed_work
  timed_work = work.next
  work.delayed = false
  enqueue_work(work)
}

/** kernel/workqueue.c: some task is running the item. */
export function is_work_running(work: Ptr<work_struct>): bool {
  let task: int
  for (task = 1; task < 9; task++) if (work && running_work[task] == work) return true
  return false
}

/** kernel/workqueue.c: the first item of the queue, unless it is still running elsewhere. @atomic */
export function take_work(): Ptr<work_struct> {
  idle_until(queued_work && !is_work_running(queued_work))
  let work: Ptr<work_struct> = queued_work
  queued_work = work.next
  work.next = NULL
  work.pending = false
  running_work[current_task()] = work
  return work
}

/** kernel/workqueue.c @atomic */
export function work_done(): void {
  running_work[current_task()] = NULL
}

/** kernel/workqueue.c @atomic */
export function cancel_work(work: Ptr<work_struct>): bool {
  if (!work.pending) return false
  unlink_work(work)
  return true
}

/** kernel/workqueue.c @atomic */
export function cancel_delayed_work(dwork: Ptr<delayed_work>): bool {
  return cancel_work(dwork.work)
}

export const WORK_BUSY_PENDING: uint = 1
export const WORK_BUSY_RUNNING: uint = 2

/** kernel/workqueue.c @atomic */
export function work_busy(work: Ptr<work_struct>): uint {
  let busy: uint = 0
  if (work.pending) busy |= WORK_BUSY_PENDING
  if (is_work_running(work)) busy |= WORK_BUSY_RUNNING
  return busy
}

/** kernel/workqueue.c: until no task runs the item. @atomic */
export function wait_for_work(work: Ptr<work_struct>): void {
  wait_until(!is_work_running(work))
}

/** kernel/workqueue.c */
export function cancel_work_sync(work: Ptr<work_struct>): bool {
  let pending: bool = cancel_work(work)
  wait_for_work(work)
  return pending
}

/** kernel/workqueue.c */
export function cancel_delayed_work_sync(dwork: Ptr<delayed_work>): bool {
  return cancel_work_sync(dwork.work)
}

/** kernel/workqueue.c: until the item is neither queued nor running. @atomic */
export function wait_for_queued_work(work: Ptr<work_struct>): void {
  wait_until(!work.pending && !is_work_running(work))
}

/** kernel/workqueue.c */
export function flush_work(work: Ptr<work_struct>): bool {
  let busy: bool = work_busy(work) != 0
  wait_for_queued_work(work)
  return busy
}

/** kernel/workqueue.c: its time is up at once. @atomic */
export function expire_now(work: Ptr<work_struct>): void {
  if (!work.delayed) return
  unlink_work(work)
  work.pending = true
  enqueue_work(work)
}

/** kernel/workqueue.c */
export function flush_delayed_work(dwork: Ptr<delayed_work>): bool {
  expire_now(dwork.work)
  return flush_work(dwork.work)
}

/** kernel/workqueue.c: until nothing is queued and nothing runs. @atomic */
export function wait_for_all_work(): void {
  wait_until(!queued_work && !is_any_running())
}

/** kernel/workqueue.c: some task is running an item. */
export function is_any_running(): bool {
  let task: int
  for (task = 1; task < 9; task++) if (running_work[task]) return true
  return false
}

/** kernel/workqueue.c: waits for what is queued meanwhile as well. */
export function flush_workqueue(wq: Ptr<workqueue_struct>): void {
  wait_for_all_work()
}

/** include/linux/workqueue.h */
export function flush_scheduled_work(): void {
  wait_for_all_work()
}

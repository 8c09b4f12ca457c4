// Wait queues. A queue knows its tasks by number: whom a wake-up takes off (what DEFINE_WAIT() and wait_event() make),
// whom it leaves on (add_wait_queue()), and those of which one wake-up wakes one, in the order in which they came, four
// bits each. Getting on a queue and setting the state are one step, as they are under the queue's lock; so is a
// wake-up. No signal comes, so the interruptible forms never fail; a sleep with a timeout always ends.

import { type bool, current_task, type int, type long, type Ptr, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import {
  might_block,
  schedule,
  schedule_timeout,
  TASK_INTERRUPTIBLE,
  TASK_KILLABLE,
  TASK_NORMAL,
  TASK_RUNNING,
  TASK_UNINTERRUPTIBLE,
  task_state,
  wake_task,
} from './sched.ts'
import { spin_lock_irq, spin_unlock_irq, type spinlock_t } from './spinlock.ts'

/** include/linux/wait.h */
export interface wait_queue_head_t {
  waiting: uint
  staying: uint
  exclusive: ulong
}

/** include/linux/wait.h */
export interface wait_queue_entry_t {
  /** Number of the task. */
  private: int
  /** A wake-up leaves it on the queue. */
  stays: bool
}

/** include/linux/wait.h @atomic */
export function init_waitqueue_head(wq_head: Ptr<wait_queue_head_t>): void {
  wq_head.waiting = 0
  wq_head.staying = 0
  wq_head.exclusive = 0
}

/** include/linux/wait.h @declares */
export function DECLARE_WAIT_QUEUE_HEAD(): wait_queue_head_t {
  let wq_head: wait_queue_head_t = zeroed()
  return wq_head
}

/** include/linux/wait.h @declares */
export function DECLARE_WAIT_QUEUE_HEAD_ONSTACK(): wait_queue_head_t {
  let wq_head: wait_queue_head_t = zeroed()
  return wq_head
}

/** include/linux/wait.h @declares */
export function DEFINE_WAIT(): wait_queue_entry_t {
  let wq_entry: wait_queue_entry_t = zeroed()
  wq_entry.private = current_task()
  return wq_entry
}

/** include/linux/wait.h */
export function init_wait(wq_entry: Ptr<wait_queue_entry_t>): void {
  wq_entry.private = current_task()
  wq_entry.stays = false
}

/** kernel/sched/wait.c: takes a task off. */
export function take_waiter_off(wq_head: Ptr<wait_queue_head_t>, task: int): void {
  let rest: ulong = wq_head.exclusive
  let shift: int = 0
  wq_head.waiting &= ~(1 << task)
  wq_head.staying &= ~(1 << task)
  wq_head.exclusive = 0
  while (rest) {
    if ((rest & 15) != task) {
      wq_head.exclusive |= (rest & 15) << shift
      shift += 4
    }
    rest >>= 4
  }
}

/** kernel/sched/wait.c @atomic */
export function add_wait_queue(wq_head: Ptr<wait_queue_head_t>, wq_entry: Ptr<wait_queue_entry_t>): void {
  if (wq_entry.stays) wq_head.staying |= 1 << wq_entry.private
  else wq_head.waiting |= 1 << wq_entry.private
}

/** kernel/sched/wait.c @atomic */
export function remove_wait_queue(wq_head: Ptr<wait_queue_head_t>, wq_entry: Ptr<wait_queue_entry_t>): void {
  take_waiter_off(wq_head, wq_entry.private)
}

/** include/linux/wait.h @declares */
export function DECLARE_WAITQUEUE(): wait_queue_entry_t {
  let wq_entry: wait_queue_entry_t = zeroed()
  wq_entry.private = current_task()
  wq_entry.stays = true
  return wq_entry
}

/** kernel/sched/wait.c @atomic */
export function prepare_to_wait(wq_head: Ptr<wait_queue_head_t>, wq_entry: Ptr<wait_queue_entry_t>, state: int): void {
  take_waiter_off(wq_head, current_task())
  wq_head.waiting |= 1 << current_task()
  task_state[current_task()] = state
}

/** kernel/sched/wait.c @atomic */
export function prepare_to_wait_exclusive(
  wq_head: Ptr<wait_queue_head_t>,
  wq_entry: Ptr<wait_queue_entry_t>,
  state: int,
): bool {
  let shift: int = 0
  let first: bool = wq_head.exclusive == 0 && wq_head.waiting == 0 && wq_head.staying == 0
  let rest: ulong = wq_head.exclusive
  let queued: bool = false
  while (rest) {
    if ((rest & 15) == current_task()) queued = true
    rest >>= 4
    shift += 4
  }
  if (!queued) wq_head.exclusive |= current_task() << shift
  task_state[current_task()] = state
  return first
}

/** kernel/sched/wait.c @atomic */
export function finish_wait(wq_head: Ptr<wait_queue_head_t>, wq_entry: Ptr<wait_queue_entry_t>): void {
  task_state[current_task()] = TASK_RUNNING
  take_waiter_off(wq_head, current_task())
}

/** include/linux/wait.h @atomic */
export function waitqueue_active(wq_head: Ptr<wait_queue_head_t>): int {
  return wq_head.waiting || wq_head.staying || wq_head.exclusive ? 1 : 0
}

/** include/linux/wait.h @atomic */
export function wq_has_sleeper(wq_head: Ptr<wait_queue_head_t>): bool {
  return wq_head.waiting != 0 || wq_head.staying != 0 || wq_head.exclusive != 0
}

/** kernel/sched/wait.c: wakes all that wait together, and `nr` of those that wait one by one; all of them if it is 0. @atomic */
export function wake_waiters(wq_head: Ptr<wait_queue_head_t>, mode: int, nr: int): void {
  let task: int
  let left: int = nr
  let rest: ulong = wq_head.exclusive
  for (task = 1; task < 9; task++) {
    if ((wq_head.waiting >> task) & 1 && wake_task(task, mode)) wq_head.waiting &= ~(1 << task)
    if ((wq_head.staying >> task) & 1) wake_task(task, mode)
  }
  while (rest) {
    if ((nr == 0 || left > 0) && wake_task(rest & 15, mode)) {
      take_waiter_off(wq_head, rest & 15)
      left--
    }
    rest >>= 4
  }
}

/** include/linux/wait.h */
export function wake_up(wq_head: Ptr<wait_queue_head_t>): void {
  wake_waiters(wq_head, TASK_NORMAL, 1)
}

/** include/linux/wait.h */
export function wake_up_nr(wq_head: Ptr<wait_queue_head_t>, nr: int): void {
  wake_waiters(wq_head, TASK_NORMAL, nr)
}

/** include/linux/wait.h */
export function wake_up_all(wq_head: Ptr<wait_queue_head_t>): void {
  wake_waiters(wq_head, TASK_NORMAL, 0)
}

/** include/linux/wait.h */
export function wake_up_locked(wq_head: Ptr<wait_queue_head_t>): void {
  wake_waiters(wq_head, TASK_NORMAL, 1)
}

/** include/linux/wait.h */
export function wake_up_interruptible(wq_head: Ptr<wait_queue_head_t>): void {
  wake_waiters(wq_head, TASK_INTERRUPTIBLE, 1)
}

/** include/linux/wait.h */
export function wake_up_interruptible_all(wq_head: Ptr<wait_queue_head_t>): void {
  wake_waiters(wq_head, TASK_INTERRUPTIBLE, 0)
}

/** include/linux/wait.h @byname wq_head, condition */
export function wait_event(wq_head: wait_queue_head_t, condition: bool): void {
  let wq_entry: wait_queue_entry_t = zeroed()
  might_block()
  if (condition) return
  for (;;) {
    prepare_to_wait(wq_head, wq_entry, TASK_UNINTERRUPTIBLE)
    if (condition) break
    schedule()
  }
  finish_wait(wq_head, wq_entry)
}

/** include/linux/wait.h @byname wq_head, condition */
export function wait_event_interruptible(wq_head: wait_queue_head_t, condition: bool): int {
  let wq_entry: wait_queue_entry_t = zeroed()
  might_block()
  if (condition) return 0
  for (;;) {
    prepare_to_wait(wq_head, wq_entry, TASK_INTERRUPTIBLE)
    if (condition) break
    schedule()
  }
  finish_wait(wq_head, wq_entry)
  return 0
}

/** include/linux/wait.h @byname wq_head, condition */
export function wait_event_killable(wq_head: wait_queue_head_t, condition: bool): int {
  let wq_entry: wait_queue_entry_t = zeroed()
  might_block()
  if (condition) return 0
  for (;;) {
    prepare_to_wait(wq_head, wq_entry, TASK_KILLABLE)
    if (condition) break
    schedule()
  }
  finish_wait(wq_head, wq_entry)
  return 0
}

/** include/linux/wait.h: 0 if the condition is false when the time is up. @byname wq_head, condition */
export function wait_event_timeout(wq_head: wait_queue_head_t, condition: bool, timeout: long): long {
  let wq_entry: wait_queue_entry_t = zeroed()
  might_block()
  if (condition) return 1
  prepare_to_wait(wq_head, wq_entry, TASK_UNINTERRUPTIBLE)
  if (!condition) schedule_timeout(timeout)
  finish_wait(wq_head, wq_entry)
  return condition ? 1 : 0
}

/** include/linux/wait.h: gives the lock away while it sleeps. @byname wq_head, condition, lock */
export function wait_event_lock_irq(wq_head: wait_queue_head_t, condition: bool, lock: spinlock_t): void {
  let wq_entry: wait_queue_entry_t = zeroed()
  if (condition) return
  for (;;) {
    prepare_to_wait(wq_head, wq_entry, TASK_UNINTERRUPTIBLE)
    if (condition) break
    spin_unlock_irq(lock)
    schedule()
    spin_lock_irq(lock)
  }
  finish_wait(wq_head, wq_entry)
}

// Giving the CPU away. A task that set its state to something else than TASK_RUNNING sleeps in schedule() until
// somebody wakes it (wake_up_process() here, the queues of wait.ts); no signal does. One that did not only offers the
// CPU. That holds for schedule_timeout() as well: in TASK_RUNNING it does not sleep, which has broken real fixes. With
// a timeout the wake-up always comes.

import {
  type Arr,
  current_task,
  type int,
  type long,
  type Ptr,
  resched,
  sleep_timed,
  type u16,
  wait_until,
  zeroed,
} from '../../src/model/dialect.ts'

export const TASK_RUNNING: int = 0
export const TASK_INTERRUPTIBLE: int = 1
export const TASK_UNINTERRUPTIBLE: int = 2
export const TASK_NORMAL: int = 3
export const TASK_WAKEKILL: int = 0x100
export const TASK_KILLABLE: int = 0x102
export const TASK_IDLE: int = 0x402

export const HZ: long = 250
export const MAX_SCHEDULE_TIMEOUT: long = 0x7fffffff

/** State of each task by its number; 0, TASK_RUNNING, until it says otherwise. */
export const task_state: Arr<u16, 9> = zeroed()

/** include/linux/sched.h: what others know a task by. */
export interface task_struct {
  /** Number of the task, from 1. */
  pid: int
}

export const task_structs: Arr<task_struct, 9> = zeroed()

/** include/asm-generic/current.h */
export function get_current(): Ptr<task_struct> {
  let p: Ptr<task_struct> = task_structs[current_task()]
  p.pid = current_task()
  return p
}

/** kernel/sched/core.c: ends the sleep of a task in one of these states; whether it did. */
export function wake_task(number: int, mode: int): int {
  if (!(task_state[number] & mode)) return 0
  task_state[number] = TASK_RUNNING
  return 1
}

/** kernel/sched/core.c @atomic */
export function wake_up_process(p: Ptr<task_struct>): int {
  return wake_task(p.pid, TASK_NORMAL)
}

/** kernel/sched/core.c @atomic */
export function wake_up_state(p: Ptr<task_struct>, state: int): int {
  return wake_task(p.pid, state)
}

/** include/linux/sched.h */
export function set_current_state(state_value: int): void {
  task_state[current_task()] = state_value
}

/** include/linux/sched.h */
export function __set_current_state(state_value: int): void {
  task_state[current_task()] = state_value
}

/** kernel/sched/core.c */
export function schedule(): void {
  if (task_state[current_task()] == TASK_RUNNING) {
    resched()
    return
  }
  wait_until(task_state[current_task()] == TASK_RUNNING)
}

/** kernel/time/timer.c */
export function schedule_timeout(timeout: long): long {
  if (task_state[current_task()] == TASK_RUNNING) {
    resched()
    return timeout
  }
  if (timeout == MAX_SCHEDULE_TIMEOUT) {
    schedule()
    return timeout
  }
  sleep_timed()
  task_state[current_task()] = TASK_RUNNING
  return 0
}

/** kernel/time/timer.c */
export function schedule_timeout_interruptible(timeout: long): long {
  sleep_timed()
  return 0
}

/** kernel/time/timer.c */
export function schedule_timeout_killable(timeout: long): long {
  sleep_timed()
  return 0
}

/** kernel/time/timer.c */
export function schedule_timeout_uninterruptible(timeout: long): long {
  sleep_timed()
  return 0
}

/** kernel/time/timer.c */
export function schedule_timeout_idle(timeout: long): long {
  sleep_timed()
  return 0
}

/** kernel/sched/core.c */
export function io_schedule(): void {
  schedule()
}

/** kernel/sched/core.c */
export function io_schedule_timeout(timeout: long): long {
  return schedule_timeout(timeout)
}

/** kernel/sched/core.c */
export function yield$(): void {
  resched()
}

/** include/linux/sched.h */
export function cond_resched(): int {
  resched()
  return 0
}

/** kernel/sched/core.c: here the task would do wrong if it may not sleep, whether it comes to it or not. */
export function might_block(): void {
  wait_until(true)
}

/** include/linux/kernel.h */
export function might_sleep(): void {}

/** include/linux/kernel.h */
export function might_sleep_if(cond: int): void {}

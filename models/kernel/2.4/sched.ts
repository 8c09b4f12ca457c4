// Giving the CPU away in Linux 2.4: whoever sleeps drops the big kernel lock (smp-lock.ts). As in ../sched.ts, nobody
// wakes a task that sleeps without a timeout: wait queues are left out.

import { type Arr, current_task, type int, type long, NULL, type Ptr, resched, sleep_timed, type u16, wait_until, zeroed } from '../../../src/model/dialect.ts'
import type { task_struct } from './mm-types.ts'
import { reacquire_kernel_lock, release_kernel_lock } from './smp-lock.ts'

export const TASK_RUNNING: int = 0
export const TASK_INTERRUPTIBLE: int = 1
export const TASK_UNINTERRUPTIBLE: int = 2

export const HZ: long = 100
export const MAX_SCHEDULE_TIMEOUT: long = 0x7fffffff

/** State of each task by its number. */
export const task_state: Arr<u16, 9> = zeroed()

/** Whoever runs. */
export let current: Ptr<task_struct> = NULL

/** include/linux/sched.h */
export function set_current_state(state_value: int): void {
  task_state[current_task()] = state_value
}

/** include/linux/sched.h */
export function __set_current_state(state_value: int): void {
  task_state[current_task()] = state_value
}

/** Asleep until somebody sets the state back. @atomic */
export function wait_to_run(): void {
  wait_until(task_state[current_task()] == TASK_RUNNING)
}

/** kernel/sched.c */
export function schedule(): void {
  release_kernel_lock()
  if (task_state[current_task()] == TASK_RUNNING) resched()
  else wait_to_run()
  reacquire_kernel_lock()
}

/** kernel/sched.c */
export function schedule_timeout(timeout: long): long {
  if (task_state[current_task()] == TASK_RUNNING || timeout == MAX_SCHEDULE_TIMEOUT) {
    schedule()
    return timeout
  }
  release_kernel_lock()
  sleep_timed()
  task_state[current_task()] = TASK_RUNNING
  reacquire_kernel_lock()
  return 0
}

/** kernel/sched.c: what `current->policy |= SCHED_YIELD; schedule();` does. */
export function sys_sched_yield(): long {
  schedule()
  return 0
}

/** The one task_struct that there is. */
export const init_task: task_struct = zeroed()

/** kernel/sched.c: stands for it. */
export function sched_init(): void {
  current = init_task
}

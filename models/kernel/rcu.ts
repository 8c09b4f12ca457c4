// RCU. A grace period waits for the readers that were inside when it began, and for no others: synchronize_rcu() notes
// them, and each is struck out when it leaves its outermost section. Callbacks wait likewise, in a queue that a task of
// the scenario serves (rcu_softirq(), servers.ts).
//
// Readers are marked where the scenario can wait for a grace period, and cost nothing elsewhere. Only rcu_read_lock()
// makes a reader here: a section with preemption or interrupts off does not keep a grace period from ending, though in
// the kernel it may.

import {
  type Arr,
  beyond,
  bug,
  cast,
  current_task,
  idle_until,
  type int,
  NULL,
  nosleep_count_add,
  type Ptr,
  reaches,
  type u8,
  type u16,
  type VoidPtr,
  wait_until,
  zeroed,
} from '../../src/model/dialect.ts'
import { complete, type completion, wait_for_completion } from './completion.ts'

/** include/linux/types.h */
export interface rcu_head {
  next: Ptr<rcu_head>
  func: rcu_callback_t
  /** The readers that it waits for, a bit each. */
  waits: u16
}

/** include/linux/types.h */
export type rcu_callback_t = (head: Ptr<rcu_head>) => void

/** How deep each task is in sections, by its number. */
export const rcu_depth: Arr<u8, 9> = zeroed()
/** The readers that each task waits for, a bit each. */
export const rcu_waits: Arr<u16, 9> = zeroed()
export let rcu_first: Ptr<rcu_head> = NULL
export let rcu_last: Ptr<rcu_head> = NULL

/** kernel/rcu/tree.c: into a section, where somebody may wait for it. @atomic */
export function rcu_enter(): void {
  rcu_depth[current_task()] += 1
}

/** kernel/rcu/tree.c: out of a section. @atomic */
export function rcu_leave(): void {
  let task: int
  let head: Ptr<rcu_head> = rcu_first
  if (rcu_depth[current_task()] == 0) bug()
  rcu_depth[current_task()] -= 1
  if (rcu_depth[current_task()] > 0) return
  for (task = 1; task < 9; task++) rcu_waits[task] &= ~(1 << current_task())
  while (head) {
    head.waits &= ~(1 << current_task())
    head = head.next
  }
}

/** kernel/rcu/tree.c: those who are in a section. */
export function rcu_readers(): u16 {
  let task: int
  let readers: u16 = 0
  for (task = 1; task < 9; task++) if (rcu_depth[task]) readers |= 1 << task
  return readers
}

/** include/linux/rcupdate.h */
export function rcu_read_lock(): void {
  nosleep_count_add(1)
  if (reaches('rcu_readers')) rcu_enter()
}

/** include/linux/rcupdate.h */
export function rcu_read_unlock(): void {
  if (reaches('rcu_readers')) rcu_leave()
  nosleep_count_add(-1)
}

/** kernel/rcu/tree.c: A grace period begins. @atomic */
export function rcu_begin(): void {
  rcu_waits[current_task()] = rcu_readers()
}

/** kernel/rcu/tree.c: and ends. @atomic */
export function rcu_end(): void {
  wait_until(rcu_waits[current_task()] == 0)
}

/** kernel/rcu/tree.c */
export function synchronize_rcu(): void {
  rcu_begin()
  rcu_end()
}

/** kernel/rcu/tree.c */
export function synchronize_rcu_expedited(): void {
  rcu_begin()
  rcu_end()
}

/** include/linux/rcupdate.h */
export function synchronize_net(): void {
  rcu_begin()
  rcu_end()
}

/** kernel/rcu/tree.c @atomic */
export function call_rcu(head: Ptr<rcu_head>, func: rcu_callback_t): void {
  if (!reaches('rcu_take')) beyond('no task of the scenario runs RCU callbacks')
  head.func = func
  head.next = NULL
  head.waits = rcu_readers()
  if (rcu_last) rcu_last.next = head
  else rcu_first = head
  rcu_last = head
}

/** kernel/rcu/tree.c: the first callback, when its grace period is over. @atomic */
export function rcu_take(): Ptr<rcu_head> {
  idle_until(rcu_first && rcu_first.waits == 0)
  let head: Ptr<rcu_head> = rcu_first
  rcu_first = head.next
  if (!rcu_first) rcu_last = NULL
  head.next = NULL
  return head
}

/** A callback that tells that those before it ran. */
export interface rcu_barrier_state {
  head: rcu_head
  completion: completion
}

/** kernel/rcu/tree.c */
export function rcu_barrier_callback(head: Ptr<rcu_head>): void {
  let state: Ptr<rcu_barrier_state> = cast<Ptr<rcu_barrier_state>>(head)
  complete(state.completion)
}

/** kernel/rcu/tree.c */
export function rcu_barrier(): void {
  let state: rcu_barrier_state = zeroed()
  call_rcu(state.head, rcu_barrier_callback)
  wait_for_completion(state.completion)
}

/** include/linux/rcupdate.h */
export function rcu_dereference(p: VoidPtr): VoidPtr {
  return p
}

/** include/linux/rcupdate.h */
export function rcu_access_pointer(p: VoidPtr): VoidPtr {
  return p
}

/** include/linux/rcupdate.h */
export function rcu_dereference_protected(p: VoidPtr, c: int): VoidPtr {
  return p
}

/** include/linux/rcupdate.h @byname p */
export function rcu_assign_pointer(p: VoidPtr, v: VoidPtr): void {
  p = v
}

/** include/linux/rcupdate.h @byname p */
export function RCU_INIT_POINTER(p: VoidPtr, v: VoidPtr): void {
  p = v
}

// Completions: a count of what was completed and not waited for yet. Waiting takes one; after complete_all() there is
// always one. Who of several gets it is left open.

import { type bool, type int, type Ptr, sleep_timed, type uint, type ulong, wait_until, zeroed } from '../../src/model/dialect.ts'

export const COMPLETE_ALL: uint = 0xffffffff

/** include/linux/completion.h */
export interface completion {
  done: uint
}

/** include/linux/completion.h @atomic */
export function init_completion(x: Ptr<completion>): void {
  x.done = 0
}

/** include/linux/completion.h @atomic */
export function reinit_completion(x: Ptr<completion>): void {
  x.done = 0
}

/** include/linux/completion.h @declares */
export function DECLARE_COMPLETION(): completion {
  let x: completion = zeroed()
  return x
}

/** include/linux/completion.h @declares */
export function DECLARE_COMPLETION_ONSTACK(): completion {
  let x: completion = zeroed()
  return x
}

/** kernel/sched/completion.c @atomic */
export function complete(x: Ptr<completion>): void {
  if (x.done != COMPLETE_ALL) x.done += 1
}

/** kernel/sched/completion.c @atomic */
export function complete_all(x: Ptr<completion>): void {
  x.done = COMPLETE_ALL
}

/** kernel/sched/completion.c @atomic */
export function wait_for_completion(x: Ptr<completion>): void {
  wait_until(x.done > 0)
  if (x.done != COMPLETE_ALL) x.done -= 1
}

/** kernel/sched/completion.c @atomic */
export function wait_for_completion_io(x: Ptr<completion>): void {
  wait_for_completion(x)
}

/** kernel/sched/completion.c @atomic */
export function wait_for_completion_interruptible(x: Ptr<completion>): int {
  wait_for_completion(x)
  return 0
}

/** kernel/sched/completion.c @atomic */
export function wait_for_completion_killable(x: Ptr<completion>): int {
  wait_for_completion(x)
  return 0
}

/** kernel/sched/completion.c: it may be completed in time or not; 1 or 0. */
export function wait_for_completion_timeout(x: Ptr<completion>, timeout: ulong): ulong {
  sleep_timed()
  return try_wait_for_completion(x) ? 1 : 0
}

/** kernel/sched/completion.c @atomic */
export function try_wait_for_completion(x: Ptr<completion>): bool {
  if (x.done == 0) return false
  if (x.done != COMPLETE_ALL) x.done -= 1
  return true
}

/** kernel/sched/completion.c @atomic */
export function completion_done(x: Ptr<completion>): bool {
  return x.done != 0
}

// Sleeping locks. No signal is modelled: the interruptible and killable forms always succeed.

import { type bool, bug, current_task, type int, type Ptr, wait_until, zeroed } from '../../src/model/dialect.ts'

/** include/linux/mutex.h */
export interface mutex {
  /** Number of the task that holds it, 0 if none does. */
  owner: int
}

/** kernel/locking/mutex.c @atomic */
export function mutex_lock(lock: Ptr<mutex>): void {
  wait_until(lock.owner == 0)
  lock.owner = current_task()
}

/** kernel/locking/mutex.c @atomic */
export function mutex_lock_interruptible(lock: Ptr<mutex>): int {
  wait_until(lock.owner == 0)
  lock.owner = current_task()
  return 0
}

/** kernel/locking/mutex.c @atomic */
export function mutex_lock_killable(lock: Ptr<mutex>): int {
  wait_until(lock.owner == 0)
  lock.owner = current_task()
  return 0
}

/** kernel/locking/mutex.c @atomic */
export function mutex_trylock(lock: Ptr<mutex>): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  return 1
}

/** kernel/locking/mutex.c @atomic */
export function mutex_unlock(lock: Ptr<mutex>): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
}

/** kernel/locking/mutex.c @atomic */
export function mutex_is_locked(lock: Ptr<mutex>): bool {
  return lock.owner != 0
}

/** include/linux/mutex.h @declares */
export function DEFINE_MUTEX(): mutex {
  let lock: mutex = zeroed()
  return lock
}

// Reader-writer spinlocks: any number of readers (positive), or one writer (negative: minus its task number).

import { bug, current_task, type int, type Ptr, preempt_count_add, spin_until, zeroed } from '../../src/model/dialect.ts'

/** include/linux/rwlock_types.h */
export interface rwlock_t {
  holders: int
}

/** include/linux/rwlock.h @atomic */
export function read_lock(lock: Ptr<rwlock_t>): void {
  spin_until(lock.holders >= 0)
  lock.holders += 1
  preempt_count_add(1)
}

/** include/linux/rwlock.h @atomic */
export function read_unlock(lock: Ptr<rwlock_t>): void {
  if (lock.holders <= 0) bug()
  lock.holders -= 1
  preempt_count_add(-1)
}

/** include/linux/rwlock.h @atomic */
export function write_lock(lock: Ptr<rwlock_t>): void {
  spin_until(lock.holders == 0)
  lock.holders = -current_task()
  preempt_count_add(1)
}

/** include/linux/rwlock.h @atomic */
export function write_unlock(lock: Ptr<rwlock_t>): void {
  if (lock.holders != -current_task()) bug()
  lock.holders = 0
  preempt_count_add(-1)
}

/** include/linux/rwlock_types.h @declares */
export function DEFINE_RWLOCK(): rwlock_t {
  let lock: rwlock_t = zeroed()
  return lock
}

// Spinlocks remember who holds them, so that releasing the lock of another is seen. Getting the lock and turning
// preemption off are one step: a holder can never be seen preempted between the two.
//
// Interrupts: no handler runs in these models, so that "interrupts off" means only "not preempted", and it nests. A
// macro that takes `flags` by name therefore has nothing to save in it. The _bh and _irq forms count twice, so that
// spin_lock_irq() may be undone by spin_unlock() and local_irq_enable().

import {
  bug,
  current_task,
  type int,
  type Ptr,
  preempt_count_add,
  spin_until,
  type ulong, zeroed } from '../../src/model/dialect.ts'

/** include/linux/spinlock_types.h */
export interface spinlock_t {
  /** Number of the task that holds it, 0 if none does. */
  owner: int
}

/** include/linux/spinlock.h @atomic */
export function spin_lock_init(lock: Ptr<spinlock_t>): void {
  lock.owner = 0
}

/** include/linux/spinlock.h @atomic */
export function spin_is_locked(lock: Ptr<spinlock_t>): int {
  return lock.owner != 0 ? 1 : 0
}

/** include/linux/spinlock.h @atomic */
export function spin_lock(lock: Ptr<spinlock_t>): void {
  spin_until(lock.owner == 0)
  lock.owner = current_task()
  preempt_count_add(1)
}

/** include/linux/spinlock.h @atomic */
export function spin_lock_irq(lock: Ptr<spinlock_t>): void {
  spin_until(lock.owner == 0)
  lock.owner = current_task()
  preempt_count_add(2)
}

/** include/linux/spinlock.h @atomic */
export function spin_lock_bh(lock: Ptr<spinlock_t>): void {
  spin_until(lock.owner == 0)
  lock.owner = current_task()
  preempt_count_add(2)
}

/** include/linux/spinlock.h @atomic */
export function spin_lock_irqsave(lock: Ptr<spinlock_t>, flags: ulong): void {
  spin_until(lock.owner == 0)
  lock.owner = current_task()
  preempt_count_add(2)
}

/** include/linux/spinlock.h @atomic */
export function spin_trylock(lock: Ptr<spinlock_t>): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  preempt_count_add(1)
  return 1
}

/** include/linux/spinlock.h @atomic */
export function spin_trylock_irq(lock: Ptr<spinlock_t>): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  preempt_count_add(2)
  return 1
}

/** include/linux/spinlock.h @atomic */
export function spin_trylock_bh(lock: Ptr<spinlock_t>): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  preempt_count_add(2)
  return 1
}

/** include/linux/spinlock.h @atomic */
export function spin_trylock_irqsave(lock: Ptr<spinlock_t>, flags: ulong): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  preempt_count_add(2)
  return 1
}

/** include/linux/spinlock.h @atomic */
export function spin_unlock(lock: Ptr<spinlock_t>): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
  preempt_count_add(-1)
}

/** include/linux/spinlock.h @atomic */
export function spin_unlock_irq(lock: Ptr<spinlock_t>): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
  preempt_count_add(-2)
}

/** include/linux/spinlock.h @atomic */
export function spin_unlock_bh(lock: Ptr<spinlock_t>): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
  preempt_count_add(-2)
}

/** include/linux/spinlock.h @atomic */
export function spin_unlock_irqrestore(lock: Ptr<spinlock_t>, flags: ulong): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
  preempt_count_add(-2)
}

/** include/linux/spinlock_types.h @declares */
export function DEFINE_SPINLOCK(): spinlock_t {
  let lock: spinlock_t = zeroed()
  return lock
}

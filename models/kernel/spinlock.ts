// Spinlocks remember who holds them, so that releasing the lock of another is seen. Getting the lock and turning
// preemption off are one step: a holder can never be seen preempted between the two.
//
// The _irq forms turn the interrupts of the CPU off and on, whatever they were before; the _irqsave forms keep that in
// `flags`. A task that waits for a lock has interrupts on until it has it. The _bh forms count in the second byte of
// the preempt count, as local_bh_disable() does, so that spin_lock_bh() may be undone by spin_unlock() and
// local_bh_enable().

import {
  bug,
  current_task,
  type int,
  irqs_off,
  type Ptr,
  preempt_count_add,
  set_irqs_off,
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
  preempt_count_add(1)
  set_irqs_off(1)
}

/** include/linux/spinlock.h @atomic */
export function spin_lock_bh(lock: Ptr<spinlock_t>): void {
  spin_until(lock.owner == 0)
  lock.owner = current_task()
  preempt_count_add(0x201)
}

/** include/linux/spinlock.h @atomic @byname flags */
export function spin_lock_irqsave(lock: Ptr<spinlock_t>, flags: ulong): void {
  spin_until(lock.owner == 0)
  lock.owner = current_task()
  preempt_count_add(1)
  flags = irqs_off()
  set_irqs_off(1)
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
  preempt_count_add(1)
  set_irqs_off(1)
  return 1
}

/** include/linux/spinlock.h @atomic */
export function spin_trylock_bh(lock: Ptr<spinlock_t>): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  preempt_count_add(0x201)
  return 1
}

/** include/linux/spinlock.h @atomic @byname flags */
export function spin_trylock_irqsave(lock: Ptr<spinlock_t>, flags: ulong): int {
  if (lock.owner != 0) return 0
  lock.owner = current_task()
  preempt_count_add(1)
  flags = irqs_off()
  set_irqs_off(1)
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
  preempt_count_add(-1)
  set_irqs_off(0)
}

/** include/linux/spinlock.h @atomic */
export function spin_unlock_bh(lock: Ptr<spinlock_t>): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
  preempt_count_add(-0x201)
}

/** include/linux/spinlock.h @atomic */
export function spin_unlock_irqrestore(lock: Ptr<spinlock_t>, flags: ulong): void {
  if (lock.owner != current_task()) bug()
  lock.owner = 0
  preempt_count_add(-1)
  set_irqs_off(flags)
}

/** include/linux/spinlock_types.h @declares */
export function DEFINE_SPINLOCK(): spinlock_t {
  let lock: spinlock_t = zeroed()
  return lock
}

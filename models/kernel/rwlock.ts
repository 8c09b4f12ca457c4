// Reader-writer spinlocks: any number of readers (positive), or one writer (negative: minus its task number). Interrupts
// and bottom halves are as in spinlock.ts.

import {
  bug,
  current_task,
  type int,
  irqs_off,
  type Ptr,
  preempt_count_add,
  set_irqs_off,
  spin_until,
  type ulong,
  zeroed,
} from '../../src/model/dialect.ts'

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

/** include/linux/rwlock.h @atomic */
export function read_trylock(lock: Ptr<rwlock_t>): int {
  if (lock.holders < 0) return 0
  lock.holders += 1
  preempt_count_add(1)
  return 1
}

/** include/linux/rwlock.h @atomic */
export function read_lock_irq(lock: Ptr<rwlock_t>): void {
  read_lock(lock)
  set_irqs_off(1)
}

/** include/linux/rwlock.h @atomic */
export function read_unlock_irq(lock: Ptr<rwlock_t>): void {
  read_unlock(lock)
  set_irqs_off(0)
}

/** include/linux/rwlock.h @atomic */
export function read_lock_bh(lock: Ptr<rwlock_t>): void {
  read_lock(lock)
  preempt_count_add(0x200)
}

/** include/linux/rwlock.h @atomic */
export function read_unlock_bh(lock: Ptr<rwlock_t>): void {
  read_unlock(lock)
  preempt_count_add(-0x200)
}

/** include/linux/rwlock.h @atomic @byname flags */
export function read_lock_irqsave(lock: Ptr<rwlock_t>, flags: ulong): void {
  read_lock(lock)
  flags = irqs_off()
  set_irqs_off(1)
}

/** include/linux/rwlock.h @atomic */
export function read_unlock_irqrestore(lock: Ptr<rwlock_t>, flags: ulong): void {
  read_unlock(lock)
  set_irqs_off(flags)
}

/** include/linux/rwlock.h @atomic */
export function write_trylock(lock: Ptr<rwlock_t>): int {
  if (lock.holders != 0) return 0
  lock.holders = -current_task()
  preempt_count_add(1)
  return 1
}

/** include/linux/rwlock.h @atomic */
export function write_lock_irq(lock: Ptr<rwlock_t>): void {
  write_lock(lock)
  set_irqs_off(1)
}

/** include/linux/rwlock.h @atomic */
export function write_unlock_irq(lock: Ptr<rwlock_t>): void {
  write_unlock(lock)
  set_irqs_off(0)
}

/** include/linux/rwlock.h @atomic */
export function write_lock_bh(lock: Ptr<rwlock_t>): void {
  write_lock(lock)
  preempt_count_add(0x200)
}

/** include/linux/rwlock.h @atomic */
export function write_unlock_bh(lock: Ptr<rwlock_t>): void {
  write_unlock(lock)
  preempt_count_add(-0x200)
}

/** include/linux/rwlock.h @atomic @byname flags */
export function write_lock_irqsave(lock: Ptr<rwlock_t>, flags: ulong): void {
  write_lock(lock)
  flags = irqs_off()
  set_irqs_off(1)
}

/** include/linux/rwlock.h @atomic */
export function write_unlock_irqrestore(lock: Ptr<rwlock_t>, flags: ulong): void {
  write_unlock(lock)
  set_irqs_off(flags)
}

/** include/linux/rwlock_types.h @declares */
export function DEFINE_RWLOCK(): rwlock_t {
  let lock: rwlock_t = zeroed()
  return lock
}

// Dropping a reference so that the last one goes under a lock: who looks the object up under that lock never finds it
// without references. As in the kernel, a count that is not the last is dropped without the lock; the last is tried
// again with it. Of the callers with interrupts off, only the forms that take `flags` are here.

import type { int, Ptr, ulong } from '../../src/model/dialect.ts'
import { atomic_add_unless, atomic_dec_and_test, type atomic_t } from './atomic.ts'
import { type mutex, mutex_lock, mutex_unlock } from './mutex.ts'
import { type kref, type kref_release_t, refcount_dec_and_test, refcount_dec_not_one, type refcount_t } from './refcount.ts'
import { spin_lock, spin_lock_irqsave, spin_unlock, spin_unlock_irqrestore, type spinlock_t } from './spinlock.ts'

/** lib/dec_and_lock.c */
export function atomic_dec_and_lock(atomic: Ptr<atomic_t>, lock: Ptr<spinlock_t>): int {
  if (atomic_add_unless(atomic, -1, 1)) return 0
  spin_lock(lock)
  if (atomic_dec_and_test(atomic)) return 1
  spin_unlock(lock)
  return 0
}

/** lib/dec_and_lock.c @byname flags */
export function atomic_dec_and_lock_irqsave(atomic: Ptr<atomic_t>, lock: Ptr<spinlock_t>, flags: ulong): int {
  if (atomic_add_unless(atomic, -1, 1)) return 0
  spin_lock_irqsave(lock, flags)
  if (atomic_dec_and_test(atomic)) return 1
  spin_unlock_irqrestore(lock, flags)
  return 0
}

/** kernel/locking/mutex.c */
export function atomic_dec_and_mutex_lock(cnt: Ptr<atomic_t>, lock: Ptr<mutex>): int {
  if (atomic_add_unless(cnt, -1, 1)) return 0
  mutex_lock(lock)
  if (atomic_dec_and_test(cnt)) return 1
  mutex_unlock(lock)
  return 0
}

/** lib/refcount.c */
export function refcount_dec_and_lock(r: Ptr<refcount_t>, lock: Ptr<spinlock_t>): int {
  if (refcount_dec_not_one(r)) return 0
  spin_lock(lock)
  if (refcount_dec_and_test(r)) return 1
  spin_unlock(lock)
  return 0
}

/** lib/refcount.c @byname flags */
export function refcount_dec_and_lock_irqsave(r: Ptr<refcount_t>, lock: Ptr<spinlock_t>, flags: ulong): int {
  if (refcount_dec_not_one(r)) return 0
  spin_lock_irqsave(lock, flags)
  if (refcount_dec_and_test(r)) return 1
  spin_unlock_irqrestore(lock, flags)
  return 0
}

/** lib/refcount.c */
export function refcount_dec_and_mutex_lock(r: Ptr<refcount_t>, lock: Ptr<mutex>): int {
  if (refcount_dec_not_one(r)) return 0
  mutex_lock(lock)
  if (refcount_dec_and_test(r)) return 1
  mutex_unlock(lock)
  return 0
}

/** include/linux/kref.h */
export function kref_put_lock(kref: Ptr<kref>, release: kref_release_t, lock: Ptr<spinlock_t>): int {
  if (refcount_dec_and_lock(kref.refcount, lock)) {
    release(kref)
    return 1
  }
  return 0
}

/** include/linux/kref.h */
export function kref_put_mutex(kref: Ptr<kref>, release: kref_release_t, lock: Ptr<mutex>): int {
  if (refcount_dec_and_mutex_lock(kref.refcount, lock)) {
    release(kref)
    return 1
  }
  return 0
}

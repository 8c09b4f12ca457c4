// Semaphores of Linux 2.4. They sleep, and so drop the big kernel lock; no signal is modelled.

import { type int, type Ptr, wait_until } from '../../../src/model/dialect.ts'
import { reacquire_kernel_lock, release_kernel_lock } from './smp-lock.ts'

/** include/asm-i386/semaphore.h */
export interface semaphore {
  count: int
}

/** include/asm-i386/semaphore.h @atomic */
export function init_MUTEX(sem: Ptr<semaphore>): void {
  sem.count = 1
}

/** include/asm-i386/semaphore.h @atomic */
export function init_MUTEX_LOCKED(sem: Ptr<semaphore>): void {
  sem.count = 0
}

/** include/asm-i386/semaphore.h @atomic */
export function down_trylock(sem: Ptr<semaphore>): int {
  if (sem.count <= 0) return 1
  sem.count -= 1
  return 0
}

/** Asleep until it is up; who gets it then is open. @atomic */
export function wait_for_semaphore(sem: Ptr<semaphore>): void {
  wait_until(sem.count > 0)
}

/** include/asm-i386/semaphore.h */
export function down(sem: Ptr<semaphore>): void {
  while (down_trylock(sem)) {
    release_kernel_lock()
    wait_for_semaphore(sem)
    reacquire_kernel_lock()
  }
}

/** include/asm-i386/semaphore.h */
export function down_interruptible(sem: Ptr<semaphore>): int {
  down(sem)
  return 0
}

/** include/asm-i386/semaphore.h @atomic */
export function up(sem: Ptr<semaphore>): void {
  sem.count += 1
}

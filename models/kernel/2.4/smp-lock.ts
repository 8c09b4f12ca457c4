// The big kernel lock. Its holder may take it again, and may sleep: it is dropped meanwhile and taken back before the
// sleeper goes on. So every function of this vocabulary that sleeps calls release_kernel_lock() before it does and
// reacquire_kernel_lock() after it, as schedule() does in the kernel; for who does not hold it they do nothing.

import {
  type Arr,
  bug,
  current_task,
  type int,
  spin_until,
  zeroed,
} from '../../../src/model/dialect.ts'
import type { spinlock_t } from '../spinlock.ts'

export const kernel_flag: spinlock_t = zeroed()

/** How often each task has taken it, by its number. */
export const lock_depth: Arr<int, 9> = zeroed()

/** include/asm-i386/smplock.h @atomic */
export function lock_kernel(): void {
  spin_until(lock_depth[current_task()] > 0 || kernel_flag.owner == 0)
  kernel_flag.owner = current_task()
  lock_depth[current_task()] += 1
}

/** include/asm-i386/smplock.h @atomic */
export function unlock_kernel(): void {
  if (kernel_flag.owner != current_task()) bug()
  lock_depth[current_task()] -= 1
  if (lock_depth[current_task()] == 0) kernel_flag.owner = 0
}

/** include/asm-i386/smplock.h @atomic */
export function kernel_locked(): int {
  return kernel_flag.owner != 0 ? 1 : 0
}

/** include/asm-i386/smplock.h @atomic */
export function release_kernel_lock(): void {
  if (kernel_flag.owner == current_task()) kernel_flag.owner = 0
}

/** include/asm-i386/smplock.h @atomic */
export function reacquire_kernel_lock(): void {
  spin_until(lock_depth[current_task()] == 0 || kernel_flag.owner == 0)
  if (lock_depth[current_task()] > 0) kernel_flag.owner = current_task()
}

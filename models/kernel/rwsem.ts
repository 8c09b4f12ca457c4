// Reader-writer semaphores: any number of readers (positive), or one writer (negative: minus its task number).

import { bug, current_task, type int, type Ptr, wait_until, zeroed } from '../../src/model/dialect.ts'

/** include/linux/rwsem.h */
export interface rw_semaphore {
  holders: int
}

/** kernel/locking/rwsem.c @atomic */
export function down_read(sem: Ptr<rw_semaphore>): void {
  wait_until(sem.holders >= 0)
  sem.holders += 1
}

/** kernel/locking/rwsem.c @atomic */
export function down_read_trylock(sem: Ptr<rw_semaphore>): int {
  if (sem.holders < 0) return 0
  sem.holders += 1
  return 1
}

/** kernel/locking/rwsem.c @atomic */
export function up_read(sem: Ptr<rw_semaphore>): void {
  if (sem.holders <= 0) bug()
  sem.holders -= 1
}

/** kernel/locking/rwsem.c @atomic */
export function down_write(sem: Ptr<rw_semaphore>): void {
  wait_until(sem.holders == 0)
  sem.holders = -current_task()
}

/** kernel/locking/rwsem.c @atomic */
export function down_write_trylock(sem: Ptr<rw_semaphore>): int {
  if (sem.holders != 0) return 0
  sem.holders = -current_task()
  return 1
}

/** kernel/locking/rwsem.c @atomic */
export function up_write(sem: Ptr<rw_semaphore>): void {
  if (sem.holders != -current_task()) bug()
  sem.holders = 0
}

/** include/linux/rwsem.h @declares */
export function DECLARE_RWSEM(): rw_semaphore {
  let sem: rw_semaphore = zeroed()
  return sem
}

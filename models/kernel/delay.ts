// Waiting for a time. What sleeps gives the CPU to everybody who can run; what spins keeps it.

import { type int, type long, sleep_timed, type uint, type ulong } from '../../src/model/dialect.ts'

export const BLK_RW_ASYNC: long = 0
export const BLK_RW_SYNC: long = 1

/** kernel/time/timer.c */
export function msleep(msecs: uint): void {
  sleep_timed()
}

/** kernel/time/timer.c */
export function msleep_interruptible(msecs: uint): ulong {
  sleep_timed()
  return 0
}

/** kernel/time/timer.c */
export function usleep_range(min: ulong, max: ulong): void {
  sleep_timed()
}

/** include/linux/delay.h */
export function ssleep(seconds: uint): void {
  sleep_timed()
}

/** include/linux/delay.h */
export function fsleep(usecs: ulong): void {
  sleep_timed()
}

/** mm/backing-dev.c */
export function congestion_wait(sync: int, timeout: long): long {
  sleep_timed()
  return 0
}

/** include/asm-generic/delay.h */
export function udelay(usecs: ulong): void {}

/** include/asm-generic/delay.h */
export function ndelay(nsecs: ulong): void {}

/** include/linux/delay.h */
export function mdelay(msecs: ulong): void {}

/** include/asm-generic/processor.h */
export function cpu_relax(): void {}

// Per-CPU reference counts, as plain ones: each operation is one step. A reference that was killed gives no more live
// references, loses its first one, and calls its release function when the last is dropped.

import type { bool, Fn, int, long, Ptr, uint } from '../../src/model/dialect.ts'
import type { gfp_t } from './types.ts'

/** include/linux/percpu-refcount.h */
export type percpu_ref_func_t = Fn<(_: Ptr<percpu_ref>) => void>

/** include/linux/percpu-refcount.h */
export interface percpu_ref {
  count: long
  dead: bool
  release: Ptr<percpu_ref_func_t>
}

/** lib/percpu-refcount.c @atomic */
export function percpu_ref_init(
  ref: Ptr<percpu_ref>,
  release: Ptr<percpu_ref_func_t>,
  flags: uint,
  gfp: gfp_t,
): int {
  ref.count = 1
  ref.dead = false
  ref.release = release
  return 0
}

/** lib/percpu-refcount.c */
export function percpu_ref_exit(ref: Ptr<percpu_ref>): void {}

/** include/linux/percpu-refcount.h @atomic */
export function percpu_ref_tryget(ref: Ptr<percpu_ref>): bool {
  if (ref.count == 0) return false
  ref.count += 1
  return true
}

/** include/linux/percpu-refcount.h @atomic */
export function percpu_ref_tryget_live(ref: Ptr<percpu_ref>): bool {
  if (ref.dead || ref.count == 0) return false
  ref.count += 1
  return true
}

/** include/linux/percpu-refcount.h @atomic */
export function percpu_ref_get(ref: Ptr<percpu_ref>): void {
  ref.count += 1
}

/** include/linux/percpu-refcount.h: one reference less; whether it was the last. @atomic */
export function percpu_ref_drop(ref: Ptr<percpu_ref>): bool {
  ref.count -= 1
  return ref.count == 0
}

/** include/linux/percpu-refcount.h */
export function percpu_ref_put(ref: Ptr<percpu_ref>): void {
  if (percpu_ref_drop(ref)) ref.release(ref)
}

/** lib/percpu-refcount.c: no more live references; the first one goes. @atomic */
export function percpu_ref_kill_first(ref: Ptr<percpu_ref>): bool {
  ref.dead = true
  ref.count -= 1
  return ref.count == 0
}

/** include/linux/percpu-refcount.h */
export function percpu_ref_kill(ref: Ptr<percpu_ref>): void {
  if (percpu_ref_kill_first(ref)) ref.release(ref)
}

/** lib/percpu-refcount.c @atomic */
export function percpu_ref_resurrect(ref: Ptr<percpu_ref>): void {
  ref.dead = false
  ref.count += 1
}

/** lib/percpu-refcount.c @atomic */
export function percpu_ref_reinit(ref: Ptr<percpu_ref>): void {
  ref.dead = false
  ref.count += 1
}

/** include/linux/percpu-refcount.h @atomic */
export function percpu_ref_is_dying(ref: Ptr<percpu_ref>): bool {
  return ref.dead
}

/** lib/percpu-refcount.c @atomic */
export function percpu_ref_is_zero(ref: Ptr<percpu_ref>): bool {
  return ref.count == 0
}

// The xarray of lib/xarray.c as of v6.6, with multi-index entries: its locks and flags.
//
//   xa-node.ts, xa-entry.ts        nodes, and what lies in their slots
//   xas.ts, xas-walk.ts, -find.ts  the cursor, and where it goes
//   xas-create.ts, xas-store.ts    making nodes, storing, taking them out
//   xas-mark.ts, xa-api.ts         marks; operations on a whole array
//
// A walk to an entry is one step: on its way down it reads nodes that are as they were, or that were taken out, and of
// those it learns that it must try again, as of one that was emptied in the kernel it learns that nothing is there. A
// store into one slot is one step, and one into several slots is one for each: a reader without the lock sees what lies
// between. Nobody sees the making and the taking out of nodes by halves.
//
// RCU: a node is freed at once, and a cursor that is left on it reads XA_RETRY_ENTRY. That somebody outside of a read
// side uses a node after its grace period is not seen.

import { bool, type int, NULL, type Ptr, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
import {
  spin_lock,
  spin_lock_bh,
  spin_lock_irq,
  spin_lock_irqsave,
  spin_trylock,
  spin_unlock,
  spin_unlock_bh,
  spin_unlock_irq,
  spin_unlock_irqrestore,
} from './spinlock.ts'
import type { gfp_t } from './types.ts'
import type { xarray } from './xa-node.ts'

export const XA_LOCK_IRQ: gfp_t = 1
export const XA_LOCK_BH: gfp_t = 2
export const XA_FLAGS_LOCK_IRQ: gfp_t = 1
export const XA_FLAGS_LOCK_BH: gfp_t = 2
export const XA_FLAGS_TRACK_FREE: gfp_t = 4
export const XA_FLAGS_ZERO_BUSY: gfp_t = 8
export const XA_FLAGS_ALLOC: gfp_t = 0x1000004

/** include/linux/xarray.h */
export function xa_lock(xa: Ptr<xarray>): void {
  spin_lock(xa.xa_lock)
}

/** include/linux/xarray.h */
export function xa_trylock(xa: Ptr<xarray>): int {
  return spin_trylock(xa.xa_lock)
}

/** include/linux/xarray.h */
export function xa_unlock(xa: Ptr<xarray>): void {
  spin_unlock(xa.xa_lock)
}

/** include/linux/xarray.h */
export function xa_lock_bh(xa: Ptr<xarray>): void {
  spin_lock_bh(xa.xa_lock)
}

/** include/linux/xarray.h */
export function xa_unlock_bh(xa: Ptr<xarray>): void {
  spin_unlock_bh(xa.xa_lock)
}

/** include/linux/xarray.h */
export function xa_lock_irq(xa: Ptr<xarray>): void {
  spin_lock_irq(xa.xa_lock)
}

/** include/linux/xarray.h */
export function xa_unlock_irq(xa: Ptr<xarray>): void {
  spin_unlock_irq(xa.xa_lock)
}

/** include/linux/xarray.h @byname flags */
export function xa_lock_irqsave(xa: Ptr<xarray>, flags: ulong): void {
  spin_lock_irqsave(xa.xa_lock, flags)
}

/** include/linux/xarray.h */
export function xa_unlock_irqrestore(xa: Ptr<xarray>, flags: ulong): void {
  spin_unlock_irqrestore(xa.xa_lock, flags)
}

/** include/linux/xarray.h @atomic */
export function xa_init_flags(xa: Ptr<xarray>, flags: gfp_t): void {
  xa.xa_lock.owner = 0
  xa.xa_flags = flags
  xa.xa_head = NULL
  xa.xa_root = NULL
}

/** include/linux/xarray.h */
export function xa_init(xa: Ptr<xarray>): void {
  xa_init_flags(xa, 0)
}

/** include/linux/xarray.h @declares */
export function DEFINE_XARRAY(): xarray {
  let xa: xarray = zeroed()
  return xa
}

/** include/linux/xarray.h @atomic */
export function xa_empty(xa: Ptr<xarray>): bool {
  return xa.xa_head == NULL
}

/** include/linux/xarray.h @atomic */
export function xa_marked(xa: Ptr<xarray>, mark: uint): bool {
  return bool((xa.xa_flags >> (mark + 24)) & 1)
}

/** lib/xarray.c @atomic */
export function xa_track_free(xa: Ptr<xarray>): bool {
  return bool(xa.xa_flags & XA_FLAGS_TRACK_FREE)
}

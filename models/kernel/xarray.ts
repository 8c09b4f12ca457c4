// An xarray of one level. Its slots live in one node that must be allocated before the first store and that goes when
// its last slot empties, as in the kernel. What may go wrong around that allocation is kept (xas.ts); what a taller
// tree, a multi-index entry or a mark would add is not.
//
//   xarray ─ xa_head ─→ xa_node: slots[0], slots[1]         an index past the node is a bug of the scenario
//
// A lookup is one step. The kernel's walks from node to slot, but a node is emptied before it is taken out, so that a
// late reader sees an empty slot: the same as having looked a little earlier.

import {
  type Arr,
  type bool,
  free,
  type int,
  NULL,
  type Ptr,
  type uchar,
  type uint,
  type ulong,
  type VoidPtr,
} from '../../src/model/dialect.ts'
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
  type spinlock_t,
} from './spinlock.ts'

export const XA_CHUNK_SIZE: ulong = 2
export const XA_CHUNK_MASK: ulong = 1

/** include/linux/xarray.h */
export interface xa_node {
  /** Number of slots in use. */
  count: uchar
  slots: Arr<VoidPtr, 2>
}

/** include/linux/xarray.h */
export interface xarray {
  xa_lock: spinlock_t
  xa_flags: uint
  xa_head: Ptr<xa_node>
}

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

/** include/linux/xarray.h */
export function xa_lock_irqsave(xa: Ptr<xarray>, flags: ulong): void {
  spin_lock_irqsave(xa.xa_lock, flags)
}

/** include/linux/xarray.h */
export function xa_unlock_irqrestore(xa: Ptr<xarray>, flags: ulong): void {
  spin_unlock_irqrestore(xa.xa_lock, flags)
}

/** include/linux/xarray.h */
export function xa_is_value(entry: VoidPtr): bool {
  return false
}

/** include/linux/xarray.h @atomic */
export function xa_empty(xa: Ptr<xarray>): bool {
  return xa.xa_head == NULL
}

/** lib/xarray.c @atomic */
export function xa_load(xa: Ptr<xarray>, index: ulong): VoidPtr {
  if (index > XA_CHUNK_MASK || !xa.xa_head) return NULL
  return xa.xa_head.slots[index]
}

/** A slot emptied, and the node freed with its last; returns what was in it. @atomic */
export function xa_clear_slot(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let node: Ptr<xa_node> = xa.xa_head
  let old: VoidPtr
  if (index > XA_CHUNK_MASK || !node) return NULL
  old = node.slots[index]
  if (!old) return NULL
  node.slots[index] = NULL
  node.count -= 1
  if (node.count == 0) {
    xa.xa_head = NULL
    free(node)
  }
  return old
}

/** lib/xarray.c */
export function __xa_erase(xa: Ptr<xarray>, index: ulong): VoidPtr {
  return xa_clear_slot(xa, index)
}

/** lib/xarray.c */
export function xa_erase(xa: Ptr<xarray>, index: ulong): VoidPtr {
  let entry: VoidPtr
  xa_lock(xa)
  entry = __xa_erase(xa, index)
  xa_unlock(xa)
  return entry
}

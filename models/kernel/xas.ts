// The cursor of an xarray. Storing needs a node; under the lock it is allocated with GFP_NOWAIT, and when that fails
// the cursor says -ENOMEM, the caller drops the lock, and xas_nomem() allocates with the caller's flags, *outside* the
// lock: it may sleep there (`node-alloc-sleeps`) or fail (`node-alloc-fails`). The node is kept in the cursor, so that
// the next try cannot fail. Both switches permit the failure under the lock, since without it nobody gets that far.
//
// The kernel packs the error into `xa_node`; here it has a field of its own, `xa_err`.

import {
  alloc,
  bool,
  bug,
  choose,
  current_task,
  free,
  type int,
  NULL,
  type Ptr,
  preempt_count_add,
  sleep,
  spin_until,
  type uint,
  type ulong,
  type VoidPtr,
} from '../../src/model/dialect.ts'
import { ENOMEM } from './errno.ts'
import { __GFP_DIRECT_RECLAIM, __GFP_NOFAIL } from './gfp.ts'
import type { gfp_t } from './types.ts'
import { XA_CHUNK_MASK, xa_clear_slot, type xa_node, type xarray } from './xarray.ts'

/** include/linux/xarray.h */
export interface xa_state {
  xa: Ptr<xarray>
  xa_index: ulong
  /** A node that was allocated ahead. */
  xa_alloc: Ptr<xa_node>
  /** 0 or a negative error. */
  xa_err: int
}

/** include/linux/xarray.h @declares */
export function XA_STATE(array: Ptr<xarray>, index: ulong): xa_state {
  let xas: xa_state
  xas.xa = array
  xas.xa_index = index
  xas.xa_alloc = NULL
  xas.xa_err = 0
  return xas
}

/** include/linux/xarray.h @declares */
export function XA_STATE_ORDER(array: Ptr<xarray>, index: ulong, order: uint): xa_state {
  let xas: xa_state
  xas.xa = array
  xas.xa_index = index
  xas.xa_alloc = NULL
  xas.xa_err = 0
  return xas
}

/** include/linux/xarray.h @atomic */
export function xas_lock(xas: Ptr<xa_state>): void {
  spin_until(xas.xa.xa_lock.owner == 0)
  xas.xa.xa_lock.owner = current_task()
  preempt_count_add(1)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock(xas: Ptr<xa_state>): void {
  if (xas.xa.xa_lock.owner != current_task()) bug()
  xas.xa.xa_lock.owner = 0
  preempt_count_add(-1)
}

/** include/linux/xarray.h @atomic */
export function xas_lock_irq(xas: Ptr<xa_state>): void {
  spin_until(xas.xa.xa_lock.owner == 0)
  xas.xa.xa_lock.owner = current_task()
  preempt_count_add(2)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock_irq(xas: Ptr<xa_state>): void {
  if (xas.xa.xa_lock.owner != current_task()) bug()
  xas.xa.xa_lock.owner = 0
  preempt_count_add(-2)
}

/** include/linux/xarray.h @atomic */
export function xas_lock_irqsave(xas: Ptr<xa_state>, flags: ulong): void {
  spin_until(xas.xa.xa_lock.owner == 0)
  xas.xa.xa_lock.owner = current_task()
  preempt_count_add(2)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock_irqrestore(xas: Ptr<xa_state>, flags: ulong): void {
  if (xas.xa.xa_lock.owner != current_task()) bug()
  xas.xa.xa_lock.owner = 0
  preempt_count_add(-2)
}

/** include/linux/xarray.h @atomic */
export function xas_error(xas: Ptr<xa_state>): int {
  return xas.xa_err
}

/** include/linux/xarray.h @atomic */
export function xas_set_err(xas: Ptr<xa_state>, err: int): void {
  xas.xa_err = err
}

/** include/linux/xarray.h @atomic */
export function xas_invalid(xas: Ptr<xa_state>): bool {
  return xas.xa_err != 0
}

/** include/linux/xarray.h @atomic */
export function xas_valid(xas: Ptr<xa_state>): bool {
  return xas.xa_err == 0
}

/** include/linux/xarray.h @atomic */
export function xas_reset(xas: Ptr<xa_state>): void {
  xas.xa_err = 0
}

/** include/linux/xarray.h @atomic */
export function xas_set(xas: Ptr<xa_state>, index: ulong): void {
  xas.xa_index = index
  xas.xa_err = 0
}

/** include/linux/xarray.h @atomic */
export function xas_set_order(xas: Ptr<xa_state>, index: ulong, order: uint): void {
  xas.xa_index = index
  xas.xa_err = 0
}

/** include/linux/xarray.h */
export function xas_retry(xas: Ptr<xa_state>, entry: VoidPtr): bool {
  return false
}

/** lib/xarray.c @atomic */
export function xas_load(xas: Ptr<xa_state>): VoidPtr {
  if (xas.xa_err || xas.xa_index > XA_CHUNK_MASK || !xas.xa.xa_head) return NULL
  return xas.xa.xa_head.slots[xas.xa_index]
}

/** include/linux/xarray.h @atomic */
export function xas_reload(xas: Ptr<xa_state>): VoidPtr {
  if (xas.xa_err || xas.xa_index > XA_CHUNK_MASK || !xas.xa.xa_head) return NULL
  return xas.xa.xa_head.slots[xas.xa_index]
}

/** include/linux/xarray.h @atomic */
export function xas_next(xas: Ptr<xa_state>): VoidPtr {
  xas.xa_index += 1
  if (xas.xa_err || xas.xa_index > XA_CHUNK_MASK || !xas.xa.xa_head) return NULL
  return xas.xa.xa_head.slots[xas.xa_index]
}

/** include/linux/xarray.h @atomic */
export function xas_prev(xas: Ptr<xa_state>): VoidPtr {
  xas.xa_index -= 1
  if (xas.xa_err || xas.xa_index > XA_CHUNK_MASK || !xas.xa.xa_head) return NULL
  return xas.xa.xa_head.slots[xas.xa_index]
}

/** Whether a store must still allocate a node; one that was allocated ahead is put in place. @atomic */
export function xas_lacks_node(xas: Ptr<xa_state>): bool {
  if (xas.xa_err || xas.xa.xa_head) return false
  if (!xas.xa_alloc) return true
  xas.xa.xa_head = xas.xa_alloc
  xas.xa_alloc = NULL
  return false
}

/** A new node in its place, or -ENOMEM in the cursor. @atomic */
export function xas_grow(xas: Ptr<xa_state>, fails: bool): void {
  if (fails) xas.xa_err = -ENOMEM
  else xas.xa.xa_head = alloc<xa_node>()
}

/** lib/xarray.c */
export function xas_create_range(xas: Ptr<xa_state>): void {
  if (xas_lacks_node(xas)) xas_grow(xas, choose('node-alloc-sleeps') || choose('node-alloc-fails'))
}

/** An entry in its slot; returns what was there. @atomic */
export function xas_fill_slot(xas: Ptr<xa_state>, entry: VoidPtr): VoidPtr {
  let node: Ptr<xa_node> = xas.xa.xa_head
  let old: VoidPtr
  if (xas.xa_err) return NULL
  if (xas.xa_index > XA_CHUNK_MASK) bug()
  old = node.slots[xas.xa_index]
  node.slots[xas.xa_index] = entry
  if (!old) node.count += 1
  return old
}

/** lib/xarray.c */
export function xas_store(xas: Ptr<xa_state>, entry: VoidPtr): VoidPtr {
  if (!entry) return xa_clear_slot(xas.xa, xas.xa_index)
  xas_create_range(xas)
  return xas_fill_slot(xas, entry)
}

/** A node that was allocated ahead and not needed, freed. @atomic */
export function xas_destroy(xas: Ptr<xa_state>): void {
  if (!xas.xa_alloc) return
  free(xas.xa_alloc)
  xas.xa_alloc = NULL
}

/** A node allocated ahead. @atomic */
export function xas_alloc_ahead(xas: Ptr<xa_state>): void {
  xas.xa_alloc = alloc<xa_node>()
  xas.xa_err = 0
}

/** lib/xarray.c */
export function xas_nomem(xas: Ptr<xa_state>, gfp: gfp_t): bool {
  if (xas.xa_err != -ENOMEM) {
    xas_destroy(xas)
    return false
  }
  if (bool(gfp & __GFP_DIRECT_RECLAIM) && choose('node-alloc-sleeps')) sleep()
  if (!(gfp & __GFP_NOFAIL) && choose('node-alloc-fails')) return false
  xas_alloc_ahead(xas)
  return true
}

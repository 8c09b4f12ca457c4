// The cursor of an xarray: where it is, and of how many indices it stores one entry.
//
//   xa_node  a node       at its slot xa_offset, which need not be that of xa_index: see __xas_next()
//            NULL         at xa_head, which holds no node
//            XAS_BOUNDS   outside of what the nodes cover
//            XAS_RESTART  nowhere yet: the next operation walks from the top
//            an error     see xas_error()

import {
  bool,
  cast,
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
} from './spinlock.ts'
import { XA_ERROR, XA_RETRY_ENTRY, xa_err, xa_is_number, xa_is_retry, xa_is_zero } from './xa-entry.ts'
import { XA_CHUNK_MASK, XA_CHUNK_SHIFT, type xa_node, type xarray } from './xa-node.ts'

/** include/linux/xarray.h */
export interface xa_state {
  xa: Ptr<xarray>
  xa_index: ulong
  /** Indices of one slot that it stores to, as a power of two; and how many slots beside the first. */
  xa_shift: uchar
  xa_sibs: uchar
  xa_offset: uchar
  xa_node: Ptr<xa_node>
  /** A node that was allocated ahead. */
  xa_alloc: Ptr<xa_node>
}

export const XAS_BOUNDS: Ptr<xa_node> = cast<Ptr<xa_node>>(1)
export const XAS_RESTART: Ptr<xa_node> = cast<Ptr<xa_node>>(3)

/** include/linux/xarray.h: __XA_STATE(), as a value. */
export function xas_made(array: Ptr<xarray>, index: ulong, shift: uint, sibs: uint): xa_state {
  let xas: xa_state
  xas.xa = array
  xas.xa_index = index
  xas.xa_shift = shift
  xas.xa_sibs = sibs
  xas.xa_offset = 0
  xas.xa_node = XAS_RESTART
  xas.xa_alloc = NULL
  return xas
}

/** include/linux/xarray.h @declares */
export function XA_STATE(array: Ptr<xarray>, index: ulong): xa_state {
  return xas_made(array, index, 0, 0)
}

/** include/linux/xarray.h @declares */
export function XA_STATE_ORDER(array: Ptr<xarray>, index: ulong, order: uint): xa_state {
  return xas_made(
    array,
    (index >> order) << order,
    order - (order % XA_CHUNK_SHIFT),
    (1 << (order % XA_CHUNK_SHIFT)) - 1,
  )
}

/** include/linux/xarray.h @atomic */
export function xas_trylock(xas: Ptr<xa_state>): int {
  return spin_trylock(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic */
export function xas_lock(xas: Ptr<xa_state>): void {
  spin_lock(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock(xas: Ptr<xa_state>): void {
  spin_unlock(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic */
export function xas_lock_bh(xas: Ptr<xa_state>): void {
  spin_lock_bh(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock_bh(xas: Ptr<xa_state>): void {
  spin_unlock_bh(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic */
export function xas_lock_irq(xas: Ptr<xa_state>): void {
  spin_lock_irq(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock_irq(xas: Ptr<xa_state>): void {
  spin_unlock_irq(xas.xa.xa_lock)
}

/** include/linux/xarray.h @atomic @byname flags */
export function xas_lock_irqsave(xas: Ptr<xa_state>, flags: ulong): void {
  spin_lock_irqsave(xas.xa.xa_lock, flags)
}

/** include/linux/xarray.h @atomic */
export function xas_unlock_irqrestore(xas: Ptr<xa_state>, flags: ulong): void {
  spin_unlock_irqrestore(xas.xa.xa_lock, flags)
}

/** include/linux/xarray.h */
export function xas_top(node: Ptr<xa_node>): bool {
  return node == NULL || node == XAS_BOUNDS || node == XAS_RESTART
}

/** include/linux/xarray.h */
export function xas_not_node(node: Ptr<xa_node>): bool {
  return xa_is_number(node)
}

/** include/linux/xarray.h */
export function xas_frozen(node: Ptr<xa_node>): bool {
  return xa_is_number(node) && bool(cast<ulong>(node) & 2)
}

/** include/linux/xarray.h @atomic */
export function xas_is_node(xas: Ptr<xa_state>): bool {
  return !xa_is_number(xas.xa_node)
}

/** include/linux/xarray.h @atomic */
export function xas_error(xas: Ptr<xa_state>): int {
  if (xas.xa_node == XAS_BOUNDS || xas.xa_node == XAS_RESTART) return 0
  return xa_err(xas.xa_node)
}

/** include/linux/xarray.h @atomic */
export function xas_set_err(xas: Ptr<xa_state>, err: int): void {
  xas.xa_node = XA_ERROR(err)
}

/** include/linux/xarray.h @atomic */
export function xas_invalid(xas: Ptr<xa_state>): bool {
  return xa_is_number(xas.xa_node) && bool(cast<ulong>(xas.xa_node) & 3)
}

/** include/linux/xarray.h @atomic */
export function xas_valid(xas: Ptr<xa_state>): bool {
  return !xas_invalid(xas)
}

/** include/linux/xarray.h @atomic */
export function xas_reset(xas: Ptr<xa_state>): void {
  xas.xa_node = XAS_RESTART
}

/** include/linux/xarray.h @atomic */
export function xas_set(xas: Ptr<xa_state>, index: ulong): void {
  xas.xa_index = index
  xas.xa_node = XAS_RESTART
}

/** include/linux/xarray.h @atomic */
export function xas_set_order(xas: Ptr<xa_state>, index: ulong, order: uint): void {
  xas.xa_index = order < 32 ? (index >> order) << order : 0
  xas.xa_shift = order - (order % XA_CHUNK_SHIFT)
  xas.xa_sibs = (1 << (order % XA_CHUNK_SHIFT)) - 1
  xas.xa_node = XAS_RESTART
}

/** include/linux/xarray.h @atomic */
export function xas_advance(xas: Ptr<xa_state>, index: ulong): void {
  let shift: uchar = xas_is_node(xas) ? xas.xa_node.shift : 0

  xas.xa_index = index
  xas.xa_offset = (index >> shift) & XA_CHUNK_MASK
}

/** include/linux/xarray.h: nothing is called when a node changes. @variadic */
export function xas_set_update(...args: unknown[]): void {}

/** include/linux/xarray.h @variadic */
export function xas_set_lru(...args: unknown[]): void {}

/** include/linux/xarray.h */
export function xas_retry(xas: Ptr<xa_state>, entry: VoidPtr): bool {
  if (xa_is_zero(entry)) return true
  if (!xa_is_retry(entry)) return false
  xas_reset(xas)
  return true
}

/** What is in a slot; of a node that was taken out, that one must try again. */
export function xas_entry(node: Ptr<xa_node>, offset$: uint): VoidPtr {
  if (!node.array) return XA_RETRY_ENTRY
  return node.slots[offset$]
}

/** Whether the cursor is on a node that was taken out. */
export function xas_lost(xas: Ptr<xa_state>): bool {
  return xas_is_node(xas) && !xas.xa_node.array
}

/** lib/xarray.c: the slot of an index within a node. */
export function get_offset(index: ulong, node: Ptr<xa_node>): uint {
  return (index >> node.shift) & XA_CHUNK_MASK
}

/** lib/xarray.c */
export function xas_set_offset(xas: Ptr<xa_state>): void {
  xas.xa_offset = get_offset(xas.xa_index, xas.xa_node)
}

/** lib/xarray.c */
export function set_bounds(xas: Ptr<xa_state>): VoidPtr {
  xas.xa_node = XAS_BOUNDS
  return NULL
}

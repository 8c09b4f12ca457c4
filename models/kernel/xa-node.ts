// The node of an xarray, and its size: 4 slots here, 64 in the kernel (16 with CONFIG_BASE_SMALL). Nothing else depends
// on the number, and the xarray is tested with both. Four make an entry of order 1 one with a sibling, of order 2 one
// slot of a higher node, and of order 3 two such slots: the cases that orders 1 to 5, 6, and 7 to 11 are with 64.
//
//   order 1 at index 2:  leaf    . . F s        F the entry, s a sibling that refers to its slot
//   order 2 at index 4:  shift 2 n F . .        n a node below
//   order 3 at index 8:  shift 2 n . F s

import type { Arr, Ptr, uchar, uint, VoidPtr } from '../../src/model/dialect.ts'
import type { spinlock_t } from './spinlock.ts'

export const XA_CHUNK_SHIFT: uint = 2
export const XA_CHUNK_SIZE: uint = 4
export const XA_CHUNK_MASK: uint = 3

/** include/linux/xarray.h @stable array */
export interface xa_node {
  /** Indices of one slot, as a power of two. */
  shift: uchar
  /** Its slot in its parent. */
  offset: uchar
  /** Slots in use. */
  count: uchar
  /** Slots that hold values. */
  nr_values: uchar
  parent: Ptr<xa_node>
  /** NULL in a node that was taken out of its array and freed. */
  array: Ptr<xarray>
  slots: Arr<VoidPtr, 4>
  /** The node below a slot that holds XA_NODE_ENTRY: the kernel has it in the slot itself. */
  nodes: Arr<Ptr<xa_node>, 4>
  /** One bit for each mark: the kernel has one bitmap for each. */
  marks: Arr<uchar, 4>
}

/** include/linux/xarray.h */
export interface xarray {
  xa_lock: spinlock_t
  xa_flags: uint
  xa_head: VoidPtr
  /** The node at the top, if xa_head holds XA_NODE_ENTRY. */
  xa_root: Ptr<xa_node>
}

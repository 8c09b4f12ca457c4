// Moving a cursor. Each function is one step, however many nodes it passes (xarray.ts). xas_next() and xas_prev() within
// a leaf give what lies in the slot, a sibling too; elsewhere they move to the next slot only when the index leaves that
// of the cursor, so that the next index of an entry in a higher node is the same slot.

import { type int, NULL, type Ptr, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { XA_RETRY_ENTRY, xa_is_node, xa_is_sibling, xa_to_sibling } from './xa-entry.ts'
import { XA_CHUNK_MASK, XA_CHUNK_SIZE, type xa_node } from './xa-node.ts'
import {
  get_offset,
  set_bounds,
  XAS_BOUNDS,
  XAS_RESTART,
  type xa_state,
  xas_entry,
  xas_error,
  xas_frozen,
  xas_lost,
  xas_not_node,
  xas_set_offset,
  xas_valid,
} from './xas.ts'

/** include/linux/xarray.h @atomic */
export function xas_reload(xas: Ptr<xa_state>): VoidPtr {
  let node: Ptr<xa_node> = xas.xa_node
  let entry: VoidPtr

  if (!node) return xas.xa.xa_head
  if (xas_lost(xas)) return XA_RETRY_ENTRY
  entry = xas_entry(node, get_offset(xas.xa_index, node))
  if (!xa_is_sibling(entry)) return entry
  return xas_entry(node, xa_to_sibling(entry))
}

/** lib/xarray.c */
export function xas_start(xas: Ptr<xa_state>): VoidPtr {
  if (xas_valid(xas)) return xas_reload(xas)
  if (xas_error(xas)) return NULL
  if (!xa_is_node(xas.xa.xa_head)) {
    if (xas.xa_index) return set_bounds(xas)
  } else if (xas.xa_index >> xas.xa.xa_root.shift > XA_CHUNK_MASK) {
    return set_bounds(xas)
  }
  xas.xa_node = NULL
  return xas.xa.xa_head
}

/** The node that a node entry at the cursor stands for. */
export function xas_below(xas: Ptr<xa_state>): Ptr<xa_node> {
  if (!xas.xa_node) return xas.xa.xa_root
  return xas.xa_node.nodes[get_offset(xas.xa_index, xas.xa_node)]
}

/** lib/xarray.c */
export function xas_descend(xas: Ptr<xa_state>, node: Ptr<xa_node>): VoidPtr {
  let offset$: uint = get_offset(xas.xa_index, node)
  let entry: VoidPtr = xas_entry(node, offset$)

  xas.xa_node = node
  while (xa_is_sibling(entry)) {
    offset$ = xa_to_sibling(entry)
    entry = xas_entry(node, offset$)
    if (node.shift && xa_is_node(entry)) entry = XA_RETRY_ENTRY
  }
  xas.xa_offset = offset$
  return entry
}

/** lib/xarray.c @atomic */
export function xas_load(xas: Ptr<xa_state>): VoidPtr {
  let entry: VoidPtr = xas_start(xas)

  while (xa_is_node(entry)) {
    let node: Ptr<xa_node> = xas_below(xas)
    if (xas.xa_shift > node.shift) break
    entry = xas_descend(xas, node)
    if (!node.shift) break
  }
  return entry
}

/** What is in the slot of the cursor, or in a leaf below it; the cursor goes there. */
export function xas_leaf(xas: Ptr<xa_state>): VoidPtr {
  let entry: VoidPtr

  for (;;) {
    entry = xas_entry(xas.xa_node, xas.xa_offset)
    if (!xa_is_node(entry)) return entry
    xas.xa_node = xas.xa_node.nodes[xas.xa_offset]
    xas_set_offset(xas)
  }
  return entry
}

/** lib/xarray.c @atomic */
export function __xas_prev(xas: Ptr<xa_state>): VoidPtr {
  if (!xas_frozen(xas.xa_node)) xas.xa_index--
  if (!xas.xa_node) return set_bounds(xas)
  if (xas_not_node(xas.xa_node)) return xas_load(xas)
  if (xas_lost(xas)) return XA_RETRY_ENTRY
  if (xas.xa_offset != get_offset(xas.xa_index, xas.xa_node)) xas.xa_offset--
  while (xas.xa_offset == 255) {
    xas.xa_offset = xas.xa_node.offset - 1
    xas.xa_node = xas.xa_node.parent
    if (!xas.xa_node) return set_bounds(xas)
  }
  return xas_leaf(xas)
}

/** include/linux/xarray.h @atomic */
export function xas_prev(xas: Ptr<xa_state>): VoidPtr {
  if (xas_lost(xas) || xas_not_node(xas.xa_node) || xas.xa_node.shift || xas.xa_offset == 0) return __xas_prev(xas)
  xas.xa_index--
  xas.xa_offset--
  return xas_entry(xas.xa_node, xas.xa_offset)
}

/** lib/xarray.c @atomic */
export function __xas_next(xas: Ptr<xa_state>): VoidPtr {
  if (!xas_frozen(xas.xa_node)) xas.xa_index++
  if (!xas.xa_node) return set_bounds(xas)
  if (xas_not_node(xas.xa_node)) return xas_load(xas)
  if (xas_lost(xas)) return XA_RETRY_ENTRY
  if (xas.xa_offset != get_offset(xas.xa_index, xas.xa_node)) xas.xa_offset++
  while (xas.xa_offset == XA_CHUNK_SIZE) {
    xas.xa_offset = xas.xa_node.offset + 1
    xas.xa_node = xas.xa_node.parent
    if (!xas.xa_node) return set_bounds(xas)
  }
  return xas_leaf(xas)
}

/** include/linux/xarray.h @atomic */
export function xas_next(xas: Ptr<xa_state>): VoidPtr {
  if (xas_lost(xas) || xas_not_node(xas.xa_node) || xas.xa_node.shift || xas.xa_offset == XA_CHUNK_MASK)
    return __xas_next(xas)
  xas.xa_index++
  xas.xa_offset++
  return xas_entry(xas.xa_node, xas.xa_offset)
}

/** lib/xarray.c: the largest index that fits without another node. */
export function max_index(xas: Ptr<xa_state>): ulong {
  if (!xa_is_node(xas.xa.xa_head)) return 0
  return (XA_CHUNK_SIZE << xas.xa.xa_root.shift) - 1
}

/** lib/xarray.c @atomic */
export function xas_pause(xas: Ptr<xa_state>): void {
  let node: Ptr<xa_node> = xas.xa_node
  let offset$: uint

  if (!xas_valid(xas) || xas_lost(xas)) return
  xas.xa_node = XAS_RESTART
  if (node) {
    offset$ = xas.xa_offset
    offset$++
    while (offset$ < XA_CHUNK_SIZE && xa_is_sibling(xas_entry(node, offset$))) offset$++
    xas.xa_index &= ~((1 << node.shift) - 1)
    xas.xa_index += (offset$ - xas.xa_offset) << node.shift
    if (xas.xa_index == 0) xas.xa_node = XAS_BOUNDS
  } else {
    xas.xa_index++
  }
}

/** lib/xarray.c: the order of the entry at the cursor. @atomic */
export function xas_get_order(xas: Ptr<xa_state>): int {
  let order: int = 0

  if (!xas.xa_node) return 0
  while (
    xas.xa_offset + (1 << order) < XA_CHUNK_SIZE &&
    xa_is_sibling(xas_entry(xas.xa_node, xas.xa_offset + (1 << order)))
  )
    order++
  return order + xas.xa_node.shift
}

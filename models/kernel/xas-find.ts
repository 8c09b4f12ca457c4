// Searching with a cursor: the next entry, the next one with a mark, the next one in the range of a store. One step each.

import { type bool, NULL, type Ptr, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { XA_RETRY_ENTRY, xa_is_node, xa_is_sibling, xa_to_sibling } from './xa-entry.ts'
import { XA_CHUNK_MASK, XA_CHUNK_SIZE } from './xa-node.ts'
import { xa_marked } from './xarray.ts'
import {
  set_bounds,
  XAS_BOUNDS,
  XAS_RESTART,
  type xa_state,
  xas_entry,
  xas_error,
  xas_is_node,
  xas_lost,
  xas_not_node,
  xas_set_offset,
  xas_top,
} from './xas.ts'
import { max_index, xas_below, xas_descend, xas_load, xas_start } from './xas-walk.ts'

/** lib/xarray.c: the first index of a slot of the cursor's node. */
export function xas_move_index(xas: Ptr<xa_state>, offset$: ulong): void {
  xas.xa_index &= ~(XA_CHUNK_MASK << xas.xa_node.shift)
  xas.xa_index += offset$ << xas.xa_node.shift
}

/** lib/xarray.c */
export function xas_next_offset(xas: Ptr<xa_state>): void {
  xas.xa_offset++
  xas_move_index(xas, xas.xa_offset)
}

/** lib/xarray.c @atomic */
export function xas_find(xas: Ptr<xa_state>, max: ulong): VoidPtr {
  let entry: VoidPtr

  if (xas_error(xas) || xas.xa_node == XAS_BOUNDS) return NULL
  if (xas.xa_index > max) return set_bounds(xas)
  if (xas_lost(xas)) return XA_RETRY_ENTRY
  if (!xas.xa_node) {
    xas.xa_index = 1
    return set_bounds(xas)
  } else if (xas.xa_node == XAS_RESTART) {
    entry = xas_load(xas)
    if (entry || xas_not_node(xas.xa_node)) return entry
  } else if (!xas.xa_node.shift && xas.xa_offset != (xas.xa_index & XA_CHUNK_MASK)) {
    xas.xa_offset = ((xas.xa_index - 1) & XA_CHUNK_MASK) + 1
  }

  xas_next_offset(xas)
  while (xas.xa_node && xas.xa_index <= max) {
    if (xas.xa_offset == XA_CHUNK_SIZE) {
      xas.xa_offset = xas.xa_node.offset + 1
      xas.xa_node = xas.xa_node.parent
      continue
    }
    entry = xas_entry(xas.xa_node, xas.xa_offset)
    if (xa_is_node(entry)) {
      xas.xa_node = xas.xa_node.nodes[xas.xa_offset]
      xas.xa_offset = 0
      continue
    }
    if (entry && !xa_is_sibling(entry)) return entry
    xas_next_offset(xas)
  }
  if (!xas.xa_node) xas.xa_node = XAS_BOUNDS
  return NULL
}

/** include/linux/xarray.h @atomic */
export function xas_next_entry(xas: Ptr<xa_state>, max: ulong): VoidPtr {
  return xas_find(xas, max)
}

/** The next slot behind or, if it may stay, at the cursor's that has the mark. */
export function xas_find_chunk(xas: Ptr<xa_state>, advance: bool, mark: uint): uint {
  let offset$: uint = xas.xa_offset

  if (advance) offset$++
  while (offset$ < XA_CHUNK_SIZE && !((xas.xa_node.marks[offset$] >> mark) & 1)) offset$++
  return offset$
}

/** lib/xarray.c @atomic */
export function xas_find_marked(xas: Ptr<xa_state>, max: ulong, mark: uint): VoidPtr {
  let advance: bool = true
  let offset$: uint
  let entry: VoidPtr

  if (xas_error(xas)) return NULL
  if (xas.xa_index > max) {
    xas.xa_node = XAS_RESTART
    return NULL
  }
  if (xas_lost(xas)) return XA_RETRY_ENTRY
  if (!xas.xa_node) {
    xas.xa_index = 1
    return xas_not_marked(xas, max)
  } else if (xas_top(xas.xa_node)) {
    advance = false
    entry = xas.xa.xa_head
    xas.xa_node = NULL
    if (xas.xa_index > max_index(xas)) return xas_not_marked(xas, max)
    if (!xa_is_node(entry)) {
      if (xa_marked(xas.xa, mark)) return entry
      xas.xa_index = 1
      return xas_not_marked(xas, max)
    }
    xas.xa_node = xas.xa.xa_root
    xas.xa_offset = xas.xa_index >> xas.xa_node.shift
  }

  while (xas.xa_index <= max) {
    if (xas.xa_offset == XA_CHUNK_SIZE) {
      xas.xa_offset = xas.xa_node.offset + 1
      xas.xa_node = xas.xa_node.parent
      if (!xas.xa_node) break
      advance = false
      continue
    }
    if (!advance) {
      entry = xas_entry(xas.xa_node, xas.xa_offset)
      if (xa_is_sibling(entry)) {
        xas.xa_offset = xa_to_sibling(entry)
        xas_move_index(xas, xas.xa_offset)
      }
    }
    offset$ = xas_find_chunk(xas, advance, mark)
    if (offset$ > xas.xa_offset) {
      advance = false
      xas_move_index(xas, offset$)
      if (xas.xa_index - 1 >= max) {
        xas.xa_node = XAS_RESTART
        return NULL
      }
      xas.xa_offset = offset$
      if (offset$ == XA_CHUNK_SIZE) continue
    }
    entry = xas_entry(xas.xa_node, xas.xa_offset)
    if (!xa_is_node(entry)) return entry
    xas.xa_node = xas.xa_node.nodes[xas.xa_offset]
    xas_set_offset(xas)
  }
  return xas_not_marked(xas, max)
}

/** Where a search for a mark ends that found nothing. */
export function xas_not_marked(xas: Ptr<xa_state>, max: ulong): VoidPtr {
  if (xas.xa_index <= max) return set_bounds(xas)
  xas.xa_node = XAS_RESTART
  return NULL
}

/** lib/xarray.c @atomic */
export function xas_find_conflict(xas: Ptr<xa_state>): VoidPtr {
  let curr: VoidPtr

  if (xas_error(xas)) return NULL
  if (!xas.xa_node) return NULL
  if (xas_top(xas.xa_node)) {
    curr = xas_start(xas)
    if (!curr) return NULL
    while (xa_is_node(curr)) curr = xas_descend(xas, xas_below(xas))
    if (curr) return curr
  }
  if (!xas_is_node(xas) || xas.xa_node.shift > xas.xa_shift) return NULL

  for (;;) {
    if (xas.xa_node.shift == xas.xa_shift) {
      if ((xas.xa_offset & xas.xa_sibs) == xas.xa_sibs) break
    } else if (xas.xa_offset == XA_CHUNK_MASK) {
      xas.xa_offset = xas.xa_node.offset
      xas.xa_node = xas.xa_node.parent
      if (!xas.xa_node) break
      continue
    }
    xas.xa_offset++
    curr = xas_entry(xas.xa_node, xas.xa_offset)
    if (xa_is_sibling(curr)) continue
    while (xa_is_node(curr)) {
      xas.xa_node = xas.xa_node.nodes[xas.xa_offset]
      xas.xa_offset = 0
      curr = xas_entry(xas.xa_node, 0)
    }
    if (curr) return curr
  }
  xas.xa_offset -= xas.xa_sibs
  return NULL
}

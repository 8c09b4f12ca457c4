// Making room for a store: the nodes that lead to its slots. Under the lock they are allocated with GFP_NOWAIT, and when
// that fails the cursor says -ENOMEM, the caller drops the lock, and xas_nomem() allocates with the caller's flags,
// *outside* the lock: it may sleep there (`node-alloc-sleeps`) or fail (`node-alloc-fails`). That node is kept in the
// cursor, so that the next try has one. Both switches permit the failure under the lock, since without it nobody gets
// that far.

import { alloc, bool, choose, free, type int, NULL, type Ptr, type Ref, ref, sleep, type uchar, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { ENOMEM } from './errno.ts'
import { __GFP_DIRECT_RECLAIM, __GFP_NOFAIL } from './gfp.ts'
import type { gfp_t } from './types.ts'
import { XA_NODE_ENTRY, xa_is_node, xa_is_value } from './xa-entry.ts'
import { XA_CHUNK_MASK, XA_CHUNK_SHIFT, XA_CHUNK_SIZE, type xa_node, type xarray } from './xa-node.ts'
import {
  XAS_RESTART,
  type xa_state,
  xas_entry,
  xas_error,
  xas_invalid,
  xas_is_node,
  xas_set_err,
  xas_set_offset,
  xas_top,
} from './xas.ts'
import { xas_marks_above } from './xas-mark.ts'
import { max_index, xas_descend } from './xas-walk.ts'

/** lib/xarray.c: the number of indices a store covers. */
export function xas_size(xas: Ptr<xa_state>): ulong {
  return (xas.xa_sibs + 1) << xas.xa_shift
}

/** lib/xarray.c: the largest index that must fit. An entry of several indices needs a node even at 0. */
export function xas_max(xas: Ptr<xa_state>): ulong {
  let max: ulong = xas.xa_index

  if (xas.xa_shift || xas.xa_sibs) {
    let mask: ulong = xas_size(xas) - 1
    max |= mask
    if (mask == max) max++
  }
  return max
}

/** lib/xarray.c: the node that was allocated ahead, below the cursor; NULL if there is none. */
export function xas_alloc(xas: Ptr<xa_state>, shift: uint): Ptr<xa_node> {
  let parent: Ptr<xa_node> = xas.xa_node
  let node: Ptr<xa_node> = xas.xa_alloc

  if (!node) return NULL
  xas.xa_alloc = NULL
  if (parent) {
    node.offset = xas.xa_offset
    parent.count++
  }
  node.shift = shift
  node.parent = parent
  node.array = xas.xa
  return node
}

/** lib/xarray.c: nodes at the top until the index fits; the shift of a node above them, or -ENOMEM if one is missing. */
export function xas_expand(xas: Ptr<xa_state>): int {
  let xa: Ptr<xarray> = xas.xa
  let node: Ptr<xa_node>
  let shift: int = 0
  let max: ulong = xas_max(xas)

  if (!xa.xa_head) {
    if (max == 0) return 0
    while (max >> shift >= XA_CHUNK_SIZE) shift += XA_CHUNK_SHIFT
    return shift + XA_CHUNK_SHIFT
  }
  node = NULL
  if (xa_is_node(xa.xa_head)) {
    node = xa.xa_root
    shift = node.shift + XA_CHUNK_SHIFT
  }
  xas.xa_node = NULL
  while (max > max_index(xas)) {
    node = xas_alloc(xas, shift)
    if (!node) return -ENOMEM
    node.count = 1
    if (xa_is_value(xa.xa_head)) node.nr_values = 1
    node.slots[0] = xa.xa_head
    node.nodes[0] = xa.xa_root
    xas_marks_above(xa, node)
    if (xa_is_node(xa.xa_head)) {
      xa.xa_root.offset = 0
      xa.xa_root.parent = node
    }
    xa.xa_head = XA_NODE_ENTRY
    xa.xa_root = node
    shift += XA_CHUNK_SHIFT
  }
  xas.xa_node = node
  return shift
}

/** lib/xarray.c: xas_create(); -ENOMEM if a node is missing, with the cursor where one may go on. */
export function xas_descend_creating(xas: Ptr<xa_state>, allow_root: bool, entry: Ref<VoidPtr>): int {
  let xa: Ptr<xarray> = xas.xa
  let node: Ptr<xa_node> = xas.xa_node
  let shift: int
  let order: int = xas.xa_shift

  entry.value = NULL
  if (xas_top(node)) {
    xas.xa_node = NULL
    shift = xas_expand(xas)
    if (shift < 0) return shift
    if (!shift && !allow_root) shift = XA_CHUNK_SHIFT
    entry.value = xa.xa_head
    // The walk begins at the head, wherever the top grew to.
    xas.xa_node = NULL
    node = NULL
  } else if (xas_error(xas)) {
    return 0
  } else {
    shift = node.shift
    entry.value = xas_entry(node, xas.xa_offset)
  }

  while (shift > order) {
    shift -= XA_CHUNK_SHIFT
    if (!entry.value) {
      let below: Ptr<xa_node> = xas_alloc(xas, shift)
      if (!below) return -ENOMEM
      if (node) {
        node.nodes[xas.xa_offset] = below
        node.slots[xas.xa_offset] = XA_NODE_ENTRY
      } else {
        xa.xa_root = below
        xa.xa_head = XA_NODE_ENTRY
      }
      node = below
    } else if (xa_is_node(entry.value)) {
      node = node ? node.nodes[xas.xa_offset] : xa.xa_root
    } else {
      break
    }
    entry.value = xas_descend(xas, node)
  }
  return 0
}

/** As far as the nodes at hand go, to the slot to store an entry in. Whether a node is missing. @atomic */
export function xas_lacks_node(xas: Ptr<xa_state>, allow_root: bool): bool {
  let entry: VoidPtr

  if (xas_error(xas)) return false
  return xas_descend_creating(xas, allow_root, ref(entry)) != 0
}

/** A node that was missing, or -ENOMEM in the cursor. Whether another one is missing. @atomic */
export function xas_grow(xas: Ptr<xa_state>, allow_root: bool, fails: bool): bool {
  if (fails) {
    xas_set_err(xas, -ENOMEM)
    return false
  }
  xas.xa_alloc = alloc<xa_node>()
  return xas_lacks_node(xas, allow_root)
}

/** Nodes down to the slot to store an entry in. */
export function xas_make_room(xas: Ptr<xa_state>, allow_root: bool): void {
  let lacks: bool = xas_lacks_node(xas, allow_root)

  if (lacks)
    do {
      lacks = xas_grow(xas, allow_root, choose('node-alloc-sleeps') || choose('node-alloc-fails'))
    } while (lacks)
}

/** lib/xarray.c */
export function xas_create(xas: Ptr<xa_state>, allow_root: bool): VoidPtr {
  xas_make_room(xas, allow_root)
  return xas_here(xas)
}

/** What is at the cursor. @atomic */
export function xas_here(xas: Ptr<xa_state>): VoidPtr {
  if (xas_invalid(xas)) return NULL
  if (!xas.xa_node) return xas.xa.xa_head
  return xas_entry(xas.xa_node, xas.xa_offset)
}

/** Every slot of the range, as far as the nodes at hand go. Whether a node is missing. @atomic */
export function xas_range_lacks_node(xas: Ptr<xa_state>): bool {
  let index: ulong = xas.xa_index
  let shift: uchar = xas.xa_shift
  let sibs: uchar = xas.xa_sibs
  let node: Ptr<xa_node>
  let entry: VoidPtr

  if (xas_error(xas)) return false
  xas.xa_index |= ((sibs + 1) << shift) - 1
  if (xas_is_node(xas) && xas.xa_node.shift == shift) xas.xa_offset |= sibs
  xas.xa_shift = 0
  xas.xa_sibs = 0

  for (;;) {
    if (xas_descend_creating(xas, true, ref(entry))) {
      xas.xa_shift = shift
      xas.xa_sibs = sibs
      xas.xa_index = index
      xas.xa_node = XAS_RESTART
      return true
    }
    if (xas.xa_index <= (index | XA_CHUNK_MASK)) break
    xas.xa_index -= XA_CHUNK_SIZE
    for (;;) {
      node = xas.xa_node
      if (node.shift >= shift) break
      xas.xa_node = node.parent
      xas.xa_offset = node.offset - 1
      if (node.offset != 0) break
    }
  }
  xas.xa_index = index
  if (xas_is_node(xas)) xas_set_offset(xas)
  return false
}

/** A node that a range was missing, or -ENOMEM in the cursor. Whether another one is missing. @atomic */
export function xas_grow_range(xas: Ptr<xa_state>, fails: bool): bool {
  if (fails) {
    xas_set_err(xas, -ENOMEM)
    return false
  }
  xas.xa_alloc = alloc<xa_node>()
  return xas_range_lacks_node(xas)
}

/** lib/xarray.c */
export function xas_create_range(xas: Ptr<xa_state>): void {
  let lacks: bool = xas_range_lacks_node(xas)

  if (lacks)
    do {
      lacks = xas_grow_range(xas, choose('node-alloc-sleeps') || choose('node-alloc-fails'))
    } while (lacks)
}

/** lib/xarray.c: a node that was allocated ahead and not needed, freed. @atomic */
export function xas_destroy(xas: Ptr<xa_state>): void {
  if (!xas.xa_alloc) return
  free(xas.xa_alloc)
  xas.xa_alloc = NULL
}

/** A node allocated ahead. @atomic */
export function xas_alloc_ahead(xas: Ptr<xa_state>): void {
  xas.xa_alloc = alloc<xa_node>()
  xas.xa_node = XAS_RESTART
}

/** lib/xarray.c */
export function xas_nomem(xas: Ptr<xa_state>, gfp: gfp_t): bool {
  if (xas_error(xas) != -ENOMEM) {
    xas_destroy(xas)
    return false
  }
  if (bool(gfp & __GFP_DIRECT_RECLAIM) && choose('node-alloc-sleeps')) sleep()
  if (!(gfp & __GFP_NOFAIL) && choose('node-alloc-fails')) return false
  xas_alloc_ahead(xas)
  return true
}

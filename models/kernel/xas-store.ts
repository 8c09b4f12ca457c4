// Storing at a cursor. Each slot that a store writes is a step. What follows from it (counts, nodes that go) is in the
// step of the last.

import { alloc, type bool, current_task, free, int, NULL, type Ptr, type Ref, ref, type uint, type ulong, type VoidPtr } from '../../src/model/dialect.ts'
import { xa_is_node, xa_is_sibling, xa_is_value, xa_is_zero, xa_mk_sibling } from './xa-entry.ts'
import { XA_CHUNK_MASK, XA_CHUNK_SIZE, type xa_node, type xarray } from './xa-node.ts'
import { XA_STATE_ORDER, XAS_BOUNDS, type xa_state, xas_invalid } from './xas.ts'
import { xas_here, xas_lacks_node, xas_make_room } from './xas-create.ts'
import { xas_init_marks, xas_squash_marks } from './xas-mark.ts'
import { xas_load } from './xas-walk.ts'

/** Whether a task has stored into an array whose lock it did not hold: lockdep complains of it in the kernel. */
export let xa_stored_unlocked: bool = false

/** lib/xarray.c: nodes at the top that hold nothing but their first slot go. */
export function xas_shrink(xas: Ptr<xa_state>): void {
  let xa: Ptr<xarray> = xas.xa
  let node: Ptr<xa_node> = xas.xa_node
  let entry: VoidPtr

  for (;;) {
    if (node.count != 1) break
    entry = node.slots[0]
    if (!entry) break
    if (!xa_is_node(entry) && node.shift) break
    xas.xa_node = XAS_BOUNDS
    xa.xa_head = entry
    xa.xa_root = node.nodes[0]
    free(node)
    if (!xa_is_node(entry)) break
    node = xa.xa_root
    node.parent = NULL
  }
}

/** lib/xarray.c: the cursor's node and those above it, as long as they are empty. */
export function xas_delete_node(xas: Ptr<xa_state>): void {
  let node: Ptr<xa_node> = xas.xa_node
  let parent: Ptr<xa_node>

  while (!node.count) {
    parent = node.parent
    xas.xa_node = parent
    xas.xa_offset = node.offset
    free(node)
    if (!parent) {
      xas.xa.xa_head = NULL
      xas.xa.xa_root = NULL
      xas.xa_node = XAS_BOUNDS
      return
    }
    parent.slots[xas.xa_offset] = NULL
    parent.nodes[xas.xa_offset] = NULL
    parent.count--
    node = parent
  }
  if (!node.parent) xas_shrink(xas)
}

/** lib/xarray.c: a node that an entry took the place of, with all below it. */
export function xas_free_nodes(top: Ptr<xa_node>): void {
  let node: Ptr<xa_node> = top
  let offset$: uint = 0

  for (;;) {
    if (xa_is_node(node.slots[offset$])) {
      node = node.nodes[offset$]
      offset$ = 0
      continue
    }
    offset$++
    while (offset$ == XA_CHUNK_SIZE) {
      let parent: Ptr<xa_node> = node.parent
      offset$ = node.offset + 1
      free(node)
      if (node == top) return
      node = parent
    }
  }
}

/**
 * One slot of a store, the one after as many others; `old` is what is found in it, if that is no sibling, and was before
 * what was found in the last. Whether there are more. @atomic
 */
export function xas_store_slot(xas: Ptr<xa_state>, entry: VoidPtr, after: uint, old: Ref<VoidPtr>): bool {
  let node: Ptr<xa_node>
  let below: Ptr<xa_node>
  let offset$: uint
  let found: VoidPtr

  if (after == 0) old.value = entry ? xas_here(xas) : xas_load(xas)
  if (xas_invalid(xas)) return false
  if (xas.xa.xa_lock.owner != current_task()) xa_stored_unlocked = true
  node = xas.xa_node
  if (node && xas.xa_shift < node.shift) xas.xa_sibs = 0
  if (after == 0 && old.value == entry && !xas.xa_sibs) return false
  if (!node) {
    found = xas.xa.xa_head
    below = xas.xa.xa_root
    if (!entry) xas_init_marks(xas)
    xas.xa.xa_head = entry
    xas.xa.xa_root = NULL
    if (xa_is_node(found)) xas_free_nodes(below)
    return false
  }

  offset$ = xas.xa_offset + after
  found = node.slots[offset$]
  below = node.nodes[offset$]
  if (after == 0) {
    if (xas.xa_sibs) xas_squash_marks(xas)
    if (!entry) xas_init_marks(xas)
  } else if (!xa_is_sibling(found)) old.value = found
  node.slots[offset$] = entry && after ? xa_mk_sibling(xas.xa_offset) : entry
  node.nodes[offset$] = NULL
  if (xa_is_node(found)) xas_free_nodes(below)
  node.count += int(!found) - int(!entry)
  node.nr_values += int(!xa_is_value(old.value)) - int(!xa_is_value(entry))

  if (entry) return after < xas.xa_sibs
  if (offset$ != XA_CHUNK_MASK && (after < xas.xa_sibs || xa_is_sibling(node.slots[offset$ + 1]))) return true
  xas_delete_node(xas)
  return false
}

/** lib/xarray.c */
export function xas_store(xas: Ptr<xa_state>, entry: VoidPtr): VoidPtr {
  let first: VoidPtr
  let stored: uint = 0

  if (entry) xas_make_room(xas, !xa_is_node(entry) && !xa_is_zero(entry))
  if (xas_store_slot(xas, entry, 0, ref(first)))
    do {
      stored++
    } while (xas_store_slot(xas, entry, stored, ref(first)))
  return first
}

/** An entry as setups put it: every node is at hand, nobody looks on. @atomic */
export function xa_set_up(xa: Ptr<xarray>, index: ulong, order: uint, entry: VoidPtr): void {
  let xas: xa_state = XA_STATE_ORDER(xa, index, order)
  let first: VoidPtr
  let stored: uint = 0

  while (xas_lacks_node(xas, true)) xas.xa_alloc = alloc<xa_node>()
  while (xas_store_slot(xas, entry, stored, ref(first))) stored++
}

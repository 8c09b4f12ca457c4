// Marks: three bits of an entry that its nodes repeat upwards, so that a search finds the next one. Each function is one
// step; all but xas_get_mark() are called under the lock.

import { bool, type Ptr, type uint } from '../../src/model/dialect.ts'
import { XA_CHUNK_SIZE, type xa_node, type xarray } from './xa-node.ts'
import { xa_marked, xa_track_free } from './xarray.ts'
import { type xa_state, xas_invalid } from './xas.ts'

export const XA_MARK_0: uint = 0
export const XA_MARK_1: uint = 1
export const XA_MARK_2: uint = 2
export const XA_PRESENT: uint = 8
export const XA_MARK_MAX: uint = 2
export const XA_FREE_MARK: uint = 0
export const XA_MAX_MARKS: uint = 3

/** lib/xarray.c */
export function node_any_mark(node: Ptr<xa_node>, mark: uint): bool {
  let i: uint
  for (i = 0; i < XA_CHUNK_SIZE; i++) if ((node.marks[i] >> mark) & 1) return true
  return false
}

/** lib/xarray.c @atomic */
export function xas_get_mark(xas: Ptr<xa_state>, mark: uint): bool {
  if (xas_invalid(xas)) return false
  if (!xas.xa_node) return xa_marked(xas.xa, mark)
  if (!xas.xa_node.array) return false
  return bool((xas.xa_node.marks[xas.xa_offset] >> mark) & 1)
}

/** lib/xarray.c @atomic */
export function xas_set_mark(xas: Ptr<xa_state>, mark: uint): void {
  let node: Ptr<xa_node> = xas.xa_node
  let offset$: uint = xas.xa_offset

  if (xas_invalid(xas)) return
  while (node) {
    if ((node.marks[offset$] >> mark) & 1) return
    node.marks[offset$] |= 1 << mark
    offset$ = node.offset
    node = node.parent
  }
  xas.xa.xa_flags |= 1 << (mark + 24)
}

/** lib/xarray.c @atomic */
export function xas_clear_mark(xas: Ptr<xa_state>, mark: uint): void {
  let node: Ptr<xa_node> = xas.xa_node
  let offset$: uint = xas.xa_offset

  if (xas_invalid(xas)) return
  while (node) {
    if (!((node.marks[offset$] >> mark) & 1)) return
    node.marks[offset$] &= ~(1 << mark)
    if (node_any_mark(node, mark)) return
    offset$ = node.offset
    node = node.parent
  }
  xas.xa.xa_flags &= ~(1 << (mark + 24))
}

/** lib/xarray.c @atomic */
export function xas_init_marks(xas: Ptr<xa_state>): void {
  let mark: uint

  for (mark = 0; mark <= XA_MARK_MAX; mark++) {
    if (xa_track_free(xas.xa) && mark == XA_FREE_MARK) xas_set_mark(xas, mark)
    else xas_clear_mark(xas, mark)
  }
}

/** lib/xarray.c: the marks of slots that become siblings go to the first. */
export function xas_squash_marks(xas: Ptr<xa_state>): void {
  let node: Ptr<xa_node> = xas.xa_node
  let i: uint

  for (i = 1; i <= xas.xa_sibs; i++) {
    node.marks[xas.xa_offset] |= node.marks[xas.xa_offset + i]
    node.marks[xas.xa_offset + i] = 0
  }
}

/** The marks of a node that is about to stand above all others: those of the array. */
export function xas_marks_above(xa: Ptr<xarray>, node: Ptr<xa_node>): void {
  let mark: uint
  let i: uint

  for (mark = 0; mark <= XA_MARK_MAX; mark++) {
    if (xa_track_free(xa) && mark == XA_FREE_MARK) {
      for (i = 0; i < XA_CHUNK_SIZE; i++) node.marks[i] |= 1 << mark
      if (!xa_marked(xa, mark)) {
        node.marks[0] &= ~(1 << mark)
        xa.xa_flags |= 1 << (mark + 24)
      }
    } else if (xa_marked(xa, mark)) {
      node.marks[0] |= 1 << mark
    }
  }
}

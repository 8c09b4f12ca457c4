// The radix tree of Linux 2.6 as far as callers can tell: what lies at an index, and its tags. Each call is a step; who
// changes the tree has the lock that goes with it. It has indices 0 to 3: beyond, the search ends.
//
// radix_tree_preload() gets memory for an insertion and turns preemption off until radix_tree_preload_end(); under
// `node-alloc-fails` it finds none.

import { type Arr, beyond, choose, type int, NULL, type Ptr, preempt_count_add, type uint, type ulong, type VoidPtr } from '../../../src/model/dialect.ts'
import { EEXIST, ENOMEM } from '../errno.ts'
import type { gfp_t } from '../types.ts'

/** include/linux/radix-tree.h */
export interface radix_tree_root {
  slots: Arr<VoidPtr, 4>
  /** Bit of each index, for each tag. */
  tags: Arr<uint, 2>
}

export const PAGECACHE_TAG_DIRTY: uint = 0
export const PAGECACHE_TAG_WRITEBACK: uint = 1

/** lib/radix-tree.c */
export function radix_tree_preload(gfp_mask: gfp_t): int {
  if (choose('node-alloc-fails')) return -ENOMEM
  preempt_count_add(1)
  return 0
}

/** include/linux/radix-tree.h */
export function radix_tree_preload_end(): void {
  preempt_count_add(-1)
}

/** lib/radix-tree.c @atomic */
export function radix_tree_insert(root: Ptr<radix_tree_root>, index: ulong, item: VoidPtr): int {
  if (index > 3) beyond('the radix tree has four indices')
  if (root.slots[index]) return -EEXIST
  root.slots[index] = item
  return 0
}

/** lib/radix-tree.c @atomic */
export function radix_tree_delete(root: Ptr<radix_tree_root>, index: ulong): VoidPtr {
  let item: VoidPtr = NULL
  if (index > 3) return NULL
  item = root.slots[index]
  root.slots[index] = NULL
  root.tags[0] &= ~(1 << index)
  root.tags[1] &= ~(1 << index)
  return item
}

/** lib/radix-tree.c @atomic */
export function radix_tree_lookup(root: Ptr<radix_tree_root>, index: ulong): VoidPtr {
  if (index > 3) return NULL
  return root.slots[index]
}

/** lib/radix-tree.c @atomic */
export function radix_tree_tag_set(root: Ptr<radix_tree_root>, index: ulong, tag: uint): VoidPtr {
  if (index > 3) return NULL
  root.tags[tag] |= 1 << index
  return root.slots[index]
}

/** lib/radix-tree.c @atomic */
export function radix_tree_tag_clear(root: Ptr<radix_tree_root>, index: ulong, tag: uint): VoidPtr {
  if (index > 3) return NULL
  root.tags[tag] &= ~(1 << index)
  return root.slots[index]
}

/** lib/radix-tree.c @atomic */
export function radix_tree_tag_get(root: Ptr<radix_tree_root>, index: ulong, tag: uint): int {
  if (index > 3) return 0
  return (root.tags[tag] >> index) & 1
}

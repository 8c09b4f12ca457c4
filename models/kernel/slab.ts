// Memory for the kernel's own structs: any size is that of a struct of which the model has a pool. An allocation never
// fails and never sleeps, but under the switches `alloc-fails` and `alloc-sleeps`. All memory is given out zeroed.

import { alloc, bool, choose, free, type int, NULL, sleep, type VoidPtr } from '../../src/model/dialect.ts'
import { __GFP_DIRECT_RECLAIM, __GFP_NOFAIL } from './gfp.ts'
import type { gfp_t, size_t } from './types.ts'

/** Whether an allocation fails, which may sleep first. */
export function slab_fails(flags: gfp_t): bool {
  if (bool(flags & __GFP_DIRECT_RECLAIM) && choose('alloc-sleeps')) sleep()
  return !(flags & __GFP_NOFAIL) && choose('alloc-fails')
}

/** include/linux/slab.h @byname size */
export function kmalloc(size: size_t, flags: gfp_t): VoidPtr {
  if (slab_fails(flags)) return NULL
  return alloc(size)
}

/** include/linux/slab.h @byname size */
export function kzalloc(size: size_t, flags: gfp_t): VoidPtr {
  return kmalloc(size, flags)
}

/** include/linux/slab.h @byname size */
export function kmalloc_node(size: size_t, flags: gfp_t, node: int): VoidPtr {
  return kmalloc(size, flags)
}

/** include/linux/slab.h @byname size */
export function kzalloc_node(size: size_t, flags: gfp_t, node: int): VoidPtr {
  return kmalloc(size, flags)
}

/** include/linux/slab.h @byname size */
export function kvmalloc(size: size_t, flags: gfp_t): VoidPtr {
  return kmalloc(size, flags)
}

/** include/linux/slab.h @byname size */
export function kvzalloc(size: size_t, flags: gfp_t): VoidPtr {
  return kmalloc(size, flags)
}

/** mm/slub.c */
export function kfree(object: VoidPtr): void {
  if (object) free(object)
}

/** mm/util.c */
export function kvfree(addr: VoidPtr): void {
  kfree(addr)
}

/** mm/vmalloc.c */
export function vfree(addr: VoidPtr): void {
  kfree(addr)
}

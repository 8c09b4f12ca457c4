// Allocation flags with their values of 2.6.30 (include/linux/gfp.h). What counts here: __GFP_WAIT lets an allocation
// sleep, __GFP_NOFAIL keeps it from failing; the others are carried along.

import type { gfp_t } from '../types.ts'

export const __GFP_DMA: gfp_t = 0x01
export const __GFP_HIGHMEM: gfp_t = 0x02
export const __GFP_DMA32: gfp_t = 0x04
export const __GFP_WAIT: gfp_t = 0x10
export const __GFP_HIGH: gfp_t = 0x20
export const __GFP_IO: gfp_t = 0x40
export const __GFP_FS: gfp_t = 0x80
export const __GFP_COLD: gfp_t = 0x100
export const __GFP_NOWARN: gfp_t = 0x200
export const __GFP_REPEAT: gfp_t = 0x400
export const __GFP_NOFAIL: gfp_t = 0x800
export const __GFP_NORETRY: gfp_t = 0x1000
export const __GFP_COMP: gfp_t = 0x4000
export const __GFP_ZERO: gfp_t = 0x8000
export const __GFP_NOMEMALLOC: gfp_t = 0x10000
export const __GFP_HARDWALL: gfp_t = 0x20000
export const __GFP_THISNODE: gfp_t = 0x40000
export const __GFP_RECLAIMABLE: gfp_t = 0x80000
export const __GFP_MOVABLE: gfp_t = 0x100000

export const GFP_NOWAIT: gfp_t = 0
export const GFP_ATOMIC: gfp_t = 0x20
export const GFP_NOIO: gfp_t = 0x10
export const GFP_NOFS: gfp_t = 0x50
export const GFP_KERNEL: gfp_t = 0xd0
export const GFP_USER: gfp_t = 0x200d0
export const GFP_HIGHUSER: gfp_t = 0x200d2
export const GFP_HIGHUSER_MOVABLE: gfp_t = 0x1200d2

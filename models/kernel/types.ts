import type { int, uint, ulong } from '../../src/model/dialect.ts'

export type gfp_t = uint
export type pgoff_t = ulong
export type size_t = ulong
export type pid_t = int

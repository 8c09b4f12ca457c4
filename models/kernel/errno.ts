import type { int } from '../../src/model/dialect.ts'

export const EPERM: int = 1
export const ENOENT: int = 2
export const EINTR: int = 4
export const EIO: int = 5
export const EAGAIN: int = 11
export const ENOMEM: int = 12
export const EFAULT: int = 14
export const EBUSY: int = 16
export const EEXIST: int = 17
export const ENODEV: int = 19
export const EINVAL: int = 22
export const ENOSPC: int = 28
export const ERESTARTSYS: int = 512

// Block I/O as far as its end goes: submit_bio() puts a bio among those in flight, an interrupt handler that is a task
// of the scenario (bio_irq(), servers.ts) takes the first of them out and calls its bi_end_io(). What is in flight
// always ends; under the switch `io-fails` it may end in an error. A bio is freed with its last reference.

import { alloc, beyond, type Fn, free, idle_until, type int, NULL, type Ptr, reaches, type uchar, type uint, type ushort, type VoidPtr, zeroed } from '../../src/model/dialect.ts'
import { atomic_dec_and_test, atomic_inc, type atomic_t } from './atomic.ts'
import { complete, type completion, wait_for_completion } from './completion.ts'
import { EIO } from './errno.ts'
import type { page } from './mm-types.ts'
import type { gfp_t } from './types.ts'

export const REQ_OP_READ: uint = 0
export const REQ_OP_WRITE: uint = 1
export const BLK_STS_OK: uchar = 0
export const BLK_STS_IOERR: uchar = 10

/** include/linux/blk_types.h */
export interface block_device {
  bd_dev: uint
}

/** include/linux/blk_types.h */
export type bio_end_io_t = Fn<(_: Ptr<bio>) => void>

/** include/linux/bvec.h */
export interface bio_vec {
  bv_page: Ptr<page>
  bv_len: uint
  bv_offset: uint
}

/** include/linux/blk_types.h: one segment. */
export interface bio {
  /** The next in flight; else its owner's. */
  bi_next: Ptr<bio>
  bi_bdev: Ptr<block_device>
  bi_opf: uint
  bi_flags: ushort
  bi_status: uchar
  bi_end_io: Ptr<bio_end_io_t>
  bi_private: VoidPtr
  bi_vcnt: ushort
  __bi_cnt: atomic_t
  bi_io_vec: bio_vec
}

export let bio_in_flight: Ptr<bio> = NULL

/** block/bio.c: never fails. */
export function bio_alloc(bdev: Ptr<block_device>, nr_vecs: ushort, opf: uint, gfp_mask: gfp_t): Ptr<bio> {
  let bio: Ptr<bio> = alloc<bio>()
  bio.bi_bdev = bdev
  bio.bi_opf = opf
  bio.__bi_cnt.counter = 1
  return bio
}

/** include/linux/bio.h */
export function bio_get(bio: Ptr<bio>): void {
  atomic_inc(bio.__bi_cnt)
}

/** block/bio.c */
export function bio_put(bio: Ptr<bio>): void {
  if (atomic_dec_and_test(bio.__bi_cnt)) free(bio)
}

/** block/bio.c */
export function bio_add_page(bio: Ptr<bio>, page: Ptr<page>, len: uint, offset$: uint): int {
  if (bio.bi_vcnt) return 0
  bio.bi_io_vec.bv_page = page
  bio.bi_io_vec.bv_len = len
  bio.bi_io_vec.bv_offset = offset$
  bio.bi_vcnt = 1
  return len
}

/** include/linux/bio.h */
export function bio_first_page_all(bio: Ptr<bio>): Ptr<page> {
  return bio.bi_io_vec.bv_page
}

/** include/linux/bio.h */
export function bio_op(bio: Ptr<bio>): uint {
  return bio.bi_opf & 255
}

/** block/blk-core.c @atomic */
export function submit_bio(bio: Ptr<bio>): void {
  let last: Ptr<bio> = bio_in_flight
  if (!reaches('bio_take')) beyond('no task of the scenario ends I/O')
  bio.bi_next = NULL
  if (!last) {
    bio_in_flight = bio
    return
  }
  while (last.bi_next) last = last.bi_next
  last.bi_next = bio
}

/** block/blk-mq.c: the device has done with the first. @atomic */
export function bio_take(): Ptr<bio> {
  idle_until(bio_in_flight != NULL)
  let bio: Ptr<bio> = bio_in_flight
  bio_in_flight = bio.bi_next
  bio.bi_next = NULL
  return bio
}

/** block/bio.c */
export function bio_endio(bio: Ptr<bio>): void {
  if (bio.bi_end_io) bio.bi_end_io(bio)
}

/** include/linux/bio.h */
export function bio_io_error(bio: Ptr<bio>): void {
  bio.bi_status = BLK_STS_IOERR
  bio_endio(bio)
}

/** block/blk-core.c */
export function blk_status_to_errno(status: uchar): int {
  return status ? -EIO : 0
}

/** block/bio.c */
export function submit_bio_wait_endio(bio: Ptr<bio>): void {
  let done: Ptr<completion> = bio.bi_private
  complete(done)
}

/** block/bio.c */
export function submit_bio_wait(bio: Ptr<bio>): int {
  let done: completion = zeroed()
  bio.bi_private = done
  bio.bi_end_io = submit_bio_wait_endio
  submit_bio(bio)
  wait_for_completion(done)
  return blk_status_to_errno(bio.bi_status)
}

// Block I/O of Linux 2.6.30 as far as its end goes: submit_bio() puts a bio among those in flight, an interrupt handler
// that is a task of the scenario (bio_irq(), servers.ts) takes the first of them out and calls its bi_end_io(). What is in
// flight always ends; under the switch `io-fails` it may end in an error. A bio is freed with its last reference.
//
// The device holds a word for each page: it takes it from the page, or gives it to the page, as the I/O ends.

import { type Arr, alloc, beyond, type Fn, free, idle_until, type int, NULL, type Ptr, reaches, ref, type uint, type ulong, type ushort, type VoidPtr, zeroed } from '../../../src/model/dialect.ts'
import { atomic_dec_and_test, atomic_inc, type atomic_t } from '../atomic.ts'
import { clear_bit, test_bit } from '../bitops.ts'
import { EIO } from '../errno.ts'
import type { gfp_t } from '../types.ts'
import type { page } from './mm-types.ts'

export const READ: int = 0
export const WRITE: int = 1
export const BIO_UPTODATE: int = 0
export const BIO_RW_SYNCIO: int = 3
export const BIO_RW_UNPLUG: int = 4

/** include/linux/types.h */
export type sector_t = ulong

/** include/linux/fs.h */
export interface block_device {
  bd_dev: uint
}

/** include/linux/bio.h */
export type bio_end_io_t = Fn<(_: Ptr<bio>, _1: int) => void>

/** include/linux/bio.h */
export interface bio_vec {
  bv_page: Ptr<page>
  bv_len: uint
  bv_offset: uint
}

/** include/linux/bio.h: one segment. */
export interface bio {
  bi_sector: sector_t
  /** The next in flight; else its owner's. */
  bi_next: Ptr<bio>
  bi_bdev: Ptr<block_device>
  bi_flags: ulong
  bi_rw: ulong
  bi_vcnt: ushort
  bi_idx: ushort
  bi_size: uint
  bi_cnt: atomic_t
  bi_io_vec: Arr<bio_vec, 1>
  bi_end_io: Ptr<bio_end_io_t>
  bi_private: VoidPtr
}

export let bio_in_flight: Ptr<bio> = NULL
/** What the device holds, by page. */
export const stored: Arr<ulong, 4> = zeroed()

/** fs/bio.c: never fails. @atomic */
export function bio_alloc(gfp_mask: gfp_t, nr_iovecs: int): Ptr<bio> {
  let bio: Ptr<bio> = alloc<bio>()
  bio.bi_flags = 1 << BIO_UPTODATE
  bio.bi_cnt.counter = 1
  return bio
}

/** include/linux/bio.h */
export function bio_get(bio: Ptr<bio>): void {
  atomic_inc(bio.bi_cnt)
}

/** fs/bio.c */
export function bio_put(bio: Ptr<bio>): void {
  if (atomic_dec_and_test(bio.bi_cnt)) free(bio)
}

/** block/blk-core.c @atomic */
export function submit_bio(rw: int, bio: Ptr<bio>): void {
  let last: Ptr<bio> = bio_in_flight
  if (!reaches('bio_irq')) beyond('no task of the scenario ends I/O')
  bio.bi_rw |= rw
  bio.bi_next = NULL
  if (!last) {
    bio_in_flight = bio
    return
  }
  while (last.bi_next) last = last.bi_next
  last.bi_next = bio
}

/** block/blk-core.c: the device has done with the first. @atomic */
export function bio_take(): Ptr<bio> {
  idle_until(bio_in_flight != NULL)
  let bio: Ptr<bio> = bio_in_flight
  let page: Ptr<page> = bio.bi_io_vec[0].bv_page
  bio_in_flight = bio.bi_next
  bio.bi_next = NULL
  if (bio.bi_rw & WRITE) stored[bio.bi_sector >> 3] = page.contents
  else page.contents = stored[bio.bi_sector >> 3]
  return bio
}

/** fs/bio.c */
export function bio_endio(bio: Ptr<bio>, error: int): void {
  if (error) clear_bit(BIO_UPTODATE, ref(bio.bi_flags))
  else if (!test_bit(BIO_UPTODATE, ref(bio.bi_flags))) error = -EIO

  if (bio.bi_end_io) bio.bi_end_io(bio, error)
}

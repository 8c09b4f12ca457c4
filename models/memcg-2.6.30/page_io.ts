// mm/page_io.c: reading and writing a page of swap. A page that is read stays locked until the read ends; one that is
// written is unlocked at once and under writeback until the write ends. Both ends are in the interrupt handler. All of it
// is the kernel's, token by token; that a bio is filled in is one step, as nobody knows of it yet.

import { bool, elide, goto, type int, NULL, type Ptr, ref, type uint } from '../../src/model/dialect.ts'
import { BIO_RW_SYNCIO, BIO_RW_UNPLUG, BIO_UPTODATE, type bio, bio_alloc, type bio_end_io_t, bio_put, READ, submit_bio, WRITE } from '../kernel/2.6/bio.ts'
import { GFP_KERNEL, GFP_NOIO } from '../kernel/2.6/gfp.ts'
import type { page, writeback_control } from '../kernel/2.6/mm-types.ts'
import { ClearPageReclaim, ClearPageUptodate, PageLocked, PageUptodate, SetPageError, SetPageUptodate } from '../kernel/2.6/page-flags.ts'
import { page_private, unlock_page } from '../kernel/2.6/pagemap.ts'
import { PAGE_SIZE } from '../kernel/2.6/pgtable.ts'
import { test_bit } from '../kernel/bitops.ts'
import { VM_BUG_ON } from '../kernel/bug.ts'
import { ENOMEM } from '../kernel/errno.ts'
import type { gfp_t, pgoff_t } from '../kernel/types.ts'
import { end_page_writeback, set_page_dirty, set_page_writeback } from './filemap.ts'
import { type swap_info_struct, type swp_entry_t, swp_offset, swp_type } from './swap.ts'
import { get_swap_info_struct, map_swap_page, try_to_free_swap } from './swapfile.ts'

export const WB_SYNC_NONE: int = 0
export const WB_SYNC_ALL: int = 1

/** mm/page_io.c, 2.6.30 @atomic */
export function get_swap_bio(gfp_flags: gfp_t, index: pgoff_t, page: Ptr<page>, end_io: bio_end_io_t): Ptr<bio> {
  let bio: Ptr<bio>

  bio = bio_alloc(gfp_flags, 1)
  if (bio) {
    let sis: Ptr<swap_info_struct>
    let entry: swp_entry_t = { val: index }

    sis = get_swap_info_struct(swp_type(entry))
    bio.bi_sector = map_swap_page(sis, swp_offset(entry)) * (PAGE_SIZE >> 9)
    bio.bi_bdev = sis.bdev
    bio.bi_io_vec[0].bv_page = page
    bio.bi_io_vec[0].bv_len = PAGE_SIZE
    bio.bi_io_vec[0].bv_offset = 0
    bio.bi_vcnt = 1
    bio.bi_idx = 0
    bio.bi_size = PAGE_SIZE
    bio.bi_end_io = end_io
  }
  return bio
}

/** mm/page_io.c, 2.6.30 */
export function end_swap_bio_write(bio: Ptr<bio>, err: int): void {
  let uptodate: int = test_bit(BIO_UPTODATE, ref(bio.bi_flags))
  let page: Ptr<page> = bio.bi_io_vec[0].bv_page

  if (!uptodate) {
    SetPageError(page)
    set_page_dirty(page)
    elide(
      'printk(KERN_ALERT "Write-error on swap-device (%u:%u:%Lu)\\n", imajor(bio->bi_bdev->bd_inode), iminor(bio->bi_bdev->bd_inode), (unsigned long long)bio->bi_sector);',
      'a message',
    )
    ClearPageReclaim(page)
  }
  end_page_writeback(page)
  bio_put(bio)
}

/** mm/page_io.c, 2.6.30 */
export function end_swap_bio_read(bio: Ptr<bio>, err: int): void {
  let uptodate: int = test_bit(BIO_UPTODATE, ref(bio.bi_flags))
  let page: Ptr<page> = bio.bi_io_vec[0].bv_page

  if (!uptodate) {
    SetPageError(page)
    ClearPageUptodate(page)
    elide(
      'printk(KERN_ALERT "Read-error on swap-device (%u:%u:%Lu)\\n", imajor(bio->bi_bdev->bd_inode), iminor(bio->bi_bdev->bd_inode), (unsigned long long)bio->bi_sector);',
      'a message',
    )
  } else {
    SetPageUptodate(page)
  }
  unlock_page(page)
  bio_put(bio)
}

/** mm/page_io.c, 2.6.30 */
export function swap_writepage(page: Ptr<page>, wbc: Ptr<writeback_control>): int {
  let bio: Ptr<bio>
  let ret: int = 0, rw: int = WRITE

  if (try_to_free_swap(page)) {
    unlock_page(page)
    goto('out')
  }
  bio = get_swap_bio(GFP_NOIO, page_private(page), page, end_swap_bio_write)
  if (bio == NULL) {
    set_page_dirty(page)
    unlock_page(page)
    ret = -ENOMEM
    goto('out')
  }
  if (wbc.sync_mode == WB_SYNC_ALL) rw |= (1 << BIO_RW_SYNCIO) | (1 << BIO_RW_UNPLUG)
  elide('count_vm_event(PSWPOUT)', 'statistics')
  set_page_writeback(page)
  unlock_page(page)
  submit_bio(rw, bio)
  out: return ret
}

/** include/linux/fs.h: there is none. */
export interface file {
  f_flags: uint
}

/** mm/page_io.c, 2.6.30 */
export function swap_readpage(file: Ptr<file>, page: Ptr<page>): int {
  let bio: Ptr<bio>
  let ret: int = 0

  VM_BUG_ON(!PageLocked(page))
  VM_BUG_ON(bool(PageUptodate(page)))
  bio = get_swap_bio(GFP_KERNEL, page_private(page), page, end_swap_bio_read)
  if (bio == NULL) {
    unlock_page(page)
    ret = -ENOMEM
    goto('out')
  }
  elide('count_vm_event(PSWPIN)', 'statistics')
  submit_bio(READ, bio)
  out: return ret
}

// mm/page_io.c, v6.8-rc5: folios to and from swap. What the device does, it does when the bio is done (device_done(),
// scenarios.ts). Left out: swap files of network filesystems.

import { bool, elide, type int, type Ptr, type uint, type VoidPtr } from '../../src/model/dialect.ts'
import {
  type bio,
  bio_alloc,
  bio_first_page_all,
  bio_put,
  type bio_vec,
  type block_device,
  REQ_OP_READ,
  REQ_OP_WRITE,
  submit_bio,
  submit_bio_wait,
} from '../kernel/bio.ts'
import { VM_BUG_ON_FOLIO } from '../kernel/folio/folio-bug.ts'
import { folio_clear_reclaim, folio_test_locked } from '../kernel/folio/folio-flags.ts'
import { folio_mark_uptodate, folio_test_swapcache, folio_test_uptodate } from '../kernel/folio/folio-kind.ts'
import { folio_end_writeback, folio_mark_dirty, folio_start_writeback, folio_unlock } from '../kernel/folio/folio-lock.ts'
import type { folio } from '../kernel/folio/folio-types.ts'
import { GFP_KERNEL, GFP_NOIO } from '../kernel/gfp.ts'
import type { page } from '../kernel/mm-types.ts'
import { page_folio } from './filemap.ts'
import { mem_cgroup_zswap_writeback_enabled } from './memcontrol.ts'
import { SWP_SYNCHRONOUS_IO, type swap_info_struct } from './swap.ts'
import { folio_free_swap, swp_swap_info } from './swapfile.ts'
import { zswap_load, zswap_store } from './zswap-area.ts'

export const REQ_SWAP: uint = 0x2000000
export const WB_SYNC_NONE: int = 0
export const WB_SYNC_ALL: int = 1
export const AOP_WRITEPAGE_ACTIVATE: int = 0x80000

/** include/linux/writeback.h */
export interface writeback_control {
  sync_mode: int
}

/** block/bio.c: stands for it. */
export function bio_init(bio: Ptr<bio>, bdev: Ptr<block_device>, table: Ptr<bio_vec>, max_vecs: int, opf: uint): void {
  bio.bi_bdev = bdev
  bio.bi_opf = opf
}

/** block/bio.c: stands for it. */
export function bio_add_folio_nofail(bio: Ptr<bio>, folio: Ptr<folio>, len: uint, off: uint): void {
  bio.bi_io_vec.bv_page = folio.page
  bio.bi_vcnt = 1
}

/** include/linux/bio.h */
export function bio_first_folio_all(bio: Ptr<bio>): Ptr<folio> {
  return page_folio(bio_first_page_all(bio))
}

/** include/linux/mm.h */
export function folio_size(folio: Ptr<folio>): uint {
  return 1
}

/** include/linux/writeback.h */
export function wbc_to_write_flags(wbc: Ptr<writeback_control>): uint {
  return 0
}

/** mm/page_io.c, v6.8-rc5 */
export function __end_swap_bio_write(bio: Ptr<bio>): void {
  let folio: Ptr<folio> = bio_first_folio_all(bio)

  if (bio.bi_status) {
    folio_mark_dirty(folio)
    elide(
      'pr_alert_ratelimited("Write-error on swap-device (%u:%u:%llu)\\n", MAJOR(bio_dev(bio)), MINOR(bio_dev(bio)), (unsigned long long)bio->bi_iter.bi_sector)',
      'messages',
    )
    folio_clear_reclaim(folio)
  }
  folio_end_writeback(folio)
}

/** mm/page_io.c, v6.8-rc5 */
export function end_swap_bio_write(bio: Ptr<bio>): void {
  __end_swap_bio_write(bio)
  bio_put(bio)
}

/** mm/page_io.c, v6.8-rc5 */
export function __end_swap_bio_read(bio: Ptr<bio>): void {
  let folio: Ptr<folio> = bio_first_folio_all(bio)

  if (bio.bi_status) {
    elide(
      'pr_alert_ratelimited("Read-error on swap-device (%u:%u:%llu)\\n", MAJOR(bio_dev(bio)), MINOR(bio_dev(bio)), (unsigned long long)bio->bi_iter.bi_sector)',
      'messages',
    )
  } else {
    folio_mark_uptodate(folio)
  }
  folio_unlock(folio)
}

/** mm/page_io.c, v6.8-rc5 */
export function end_swap_bio_read(bio: Ptr<bio>): void {
  __end_swap_bio_read(bio)
  bio_put(bio)
}

/** include/linux/pgtable.h: there are no memory tags. */
export function arch_prepare_to_swap(page: Ptr<page>): int {
  return 0
}

/** mm/page_io.c, v6.8-rc5 */
export function swap_writepage(page: Ptr<page>, wbc: Ptr<writeback_control>): int {
  let folio: Ptr<folio> = page_folio(page)
  let ret: int

  if (folio_free_swap(folio)) {
    folio_unlock(folio)
    return 0
  }
  ret = arch_prepare_to_swap(folio.page)
  if (ret) {
    folio_mark_dirty(folio)
    folio_unlock(folio)
    return ret
  }
  if (zswap_store(folio)) {
    folio_start_writeback(folio)
    folio_unlock(folio)
    folio_end_writeback(folio)
    return 0
  }
  if (!mem_cgroup_zswap_writeback_enabled(folio.memcg_data)) {
    folio_mark_dirty(folio)
    return AOP_WRITEPAGE_ACTIVATE
  }

  __swap_writepage(folio, wbc)
  return 0
}

/** mm/page_io.c, v6.8-rc5 */
export function swap_writepage_bdev_sync(
  folio: Ptr<folio>,
  wbc: Ptr<writeback_control>,
  sis: Ptr<swap_info_struct>,
): void {
  let bv: bio_vec
  let bio: bio

  bio_init(bio, sis.bdev, bv, 1, REQ_OP_WRITE | REQ_SWAP | wbc_to_write_flags(wbc))
  elide('bio.bi_iter.bi_sector = swap_page_sector(&folio->page)', 'the folio tells its place in swap')
  bio_add_folio_nofail(bio, folio, folio_size(folio), 0)

  elide('bio_associate_blkg_from_page(&bio, folio)', 'control groups')
  elide('count_swpout_vm_event(folio)', 'statistics')

  folio_start_writeback(folio)
  folio_unlock(folio)

  submit_bio_wait(bio)
  __end_swap_bio_write(bio)
}

/** mm/page_io.c, v6.8-rc5 */
export function swap_writepage_bdev_async(
  folio: Ptr<folio>,
  wbc: Ptr<writeback_control>,
  sis: Ptr<swap_info_struct>,
): void {
  let bio: Ptr<bio>

  bio = bio_alloc(sis.bdev, 1, REQ_OP_WRITE | REQ_SWAP | wbc_to_write_flags(wbc), GFP_NOIO)
  elide('bio->bi_iter.bi_sector = swap_page_sector(&folio->page)', 'the folio tells its place in swap')
  bio.bi_end_io = end_swap_bio_write
  bio_add_folio_nofail(bio, folio, folio_size(folio), 0)

  elide('bio_associate_blkg_from_page(bio, folio)', 'control groups')
  elide('count_swpout_vm_event(folio)', 'statistics')
  folio_start_writeback(folio)
  folio_unlock(folio)
  submit_bio(bio)
}

/** mm/page_io.c, v6.8-rc5 */
export function __swap_writepage(folio: Ptr<folio>, wbc: Ptr<writeback_control>): void {
  let sis: Ptr<swap_info_struct> = swp_swap_info(folio.swap)

  VM_BUG_ON_FOLIO(!folio_test_swapcache(folio), folio)
  elide('if (data_race(sis->flags & SWP_FS_OPS)) swap_writepage_fs(folio, wbc);', 'swap files of network filesystems')
  // biome-ignore format: the parentheses are data_race()'s
  if ((sis.flags & SWP_SYNCHRONOUS_IO)) swap_writepage_bdev_sync(folio, wbc, sis)
  else swap_writepage_bdev_async(folio, wbc, sis)
}

/** mm/page_io.c, v6.8-rc5 */
export function swap_read_folio_bdev_sync(folio: Ptr<folio>, sis: Ptr<swap_info_struct>): void {
  let bv: bio_vec
  let bio: bio

  bio_init(bio, sis.bdev, bv, 1, REQ_OP_READ)
  elide('bio.bi_iter.bi_sector = swap_page_sector(&folio->page)', 'the folio tells its place in swap')
  bio_add_folio_nofail(bio, folio, folio_size(folio), 0)
  elide('get_task_struct(current)', 'debugging')
  elide('count_vm_event(PSWPIN)', 'statistics')
  submit_bio_wait(bio)
  __end_swap_bio_read(bio)
  elide('put_task_struct(current)', 'debugging')
}

/** mm/page_io.c, v6.8-rc5 */
export function swap_read_folio_bdev_async(folio: Ptr<folio>, sis: Ptr<swap_info_struct>): void {
  let bio: Ptr<bio>

  bio = bio_alloc(sis.bdev, 1, REQ_OP_READ, GFP_KERNEL)
  elide('bio->bi_iter.bi_sector = swap_page_sector(&folio->page)', 'the folio tells its place in swap')
  bio.bi_end_io = end_swap_bio_read
  bio_add_folio_nofail(bio, folio, folio_size(folio), 0)
  elide('count_vm_event(PSWPIN)', 'statistics')
  submit_bio(bio)
}

/** mm/page_io.c: the kernel's, without swap files of network filesystems and statistics of stalls. */
export function swap_read_folio(folio: Ptr<folio>, synchronous: bool, plug: VoidPtr): void {
  let sis: Ptr<swap_info_struct> = swp_swap_info(folio.swap)

  VM_BUG_ON_FOLIO(!folio_test_swapcache(folio) && !synchronous, folio)
  VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio)
  VM_BUG_ON_FOLIO(folio_test_uptodate(folio), folio)

  if (zswap_load(folio)) {
    folio_mark_uptodate(folio)
    folio_unlock(folio)
  } else if (synchronous || bool(sis.flags & SWP_SYNCHRONOUS_IO)) {
    swap_read_folio_bdev_sync(folio, sis)
  } else {
    swap_read_folio_bdev_async(folio, sis)
  }
}

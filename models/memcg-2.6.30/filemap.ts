// mm/filemap.c and mm/page-writeback.c: looking a page up, dirt and writeback. A lookup is one step; a page whose count is
// frozen is waited for, as the kernel looks again until it is gone or counted.
//
// Differs: find_get_page() stands for its own; no accounting of dirt, so that what only that needs is left out.

import type { ulong } from '../../src/model/dialect.ts'
import { bool, elide, goto, type int, type Ptr, spin_until } from '../../src/model/dialect.ts'
import { smp_mb__after_clear_bit } from '../kernel/2.6/barrier.ts'
import type { address_space, page } from '../kernel/2.6/mm-types.ts'
import {
  ClearPageReclaim,
  PageDirty,
  PageLocked,
  PageSwapCache,
  PG_writeback,
  TestClearPageDirty,
  TestClearPageReclaim,
  TestClearPageWriteback,
  TestSetPageDirty,
  TestSetPageWriteback,
} from '../kernel/2.6/page-flags.ts'
import { lock_page, page_private, unlock_page, wake_up_page } from '../kernel/2.6/pagemap.ts'
import { PAGECACHE_TAG_DIRTY, PAGECACHE_TAG_WRITEBACK, radix_tree_lookup, radix_tree_tag_clear, radix_tree_tag_set } from '../kernel/2.6/radix-tree.ts'
import { BUG, BUG_ON, VM_BUG_ON } from '../kernel/bug.ts'
import { likely, unlikely } from '../kernel/compiler.ts'
import { spin_lock_irq, spin_lock_irqsave, spin_unlock_irq, spin_unlock_irqrestore } from '../kernel/spinlock.ts'
import type { pgoff_t } from '../kernel/types.ts'
import { page_cache_release, rotate_reclaimable_page } from './lru.ts'
import { swapper_space } from './swap_state.ts'

/** include/linux/mm.h */
export function page_mapping(page: Ptr<page>): Ptr<address_space> {
  let mapping: Ptr<address_space> = page.mapping

  if (unlikely(bool(PageSwapCache(page)))) mapping = swapper_space
  return mapping
}

/** include/linux/mm.h */
export function PageAnon(page: Ptr<page>): int {
  return page.anon_vma ? 1 : 0
}

/** include/linux/mm.h */
export function page_index(page: Ptr<page>): pgoff_t {
  if (unlikely(bool(PageSwapCache(page)))) return page_private(page)
  return page.index
}

/** Whether nobody holds the count of what lies there frozen. */
export function can_be_got(mapping: Ptr<address_space>, offset$: pgoff_t): bool {
  let page: Ptr<page> = radix_tree_lookup(mapping.page_tree, offset$)
  if (!page) return true
  return page._count.counter != 0
}

/** The page of an index, with a reference to it. @atomic */
export function look_up_and_get(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  spin_until(can_be_got(mapping, offset$))
  let page: Ptr<page> = radix_tree_lookup(mapping.page_tree, offset$)
  if (page) page._count.counter += 1
  return page
}

/** mm/filemap.c: stands for it. */
export function find_get_page(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  return look_up_and_get(mapping, offset$)
}

/** mm/filemap.c, 2.6.30 */
export function find_lock_page(mapping: Ptr<address_space>, offset$: pgoff_t): Ptr<page> {
  let page: Ptr<page>

  repeat: page = find_get_page(mapping, offset$)
  if (page) {
    lock_page(page)
    if (unlikely(page.mapping != mapping)) {
      unlock_page(page)
      page_cache_release(page)
      goto('repeat')
    }
    VM_BUG_ON(page.index != offset$)
  }
  return page
}

/** mm/filemap.c, 2.6.30 */
export function end_page_writeback(page: Ptr<page>): void {
  if (TestClearPageReclaim(page)) rotate_reclaimable_page(page)

  if (!test_clear_page_writeback(page)) BUG()

  smp_mb__after_clear_bit()
  wake_up_page(page, PG_writeback)
}

/** mm/page-writeback.c, 2.6.30 */
export function __set_page_dirty_nobuffers(page: Ptr<page>): int {
  if (!TestSetPageDirty(page)) {
    let mapping: Ptr<address_space> = page_mapping(page)
    let mapping2: Ptr<address_space>

    if (!mapping) return 1

    spin_lock_irq(mapping.tree_lock)
    mapping2 = page_mapping(page)
    if (mapping2) {
      BUG_ON(mapping2 != mapping)
      elide('WARN_ON_ONCE(!PagePrivate(page) && !PageUptodate(page))', 'a warning')
      elide('account_page_dirtied(page, mapping)', 'accounting of dirt')
      radix_tree_tag_set(mapping.page_tree, page_index(page), PAGECACHE_TAG_DIRTY)
    }
    spin_unlock_irq(mapping.tree_lock)
    elide('if (mapping->host) { __mark_inode_dirty(mapping->host, I_DIRTY_PAGES); }', 'pages of files')
    return 1
  }
  return 0
}

/** mm/page-writeback.c, 2.6.30 */
export function set_page_dirty(page: Ptr<page>): int {
  let mapping: Ptr<address_space> = page_mapping(page)

  if (likely(bool(mapping))) {
    let spd: (_: Ptr<page>) => int = mapping.a_ops.set_page_dirty
    elide('if (!spd) spd = __set_page_dirty_buffers;', 'pages of files')
    return spd.value(page)
  }
  if (!PageDirty(page)) {
    if (!TestSetPageDirty(page)) return 1
  }
  return 0
}

/** mm/page-writeback.c, 2.6.30 */
export function clear_page_dirty_for_io(page: Ptr<page>): int {
  let mapping: Ptr<address_space> = page_mapping(page)

  BUG_ON(!PageLocked(page))

  ClearPageReclaim(page)
  elide(
    'if (mapping && mapping_cap_account_dirty(mapping)) { if (page_mkclean(page)) set_page_dirty(page); if (TestClearPageDirty(page)) { dec_zone_page_state(page, NR_FILE_DIRTY); dec_bdi_stat(mapping->backing_dev_info, BDI_RECLAIMABLE); return 1; } return 0; }',
    'accounting of dirt, which swap has none of',
  )
  return TestClearPageDirty(page)
}

/** mm/page-writeback.c, 2.6.30 */
export function test_clear_page_writeback(page: Ptr<page>): int {
  let mapping: Ptr<address_space> = page_mapping(page)
  let ret: int

  if (mapping) {
    elide('struct backing_dev_info *bdi = mapping->backing_dev_info', 'accounting of writeback')
    let flags: ulong

    spin_lock_irqsave(mapping.tree_lock, flags)
    ret = TestClearPageWriteback(page)
    if (ret) {
      radix_tree_tag_clear(mapping.page_tree, page_index(page), PAGECACHE_TAG_WRITEBACK)
      elide('if (bdi_cap_account_writeback(bdi)) { __dec_bdi_stat(bdi, BDI_WRITEBACK); __bdi_writeout_inc(bdi); }', 'accounting of writeback')
    }
    spin_unlock_irqrestore(mapping.tree_lock, flags)
  } else {
    ret = TestClearPageWriteback(page)
  }
  elide('if (ret) dec_zone_page_state(page, NR_WRITEBACK);', 'statistics')
  return ret
}

/** mm/page-writeback.c, 2.6.30 */
export function test_set_page_writeback(page: Ptr<page>): int {
  let mapping: Ptr<address_space> = page_mapping(page)
  let ret: int

  if (mapping) {
    elide('struct backing_dev_info *bdi = mapping->backing_dev_info', 'accounting of writeback')
    let flags: ulong

    spin_lock_irqsave(mapping.tree_lock, flags)
    ret = TestSetPageWriteback(page)
    if (!ret) {
      radix_tree_tag_set(mapping.page_tree, page_index(page), PAGECACHE_TAG_WRITEBACK)
      elide('if (bdi_cap_account_writeback(bdi)) __inc_bdi_stat(bdi, BDI_WRITEBACK);', 'accounting of writeback')
    }
    if (!PageDirty(page)) radix_tree_tag_clear(mapping.page_tree, page_index(page), PAGECACHE_TAG_DIRTY)
    spin_unlock_irqrestore(mapping.tree_lock, flags)
  } else {
    ret = TestSetPageWriteback(page)
  }
  elide('if (!ret) inc_zone_page_state(page, NR_WRITEBACK);', 'statistics')
  return ret
}

/** include/linux/page-flags.h */
export function set_page_writeback(page: Ptr<page>): void {
  test_set_page_writeback(page)
}

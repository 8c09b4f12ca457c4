// mm/page_io.c: reading a page from the device. The read sleeps until it is complete, which it always is at some time;
// then the page is up to date and unlocked, as end_swap_bio_read() leaves it. Errors of the device are left out.

import { bool, type int, type Ptr, sleep } from '../../src/model/dialect.ts'
import { VM_BUG_ON_PAGE } from '../kernel/bug.ts'
import type { page } from '../kernel/mm-types.ts'
import { PageLocked, PageSwapCache, PageUptodate, SetPageUptodate } from '../kernel/page-flags.ts'
import { unlock_page } from '../kernel/pagemap.ts'

/** mm/page_io.c: stands for it, without the bio. */
export function swap_readpage(page: Ptr<page>, synchronous: bool): int {
  VM_BUG_ON_PAGE(!PageSwapCache(page) && !synchronous, page)
  VM_BUG_ON_PAGE(!PageLocked(page), page)
  VM_BUG_ON_PAGE(bool(PageUptodate(page)), page)
  sleep()
  SetPageUptodate(page)
  unlock_page(page)
  return 0
}

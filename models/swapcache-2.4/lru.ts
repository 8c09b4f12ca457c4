// mm/swap.c and fs/buffer.c, as far as callers can tell: a page is on a list of reclaim or on none, and has no buffers.

import { bug, type int, type Ptr, type ulong } from '../../src/model/dialect.ts'
import type { page } from '../kernel/2.4/mm-types.ts'
import { PG_active, PG_inactive_clean, PG_inactive_dirty, PG_locked } from '../kernel/2.4/page-flags.ts'

/** mm/swap.c: stands for it. @atomic */
export function lru_cache_add(page: Ptr<page>): void {
  if (!((page.flags >> PG_locked) & 1)) bug()
  page.flags |= 1 << PG_inactive_dirty
}

/** mm/swap.c: stands for it. @atomic */
export function lru_cache_del(page: Ptr<page>): void {
  if (!((page.flags >> PG_locked) & 1)) bug()
  page.flags &= ~((1 << PG_active) | (1 << PG_inactive_dirty) | (1 << PG_inactive_clean))
}

/** mm/swap.c: stands for it: which list the page is on is left open. */
export function activate_page(page: Ptr<page>): void {}

/** mm/swap.c: stands for it: which list the page is on is left open. */
export function deactivate_page(page: Ptr<page>): void {}

/** mm/swap.c: stands for it. */
export function age_page_up(page: Ptr<page>): void {}

/** mm/swap.c: stands for it. */
export function age_page_down(page: Ptr<page>): void {}

/** fs/buffer.c: stands for it: there are none to flush. */
export function block_flushpage(page: Ptr<page>, offset$: ulong): int {
  return 1
}

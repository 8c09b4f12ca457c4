// Reading an entry into the swap cache, after the fix of 2020 in what failing undoes, before it in where the page is
// allocated: between taking SWAP_HAS_CACHE and filling the slot. So a page belongs to one entry all its life, and a hand
// that writes Promela needs no numbers for pages.

import { EEXIST, ENOMEM } from '../../../models/kernel/errno.ts'
import { spin_lock, spin_unlock } from '../../../models/kernel/spinlock.ts'
import { bool, choose, goto, type int, NULL, type Ptr, resched, sleep, type uchar } from '../../../src/model/dialect.ts'
import {
  find_get_page,
  get_page,
  new_page,
  type page,
  page_ref_dec_return,
  put_page,
  SWAP_HAS_CACHE,
  swap_device,
  swapper_space,
  unlock_page,
} from './swap.ts'

/** mm/swapfile.c */
export function __swp_swapcount(entry: int): int {
  let count: uchar

  spin_lock(swap_device.lock)
  count = swap_device.swap_map[entry]
  spin_unlock(swap_device.lock)
  return count & ~SWAP_HAS_CACHE
}

/** mm/swapfile.c */
export function swapcache_prepare(entry: int): int {
  let count: uchar
  let err: int = 0

  spin_lock(swap_device.lock)
  count = swap_device.swap_map[entry]
  if (bool(count & SWAP_HAS_CACHE)) err = -EEXIST
  swap_device.swap_map[entry] = count | SWAP_HAS_CACHE
  spin_unlock(swap_device.lock)
  return err
}

/** mm/swapfile.c */
export function put_swap_page(entry: int): void {
  let count: uchar

  spin_lock(swap_device.lock)
  count = swap_device.swap_map[entry]
  swap_device.swap_map[entry] = count & ~SWAP_HAS_CACHE
  spin_unlock(swap_device.lock)
}

/** include/linux/gfp.h */
export function alloc_page(): Ptr<page> {
  if (choose('page-alloc-fails')) return NULL
  return new_page()
}

/** mm/swap_state.c */
export function add_to_swap_cache(page: Ptr<page>, entry: int): int {
  let err: int = 0

  get_page(page)
  page.swapcache = 1
  spin_lock(swapper_space.lock)
  if (choose('node-alloc-fails')) {
    err = -ENOMEM
    goto('unlock')
  }
  swapper_space.slots[entry] = page
  swapper_space.nrpages += 1
  unlock: spin_unlock(swapper_space.lock)
  if (!err) return 0

  page.swapcache = 0
  page_ref_dec_return(page)
  return err
}

/** mm/swap_state.c */
export function __read_swap_cache_async(entry: int): Ptr<page> {
  let page: Ptr<page>

  for (;;) {
    let err: int
    page = find_get_page(entry)
    if (page) return page

    if (!__swp_swapcount(entry)) return NULL

    err = swapcache_prepare(entry)
    if (!err) break

    resched()
  }

  page = alloc_page()
  if (!page) goto('fail_free')

  page.locked = 1
  if (add_to_swap_cache(page, entry)) goto('fail_unlock')

  sleep()
  page.uptodate = 1
  unlock_page(page)
  return page

  fail_unlock: unlock_page(page)
  put_page(page)
  fail_free: put_swap_page(entry)
  return NULL
}

// mm/swap_slots.c: freed entries are parked per CPU before the device hears of them. A parked entry keeps the value
// SWAP_HAS_CACHE in the map though nobody has a page for it, until the cache is full and flushed. One CPU is modelled,
// and the cache is smaller than the kernel's 64 entries.
//
// Left out: taking entries (get_swap_page), switching the cache on and off: it is on. `slots_ret` is an array here and
// allocated there, so that reading the pointer is no step.

import { type Arr, bool, goto, type int, type Ptr, ref, zeroed } from '../../src/model/dialect.ts'
import { likely } from '../kernel/compiler.ts'
import { raw_cpu_ptr } from '../kernel/percpu.ts'
import { spin_lock_irq, spin_unlock_irq, type spinlock_t } from '../kernel/spinlock.ts'
import type { swp_entry_t } from './swap.ts'
import { swapcache_free_entries } from './swapfile.ts'

/** include/linux/swap_slots.h, 64 there */
export const SWAP_SLOTS_CACHE_SIZE: int = 2

/** include/linux/swap_slots.h */
export interface swap_slots_cache {
  free_lock: spinlock_t
  slots_ret: Arr<swp_entry_t, 2>
  n_ret: int
}

export const swp_slots: swap_slots_cache = zeroed()

export let swap_slot_cache_enabled: bool = true
export let use_swap_slot_cache: bool = true

/** mm/swap_slots.c, v5.7-rc6-mm1 */
export function free_swap_slot(entry: swp_entry_t): int {
  let cache: Ptr<swap_slots_cache>

  cache = raw_cpu_ptr(swp_slots)
  if (likely(use_swap_slot_cache && bool(cache.slots_ret))) {
    spin_lock_irq(cache.free_lock)
    if (!use_swap_slot_cache || !cache.slots_ret) {
      spin_unlock_irq(cache.free_lock)
      goto('direct_free')
    }
    if (cache.n_ret >= SWAP_SLOTS_CACHE_SIZE) {
      swapcache_free_entries(cache.slots_ret, cache.n_ret)
      cache.n_ret = 0
    }
    cache.slots_ret[cache.n_ret++] = entry
    spin_unlock_irq(cache.free_lock)
  } else {
    direct_free: swapcache_free_entries(ref(entry), 1)
  }

  return 0
}

// mm/swap_slots.c: freed entries go back to their area at once. The per-CPU caches of entries are used only while there is
// much free swap, and the area here is one page. Whether they are enabled is another matter: swapoff turns them off.

import { type bool, ref, zeroed } from '../../src/model/dialect.ts'
import type { swp_entry_t } from '../kernel/folio/folio-types.ts'
import { type mutex, mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { has_usable_swap, swapcache_free_entries } from './swapfile.ts'

export const swap_slots_cache_enable_mutex: mutex = zeroed()
export let swap_slot_cache_enabled: bool = true

/** mm/swap_slots.c: stands for it, with no cache to drain. */
export function disable_swap_slots_cache_lock(): void {
  mutex_lock(swap_slots_cache_enable_mutex)
  swap_slot_cache_enabled = false
}

/** mm/swap_slots.c */
export function __reenable_swap_slots_cache(): void {
  swap_slot_cache_enabled = has_usable_swap()
}

/** mm/swap_slots.c */
export function reenable_swap_slots_cache_unlock(): void {
  __reenable_swap_slots_cache()
  mutex_unlock(swap_slots_cache_enable_mutex)
}

/** mm/swap_slots.c: stands for it, the caches are there. */
export function enable_swap_slots_cache(): void {
  mutex_lock(swap_slots_cache_enable_mutex)
  __reenable_swap_slots_cache()
  mutex_unlock(swap_slots_cache_enable_mutex)
}

/** mm/swap_slots.c: stands for it. */
export function free_swap_slot(entry: swp_entry_t): void {
  swapcache_free_entries(ref(entry), 1)
}

// The tasks: each reads one entry and drops its reference.

import { bool, type int, type Ptr } from '../../../src/model/dialect.ts'
import { type page, put_page, SWAP_HAS_CACHE, swap_device, swapper_space } from './swap.ts'
import { __read_swap_cache_async } from './swap_state.ts'

/** All entries are in use, and none is cached. */
export function entries_swapped_out(): void {
  swap_device.swap_map[0] = 1
  swap_device.swap_map[1] = 1
  swap_device.swap_map[2] = 1
}

export function read(entry: int): void {
  let page: Ptr<page> = __read_swap_cache_async(entry)
  if (page) put_page(page)
}

export function read_0(): void {
  read(0)
}

export function read_1(): void {
  read(1)
}

export function read_2(): void {
  read(2)
}

/** @atomic */
export function slot_means_flag(): bool {
  let entry: int
  for (entry = 0; entry < 3; entry++)
    if (bool(swapper_space.slots[entry]) != bool(swap_device.swap_map[entry] & SWAP_HAS_CACHE)) return false
  return true
}

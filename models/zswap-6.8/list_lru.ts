// mm/list_lru.c: the list of entries from which writeback takes the oldest, each with the lock of its node. One node, no
// lists of groups of their own. The lists themselves are the kernel's; each change of one is a step, since it has a lock.
//
// Differs: list_lru_from_memcg_idx() gives the one list, and __list_lru_walk_one() stands for its loop with nr_to_walk 1,
// as shrink_memcg() asks: the callback gets one item, with the lock held, and gives the lock back held.

import type { Arr, bool, int, long, Ptr, uint, ulong, VoidPtr } from '../../src/model/dialect.ts'
import type { list_head } from '../kernel/list.ts'
import type { mem_cgroup } from '../kernel/mm-types.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'

export const LRU_REMOVED: lru_status = 0
export const LRU_REMOVED_RETRY: lru_status = 1
export const LRU_ROTATE: lru_status = 2
export const LRU_SKIP: lru_status = 3
export const LRU_RETRY: lru_status = 4

/** include/linux/list_lru.h @enum */
export type lru_status = uint

/** include/linux/list_lru.h */
export interface list_lru_one {
  list: list_head
  nr_items: long
}

/** include/linux/list_lru.h */
export interface list_lru_node {
  lock: spinlock_t
  lru: list_lru_one
  nr_items: long
}

/** include/linux/list_lru.h */
export interface list_lru {
  node: Arr<list_lru_node, 1>
}

/** include/linux/list_lru.h */
export type list_lru_walk_cb = (
  item: Ptr<list_head>,
  list: Ptr<list_lru_one>,
  lock: Ptr<spinlock_t>,
  cb_arg: VoidPtr,
) => lru_status

/** mm/list_lru.c: stands for it. */
export function list_lru_from_memcg_idx(lru: Ptr<list_lru>, nid: int, idx: int): Ptr<list_lru_one> {
  return lru.node[nid].lru
}

/** include/linux/memcontrol.h */
export function memcg_kmem_id(memcg: Ptr<mem_cgroup>): int {
  return memcg ? 0 : -1
}

/** include/linux/list.h: under the lock of the list. @atomic */
export function lru_list_empty(item: Ptr<list_head>): bool {
  return item.next == item
}

/** include/linux/list.h: under the lock of the list. @atomic */
export function lru_list_add_tail(item: Ptr<list_head>, head: Ptr<list_head>): void {
  item.next = head
  item.prev = head.prev
  head.prev.next = item
  head.prev = item
}

/** include/linux/list.h: under the lock of the list. @atomic */
export function lru_list_del_init(item: Ptr<list_head>): void {
  item.next.prev = item.prev
  item.prev.next = item.next
  item.next = item
  item.prev = item
}

/** mm/list_lru.c: stands for it, with the lists above. */
export function list_lru_add(lru: Ptr<list_lru>, item: Ptr<list_head>, nid: int, memcg: Ptr<mem_cgroup>): bool {
  let nlru: Ptr<list_lru_node> = lru.node[nid]
  let l: Ptr<list_lru_one>

  spin_lock(nlru.lock)
  if (lru_list_empty(item)) {
    l = list_lru_from_memcg_idx(lru, nid, memcg_kmem_id(memcg))
    lru_list_add_tail(item, l.list)
    spin_unlock(nlru.lock)
    return true
  }
  spin_unlock(nlru.lock)
  return false
}

/** mm/list_lru.c: stands for it, with the lists above. */
export function list_lru_del(lru: Ptr<list_lru>, item: Ptr<list_head>, nid: int, memcg: Ptr<mem_cgroup>): bool {
  let nlru: Ptr<list_lru_node> = lru.node[nid]

  spin_lock(nlru.lock)
  if (!lru_list_empty(item)) {
    lru_list_del_init(item)
    spin_unlock(nlru.lock)
    return true
  }
  spin_unlock(nlru.lock)
  return false
}

/** mm/list_lru.c */
export function list_lru_isolate(list: Ptr<list_lru_one>, item: Ptr<list_head>): void {
  lru_list_del_init(item)
}

/** mm/list_lru.c: under the lock of the list. */
export function list_lru_isolate_move(list: Ptr<list_lru_one>, item: Ptr<list_head>, head: Ptr<list_head>): void {
  lru_list_del_init(item)
  lru_list_add_tail(item, head)
}

/** mm/list_lru.c: under the lock of the list. */
export function list_lru_putback(lru: Ptr<list_lru>, item: Ptr<list_head>, nid: int, memcg: Ptr<mem_cgroup>): void {
  let list: Ptr<list_lru_one> = list_lru_from_memcg_idx(lru, nid, memcg_kmem_id(memcg))

  if (lru_list_empty(item)) {
    lru_list_add_tail(item, list.list)
  }
}

/** mm/list_lru.c: the first item, if there is one. */
export function list_lru_first(l: Ptr<list_lru_one>): Ptr<list_head> {
  return l.list.next
}

/** mm/list_lru.c: stands for it. */
export function list_lru_walk_one(
  lru: Ptr<list_lru>,
  nid: int,
  memcg: Ptr<mem_cgroup>,
  isolate: list_lru_walk_cb,
  cb_arg: VoidPtr,
): ulong {
  let nlru: Ptr<list_lru_node> = lru.node[nid]
  let l: Ptr<list_lru_one>
  let item: Ptr<list_head>
  let isolated: ulong = 0
  let ret: lru_status

  spin_lock(nlru.lock)
  l = list_lru_from_memcg_idx(lru, nid, memcg_kmem_id(memcg))
  item = list_lru_first(l)
  if (item != l.list) {
    ret = isolate(item, l, nlru.lock, cb_arg)
    if (ret == LRU_REMOVED || ret == LRU_REMOVED_RETRY) isolated++
    else if (ret == LRU_ROTATE) list_lru_isolate_move(l, item, l.list)
  }
  spin_unlock(nlru.lock)
  return isolated
}

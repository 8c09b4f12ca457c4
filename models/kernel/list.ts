// Doubly linked lists, in the kernel's text: each access is a step, since nothing but the caller's lock keeps others out.
// What takes a list for the structs that its heads lie in (list_entry() and the loops over it) is not here: the dialect
// has no pointer from a part to its whole.

import { cast, int, NULL, type Ptr } from '../../src/model/dialect.ts'

/** include/linux/types.h */
export interface list_head {
  next: Ptr<list_head>
  prev: Ptr<list_head>
}

// Addresses in the first page: what follows a removed entry stops there.
export const LIST_POISON1: Ptr<list_head> = cast<Ptr<list_head>>(0x100)
export const LIST_POISON2: Ptr<list_head> = cast<Ptr<list_head>>(0x122)

/** include/linux/list.h @declares */
export function LIST_HEAD(self: Ptr<list_head> = NULL): list_head {
  let head: list_head = { next: self, prev: self }
  return head
}

/** include/linux/list.h */
export function INIT_LIST_HEAD(list: Ptr<list_head>): void {
  list.next = list
  list.prev = list
}

/** include/linux/list.h */
export function __list_add(new$: Ptr<list_head>, prev: Ptr<list_head>, next: Ptr<list_head>): void {
  next.prev = new$
  new$.next = next
  new$.prev = prev
  prev.next = new$
}

/** include/linux/list.h */
export function list_add(new$: Ptr<list_head>, head: Ptr<list_head>): void {
  __list_add(new$, head, head.next)
}

/** include/linux/list.h */
export function list_add_tail(new$: Ptr<list_head>, head: Ptr<list_head>): void {
  __list_add(new$, head.prev, head)
}

/** include/linux/list.h */
export function __list_del(prev: Ptr<list_head>, next: Ptr<list_head>): void {
  next.prev = prev
  prev.next = next
}

/** include/linux/list.h */
export function __list_del_entry(entry: Ptr<list_head>): void {
  __list_del(entry.prev, entry.next)
}

/** include/linux/list.h */
export function list_del(entry: Ptr<list_head>): void {
  __list_del_entry(entry)
  entry.next = LIST_POISON1
  entry.prev = LIST_POISON2
}

/** include/linux/list.h */
export function list_del_init(entry: Ptr<list_head>): void {
  __list_del_entry(entry)
  INIT_LIST_HEAD(entry)
}

/** include/linux/list.h */
export function list_replace(old: Ptr<list_head>, new$: Ptr<list_head>): void {
  new$.next = old.next
  new$.next.prev = new$
  new$.prev = old.prev
  new$.prev.next = new$
}

/** include/linux/list.h */
export function list_replace_init(old: Ptr<list_head>, new$: Ptr<list_head>): void {
  list_replace(old, new$)
  INIT_LIST_HEAD(old)
}

/** include/linux/list.h */
export function list_move(list: Ptr<list_head>, head: Ptr<list_head>): void {
  __list_del_entry(list)
  list_add(list, head)
}

/** include/linux/list.h */
export function list_move_tail(list: Ptr<list_head>, head: Ptr<list_head>): void {
  __list_del_entry(list)
  list_add_tail(list, head)
}

/** include/linux/list.h */
export function list_is_first(list: Ptr<list_head>, head: Ptr<list_head>): int {
  return int(list.prev == head)
}

/** include/linux/list.h */
export function list_is_last(list: Ptr<list_head>, head: Ptr<list_head>): int {
  return int(list.next == head)
}

/** include/linux/list.h */
export function list_is_head(list: Ptr<list_head>, head: Ptr<list_head>): int {
  return int(list == head)
}

/** include/linux/list.h */
export function list_empty(head: Ptr<list_head>): int {
  return int(head.next == head)
}

/** include/linux/list.h */
export function list_empty_careful(head: Ptr<list_head>): int {
  let next: Ptr<list_head> = head.next
  return int(list_is_head(next, head) && next == head.prev)
}

/** include/linux/list.h */
export function list_is_singular(head: Ptr<list_head>): int {
  return int(!list_empty(head) && head.next == head.prev)
}

/** include/linux/list.h */
export function list_rotate_left(head: Ptr<list_head>): void {
  let first: Ptr<list_head>
  if (!list_empty(head)) {
    first = head.next
    list_move_tail(first, head)
  }
}

/** include/linux/list.h */
export function __list_splice(list: Ptr<list_head>, prev: Ptr<list_head>, next: Ptr<list_head>): void {
  let first: Ptr<list_head> = list.next
  let last: Ptr<list_head> = list.prev
  first.prev = prev
  prev.next = first
  last.next = next
  next.prev = last
}

/** include/linux/list.h */
export function list_splice(list: Ptr<list_head>, head: Ptr<list_head>): void {
  if (!list_empty(list)) __list_splice(list, head, head.next)
}

/** include/linux/list.h */
export function list_splice_tail(list: Ptr<list_head>, head: Ptr<list_head>): void {
  if (!list_empty(list)) __list_splice(list, head.prev, head)
}

/** include/linux/list.h */
export function list_splice_init(list: Ptr<list_head>, head: Ptr<list_head>): void {
  if (!list_empty(list)) {
    __list_splice(list, head, head.next)
    INIT_LIST_HEAD(list)
  }
}

/** include/linux/list.h */
export function list_splice_tail_init(list: Ptr<list_head>, head: Ptr<list_head>): void {
  if (!list_empty(list)) {
    __list_splice(list, head.prev, head)
    INIT_LIST_HEAD(list)
  }
}

// Reference counts of pages in Linux 2.4, which are macros of include/linux/mm.h there.

import { bug, int, type Ptr } from '../../../src/model/dialect.ts'
import { atomic_dec_and_test, atomic_inc, atomic_read, atomic_set } from '../atomic.ts'
import type { page } from './mm-types.ts'
import { __free_page } from './page-alloc.ts'

/** include/linux/mm.h */
export function page_count(p: Ptr<page>): int {
  return atomic_read(p.count)
}

/** include/linux/mm.h */
export function set_page_count(p: Ptr<page>, v: int): void {
  atomic_set(p.count, v)
}

/** include/linux/mm.h */
export function get_page(p: Ptr<page>): void {
  atomic_inc(p.count)
}

/** include/linux/mm.h */
export function put_page_testzero(p: Ptr<page>): int {
  return int(atomic_dec_and_test(p.count))
}

/** include/linux/mm.h */
export function put_page(p: Ptr<page>): void {
  __free_page(p)
}

/** include/linux/mm.h */
export function PAGE_BUG(page: Ptr<page>): void {
  bug()
}

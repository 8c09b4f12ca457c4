// The reference count of a page: one step each. As in v5.7, token by token, but for the tracepoints.

import { elide, int, type Ptr } from '../../src/model/dialect.ts'
import {
  atomic_add,
  atomic_add_unless,
  atomic_cmpxchg,
  atomic_dec,
  atomic_dec_and_test,
  atomic_dec_return,
  atomic_inc,
  atomic_inc_return,
  atomic_read,
  atomic_set,
  atomic_set_release,
  atomic_sub,
  atomic_sub_and_test,
  atomic_sub_return,
} from './atomic.ts'
import { VM_BUG_ON, VM_BUG_ON_PAGE } from './bug.ts'
import { likely } from './compiler.ts'
import type { page } from './mm-types.ts'
import { compound_head } from './page-flags.ts'

/** include/linux/page_ref.h */
export function page_ref_count(page: Ptr<page>): int {
  return atomic_read(page._refcount)
}

/** include/linux/page_ref.h */
export function page_count(page: Ptr<page>): int {
  return atomic_read(compound_head(page)._refcount)
}

/** include/linux/page_ref.h */
export function set_page_count(page: Ptr<page>, v: int): void {
  atomic_set(page._refcount, v)
  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_set)) __page_ref_set(page, v);', 'tracing')
}

/** include/linux/page_ref.h */
export function init_page_count(page: Ptr<page>): void {
  set_page_count(page, 1)
}

/** include/linux/page_ref.h */
export function page_ref_add(page: Ptr<page>, nr: int): void {
  atomic_add(nr, page._refcount)
  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod)) __page_ref_mod(page, nr);', 'tracing')
}

/** include/linux/page_ref.h */
export function page_ref_sub(page: Ptr<page>, nr: int): void {
  atomic_sub(nr, page._refcount)
  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod)) __page_ref_mod(page, -nr);', 'tracing')
}

/** include/linux/page_ref.h */
export function page_ref_sub_return(page: Ptr<page>, nr: int): int {
  let ret: int = atomic_sub_return(nr, page._refcount)

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod_and_return)) __page_ref_mod_and_return(page, -nr, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_inc(page: Ptr<page>): void {
  atomic_inc(page._refcount)
  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod)) __page_ref_mod(page, 1);', 'tracing')
}

/** include/linux/page_ref.h */
export function page_ref_dec(page: Ptr<page>): void {
  atomic_dec(page._refcount)
  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod)) __page_ref_mod(page, -1);', 'tracing')
}

/** include/linux/page_ref.h */
export function page_ref_sub_and_test(page: Ptr<page>, nr: int): int {
  let ret: int = int(atomic_sub_and_test(nr, page._refcount))

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod_and_test)) __page_ref_mod_and_test(page, -nr, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_inc_return(page: Ptr<page>): int {
  let ret: int = atomic_inc_return(page._refcount)

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod_and_return)) __page_ref_mod_and_return(page, 1, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_dec_and_test(page: Ptr<page>): int {
  let ret: int = int(atomic_dec_and_test(page._refcount))

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod_and_test)) __page_ref_mod_and_test(page, -1, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_dec_return(page: Ptr<page>): int {
  let ret: int = atomic_dec_return(page._refcount)

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod_and_return)) __page_ref_mod_and_return(page, -1, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_add_unless(page: Ptr<page>, nr: int, u: int): int {
  let ret: int = int(atomic_add_unless(page._refcount, nr, u))

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_mod_unless)) __page_ref_mod_unless(page, nr, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_freeze(page: Ptr<page>, count: int): int {
  let ret: int = int(likely(atomic_cmpxchg(page._refcount, count, 0) == count))

  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_freeze)) __page_ref_freeze(page, count, ret);', 'tracing')
  return ret
}

/** include/linux/page_ref.h */
export function page_ref_unfreeze(page: Ptr<page>, count: int): void {
  VM_BUG_ON_PAGE(page_count(page) != 0, page)
  VM_BUG_ON(count == 0)
  atomic_set_release(page._refcount, count)
  elide('if (page_ref_tracepoint_active(__tracepoint_page_ref_unfreeze)) __page_ref_unfreeze(page, count);', 'tracing')
}

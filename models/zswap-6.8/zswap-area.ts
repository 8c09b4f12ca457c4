// mm/zswap.c, v6.8-rc5: what swap asks of zswap. A page is stored, loaded and forgotten; an area of swap comes and goes.

import { type bool, each, elide, goto, type int, NULL, type Ptr, type Ref, rb_entry, ref, sizeof } from '../../src/model/dialect.ts'
import { WARN_ON } from '../kernel/bug.ts'
import { EEXIST } from '../kernel/errno.ts'
import { folio_test_large } from '../kernel/folio/folio-kind.ts'
import { folio_mark_dirty } from '../kernel/folio/folio-lock.ts'
import type { folio, swp_entry_t } from '../kernel/folio/folio-types.ts'
import { GFP_KERNEL } from '../kernel/gfp.ts'
import { INIT_LIST_HEAD } from '../kernel/list.ts'
import type { page } from '../kernel/mm-types.ts'
import { kfree, kzalloc } from '../kernel/slab.ts'
import { spin_lock, spin_lock_init, spin_unlock } from '../kernel/spinlock.ts'
import type { pgoff_t } from '../kernel/types.ts'
import { page_folio } from './filemap.ts'
import { get_obj_cgroup_from_folio, type obj_cgroup, obj_cgroup_charge_zswap, obj_cgroup_put } from './memcontrol.ts'
import { RB_ROOT, rb_first_postorder, rb_next_postorder, type rb_node } from './rbtree.ts'
import { swp_entry, swp_offset, swp_type } from './swap.ts'
import { __zswap_load, zswap_enabled, type zswap_entry, zswap_entry_cache_alloc, zswap_entry_cache_free, zswap_entry_find_get, zswap_entry_put, zswap_exclusive_loads_enabled, zswap_free_entry, zswap_invalidate_entry, zswap_lru_add, zswap_lru_del, zswap_pool_current_get, zswap_rb_insert, zswap_rb_search, type zswap_tree, zswap_trees } from './zswap.ts'

/** mm/zswap.c: stands for it. */
export function zswap_is_full(): bool {
  return false
}

/** include/linux/mm.h: stands for it, there is one node. */
export function page_to_nid(page: Ptr<page>): int {
  return 0
}

/** mm/zswap.c: the kernel's, with one pool, without groups and limits; compressing never fails. */
export function zswap_store(folio: Ptr<folio>): bool {
  let swp: swp_entry_t = folio.swap
  let type: int = swp_type(swp)
  let offset$: pgoff_t = swp_offset(swp)
  let page: Ptr<page> = folio.page
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>, dupentry: Ptr<zswap_entry>
  let objcg: Ptr<obj_cgroup> = NULL

  elide('VM_WARN_ON_ONCE(!folio_test_locked(folio))', 'a check that only prints')
  elide('VM_WARN_ON_ONCE(!folio_test_swapcache(folio))', 'a check that only prints')

  if (folio_test_large(folio)) return false

  if (!tree) return false

  // An old entry must go first: if this store fails, the old one would overwrite the new page.
  spin_lock(tree.lock)
  dupentry = zswap_rb_search(tree.rbroot, offset$)
  if (dupentry) {
    elide('zswap_duplicate_entry++', 'statistics')
    zswap_invalidate_entry(tree, dupentry)
  }
  spin_unlock(tree.lock)

  if (!zswap_enabled) return false

  objcg = get_obj_cgroup_from_folio(folio)

  if (zswap_is_full()) {
    elide('zswap_pool_limit_hit++', 'statistics')
    elide('zswap_pool_reached_full = true', 'the pool is never full')
    goto('reject')
  }

  entry = zswap_entry_cache_alloc(GFP_KERNEL, page_to_nid(page))
  if (!entry) {
    elide('zswap_reject_kmemcache_fail++', 'statistics')
    goto('reject')
  }

  entry.pool = zswap_pool_current_get()
  if (!entry.pool) goto('freepage')

  entry.swpentry = swp_entry(type, offset$)
  entry.handle = page_folio(page).data
  entry.length = 1

  insert_entry: entry.objcg = objcg
  if (objcg) {
    obj_cgroup_charge_zswap(objcg, entry.length)
    elide('count_objcg_event(objcg, ZSWPOUT)', 'statistics')
  }

  spin_lock(tree.lock)
  while (zswap_rb_insert(tree.rbroot, entry, ref(dupentry)) == -EEXIST) {
    WARN_ON(true)
    elide('zswap_duplicate_entry++', 'statistics')
    zswap_invalidate_entry(tree, dupentry)
  }
  if (entry.length) {
    INIT_LIST_HEAD(entry.lru)
    zswap_lru_add(entry.pool.list_lru, entry)
    elide('atomic_inc(&entry->pool->nr_stored)', 'statistics')
  }
  spin_unlock(tree.lock)

  elide('atomic_inc(&zswap_stored_pages)', 'statistics')
  elide('zswap_update_total_size()', 'statistics')
  elide('count_vm_event(ZSWPOUT)', 'statistics')

  return true

  freepage: zswap_entry_cache_free(entry)
  reject: if (objcg) obj_cgroup_put(objcg)
  return false
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_load(folio: Ptr<folio>): bool {
  let swp: swp_entry_t = folio.swap
  let type: int = swp_type(swp)
  let offset$: pgoff_t = swp_offset(swp)
  let page: Ptr<page> = folio.page
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>
  elide('u8 *dst', 'pages that are all one value')

  elide('VM_WARN_ON_ONCE(!folio_test_locked(folio))', 'a check that only prints')

  spin_lock(tree.lock)
  entry = zswap_entry_find_get(tree.rbroot, offset$)
  if (!entry) {
    spin_unlock(tree.lock)
    return false
  }
  spin_unlock(tree.lock)

  if (entry.length) __zswap_load(entry, page)
  else {
    elide('dst = kmap_local_page(page)', 'pages that are all one value')
    elide('zswap_fill_page(dst, entry->value)', 'pages that are all one value')
    elide('kunmap_local(dst)', 'pages that are all one value')
  }

  elide('count_vm_event(ZSWPIN)', 'statistics')
  elide('if (entry->objcg) count_objcg_event(entry->objcg, ZSWPIN);', 'statistics')

  spin_lock(tree.lock)
  if (zswap_exclusive_loads_enabled) {
    zswap_invalidate_entry(tree, entry)
    folio_mark_dirty(folio)
  } else if (entry.length) {
    zswap_lru_del(entry.pool.list_lru, entry)
    zswap_lru_add(entry.pool.list_lru, entry)
  }
  zswap_entry_put(tree, entry)
  spin_unlock(tree.lock)

  return true
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_invalidate(type: int, offset$: pgoff_t): void {
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>

  spin_lock(tree.lock)
  entry = zswap_rb_search(tree.rbroot, offset$)
  if (!entry) {
    spin_unlock(tree.lock)
    return
  }
  zswap_invalidate_entry(tree, entry)
  spin_unlock(tree.lock)
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_swapon(type: int): void {
  let tree: Ptr<zswap_tree>

  tree = kzalloc(sizeof<zswap_tree>(), GFP_KERNEL)
  if (!tree) {
    elide('pr_err("alloc failed, zswap disabled for swap type %d\\n", type)', 'messages')
    return
  }

  tree.rbroot = RB_ROOT
  spin_lock_init(tree.lock)
  zswap_trees[type] = tree
}

/** The first entry of a tree from below, or the one after another. */
export function zswap_entry_of(node: Ptr<rb_node>): Ptr<zswap_entry> {
  return node ? rb_entry<zswap_entry>(node, 'rbnode') : NULL
}

/** Remembers which entry comes after this one. */
export function zswap_keep_next(entry: Ptr<zswap_entry>, n: Ref<Ptr<zswap_entry>>): bool {
  n.value = zswap_entry_of(rb_next_postorder(entry.rbnode))
  return true
}

/** mm/zswap.c, v6.8-rc5 */
export function zswap_swapoff(type: int): void {
  let tree: Ptr<zswap_tree> = zswap_trees[type]
  let entry: Ptr<zswap_entry>, n: Ptr<zswap_entry>

  if (!tree) return

  spin_lock(tree.lock)
  for (
    each('rbtree_postorder_for_each_entry_safe(entry, n, &tree->rbroot, rbnode)'), entry = zswap_entry_of(rb_first_postorder(tree.rbroot));
    entry && zswap_keep_next(entry, ref(n));
    entry = n
  )
    zswap_free_entry(entry)
  tree.rbroot = RB_ROOT
  spin_unlock(tree.lock)
  kfree(tree)
  zswap_trees[type] = NULL
}

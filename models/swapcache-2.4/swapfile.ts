// mm/swapfile.c: the swap map, and taking an area out of use. An entry is taken and freed under swap_list_lock and the
// lock of its area; it is duplicated under the lock of its area alone, after a look without any.
//
// swapoff reads the entries of an area back one after another, and gives the page to every page table that has one.
//
// Differs: page tables have one level, so that unuse_vma() goes straight to unuse_pte(); the members of mmlist are got by
// a cast, not by list_entry(); where the kernel subtracts pointers (`p - swap_info`) the number of the area stands, which
// is at hand. Left out: strings of messages, device files, shared memory.

import { type Arr, advance, alloc, cast, type char, elide, free, goto, int, type long, NULL, offset, type Ptr, type Ref, ref, type uint, type ulong, type ushort, type VoidPtr, zeroed } from '../../src/model/dialect.ts'
import { get_page } from '../kernel/2.4/mm.ts'
import type { list_head, mm_struct, page, pte_t, vm_area_struct } from '../kernel/2.4/mm-types.ts'
import { GFP_USER } from '../kernel/2.4/page-alloc.ts'
import { PageSwapCache, SetPageDirty, UnlockPage } from '../kernel/2.4/page-flags.ts'
import { lock_page, page_cache_release } from '../kernel/2.4/pagemap.ts'
import { flush_page_to_ram, mk_pte, pgd_offset, pte_mkold, pte_none, pte_present, set_pte } from '../kernel/2.4/pgtable.ts'
import { current, schedule } from '../kernel/2.4/sched.ts'
import { lock_kernel, unlock_kernel } from '../kernel/2.4/smp-lock.ts'
import { atomic_dec, atomic_inc, atomic_read } from '../kernel/atomic.ts'
import { EINVAL, ENOMEM, EPERM } from '../kernel/errno.ts'
import { spin_lock, spin_unlock, type spinlock_t } from '../kernel/spinlock.ts'
import { READ, rw_swap_page_nolock } from './page_io.ts'
import { type dentry, MAX_SWAPFILES, type nameidata, page_cluster, pte_to_swp_entry, SWAP_FLAG_PREFER, SWAP_FLAG_PRIO_MASK, SWAP_FLAG_PRIO_SHIFT, SWAP_MAP_BAD, SWAP_MAP_MAX, SWAPFILE_CLUSTER, SWP_ENTRY, SWP_OFFSET, SWP_TYPE, SWP_USED, SWP_WRITEOK, swap_device_lock, swap_device_unlock, type swap_header, type swap_info_struct, swap_list_lock, type swap_list_t, swap_list_unlock, type swap_map_area, type swp_entry_t } from './swap.ts'
import { delete_from_swap_cache_nolock, read_swap_cache_async } from './swap_state.ts'

export let nr_swapfiles: uint = 0
export let nr_swap_pages: int = 0
export let total_swap_pages: int = 0
export let swap_overflow: int = 0
/** Static in sys_swapon(). */
export let least_priority: int = 0
export const swap_list: swap_list_t = zeroed()
export const swap_info: Arr<swap_info_struct, 2> = zeroed()

export const SWAP_FULL_PCT: int = 80

export const init_mm: mm_struct = zeroed()
export const mmlist_lock: spinlock_t = zeroed()

/** The file that is swapped to. */
export const swap_dentry: dentry = zeroed()

/** Sizes of swap as the scenario has them. */
export function swap_of(areas: uint, total: int, free: int): void {
  nr_swapfiles = areas
  total_swap_pages = total
  nr_swap_pages = free
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function vm_swap_full(): int {
  let swap_used: int = total_swap_pages - nr_swap_pages

  return swap_used * 100 > total_swap_pages * SWAP_FULL_PCT ? 1 : 0
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function scan_swap_map(si: Ptr<swap_info_struct>, count: ushort): int {
  let offset$: ulong
  if (si.cluster_nr) {
    while (si.cluster_next <= si.highest_bit) {
      offset$ = si.cluster_next++
      if (si.swap_map[offset$]) continue
      si.cluster_nr--
      goto('got_page')
    }
  }
  si.cluster_nr = SWAPFILE_CLUSTER

  offset$ = si.lowest_bit
  check_next_cluster: if (offset$ + SWAPFILE_CLUSTER - 1 <= si.highest_bit) {
    let nr: int
    for (nr = offset$; nr < offset$ + SWAPFILE_CLUSTER; nr++)
      if (si.swap_map[nr]) {
        offset$ = nr + 1
        goto('check_next_cluster')
      }
    goto('got_page')
  }
  for (offset$ = si.lowest_bit; offset$ <= si.highest_bit; offset$++) {
    if (si.swap_map[offset$]) continue
    got_page: if (offset$ == si.lowest_bit) si.lowest_bit++
    if (offset$ == si.highest_bit) si.highest_bit--
    si.swap_map[offset$] = count
    nr_swap_pages--
    si.cluster_next = offset$ + 1
    return offset$
  }
  return 0
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function __get_swap_page(count: ushort): swp_entry_t {
  let p: Ptr<swap_info_struct>
  let offset$: ulong
  let entry: swp_entry_t
  let type: int,
    wrapped: int = 0

  entry.val = 0
  if (count >= SWAP_MAP_MAX) goto('bad_count')
  swap_list_lock()
  type = swap_list.next
  if (type < 0) goto('out')
  if (nr_swap_pages == 0) goto('out')

  // biome-ignore lint/correctness/noConstantCondition: the kernel's
  while (1) {
    p = swap_info[type]
    if ((p.flags & SWP_WRITEOK) == SWP_WRITEOK) {
      swap_device_lock(p)
      offset$ = scan_swap_map(p, count)
      swap_device_unlock(p)
      if (offset$) {
        entry = SWP_ENTRY(type, offset$)
        type = swap_info[type].next
        if (type < 0 || p.prio != swap_info[type].prio) {
          swap_list.next = swap_list.head
        } else {
          swap_list.next = type
        }
        goto('out')
      }
    }
    type = p.next
    if (!wrapped) {
      if (type < 0 || p.prio != swap_info[type].prio) {
        type = swap_list.head
        wrapped = 1
      }
    } else if (type < 0) goto('out')
  }
  out: swap_list_unlock()
  return entry

  bad_count: elide(
    'printk(KERN_ERR "get_swap_page: bad count %hd from %p\\n", count, __builtin_return_address(0))',
    'messages',
  )
  return entry
}

/** include/linux/swap.h, 2.4.10-pre9 */
export function get_swap_page(): swp_entry_t {
  return __get_swap_page(1)
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function __swap_free(entry: swp_entry_t, count: ushort): void {
  let p: Ptr<swap_info_struct>
  let offset$: ulong, type: ulong

  if (!entry.val) goto('out')

  type = SWP_TYPE(entry)
  if (type >= nr_swapfiles) goto('bad_nofile')
  p = swap_info[type]
  if (!(p.flags & SWP_USED)) goto('bad_device')
  offset$ = SWP_OFFSET(entry)
  if (offset$ >= p.max) goto('bad_offset')
  if (!p.swap_map[offset$]) goto('bad_free')
  swap_list_lock()
  if (p.prio > swap_info[swap_list.next].prio) swap_list.next = type
  swap_device_lock(p)
  if (p.swap_map[offset$] < SWAP_MAP_MAX) {
    if (p.swap_map[offset$] < count) goto('bad_count')
    if (!(p.swap_map[offset$] -= count)) {
      if (offset$ < p.lowest_bit) p.lowest_bit = offset$
      if (offset$ > p.highest_bit) p.highest_bit = offset$
      nr_swap_pages++
    }
  }
  swap_device_unlock(p)
  swap_list_unlock()
  out: return

  bad_nofile: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Bad_file, entry.val)', 'messages')
  goto('out')
  bad_device: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Unused_file, entry.val)', 'messages')
  goto('out')
  bad_offset: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Bad_offset, entry.val)', 'messages')
  goto('out')
  bad_free: elide('printk(KERN_ERR "swap_free: %s%08lx\\n", Unused_offset, entry.val)', 'messages')
  goto('out')
  bad_count: swap_device_unlock(p)
  swap_list_unlock()
  elide(
    'printk(KERN_ERR "swap_free: Bad count %hd current count %hd\\n", count, p->swap_map[offset])',
    'messages',
  )
  goto('out')
}

/** include/linux/swap.h, 2.4.10-pre9 */
export function swap_free(entry: swp_entry_t): void {
  __swap_free(entry, 1)
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function unuse_pte(
  vma: Ptr<vm_area_struct>,
  address: ulong,
  dir: Ref<pte_t>,
  entry: swp_entry_t,
  page: Ptr<page>,
): void {
  let pte: pte_t = dir.value

  if (pte_none(pte) || pte_present(pte)) return
  if (pte_to_swp_entry(pte).val != entry.val) return
  get_page(page)
  set_pte(dir, pte_mkold(mk_pte(page, vma.vm_page_prot)))
  swap_free(entry)
  ++vma.vm_mm.rss
}

/** mm/swapfile.c: stands for it, with unuse_pgd() and unuse_pmd(): each entry of the one page table. */
export function unuse_vma(vma: Ptr<vm_area_struct>, pgdir: Ref<pte_t>, entry: swp_entry_t, page: Ptr<page>): void {
  let address: ulong
  for (address = vma.vm_start; address < vma.vm_end; address++) unuse_pte(vma, address, offset(pgdir, address), entry, page)
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function unuse_process(mm: Ptr<mm_struct>, entry: swp_entry_t, page: Ptr<page>): void {
  let vma: Ptr<vm_area_struct>

  spin_lock(mm.page_table_lock)
  for (vma = mm.mmap; vma; vma = vma.vm_next) {
    let pgd: Ref<pte_t> = pgd_offset(mm, vma.vm_start)
    unuse_vma(vma, pgd, entry, page)
  }
  spin_unlock(mm.page_table_lock)
  return
}

/** mm/shmem.c: stands for it: there is no shared memory. */
export function shmem_unuse(entry: swp_entry_t, page: Ptr<page>): void {}

/** kernel/fork.c: stands for it: no mm goes away. */
export function mmput(mm: Ptr<mm_struct>): void {
  atomic_dec(mm.mm_users)
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function find_next_to_unuse(si: Ptr<swap_info_struct>, prev: int): int {
  let max: int = si.max
  let i: int = prev
  let count: int

  for (;;) {
    if (++i >= max) {
      if (!prev) {
        i = 0
        break
      }
      max = prev + 1
      prev = 0
      i = 1
    }
    count = si.swap_map[i]
    if (count && count != SWAP_MAP_BAD) break
  }
  return i
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function try_to_unuse(type: uint): int {
  let si: Ptr<swap_info_struct> = swap_info[type]
  let start_mm: Ptr<mm_struct>
  let swap_map: Ref<ushort>
  let swcount: ushort
  let page: Ptr<page>
  let entry: swp_entry_t
  let i: int = 0
  let retval: int = 0
  let reset_overflow: int = 0

  start_mm = init_mm
  atomic_inc(init_mm.mm_users)

  while ((i = find_next_to_unuse(si, i))) {
    swap_map = ref(si.swap_map[i])
    entry = SWP_ENTRY(type, i)
    page = read_swap_cache_async(entry)
    if (!page) {
      if (!swap_map.value) continue
      retval = -ENOMEM
      break
    }

    if (atomic_read(start_mm.mm_users) == 1) {
      mmput(start_mm)
      start_mm = init_mm
      atomic_inc(init_mm.mm_users)
    }

    lock_page(page)
    if (PageSwapCache(page)) delete_from_swap_cache_nolock(page)
    SetPageDirty(page)
    UnlockPage(page)
    flush_page_to_ram(page)

    swcount = swap_map.value
    if (swcount) {
      if (start_mm == init_mm) shmem_unuse(entry, page)
      else unuse_process(start_mm, entry, page)
    }
    if (swap_map.value) {
      let set_start_mm: int = int(swap_map.value >= swcount)
      let p: Ptr<list_head> = start_mm.mmlist
      let new_start_mm: Ptr<mm_struct> = start_mm
      let mm: Ptr<mm_struct>

      spin_lock(mmlist_lock)
      while (swap_map.value && (p = p.next) != start_mm.mmlist) {
        mm = cast<Ptr<mm_struct>>(p)
        swcount = swap_map.value
        if (mm == init_mm) {
          set_start_mm = 1
          shmem_unuse(entry, page)
        } else unuse_process(mm, entry, page)
        if (set_start_mm && swap_map.value < swcount) {
          new_start_mm = mm
          set_start_mm = 0
        }
      }
      atomic_inc(new_start_mm.mm_users)
      spin_unlock(mmlist_lock)
      mmput(start_mm)
      start_mm = new_start_mm
    }
    page_cache_release(page)

    if (swap_map.value == SWAP_MAP_MAX) {
      swap_list_lock()
      swap_device_lock(si)
      nr_swap_pages++
      swap_map.value = 0
      swap_device_unlock(si)
      swap_list_unlock()
      reset_overflow = 1
    }

    if (current.need_resched) schedule()
    else {
      unlock_kernel()
      lock_kernel()
    }
  }

  mmput(start_mm)
  if (reset_overflow) {
    elide('printk(KERN_WARNING "swapoff: cleared swap entry overflow\\n")', 'messages')
    swap_overflow = 0
  }
  return retval
}

/** fs/namei.c: stands for it: there is one such file. */
export function user_path_walk(name: Ref<char>, nd: Ptr<nameidata>): int {
  nd.dentry = swap_dentry
  return 0
}

/** mm/vmalloc.c */
export function vfree(addr: Ref<ushort>): void {
  free(cast<Ptr<swap_map_area>>(addr))
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function sys_swapoff(specialfile: Ref<char>): long {
  let p: Ptr<swap_info_struct> = NULL
  let nd: nameidata
  let i: int, type: int, prev: int
  let err: int

  elide('if (!capable(CAP_SYS_ADMIN)) return -EPERM;', 'permissions')

  err = user_path_walk(specialfile, nd)
  if (err) goto('out')

  lock_kernel()
  prev = -1
  swap_list_lock()
  for (type = swap_list.head; type >= 0; type = swap_info[type].next) {
    p = offset(swap_info, type)
    if ((p.flags & SWP_WRITEOK) == SWP_WRITEOK) {
      if (p.swap_file) {
        if (p.swap_file == nd.dentry) break
      } else {
        elide(
          'if (S_ISBLK(nd.dentry->d_inode->i_mode) && (p->swap_device == nd.dentry->d_inode->i_rdev)) break;',
          'device files',
        )
      }
    }
    prev = type
  }
  err = -EINVAL
  if (type < 0) {
    swap_list_unlock()
    goto('out_dput')
  }

  if (prev < 0) {
    swap_list.head = p.next
  } else {
    swap_info[prev].next = p.next
  }
  if (type == swap_list.next) {
    swap_list.next = swap_list.head
  }
  nr_swap_pages -= p.pages
  total_swap_pages -= p.pages
  p.flags = SWP_USED
  swap_list_unlock()
  err = try_to_unuse(type)
  if (err) {
    swap_list_lock()
    for (prev = -1, i = swap_list.head; i >= 0; prev = i, i = swap_info[i].next) if (p.prio >= swap_info[i].prio) break
    p.next = i
    if (prev < 0) swap_list.head = swap_list.next = type
    else swap_info[prev].next = type
    nr_swap_pages += p.pages
    total_swap_pages += p.pages
    p.flags = SWP_WRITEOK
    swap_list_unlock()
    goto('out_dput')
  }
  elide('if (p->swap_device) blkdev_put(nd.dentry->d_inode->i_bdev, BDEV_SWAP);', 'device files')
  elide('path_release(&nd)', 'names of files')

  nd.dentry = p.swap_file
  p.swap_file = NULL
  elide('nd.mnt = p->swap_vfsmnt', 'mounts')
  elide('p->swap_vfsmnt = NULL', 'mounts')
  elide('p->swap_device = 0', 'device files')
  p.max = 0
  vfree(p.swap_map)
  p.swap_map = NULL
  p.flags = 0
  err = 0

  out_dput: unlock_kernel()
  elide('path_release(&nd)', 'names of files')
  out: return err
}

/** What the first page of the file says. */
export const on_disk: swap_header = zeroed()

/** include/linux/mm.h: stands for it: the page into which swapon reads that. */
export function __get_free_page(gfp_mask: uint): VoidPtr {
  return on_disk
}

/** mm/vmalloc.c: stands for it, with the memset() of its callers. */
export function vmalloc(size: ulong): Ref<ushort> {
  let area: Ptr<swap_map_area> = alloc<swap_map_area>()
  return area.map
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function sys_swapon(specialfile: Ref<char>, swap_flags: int): long {
  let p: Ptr<swap_info_struct>
  let nd: nameidata
  elide('struct inode * swap_inode', 'files')
  let type: uint
  let i: int, prev: int
  let error: int
  let swap_header: Ptr<swap_header> = NULL
  elide('int swap_header_version', 'headers of other versions')
  let nr_good_pages: int = 0
  let maxpages: ulong = 1
  elide('int swapfilesize', 'files')
  elide('struct block_device *bdev = NULL', 'device files')

  elide('if (!capable(CAP_SYS_ADMIN)) return -EPERM;', 'permissions')
  lock_kernel()
  p = swap_info[0]
  for (type = 0; type < nr_swapfiles; type++, advance(p)) if (!(p.flags & SWP_USED)) break
  error = -EPERM
  if (type >= MAX_SWAPFILES) goto('out')
  if (type >= nr_swapfiles) nr_swapfiles = type + 1
  p.flags = SWP_USED
  p.swap_file = NULL
  elide('p->swap_vfsmnt = NULL', 'mounts')
  elide('p->swap_device = 0', 'device files')
  p.swap_map = NULL
  p.lowest_bit = 0
  p.highest_bit = 0
  p.cluster_nr = 0
  elide('p->sdev_lock = SPIN_LOCK_UNLOCKED', 'nobody holds it')
  p.next = -1
  if (swap_flags & SWAP_FLAG_PREFER) {
    p.prio = (swap_flags & SWAP_FLAG_PRIO_MASK) >> SWAP_FLAG_PRIO_SHIFT
  } else {
    p.prio = --least_priority
  }
  error = user_path_walk(specialfile, nd)
  if (error) goto('bad_swap_2')

  p.swap_file = nd.dentry
  elide('p->swap_vfsmnt = nd.mnt', 'mounts')
  elide('swap_inode = nd.dentry->d_inode', 'files')
  error = -EINVAL

  swap_header = __get_free_page(GFP_USER)
  if (!swap_header) {
    elide('printk("Unable to start swapping: out of memory :-)\\n")', 'messages')
    error = -ENOMEM
    goto('bad_swap')
  }

  elide('lock_page(virt_to_page(swap_header))', 'the page of the header is nobody else\'s')
  rw_swap_page_nolock(READ, SWP_ENTRY(type, 0), swap_header)

  if (swap_header.info.version != 1) {
    elide('printk(KERN_WARNING "Unable to handle swap header version %d\\n", swap_header->info.version)', 'messages')
    error = -EINVAL
    goto('bad_swap')
  }

  p.lowest_bit = 1
  p.highest_bit = swap_header.info.last_page - 1
  maxpages = SWP_OFFSET(SWP_ENTRY(0, ~0)) - 1
  if (maxpages > swap_header.info.last_page) maxpages = swap_header.info.last_page

  p.swap_map = vmalloc(maxpages * 2)
  if (!p.swap_map) {
    error = -ENOMEM
    goto('bad_swap')
  }

  error = 0
  nr_good_pages = swap_header.info.last_page - swap_header.info.nr_badpages - 1

  if (!nr_good_pages) {
    elide('printk(KERN_WARNING "Empty swap-file\\n")', 'messages')
    error = -EINVAL
    goto('bad_swap')
  }
  p.swap_map[0] = SWAP_MAP_BAD
  p.max = maxpages
  p.flags = SWP_WRITEOK
  p.pages = nr_good_pages
  swap_list_lock()
  nr_swap_pages += nr_good_pages
  total_swap_pages += nr_good_pages
  elide(
    'printk(KERN_INFO "Adding Swap: %dk swap-space (priority %d)\\n", nr_good_pages<<(PAGE_SHIFT-10), p->prio)',
    'messages',
  )

  prev = -1
  for (i = swap_list.head; i >= 0; i = swap_info[i].next) {
    if (p.prio >= swap_info[i].prio) {
      break
    }
    prev = i
  }
  p.next = i
  if (prev < 0) {
    swap_list.head = swap_list.next = type
  } else {
    swap_info[prev].next = type
  }
  swap_list_unlock()
  error = 0
  goto('out')
  bad_swap: elide('if (bdev) blkdev_put(bdev, BDEV_SWAP);', 'device files')
  bad_swap_2: p.max = 0
  if (p.swap_map) vfree(p.swap_map)
  elide('nd.mnt = p->swap_vfsmnt', 'mounts')
  nd.dentry = p.swap_file
  elide('p->swap_device = 0', 'device files')
  p.swap_file = NULL
  elide('p->swap_vfsmnt = NULL', 'mounts')
  p.swap_map = NULL
  p.flags = 0
  if (!(swap_flags & SWAP_FLAG_PREFER)) ++least_priority
  elide('path_release(&nd)', 'names of files')
  out: elide('if (swap_header) free_page((long) swap_header);', 'the page of the header')
  unlock_kernel()
  return error
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function swap_duplicate(entry: swp_entry_t): int {
  let p: Ptr<swap_info_struct>
  let offset$: ulong, type: ulong
  let result: int = 0

  if (!entry.val) goto('out')
  type = SWP_TYPE(entry)
  if (type >= nr_swapfiles) goto('bad_file')
  p = offset(type, swap_info)
  offset$ = SWP_OFFSET(entry)
  if (offset$ >= p.max) goto('bad_offset')
  if (!p.swap_map[offset$]) goto('bad_unused')
  swap_device_lock(p)
  if (p.swap_map[offset$] < SWAP_MAP_MAX) p.swap_map[offset$]++
  else {
    if (swap_overflow++ < 5) elide('printk(KERN_WARNING "swap_dup: swap entry overflow\\n")', 'messages')
    p.swap_map[offset$] = SWAP_MAP_MAX
  }
  swap_device_unlock(p)
  result = 1
  out: return result

  bad_file: elide('printk(KERN_ERR "swap_dup: %s%08lx\\n", Bad_file, entry.val)', 'messages')
  goto('out')
  bad_offset: goto('out')
  bad_unused: goto('out')
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function swap_count(page: Ptr<page>): int {
  let p: Ptr<swap_info_struct>
  let offset$: ulong, type: ulong
  let entry: swp_entry_t
  let retval: int = 0

  entry.val = page.index
  if (!entry.val) goto('bad_entry')
  type = SWP_TYPE(entry)
  if (type >= nr_swapfiles) goto('bad_file')
  p = offset(type, swap_info)
  offset$ = SWP_OFFSET(entry)
  if (offset$ >= p.max) goto('bad_offset')
  if (!p.swap_map[offset$]) goto('bad_unused')
  retval = p.swap_map[offset$]
  out: return retval

  bad_entry: elide('printk(KERN_ERR "swap_count: null entry!\\n")', 'messages')
  goto('out')
  bad_file: elide('printk(KERN_ERR "swap_count: %s%08lx\\n", Bad_file, entry.val)', 'messages')
  goto('out')
  bad_offset: elide('printk(KERN_ERR "swap_count: %s%08lx\\n", Bad_offset, entry.val)', 'messages')
  goto('out')
  bad_unused: elide('printk(KERN_ERR "swap_count: %s%08lx\\n", Unused_offset, entry.val)', 'messages')
  goto('out')
}

/** mm/swapfile.c, 2.4.10-pre9 */
export function valid_swaphandles(entry: swp_entry_t, offset$: Ref<ulong>): int {
  let ret: int = 0,
    i: int = 1 << page_cluster
  let toff: ulong
  let swapdev: Ptr<swap_info_struct> = offset(SWP_TYPE(entry), swap_info)

  offset$.value = SWP_OFFSET(entry)
  toff = offset$.value = (offset$.value >> page_cluster) << page_cluster

  do {
    if (toff >= swapdev.max) break
    if (!swapdev.swap_map[toff]) break
    if (swapdev.swap_map[toff] == SWAP_MAP_BAD) break
    toff++
    ret++
  } while (--i)
  return ret
}

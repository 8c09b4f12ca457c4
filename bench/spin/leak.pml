/*
 * models/memcg-2.6.30, scenario zap-vs-readahead, in Promela, by hand, one step of ours a transition: a process gives up an
 * entry that somebody reads ahead; the disk's interrupt, the timer of delayed work and a worker have tasks of their own.
 * With -DPATCHED after the patch of 30 April 2009 (its last version in the thread).
 *
 * With -DCHECK a further process looks, when nothing moves any more, whether an entry is left to nobody (no-strong-leak):
 * one state and one transition more for each state in which all is done.
 *
 * There is one entry, one page, one bio, one work item, so that none of them has a number. What is freed is zero.
 */

#define PG_locked 1
#define PG_swapbacked 2
#define PG_swapcache 4
#define PG_uptodate 8
#define PG_dirty 16

/* The area; the page table of the process, which has the entry. */
byte si_flags = 1, si_max = 3, lowest = 1, highest = 2, nr_swap_pages = 1, inuse = 1;
byte map = 1;
byte pte = 1, zap_work = 8;
bit fullmm;
byte ptl, swap_lock, tree_lock, stale_lock;

/* The page, what the tree has at its index, the batch of CPU 1. */
byte count, flags;
bit private, contents, mapped, charged;
bit tree;
byte batch;

/* The bio, what is in flight, what waits for a second look. */
byte bio_count, bio_flags, bio_next;
bit bio_private;
bit in_flight, list;

/* The work item: waits for its time, is queued, runs. The interrupt keeps the timer off its CPU. */
bit pending, timed, queued, running;
bit irq;

#define ME (_pid + 1)
#define S(body) if :: d_step { body } fi
#define IF(c, body) d_step { (c) -> body }
#define LOCK(l) if :: d_step { l == 0 -> l = ME } fi
#define FREE(l) assert(l == ME); l = 0
#define UNLOCK(l) S(FREE(l))
/* One reference less, which is not the last. */
#define PUT S(assert(count > 1); count--)

inline area() { /* swap_info_get(), without the lock */
  S(assert(si_flags == 1));
  S(assert(si_max > 1));
  S(assert(map != 0))
}

inline entry_gone() { /* the end of swap_entry_free() */
  S(assert(lowest <= 1));
  S(assert(highest >= 1));
  S(v = nr_swap_pages);
  S(nr_swap_pages = v + 1; v = 0);
  S(v = inuse);
  S(inuse = v - 1; v = 0)
}

inline delete_from_swap_cache() {
  S(assert(private));
  LOCK(tree_lock);
  S(assert(flags & PG_locked));
  S(assert(flags & PG_swapcache));
  S(assert(flags)); /* PageWriteback() */
  S(assert(private));
  S(tree = 0);
  S(private = 0);
  S(flags = flags & ~PG_swapcache);
  UNLOCK(tree_lock);
  /* mem_cgroup_uncharge_swapcache() */
  S(assert((flags & PG_swapcache) == 0));
  S(assert(!charged));
  /* swap_free() */
  area();
  LOCK(swap_lock);
  S(v = map);
  S(assert(v == 1); map = v - 1; v = 0);
  entry_gone();
  UNLOCK(swap_lock);
  PUT;
  S(flags = flags | PG_dirty)
}

active proctype zap() {
  byte v;
  bit found;

  /* zap_pte_range() */
  S(skip); /* tlb->mm */
  S(skip); /* *ptlp */
  LOCK(ptl);
  S(assert(pte == 1));
  S(v = zap_work);
  S(zap_work = v - 1; v = 0);
  /* free_swap_and_cache() */
  area();
  LOCK(swap_lock);
  S(v = map);
  if
  :: IF(v == 1, map = v - 1; v = 0);
     entry_gone()
  :: IF(v == 2, map = v - 1; v = 0);
     if /* find_get_page() */
     :: IF(!tree, skip)
     :: IF(tree && count != 0, count++);
        if /* trylock_page() */
        :: IF((flags & PG_locked) == 0, flags = flags | PG_locked; found = 1)
        :: IF(flags & PG_locked, skip);
           PUT
        fi
     fi
  fi;
  if
  :: IF(!found, FREE(swap_lock))
  :: IF(found, FREE(swap_lock); found = 0);
     S(assert(flags & PG_swapcache));
     S(assert(flags)); /* PageWriteback() */
     S(assert(!mapped));
     delete_from_swap_cache();
     S(assert(flags & PG_locked); flags = flags & ~PG_locked);
     PUT
  fi;
  S(assert(!fullmm));
  S(pte = 0);
  UNLOCK(ptl);
  S(skip); /* tlb.nr */
end_done:
  false
}

active proctype reader() {
  byte v;
  bit ok;

  /* read_swap_cache_async() */
  if :: IF(!tree, skip) fi;
  S(count = 1);
  /* swap_duplicate() */
  LOCK(swap_lock);
  S(assert(si_max > 1));
  if
  :: IF(map == 0, skip)
  :: IF(map != 0, skip);
     S(assert(map < 62));
     S(v = map);
     S(map = v + 1; v = 0; ok = 1)
  fi;
  if
  :: IF(!ok, FREE(swap_lock));
     S(count--; assert(count == 0));
     S(count = 0; flags = 0) -> goto end_done
  :: IF(ok, FREE(swap_lock); ok = 0)
  fi;
  S(v = flags);
  S(flags = v | PG_locked; v = 0);
  S(flags = flags | PG_swapbacked);
  /* add_to_swap_cache() */
  S(assert(flags & PG_locked));
  S(assert((flags & PG_swapcache) == 0));
  S(assert(flags & PG_swapbacked));
  S(skip); /* preemption off */
  S(count++);
  S(flags = flags | PG_swapcache);
  S(private = 1);
  LOCK(tree_lock);
  S(assert(!tree); tree = 1);
  UNLOCK(tree_lock);
  S(skip); /* preemption on */
  S(count++); /* lru_cache_add_anon() */
  S(batch++);
  /* swap_readpage() */
  S(assert(flags & PG_locked));
  S(assert((flags & PG_uptodate) == 0));
  S(assert(private));
  S(bio_count = 1; bio_flags = 1);
  S(in_flight = 1);
  PUT;
end_done:
  false
}

active proctype disk() { /* bio_irq() */
end_idle:
  if :: d_step { in_flight -> in_flight = 0; contents = 1; irq = 1 } fi;
  S(assert(bio_flags == 1)); /* bio_endio() */
  S(assert(bio_count > 0));
  S(assert(bio_count > 0));
  S(assert(bio_flags == 1)); /* end_swap_bio_read() */
  S(assert(bio_count > 0)); /* bv_page */
  S(flags = flags | PG_uptodate);
#ifdef PATCHED
  S(assert(flags & PG_swapcache)); /* mem_cgroup_staleswap_hint() */
  S(assert(!mapped));
  S(assert(private));
  S(assert(si_flags == 1));
  S(assert(map != 0));
  if
  :: IF(map != 1, skip)
  :: IF(map == 1, skip);
     S(bio_count++); /* mem_cgroup_swapio_check_again() */
     S(assert(private));
     S(bio_private = 1);
     LOCK(stale_lock);
     S(assert(!list));
     S(bio_next = 0);
     S(list = 1);
     UNLOCK(stale_lock);
     S(assert(!pending));
     S(pending = 1; timed = 1)
  fi;
#endif
  S(assert(flags & PG_locked); flags = flags & ~PG_locked);
  if /* bio_put() */
  :: IF(bio_count == 1, bio_count = 0);
     S(bio_flags = 0)
  :: IF(bio_count != 1, bio_count--)
  fi;
  S(irq = 0); /* the turn of the loop */
  goto end_idle
}

#ifdef PATCHED
active proctype timer() { /* run_timer_softirq() */
end_idle:
  if :: d_step { timed && !irq -> timed = 0; queued = 1 } fi;
  if :: d_step { !irq -> skip } fi; /* the turn of the loop */
  goto end_idle
}

active proctype worker() { /* worker_thread() */
  byte v;
  bit bio;

end_idle:
  if :: d_step { queued && !running -> queued = 0; pending = 0; running = 1 } fi;
  S(assert(running)); /* work->func */
check: /* mem_cgroup_check_stale_swap() */
  S(skip); /* cond_resched() */
  LOCK(stale_lock);
  if
  :: IF(!list, skip)
  :: IF(list, bio = 1);
     S(v = bio_next);
     S(list = v; v = 0)
  fi;
  if
  :: IF(!bio, FREE(stale_lock)) -> goto checked
  :: IF(bio, FREE(stale_lock); bio = 0)
  fi;
  S(assert(bio_private));
  S(bio_count--; assert(bio_count == 0));
  S(bio_flags = 0; bio_private = 0);
  if /* find_get_page() */
  :: IF(!tree, skip) -> goto next
  :: IF(tree && count != 0, count++)
  fi;
  S(assert(!mapped));
  if /* lock_page() */
  :: IF((flags & PG_locked) == 0, flags = flags | PG_locked)
  :: IF(flags & PG_locked, skip);
     if :: d_step { (flags & PG_locked) == 0 -> flags = flags | PG_locked } fi
  fi;
  S(assert(!mapped));
  S(assert(flags & PG_locked)); /* try_to_free_swap() */
  if
  :: IF((flags & PG_swapcache) == 0, skip) -> goto unlock
  :: IF(flags & PG_swapcache, skip)
  fi;
  S(assert(flags)); /* PageWriteback() */
  S(assert(private)); /* page_swapcount() */
  area();
  LOCK(swap_lock);
  S(assert(map == 1));
  UNLOCK(swap_lock);
  delete_from_swap_cache();
unlock:
  S(assert(flags & PG_locked); flags = flags & ~PG_locked);
  PUT;
next:
  S(skip); /* the turn of the loop */
  goto check;
checked:
  S(assert(!list));
  S(running = 0);
  S(skip); /* the turn of the loop */
  goto end_idle
}
#endif

#ifdef CHECK
active proctype judge() {
end_judge:
  timeout -> assert(map == 0 || pte != 0)
}
#endif

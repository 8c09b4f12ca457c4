/*
 * The described check of the livelock of 2020 and nothing else: two readers, coop, a page allocation may sleep, every call
 * returns; with -DPATCHED after the fix. It is livelock.pml without what that check never comes to, so that gcc has less
 * to compile: what somebody would write who had this one question.
 */

#define HAS_CACHE 64
#define COUNT 191 /* all bits but that one */
#define PG_locked 1
#define PG_swapbacked 2
#define PG_swapcache 4
#define PG_workingset 8
#define PG_lru 16
#define PG_uptodate 32

byte si_flags = 1, si_max = 2;
bit si_clusters;
byte si_lock, xa_lock;
byte map = 2;
bit slot, node;
byte nrpages;

/* The page of who owns SWAP_HAS_CACHE, then the one in the slot. */
byte refcount, flags;
bit private, memcg;

/* Who has the CPU, from 1; who does not want it: asleep, done, not arrived. The task with number 1 comes first. */
byte cpu;
bit idle[2] = {0, 1};

#define ME (_pid + 1)
#define GO (cpu == ME || (cpu == 0 && (_pid == 1 || idle[1])))
#define RUN cpu = ME
#define REST cpu = 0; idle[_pid] = 1

#define IF(c, body) d_step { GO && (c) -> RUN; body }
#define S(body) if :: d_step { GO -> RUN; body } fi
#define EVENT(body) if :: d_step { body } fi
#define LOCK(l) if :: IF(l == 0, l = ME) fi
#define FREE(l) assert(l == ME); l = 0

inline device() { /* get_swap_device() */
  S(assert(si_flags == 1));
  S(assert(si_max == 2))
}

inline lock_device() { /* lock_cluster_or_swap_info() */
  S(assert(!si_clusters));
  LOCK(si_lock)
}

active [2] proctype task() {
  byte v;
  bit err;
#ifdef PATCHED
  bit own; /* references to the page that is not its entry's yet */
#endif

  if
  :: d_step { _pid == 1 -> idle[1] = 0 }
  :: IF(_pid == 0, skip) -> goto again
  fi;
  S(skip); /* *new_page_allocated = false */
again:
  device();
  S(skip); /* find_get_entry(): xas_reset() */
  if
  :: IF(slot, skip)
  :: IF(!slot, skip) -> goto count
  fi;
  S(assert(refcount > 0); refcount++);
  S(assert(slot)); /* xas_reload() */
  goto put;

count: /* __swp_swapcount() */
  device();
  lock_device();
  S(v = map & COUNT);
  S(assert(v != 0); v = 0; FREE(si_lock));
#ifdef PATCHED
  /* alloc_page_vma() */
  if
  :: IF(true, skip) -> goto new
  :: IF(true, REST)
  fi;
  EVENT(idle[_pid] = 0);
new:
  S(own = 1);
#endif
  /* swapcache_prepare() */
  device();
  lock_device();
  S(v = map; err = (v & HAS_CACHE) != 0; v = v | HAS_CACHE);
  S(map = v; v = 0);
#ifdef PATCHED
  if
  :: IF(err, err = 0; FREE(si_lock))
  :: IF(!err, FREE(si_lock); refcount = own; own = 0) -> goto owner
  fi;
  /* put_page() */
  S(assert(own));
  S(own = 0);
  S(skip);
#else
  if
  :: IF(err, err = 0; FREE(si_lock))
  :: IF(!err, FREE(si_lock)) -> goto alloc
  fi;
#endif
  if :: d_step { GO -> cpu = 0 } fi; /* cond_resched() */
  S(skip); /* the turn of the loop */
  goto again;

#ifndef PATCHED
alloc: /* alloc_page_vma() */
  if
  :: IF(true, skip) -> goto new
  :: IF(true, REST)
  fi;
  EVENT(idle[_pid] = 0);
new:
  S(refcount = 1);
#endif

owner:
  S(v = flags);
  S(flags = v | PG_locked; v = 0);
  S(v = flags);
  S(flags = v | PG_swapbacked; v = 0);
  /* add_to_swap_cache() */
  S(assert(flags & PG_locked));
  S(assert((flags & PG_swapcache) == 0));
  S(assert(flags & PG_swapbacked));
  S(refcount++);
  S(flags = flags | PG_swapcache);
  LOCK(xa_lock);
  S(assert(!node)); /* xas_create_range() */
  S(node = 1);
  S(skip);
  S(private = 1);
  S(assert(node)); /* xas_store(): room for it; the slot */
  S(slot = 1);
  S(skip); /* xas_next() */
  S(skip); /* the turn of the loop */
  S(v = nrpages);
  S(nrpages = v + 1; v = 0);
  S(FREE(xa_lock));
  S(skip); /* xas_nomem() */
  S(skip);
  S(skip);
  /* mem_cgroup_charge() */
  S(assert(flags & PG_swapcache));
  S(assert(flags & PG_locked));
  S(assert(!memcg));
  S(assert(!memcg));
  S(memcg = 1);
  S(flags = flags | PG_workingset);
  S(assert(flags)); /* PageActive() */
  S(flags = flags | PG_lru);
  S(skip); /* *new_page_allocated = true */
  /* swap_readpage() */
  S(assert(flags & PG_swapcache));
  S(assert(flags & PG_locked));
  S(assert((flags & PG_uptodate) == 0); REST);
  EVENT(idle[_pid] = 0);
  S(flags = flags | PG_uptodate);
  S(assert(flags & PG_locked));
  S(flags = flags & ~PG_locked);

put: /* put_page() of the caller */
  S(assert(refcount > 0));
  S(refcount--; assert(refcount > 0); REST);

end_done:
  false
}

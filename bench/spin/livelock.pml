/*
 * models/swapin-5.7 in Promela, by hand, one step of ours a transition: all four scenarios, before and after the fix of
 * 2020, under all three schedules and each switch. Functions stand in comments where they begin.
 *
 * What is asked is set in the environment, so that one pan answers every check: SCENARIO (0 readers, 1 reader-vs-eviction,
 * 2 reader-vs-free, 3 bad-slot), FIXED (0, 1), SCHED (0 fair, 1 coop, 2 preempt), ON (a switch by its number below, or 0),
 * PROPERTY (1 swap-count-kept, 2 cache-flag-owned, 3 cached-page-is-read; 0: all of them, and the search goes on, and
 * says in the end which are violated). A cycle without progress (-DNP) is a call that does not return.
 *
 * A schedule is a guard of every step (GO), not `provided`: pan -f does not see that a task is kept off by that. Who has
 * the CPU under coop is `cpu`. Wake-ups and arrivals have no guard.
 *
 * Pages: `pub` is the page of who owns SWAP_HAS_CACHE, and the one in the slot; own[t] is one that task t has by itself,
 * not yet or not any more in there. A reader that found a page and then saw it taken out points to the other's own
 * (far). So no page has a number, and states differ where ours differ. What is freed is zero.
 *
 * `stale` is there for equal counts alone: in ours, the cursor of a lookup is a local whose address is taken, and keeps
 * what it held when it is reset for another turn.
 */

c_decl {
  \#include <stdlib.h>
  \#define ASKED(name) (getenv(name) ? atoi(getenv(name)) : 0)
  \#define SCENARIO ASKED("SCENARIO")
  \#define FIXED ASKED("FIXED")
  \#define SCHED ASKED("SCHED")
  \#define ON ASKED("ON")
  \#define PROPERTY ASKED("PROPERTY")
}
hidden byte scenario = c_expr { SCENARIO };
hidden byte fixed = c_expr { FIXED };
hidden byte sched = c_expr { SCHED };
hidden byte on = c_expr { ON };
hidden byte property = c_expr { PROPERTY };

#define page_sleeps (on == 1)
#define page_fails (on == 2)
#define node_sleeps (on == 3)
#define node_fails (on == 4)
#define charge_sleeps (on == 5)
#define charge_fails (on == 6)

#define SWAP_MAP_BAD 63
#define HAS_CACHE 64
#define COUNT 191 /* all bits but that one */
#define EEXIST 1
#define ENOENT 2
#define PG_locked 1
#define PG_swapbacked 2
#define PG_swapcache 4
#define PG_workingset 8
#define PG_lru 16
#define PG_uptodate 32

typedef page_t {
  byte refcount;
  byte flags;
  bit private;
  bit memcg
};

#define EVICTION (scenario == 1)
#define CACHED (PG_locked + PG_uptodate + PG_swapbacked + PG_swapcache + PG_workingset)


/* The device, the cache, the slot cache; the page that reclaim has isolated. */
byte si_flags = 1, si_max = 2;
bit si_clusters, slots_on = 1;
byte si_lock, xa_lock, slots_lock;
byte map = (scenario == 0 -> 2 : (scenario == 1 -> 2 + HAS_CACHE : (scenario == 2 -> 1 : SWAP_MAP_BAD)));
byte slot = EVICTION, node = EVICTION; /* no bits: those get their initial values before `scenario` does */
byte nrpages = EVICTION;
byte n_ret;
bit slots_ret;
byte isolated = EVICTION;
byte pub_refcount = (EVICTION -> 2 : 0), pub_flags = (EVICTION -> CACHED : 0);
byte pub_private = EVICTION, pub_memcg = EVICTION;
page_t own[2];
bit has[2], far[2];

/* Who has the CPU under coop, from 1; who does not want it: asleep, done, not arrived. */
byte cpu;
bit idle[2] = {0, 1};
bit done[2];

c_code {
  static int violated;
  __attribute__((destructor)) static void tell(void) { printf("violated: %d\n", violated); }
}
/* What must be true when all is done. */
#define COUNT_KEPT ((map & COUNT) == 2 || scenario >= 2)
#define FLAG_OWNED ((map & HAS_CACHE) == 0 -> !slot : slot || (map == HAS_CACHE && n_ret > 0))
#define PAGE_READ (!slot || (pub_refcount > 0 && (pub_flags & PG_uptodate)))

#define ME (_pid + 1)
#define OTHER (1 - _pid)
#define PINNED(t) (si_lock == (t) + 1 || xa_lock == (t) + 1 || slots_lock == (t) + 1)
/* The task with number 1 has the higher priority. */
#define GO ((sched == 0) \
  || (sched == 1 && (cpu == ME || (cpu == 0 && (_pid == 1 || idle[1])))) \
  || (sched == 2 && (PINNED(_pid) || idle[OTHER] || (!PINNED(OTHER) && _pid == 1))))
#define RUN cpu = (sched == 1 -> ME : 0)
#define REST cpu = 0; idle[_pid] = 1
#define END REST; done[_pid] = 1; \
  if \
  :: !done[0] || (!done[1] && scenario != 3) -> skip \
  :: else -> \
     assert((property != 1 || COUNT_KEPT) && (property != 2 || FLAG_OWNED) && (property != 3 || PAGE_READ)); \
     if :: !COUNT_KEPT -> c_code { violated |= 1; } :: else fi; \
     if :: !(FLAG_OWNED) -> c_code { violated |= 2; } :: else fi; \
     if :: !PAGE_READ -> c_code { violated |= 4; } :: else fi \
  fi

/* An option of a step; a step without others; an event. */
#define IF(c, body) d_step { GO && (c) -> RUN; body }
#define S(body) if :: IF(true, body) fi
#define EVENT(body) if :: d_step { body } fi
#define LOCK(l) if :: IF(l == 0, l = ME) fi
#define FREE(l) assert(l == ME); l = 0
#define UNLOCK(l) S(FREE(l))

#define ZERO(p) p.refcount = 0; p.flags = 0; p.private = 0; p.memcg = 0
#define TO_OWN(t) own[t].refcount = pub_refcount; own[t].flags = pub_flags; own[t].private = pub_private; \
  own[t].memcg = pub_memcg; pub_refcount = 0; pub_flags = 0; pub_private = 0; pub_memcg = 0
#define FROM_OWN(t) pub_refcount = own[t].refcount; pub_flags = own[t].flags; pub_private = own[t].private; \
  pub_memcg = own[t].memcg; ZERO(own[t])
#define GIVE(p) assert((p.flags & PG_locked) == 0); ZERO(p)
#define FORGET has[_pid] = 0; far[_pid] = 0
/* The page that a reader found. */
#define FOUND_COUNT (far[_pid] -> own[OTHER].refcount : pub_refcount)
/* The page leaves the cache: who points to it points to this task's own. */
#define UNPUBLISH assert(slot); slot = 0; node = 0; TO_OWN(_pid); far[OTHER] = has[OTHER]

/* The way to alloc_page_vma(), under whatever switch. */
#define TO_ALLOC(c, body) \
  :: IF((c) && page_sleeps, body) -> goto page_may_sleep \
  :: IF((c) && page_fails, body) -> goto page_may_fail \
  :: IF((c) && !page_sleeps && !page_fails, body) -> goto page_new

inline device() { /* get_swap_device(), __swap_info_get() */
  S(assert(si_flags == 1));
  S(assert(si_max == 2))
}

inline swap_info() { /* _swap_info_get() */
  device();
  S(assert(map != 0))
}

inline lock_device() { /* lock_cluster_or_swap_info() */
  S(assert(!si_clusters));
  LOCK(si_lock)
}

inline put_in_slot_cache() { /* free_swap_slot(), all but the last unlock */
  S(assert(slots_on));
  LOCK(slots_lock);
  S(assert(slots_on));
  S(assert(n_ret < 2));
  S(v = n_ret);
  S(n_ret = v + 1);
  S(slots_ret = 1; v = 0)
}

inline put_swap_page() {
  swap_info();
  lock_device();
  S(v = map; assert(v & HAS_CACHE); v = v & COUNT);
  if
  :: IF(v != 0, map = v; v = 0);
     S(skip);
     UNLOCK(si_lock)
  :: IF(v == 0, map = HAS_CACHE);
     UNLOCK(si_lock);
     put_in_slot_cache();
     UNLOCK(slots_lock)
  fi
}

inline swap_free_and_end() {
  swap_info();
  lock_device();
  S(v = map; assert((v & COUNT) != 191); v = ((v & COUNT) - 1) | (v & HAS_CACHE));
  S(map = (v -> v : HAS_CACHE));
  if
  :: IF(v != 0, v = 0; FREE(si_lock); END)
  :: IF(v == 0, FREE(si_lock));
     put_in_slot_cache();
     S(FREE(slots_lock); END)
  fi
}

inline delete_from_cache() { /* __delete_from_swap_cache(), with the lock held */
  S(assert(pub_flags & PG_locked));
  S(assert(pub_flags & PG_swapcache));
  S(assert(pub_flags)); /* PageWriteback() */
  S(UNPUBLISH);
  S(own[_pid].private = 0);
  S(skip); /* xas_next() */
  S(skip); /* the turn of the loop */
  S(own[_pid].flags = own[_pid].flags & ~PG_swapcache);
  S(v = nrpages);
  S(nrpages = v - 1; v = 0)
}

active [2] proctype task() {
  byte v, err;
  bit ahead, stale;

end_start:
  if
  :: d_step { _pid == 1 && scenario != 3 -> idle[1] = 0 } -> goto enter
  :: IF(_pid == 0 && (scenario == 0 || scenario == 3), skip) -> goto again
  :: IF(_pid == 0 && scenario == 1, assert(isolated)) -> goto reclaim
  :: IF(_pid == 0 && scenario == 2, assert(si_flags == 1)) -> goto unmap
  fi;

enter:
  S(skip); /* *new_page_allocated = false */
again:
  device();
find: /* find_get_entry() */
  S(skip); /* xas_reset() */
  if
  :: IF(slot, stale = 0; has[_pid] = 1)
  :: IF(!slot, stale = 0) -> goto count
  fi;
  if
  :: IF(FOUND_COUNT == 0, FORGET) -> goto retry
  :: IF(FOUND_COUNT != 0 && far[_pid], own[OTHER].refcount++)
  :: IF(FOUND_COUNT != 0 && !far[_pid], pub_refcount++)
  fi;
  if /* xas_reload() */
  :: IF(!far[_pid] && slot, skip) -> goto put
  :: IF(far[_pid] || !slot, skip)
  fi;
  S(assert(FOUND_COUNT > 0));
  if
  :: IF(far[_pid] && FOUND_COUNT == 1, own[OTHER].refcount = 0);
     S(GIVE(own[OTHER]); FORGET)
  :: IF(far[_pid] && FOUND_COUNT != 1, own[OTHER].refcount--; FORGET)
  :: IF(!far[_pid], pub_refcount--; FORGET)
  fi;
  S(stale = 1);
  goto find;
retry:
  S(stale = 1);
  goto find;

count: /* __swp_swapcount() */
  device();
  lock_device();
  S(v = map & COUNT);
  if
  :: IF(v == 0, FREE(si_lock));
     S(END) -> goto end_done /* swap_slot_cache_enabled */
  :: IF(v != 0 && !fixed, v = 0; FREE(si_lock)) -> goto prepare
  TO_ALLOC(v != 0 && fixed, v = 0; FREE(si_lock))
  fi;

prepare: /* swapcache_prepare() */
  device();
  lock_device();
  if
  :: IF((map & COUNT) == SWAP_MAP_BAD, err = ENOENT)
  :: IF((map & COUNT) != SWAP_MAP_BAD,
        v = map;
        err = (v & HAS_CACHE -> EEXIST : (v & COUNT -> 0 : ENOENT));
        v = (err == ENOENT -> v : v | HAS_CACHE));
     S(map = v; v = 0)
  fi;
  if
  :: IF(!fixed && err == EEXIST, err = 0; FREE(si_lock)) -> goto resched
  :: IF(!fixed && err == ENOENT, err = 0; FREE(si_lock); END) -> goto end_done
  :: IF(fixed && err == 0, FREE(si_lock); FROM_OWN(_pid)) -> goto owner
  :: IF(fixed && err != 0, FREE(si_lock))
  TO_ALLOC(!fixed && err == 0, FREE(si_lock))
  fi;
  /* put_page() */
  S(assert(own[_pid].refcount > 0));
  S(own[_pid].refcount--; assert(own[_pid].refcount == 0));
  if
  :: IF(err == EEXIST, err = 0; GIVE(own[_pid]))
  :: IF(err == ENOENT, err = 0; GIVE(own[_pid]); END) -> goto end_done
  fi;
resched:
  if :: d_step { GO -> cpu = 0 } fi; /* cond_resched() */
  S(skip); /* the turn of the loop */
  goto again;

page_may_sleep: /* alloc_page_vma() */
  if
  :: IF(true, skip) -> goto page_new
  :: IF(true, REST)
  fi;
  EVENT(idle[_pid] = 0);
  goto page_new;
page_may_fail:
  if
  :: IF(true, skip)
  :: IF(!fixed, skip) -> goto fail_free
  :: IF(fixed, END) -> goto end_done
  fi;
page_new:
  if
  :: IF(fixed, own[_pid].refcount = 1) -> goto prepare
  :: IF(!fixed, pub_refcount = 1)
  fi;

owner:
  S(v = pub_flags);
  S(pub_flags = v | PG_locked; v = 0);
  S(v = pub_flags);
  S(pub_flags = v | PG_swapbacked; v = 0);
  /* add_to_swap_cache() */
  S(assert(pub_flags & PG_locked));
  S(assert((pub_flags & PG_swapcache) == 0));
  S(assert(pub_flags & PG_swapbacked));
  S(pub_refcount++);
  S(pub_flags = pub_flags | PG_swapcache);
add:
  LOCK(xa_lock);
  /* xas_create_range() */
  if
  :: IF(ahead || node, assert(!node); ahead = 0; node = 1) -> goto made
  :: IF(!ahead && node_sleeps, skip)
  :: IF(!ahead && node_fails, skip)
  :: IF(!ahead && !node_sleeps && !node_fails, skip) -> goto grow
  fi;
  if
  :: IF(true, skip)
  :: IF(true, err = 1)
  fi;
grow:
  S(node = !err);
made:
  if
  :: IF(err, skip) -> goto unlock
  :: IF(!err, skip)
  fi;
  S(pub_private = 1);
  S(assert(node)); /* xas_store(): room for it; the slot */
  S(slot = 1);
  S(skip); /* xas_next() */
  S(skip); /* the turn of the loop */
  S(v = nrpages);
  S(nrpages = v + 1; v = 0);
unlock:
  UNLOCK(xa_lock);
  /* xas_nomem() */
  if
  :: IF(err && node_sleeps, skip)
  :: IF(err && node_fails, skip) -> goto node_may_fail
  :: IF(!err, skip) -> goto no_error
  fi;
  if
  :: IF(true, skip) -> goto node_new
  :: IF(true, REST)
  fi;
  EVENT(idle[_pid] = 0);
  goto node_new;
node_may_fail:
  if
  :: IF(true, skip)
  :: IF(true, skip) -> goto no_node
  fi;
node_new:
  S(err = 0; ahead = 1);
  S(skip); /* the turn of the loop */
  goto add;

no_error:
  S(skip); /* xas_destroy() */
no_node:
  if
  :: IF(err, err = 0; TO_OWN(_pid))
  :: IF(!err, skip) -> goto charge
  fi;
  S(own[_pid].flags = own[_pid].flags & ~PG_swapcache);
  S(own[_pid].refcount--);
  if
  :: IF(!fixed, skip) -> goto fail_unlock
  :: IF(fixed, skip)
  fi;
  put_swap_page();
  goto fail_unlock;

charge: /* mem_cgroup_charge() */
  S(assert(pub_flags & PG_swapcache));
  S(assert(pub_flags & PG_locked));
  if
  :: IF(charge_sleeps, skip)
  :: IF(charge_fails, skip) -> goto charge_may_fail
  :: IF(!charge_sleeps && !charge_fails, assert(!pub_memcg)) -> goto charged
  fi;
  if
  :: IF(true, skip) -> goto charged
  :: IF(true, REST)
  fi;
  EVENT(idle[_pid] = 0);
  goto charged;
charge_may_fail:
  if
  :: IF(true, skip)
  :: IF(true, skip) -> goto fail_delete
  fi;
charged:
  S(assert(!pub_memcg));
  S(pub_memcg = 1);
  S(pub_flags = pub_flags | PG_workingset);
  S(assert(pub_flags)); /* PageActive() */
  S(pub_flags = pub_flags | PG_lru);
  S(skip); /* *new_page_allocated = true */
  /* swap_readpage() */
  S(assert(pub_flags & PG_swapcache));
  S(assert(pub_flags & PG_locked));
  S(assert((pub_flags & PG_uptodate) == 0); REST);
  EVENT(idle[_pid] = 0);
  S(pub_flags = pub_flags | PG_uptodate);
  S(assert(pub_flags & PG_locked));
  S(pub_flags = pub_flags & ~PG_locked; has[_pid] = 1);
put: /* put_page() of the caller */
  S(assert(FOUND_COUNT > 0));
  if
  :: IF(far[_pid] && FOUND_COUNT == 1, own[OTHER].refcount = 0);
     S(GIVE(own[OTHER]); FORGET; END)
  :: IF(far[_pid] && FOUND_COUNT != 1, own[OTHER].refcount--; FORGET; END)
  :: IF(!far[_pid], pub_refcount--; assert(pub_refcount > 0); FORGET; END)
  fi;
  goto end_done;

fail_delete: /* delete_from_swap_cache() */
  S(assert(pub_private));
  LOCK(xa_lock);
  delete_from_cache();
  UNLOCK(xa_lock);
  put_swap_page();
  S(own[_pid].refcount--);
fail_unlock:
  S(assert(own[_pid].flags & PG_locked));
  S(own[_pid].flags = own[_pid].flags & ~PG_locked);
  S(assert(own[_pid].refcount > 0));
  if
  :: IF(own[_pid].refcount == 1, own[_pid].refcount = 0);
     if
     :: IF(!fixed, GIVE(own[_pid]))
     :: IF(fixed, GIVE(own[_pid]); END) -> goto end_done
     fi
  :: IF(own[_pid].refcount != 1 && !fixed, own[_pid].refcount--)
  :: IF(own[_pid].refcount != 1 && fixed, own[_pid].refcount--; END) -> goto end_done
  fi;
fail_free:
  swap_free_and_end();
  goto end_done;

reclaim: /* __remove_mapping() */
  S(isolated = 0);
  S(assert(pub_flags & PG_locked));
  S(assert(pub_flags)); /* PageSlab() */
  S(assert(pub_flags & PG_swapcache));
  S(assert(pub_private));
  LOCK(xa_lock);
  if
  :: IF(pub_refcount == 2, pub_refcount = 0)
  :: IF(pub_refcount != 2, skip) -> goto cannot_free
  fi;
  S(assert(pub_flags)); /* PageDirty() */
  S(assert(pub_flags & PG_swapcache));
  S(assert(pub_private));
  S(pub_memcg = 0);
  delete_from_cache();
  UNLOCK(xa_lock);
  put_swap_page();
  S(assert(own[_pid].flags & PG_locked));
  S(own[_pid].flags = own[_pid].flags & ~PG_locked);
  S(GIVE(own[_pid]); END);
  goto end_done;
cannot_free:
  UNLOCK(xa_lock);
  S(assert(pub_flags & PG_locked));
  S(pub_flags = pub_flags & ~PG_locked);
  S(assert(pub_flags)); /* PageActive() */
  S(assert((pub_flags & PG_lru) == 0));
  S(pub_flags = pub_flags | PG_lru);
  S(assert(pub_refcount > 0));
  S(pub_refcount--; assert(pub_refcount > 0); END);
  goto end_done;

unmap: /* the rest of swap_free(): its first step is behind us */
  S(assert(si_max == 2));
  S(assert(map != 0));
  lock_device();
  S(v = map; assert((v & COUNT) != 191); v = ((v & COUNT) - 1) | (v & HAS_CACHE));
  S(map = (v -> v : HAS_CACHE));
  if
  :: IF(v != 0, v = 0; FREE(si_lock); END)
  :: IF(v == 0, FREE(si_lock));
     put_in_slot_cache();
     S(FREE(slots_lock); END)
  fi;

end_done:
  false
}

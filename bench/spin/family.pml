/*
 * N tasks read K entries of swap into the swap cache: family/ in Promela, by hand, one step of ours a transition.
 *
 *   spin -a -o3 -DN=3 -DK=2 [-DFAIL] family.pml && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan
 *
 * A step of ours is a d_step, or an option of an if whose d_steps are guarded by complementary conditions. A local that
 * is not read any more is 0. A page belongs to one entry all its life, so that pages lie by entry, and a pointer to one
 * is a bit. A task that is done waits for ever at a valid end.
 */

#define HAS_CACHE 64
#define EEXIST 17

typedef page_t {
  byte refcount;
  bit locked;
  bit swapcache;
  bit uptodate
};

byte swap_lock, space_lock;
byte swap_map[K] = 1;
byte nrpages;
bit slot[K];
page_t page[K];

#define ME (_pid + 1)
#define E (_pid % K)
#define LOCK(l) if :: d_step { l == 0 -> l = ME } fi
#define UNLOCK(l) d_step { assert(l == ME); l = 0 }

active [N] proctype reader() {
  byte count, nr;
  bit failed;

again:
  if
  :: d_step { slot[E] -> page[E].refcount++ } -> goto drop
  :: d_step { !slot[E] -> skip }
  fi;
  /* __swp_swapcount() */
  LOCK(swap_lock);
  d_step { count = swap_map[E] };
  if
  :: d_step { (count & ~HAS_CACHE) == 0 -> assert(swap_lock == ME); swap_lock = 0; count = 0 } -> goto end_done
  :: d_step { (count & ~HAS_CACHE) != 0 -> assert(swap_lock == ME); swap_lock = 0; count = 0 }
  fi;
  /* swapcache_prepare() */
  LOCK(swap_lock);
  d_step { count = swap_map[E]; failed = (count & HAS_CACHE) != 0 };
  d_step { swap_map[E] = count | HAS_CACHE; count = 0 };
  if
  :: d_step { failed -> assert(swap_lock == ME); swap_lock = 0; failed = 0 }
  :: d_step { !failed -> assert(swap_lock == ME); swap_lock = 0 } -> goto owner
  fi;
  d_step { skip }; /* cond_resched() */
  d_step { skip }; /* the next turn of the loop */
  goto again;

owner:
  /* alloc_page() */
#ifdef FAIL
  if
  :: d_step { skip }
  :: d_step { skip } -> goto fail_free
  fi;
#endif
  if :: d_step { page[E].refcount = 1 } fi;
  d_step { page[E].locked = 1 };
  /* add_to_swap_cache() */
  d_step { page[E].refcount++ };
  d_step { page[E].swapcache = 1 };
  LOCK(space_lock);
#ifdef FAIL
  if
  :: d_step { skip }
  :: d_step { skip } -> goto fail_node
  fi;
#endif
  d_step { slot[E] = 1 };
  d_step { nr = nrpages };
  d_step { nrpages = nr + 1; nr = 0 };
  UNLOCK(space_lock);
  /* the read, and its end */
  d_step { skip };
  d_step { page[E].uptodate = 1 };
  d_step { assert(page[E].locked); page[E].locked = 0 };

drop: /* put_page() of the caller: the cache has a reference too */
  if :: d_step { page[E].refcount--; assert(page[E].refcount > 0) } fi;
  goto end_done;

#ifdef FAIL
fail_node:
  if :: UNLOCK(space_lock) fi;
  d_step { page[E].swapcache = 0 };
  d_step { page[E].refcount-- };
  d_step { assert(page[E].locked); page[E].locked = 0 };
  if
  :: d_step { page[E].refcount != 1 -> page[E].refcount-- } -> goto fail_free
  :: d_step { page[E].refcount == 1 -> page[E].refcount-- }
  fi;
  d_step { assert(page[E].refcount == 0) }; /* the page is freed */
fail_free:
  /* put_swap_page() */
  LOCK(swap_lock);
  d_step { count = swap_map[E] };
  d_step { swap_map[E] = count & ~HAS_CACHE; count = 0 };
  UNLOCK(swap_lock);
#endif

end_done:
  false
}

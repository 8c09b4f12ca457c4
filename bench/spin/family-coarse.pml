/*
 * The family as an expert would coarsen it by hand: family.pml with every lock section as one step, and private steps
 * (those of a page that nobody else can see yet, and of locals) in the step behind them. What is left:
 *
 *   find_get_page                          the cache is read without its lock
 *   __swp_swapcount()                      a section of the device's lock, read only
 *   swapcache_prepare()                    a section of it; who fails goes round
 *   alloc … add_to_swap_cache()            private until the slot is filled: a section of the cache's lock
 *   end of the read, put_page()            the owner's own flags, and a reference
 *   put_swap_page()                        after a failure, with all that is undone before it
 *
 * Nobody can see a lock held between steps, so that there are none.
 */

#define HAS_CACHE 64

typedef page_t {
  byte refcount;
  bit locked;
  bit swapcache;
  bit uptodate
};

byte swap_map[K] = 1;
byte nrpages;
bit slot[K];
page_t page[K];

#define E (_pid % K)

active [N] proctype reader() {
again:
  if
  :: d_step { slot[E] -> page[E].refcount++ } -> goto drop
  :: d_step { !slot[E] -> skip }
  fi;
  if
  :: d_step { (swap_map[E] & ~HAS_CACHE) == 0 -> skip } -> goto end_done
  :: d_step { (swap_map[E] & ~HAS_CACHE) != 0 -> skip }
  fi;
  if
  :: d_step { (swap_map[E] & HAS_CACHE) != 0 -> skip } -> goto again
  :: d_step { (swap_map[E] & HAS_CACHE) == 0 -> swap_map[E] = swap_map[E] | HAS_CACHE }
  fi;
  if
  :: d_step {
       page[E].refcount = 2;
       page[E].locked = 1;
       page[E].swapcache = 1;
       slot[E] = 1;
       nrpages++
     }
#ifdef FAIL
  :: d_step { swap_map[E] = swap_map[E] & ~HAS_CACHE } -> goto end_done
#endif
  fi;
  d_step { page[E].uptodate = 1; assert(page[E].locked); page[E].locked = 0; page[E].refcount--; assert(page[E].refcount > 0) };
  goto end_done;

drop:
  if :: d_step { page[E].refcount--; assert(page[E].refcount > 0) } fi;

end_done:
  false
}

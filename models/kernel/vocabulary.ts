// Imports every file of the vocabulary. A model imports this one, so that a patch may call what the model itself never
// calls: another sleep, another lock, another flag.
//
// Functions here have the kernel's text where the head of their file says so. Locks, waits, sleeps, atomics and the
// xarray stand for the kernel's: a call of them means what it means there, a patch to them does not apply.

import './atomic.ts'
import './bitops.ts'
import './bug.ts'
import './compiler.ts'
import './delay.ts'
import './errno.ts'
import './gfp.ts'
import './kconfig.ts'
import './minmax.ts'
import './mm-types.ts'
import './mm.ts'
import './mutex.ts'
import './page-alloc.ts'
import './page-flags.ts'
import './page-ref.ts'
import './pagemap.ts'
import './percpu.ts'
import './preempt.ts'
import './printk.ts'
import './rcu.ts'
import './rwlock.ts'
import './rwsem.ts'
import './sched.ts'
import './spinlock.ts'
import './statistics.ts'
import './types.ts'
import './xarray.ts'
import './xas.ts'

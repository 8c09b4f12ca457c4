// RCU read sides. Readers cost nothing here: what they may still see of a removed object is covered by loads that are
// one step (xarray.ts). synchronize_rcu() and call_rcu() are left out on purpose, so that code which relies on a grace
// period is refused rather than misjudged.

/** include/linux/rcupdate.h */
export function rcu_read_lock(): void {}

/** include/linux/rcupdate.h */
export function rcu_read_unlock(): void {}

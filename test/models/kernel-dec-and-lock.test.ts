// The last reference goes under the lock that lookups take. One program for each form, and one that tests and drops
// outside of the lock.

import { describe, expect, test } from 'vitest';
import type { Toy } from '../explore/ask.ts';
import { kernelSays } from './kernel.ts';

/** Two tasks that look an object up, or make it, and drop it. `drop` is true for the last, which then has the lock. */
function users(drop: string, lock: 'spinlock_t' | 'mutex', unlock = ''): Toy {
  const [take, leave] =
    lock === 'mutex' ? ['mutex_lock(lock)', 'mutex_unlock(lock)'] : ['spin_lock(lock)', 'spin_unlock(lock)'];
  const text = `
    export interface thing { refs: refcount_t; count: atomic_t; ref: kref }
    export let found: Ptr<thing> = NULL
    export const lock: ${lock} = zeroed()
    export function setup(): void {}
    export function done(): bool { return !found }
    /** mm/a.c */
    export function release(kref: Ptr<kref>): void {
      let t: Ptr<thing> = container_of<thing>(kref, 'ref')
      found = NULL
      ${leave}
      kfree(t)
    }
    /** mm/a.c */
    export function get(): Ptr<thing> {
      let t: Ptr<thing>
      ${take}
      t = found
      if (t) { atomic_inc(t.count); refcount_inc(t.refs); kref_get(t.ref) }
      else {
        t = alloc<thing>()
        atomic_set(t.count, 1)
        refcount_set(t.refs, 1)
        kref_init(t.ref)
        found = t
      }
      ${leave}
      return t
    }
    /** mm/a.c */
    export function put(t: Ptr<thing>): void {
      let flags: ulong
      if (!${drop}) return
      ${unlock.includes('release') ? '' : `found = NULL\n${unlock || leave}\nkfree(t)`}
    }
    export function user(): void { put(get()) }`;
  return { text, tasks: ['user', 'user'], pools: { thing: 4 }, conditions: ['done'] };
}

const EMPTY = { name: 'done', about: '', kind: 'quiescent', condition: 'done' } as const;
const ASKED = ['no-use-after-free', 'no-double-free', 'no-deadlock', 'no-bug-on', 'no-leak'] as const;
const RESTORE = 'spin_unlock_irqrestore(lock, flags)';

describe('no lookup finds an object that is being freed', () => {
  test.each([
    ['atomic_dec_and_lock(t.count, lock)', 'spinlock_t', ''],
    ['atomic_dec_and_lock_irqsave(t.count, lock, flags)', 'spinlock_t', RESTORE],
    ['atomic_dec_and_mutex_lock(t.count, lock)', 'mutex', ''],
    ['refcount_dec_and_lock(t.refs, lock)', 'spinlock_t', ''],
    ['refcount_dec_and_lock_irqsave(t.refs, lock, flags)', 'spinlock_t', RESTORE],
    ['refcount_dec_and_mutex_lock(t.refs, lock)', 'mutex', ''],
    ['kref_put_lock(t.ref, release, lock)', 'spinlock_t', 'release'],
    ['kref_put_mutex(t.ref, release, lock)', 'mutex', 'release'],
  ] as const)('%s', (drop, lock, unlock) => {
    const toy = users(drop, lock, unlock);
    expect(ASKED.map((p) => kernelSays(toy, p))).toEqual(ASKED.map(() => 'holds'));
    expect(kernelSays(toy, EMPTY)).toBe('holds');
    // The forms with a mutex may wait with no lock held; the others hold one for short.
    expect(kernelSays(toy, 'no-sleep-in-atomic')).toBe(lock === 'mutex' ? 'holds of nothing' : 'holds');
  });

  test('but one does if the count is dropped before the lock is taken', () => {
    const toy = users('atomic_dec_and_test(t.count)', 'spinlock_t', 'spin_lock(lock)\nfound = NULL\nspin_unlock(lock)');
    expect(kernelSays(toy, 'no-use-after-free')).toBe('violated');
  });
});

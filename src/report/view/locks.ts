// Who holds which lock after each step of a run, from the cells of memory alone. A spinlock or a mutex says who holds
// it; a page lock and a reader only that it is held: then it is whoever made the step that took it.

import type { Cell } from '../../machine/interpret/cells.ts';
import type { LockView } from './view.ts';

/** How a field of a lock says that it is held. */
type Form =
  /** The number of the task, from 1; 0 if it is free. */
  | 'owner'
  /** Number of readers, or minus the number of the task that writes. */
  | 'holders'
  /** How often it can still be taken. */
  | 'count';

const LOCKS: Readonly<Record<string, { readonly field: string; readonly form: Form }>> = {
  spinlock_t: { field: 'owner', form: 'owner' },
  raw_spinlock_t: { field: 'owner', form: 'owner' },
  mutex: { field: 'owner', form: 'owner' },
  rwlock_t: { field: 'holders', form: 'holders' },
  rw_semaphore: { field: 'holders', form: 'holders' },
  semaphore: { field: 'count', form: 'count' },
};

/** Structs with a lock in one bit of a field. */
const BIT_LOCKS: Readonly<Record<string, string>> = { page: 'flags', folio: 'flags' };

/** Follows the locks of a run. */
export class Locks {
  readonly #bit: number | undefined;
  #values = new Map<string, number>();
  /** Tasks by name of the lock; null for a holder that nobody knows. */
  #held = new Map<string, (number | null)[]>();

  /** `bit` is the number of the bit that locks a page, if the program has one. */
  constructor(bit: number | undefined) {
    this.#bit = bit;
  }

  /** The locks that are held, once a task has made its step; `task` is null for the state at the start. */
  after(task: number | null, cells: readonly Cell[]): LockView[] {
    const held = new Map<string, (number | null)[]>();
    const values = new Map<string, number>();
    for (const { name, value, struct = '', field } of cells) {
      const lock = Object.hasOwn(LOCKS, struct) ? LOCKS[struct]! : undefined;
      const n = value.number ?? 0;
      const at = name.slice(0, name.lastIndexOf('.'));
      if (lock && field === lock.field) {
        values.set(at, n);
        held.set(at, this.#holders(lock.form, at, n, task));
      } else if (this.#bit !== undefined && Object.hasOwn(BIT_LOCKS, struct) && field === BIT_LOCKS[struct]) {
        const isLocked = ((n >> this.#bit) & 1) === 1;
        if (isLocked) held.set(`${at} (page lock)`, this.#held.get(`${at} (page lock)`) ?? [task]);
      }
    }
    this.#held = held;
    this.#values = values;
    return [...held].flatMap(([name, tasks]) => tasks.map((t) => ({ name, task: t })));
  }

  #holders(form: Form, at: string, n: number, task: number | null): (number | null)[] {
    if (form === 'owner') return n > 0 ? [n - 1] : [];
    if (form === 'holders' && n < 0) return [-n - 1];
    const before = this.#values.get(at) ?? n;
    // What a semaphore counts goes down when it is taken.
    const taken = form === 'holders' ? n - before : before - n;
    const known = (this.#held.get(at) ?? []).filter((t) => form !== 'holders' || before > 0 || t === null);
    if (taken > 0) return [...known, ...Array.from({ length: taken }, () => task)];
    if (taken === 0) return known;
    const own = known.indexOf(task);
    return own >= 0 ? known.toSpliced(own, 1) : known.slice(1);
  }
}

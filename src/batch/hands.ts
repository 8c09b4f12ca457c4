import type { Answer, Task } from './task.ts';

/** Whoever does tasks: workers of this process, or of any number of machines. */
export interface Hands {
  /** Tasks that can be under way at once. */
  readonly width: number;
  /** Does a task. What goes wrong with it is in the answer; throws only if nothing can be done any more. */
  readonly run: (task: Task) => Promise<Answer>;
  /** Ends all that is under way; what is not done is lost. */
  readonly close: () => Promise<void>;
}

/** Seconds that a thread may take beyond its time before its worker is ended: the search itself stops in time. */
export const GRACE = 5;

/** A timer knows no longer time, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** How long a task may take, in milliseconds. Reading does not hang, but nobody may wait for ever. */
export function patienceFor(task: Task): number {
  const { timeout } = task.setting;
  const threads = task.kind === 'triage' ? task.threads.length : 1;
  return Math.min((timeout + GRACE) * 1000 * threads, LONGEST);
}

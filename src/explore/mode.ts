// What a task is doing in a state, as far as a scheduler sees it.

export const DONE = 0;
/** By a bug, a null pointer, a use after free or a double free. */
export const STOPPED = 1;
/** Comes in by an event. */
export const UNARRIVED = 2;
export const RUNNABLE = 3;
/** Waits for a condition and keeps the CPU. */
export const SPINNING = 4;
/** Sleeps until a condition is true. */
export const WAITING = 5;
/** Sleeps; the wake-up is an event. */
export const ASLEEP = 6;
/** Sleeps for a time; the wake-up is an event. */
export const TIMED = 7;
/** Added to one of the others: not to be preempted. */
export const PINNED = 8;

const KIND = 7;

export function kindOf(mode: number): number {
  return mode & KIND;
}

/** The next move of such a task is an event of the environment, not a step that a scheduler grants. */
export function isEvent(mode: number): boolean {
  const kind = mode & KIND;
  return kind === UNARRIVED || kind === ASLEEP || kind === TIMED;
}

/** The task wants its CPU. */
export function wantsCpu(mode: number): boolean {
  const kind = mode & KIND;
  return kind === RUNNABLE || kind === SPINNING;
}

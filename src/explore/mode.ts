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
/** A server that has nothing to do. */
export const IDLE = 8;
/** Kept off its CPU by an interrupt handler, whatever it would do; or a handler that may not begin. */
export const HELD = 9;
/** Added to one of the others: not to be preempted. */
export const PINNED = 16;
/** Added too: it would do wrong to sleep. */
export const ATOMIC = 32;

const KIND = 15;

export function kindOf(mode: number): number {
  return mode & KIND;
}

/** Nothing more is to come of the task by itself. */
export function isOver(mode: number): boolean {
  const kind = kindOf(mode);
  return kind === DONE || kind === IDLE;
}

/** The next move of such a task is an event of the environment, not a step that a scheduler grants. */
export function isEvent(mode: number): boolean {
  const kind = kindOf(mode);
  return kind === UNARRIVED || kind === ASLEEP || kind === TIMED;
}

/** The task wants its CPU. What a handler interrupts did: it goes on behind it. */
export function wantsCpu(mode: number): boolean {
  const kind = kindOf(mode);
  return kind === RUNNABLE || kind === SPINNING || kind === HELD;
}

// What a task is doing in a state, as far as a scheduler sees it.

import type { PcKind } from './pc.ts';

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

/** What is left of a mode without these. */
export const MODE_MASK = 15;

export type Mode = number;

/** What a task that stands at a program counter is doing, if it can move. */
export const MODES = {
  done: DONE,
  bug: STOPPED,
  null: STOPPED,
  bounds: STOPPED,
  'use-after-free': STOPPED,
  'double-free': STOPPED,
  arrival: UNARRIVED,
  sleep: ASLEEP,
  timed: TIMED,
  step: RUNNABLE,
  choose: RUNNABLE,
  resched: RUNNABLE,
  wait: RUNNABLE,
  spin: RUNNABLE,
  idle: RUNNABLE,
} as const satisfies Record<PcKind, Mode>;

/** Where a task sleeps, waits for somebody, offers its CPU or has ended: nothing to do while it may not be preempted. */
export const MAY_SLEEP: ReadonlySet<PcKind> = new Set<PcKind>(['sleep', 'timed', 'wait', 'resched', 'idle', 'done']);

// What a task is doing in a state, as far as a scheduler sees it.

import { ASLEEP, DONE, HELD, IDLE, MODE_MASK, RUNNABLE, SPINNING, TIMED, UNARRIVED } from '../machine/mode.ts';

export * from '../machine/mode.ts';

export function kindOf(mode: number): number {
  return mode & MODE_MASK;
}

/** The task has a next move that it can make. */
export function canMove(mode: number): boolean {
  return isEvent(mode) || kindOf(mode) === RUNNABLE;
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

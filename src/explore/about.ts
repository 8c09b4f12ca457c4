// What can be said of a state in a few bits, so that a question to many states is one look at each.

import { CUT } from '../machine/space.ts';
import { ATOMIC, isOver, kindOf, STOPPED } from './mode.ts';

/** Some task was stopped. */
export const SOME_STOPPED = 1;
/** Nothing more is to come of any task by itself. */
export const ALL_OVER = 2;
/** Some task would do wrong to sleep. */
export const SOME_ATOMIC = 4;
/** A bound kept some moves from being made. */
export const IS_CUT = 8;
/** A bound kept the state from being expanded: of its tasks nothing is known. */
export const IS_LEFT = 16;

/** The bits of a state whose record begins at a place (space.ts). */
export function aboutState(numbers: Int32Array, place: number, tasks: number): number {
  if (place === 0) return IS_CUT | IS_LEFT;
  let about = ALL_OVER;
  if ((numbers[place]! & CUT) !== 0) about |= IS_CUT;
  for (let at = place + 1; at <= place + tasks; at++) {
    const mode = numbers[at]!;
    if (!isOver(mode)) about &= ~ALL_OVER;
    if (kindOf(mode) === STOPPED) about |= SOME_STOPPED;
    if ((mode & ATOMIC) !== 0) about |= SOME_ATOMIC;
  }
  return about;
}

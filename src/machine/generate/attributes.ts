// What a program counter means to the search, in one number.

import {
  IDLE,
  MAY_SLEEP,
  DONE as MODE_DONE,
  STOPPED as MODE_STOPPED,
  MODES,
  type Mode,
  SPINNING,
  WAITING,
} from '../mode.ts';
import type { Pc, PcKind } from '../pc.ts';

/** The lowest four bits are the mode of a task that can move; the next four, of one that cannot. */
export const ATTRIBUTE = {
  blocked: 4,
  /** No handler that stands there is active. */
  rests: 1 << 8,
  over: 1 << 9,
  /** Who stands there never goes alone (solo.ts). */
  shares: 1 << 10,
  /** What the step does depends on the number of its task (numbered.ts). */
  numbered: 1 << 11,
  /** The step may have to wait. */
  waits: 1 << 12,
  /** Who stands there sleeps, waits or offers its CPU: it may not be atomic. */
  sleeps: 1 << 13,
  /** From here on: number of the switch of a choice from 1, or 0. */
  choice: 16,
} as const;

export function attributesOf({ kind, switch: number }: Pc): number {
  const mode: Mode = MODES[kind];
  const over = mode === MODE_DONE || mode === MODE_STOPPED;
  const rests = over || kind === 'idle' || kind === 'arrival';
  return (
    mode |
    (blocked(kind) << ATTRIBUTE.blocked) |
    (rests ? ATTRIBUTE.rests : 0) |
    (over ? ATTRIBUTE.over : 0) |
    (MAY_SLEEP.has(kind) ? ATTRIBUTE.sleeps : 0) |
    ((number + 1) << ATTRIBUTE.choice)
  );
}

function blocked(kind: PcKind): Mode {
  return kind === 'wait' ? WAITING : kind === 'idle' ? IDLE : SPINNING;
}

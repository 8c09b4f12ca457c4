// How many states and moves there are, and whether a task is stopped or stuck in one: a search that keeps no moves.

import type { Machine } from '../machine/machine.ts';
import type { Space } from '../machine/space.ts';

export interface Count {
  readonly states: number;
  readonly transitions: number;
  /** Of them, those for which a step ran; the others were known from equal parts of other states. */
  readonly made: number;
  /** Different contents of the shared cells, and of frames. */
  readonly shared: number;
  readonly frames: number;
  /** States in which a task was stopped; in which nobody moves although somebody is neither over nor stopped. */
  readonly stopped: number;
  readonly stuck: number;
  readonly bytes: number;
  /** Why something was left out. */
  readonly bound: string | undefined;
}

/** Searches all that a scenario can reach under one setting of its switches. */
export function count(machine: Machine, switches: number, maxStates: number): Count {
  const space = machine.space(switches, { isRecording: false, maxStates, maxBytes: Number.POSITIVE_INFINITY });
  return counted(space, space.run(0, maxStates));
}

/** What a search has found, up to a state. */
export function counted(space: Space, end: number): Count {
  const bound = space.takeBound() ?? (end < space.count ? 'no more room for states' : undefined);
  const { count: states, transitions, made, parts, ends, bytes } = space;
  return { states, transitions, made, ...parts, ...ends, bytes, bound };
}

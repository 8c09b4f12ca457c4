// The states that are left when tasks go alone where they may (machine/generate/solo.ts): what can end, stop or be stuck
// is all there.
//
// Where a task may go alone rests on what every step was seen to access. So a search that has seen something new is made again
// with what it has seen, until there is nothing new: in what is left out, nobody does anything else than what was seen. The
// first two only look, and are short.

import type { Machine } from '../machine/machine.ts';
import { instruct, knowledgeOf } from '../machine/reduction/tables.ts';
import type { Space } from '../machine/space.ts';
import { type Count, counted } from './count.ts';

/** States of the searches that only look. */
const LOOK = 20_000;

export interface ReducedSearch {
  readonly space: Space;
  /** Searches that were made. */
  readonly passes: number;
  readonly end: number;
}

/** Searches until nothing new is seen; the machine is one for reduced searches. */
export function searchReduced(machine: Machine, switches: number, maxStates: number, look = LOOK): ReducedSearch {
  let knowledge: Uint8Array | undefined;
  for (let passes = 1; ; passes++) {
    const space = machine.space(switches, { isRecording: false, maxStates, maxBytes: Number.POSITIVE_INFINITY });
    const isReducing = knowledge !== undefined && instruct(space.solo!, knowledge, machine.reduction!);
    space.take('grew');
    const end = space.run(0, isReducing ? maxStates : Math.min(look, maxStates));
    const isAll = end >= space.count;
    if (isReducing ? space.take('grew') === 0 : isAll) return { space, passes, end };
    knowledge = knowledgeOf(space.solo!);
  }
}

/** How many states and moves are left. */
export function countReduced(machine: Machine, switches: number, maxStates: number): Count {
  const { space, end } = searchReduced(machine, switches, maxStates);
  return counted(space, end);
}

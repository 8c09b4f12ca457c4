// The states that are left when tasks go alone where they may (machine/generate/solo.ts): what can end, stop or be stuck
// is all there, and a condition that fails somewhere fails in one of them.
//
// Where a task may go alone rests on what every step was seen to access. So a search that has seen something new is made again
// with what it has seen, as soon as that is noticed, until there is nothing new: in what is left out, nobody does anything else
// than what was seen. The first two only look, and are short.

import { atOnce, type Work } from '../base/work.ts';
import type { Machine } from '../machine/machine.ts';
import { instruct, knowledgeOf } from '../machine/reduction/tables.ts';
import type { Space } from '../machine/space.ts';
import { type Count, counted } from './count.ts';

export interface ReducedOptions {
  readonly maxStates: number;
  readonly maxBytes?: number;
  /** Conditions that are asked in every state. */
  readonly invariants?: readonly string[];
  /** States of the searches that only look. */
  readonly look?: number;
}

export interface ReducedSearch {
  readonly machine: Machine;
  readonly space: Space;
  /** Searches that were made. */
  readonly passes: number;
  /** The first state that was not expanded, if there is one. */
  readonly end: number;
  /** Why some moves were not made. */
  readonly bound: string | undefined;
  /** By invariant: contents of the shared cells in which it is false. */
  readonly failing: ReadonlyMap<string, ReadonlySet<number>>;
}

/** A search that is no longer than those that only look is made again for situations that were not known, so often at most. */
const MOST_PASSES = 12;

/** States that are expanded between two looks at whether there is something new, at most. */
const STRIDE = 1 << 13;

/** Searches until nothing new is seen; the machine is one for reduced searches. */
export function* searchingReduced(
  machine: Machine,
  switches: number,
  { maxStates, maxBytes = Number.POSITIVE_INFINITY, invariants = [], look = 10_000 }: ReducedOptions,
): Work<ReducedSearch> {
  let knowledge: Uint8Array | undefined;
  let visible = machine.visible;
  for (let passes = 1; ; passes++) {
    const space = machine.space(switches, { isRecording: false, isTracing: true, maxStates, maxBytes });
    const isReducing = knowledge !== undefined && instruct(space.solo!, knowledge, visible, machine.reduction!);
    space.take('grew');
    const learn = (): void => {
      instruct(space.solo!, knowledgeOf(space.solo!), visible, machine.reduction!);
      space.forgetMoves();
    };
    /** Whether all is to be made again. In situations that were not known, nobody has gone alone. */
    const isStale = (done: number): boolean => {
      if (!isReducing) return false;
      if (space.take('grew') > 0) return true;
      if (space.take('missed') === 0) return false;
      if (done <= look && passes < MOST_PASSES) return true;
      learn();
      return false;
    };
    const end = yield* run(space, isReducing ? maxStates : Math.min(look, maxStates), look >> 5, isStale);
    if (end !== undefined) {
      const failing = yield* failingIn(machine, space, invariants);
      const isWhole = !isReducing && end >= space.count;
      // What is too large for a reduced search too is not looked at again.
      const isSettled = isReducing && (end < space.count || machine.visible.every((how, i) => how === visible[i]));
      if (isWhole || isSettled) return { machine, space, passes, end, bound: space.takeBound(), failing };
    }
    visible = machine.visible;
    knowledge = knowledgeOf(space.solo!);
  }
}

/** Expands so many states: the first that is not; nothing if that is for nothing. Strides begin short. */
function* run(space: Space, most: number, first: number, isStale: (done: number) => boolean): Work<number | undefined> {
  let next = 0;
  for (let stride = Math.max(1, first); next < most; stride = Math.min(2 * stride, STRIDE)) {
    const last = Math.min(next + stride, most);
    const end = space.run(next, last - next);
    yield { states: space.count, waiting: space.count - end };
    if (isStale(end)) return undefined;
    next = end;
    if (end < last) break;
  }
  return Math.min(next, space.count);
}

function* failingIn(machine: Machine, space: Space, invariants: readonly string[]): Work<Map<string, Set<number>>> {
  const failing = new Map(invariants.map((name) => [name, new Set<number>()]));
  const cells = new Int32Array(machine.size);
  for (let part = 0; part < space.parts.shared; part++) {
    if ((part & 0xff) === 0xff) yield;
    space.readShared(part, cells);
    for (const [name, parts] of failing) if (!machine.condition(name, cells)) parts.add(part);
  }
  return failing;
}

/** How many states and moves are left. */
export function countReduced(machine: Machine, switches: number, maxStates: number): Count {
  const { space, end, bound } = atOnce(searchingReduced(machine, switches, { maxStates }));
  return { ...counted(space, end), ...(bound !== undefined && { bound }) };
}

// The instructions of one step: from its point to the next ones, and where ways in it meet.

import { defined, successors } from '../liveness.ts';
import type { Frame } from '../slots.ts';

export interface Region {
  /** Instructions that more than one way leads to, in an order in which only loops lead back. */
  readonly joins: readonly number[];
  /** Place of each in it, from 1; 0 is the start of the step. */
  readonly order: ReadonlyMap<number, number>;
  readonly loops: boolean;
  /** Registers that are written. */
  readonly assigned: ReadonlySet<number>;
  /** Subroutines are called. */
  readonly calls: boolean;
  /** A call of the scenario may return. */
  readonly progresses: boolean;
}

const OPEN = 1;
const DONE = 2;

/** What a step at a point may run; -1 for a whole pure routine. */
export function regionOf({ routine: { instrs } }: Frame, start: number): Region {
  const ways = new Map<number, number>();
  const mark = new Map<number, number>();
  const finished: number[] = [];
  const assigned = new Set<number>();
  let loops = false;
  let progresses = false;
  let calls = false;

  const enter = (i: number): readonly number[] => {
    const instr = instrs[i]!;
    mark.set(i, OPEN);
    for (const r of defined(instr)) assigned.add(r.id);
    progresses ||= instr.op === 'progress';
    calls ||= instr.op === 'call';
    return instr.op === 'point' && instr.kind !== 'choose' ? [] : successors(instrs, i);
  };
  ways.set(start + 1, 1);
  const path = [{ at: start + 1, next: enter(start + 1), taken: 0 }];
  while (path.length > 0) {
    const top = path.at(-1)!;
    const to = top.next[top.taken++];
    if (to === undefined) {
      mark.set(top.at, DONE);
      finished.push(top.at);
      path.pop();
      continue;
    }
    ways.set(to, (ways.get(to) ?? 0) + 1);
    const known = mark.get(to);
    if (known === OPEN) loops = true;
    if (known === undefined) path.push({ at: to, next: enter(to), taken: 0 });
  }
  finished.reverse();
  // A jump is no place of its own: who comes to it goes on to where it leads.
  const joins = finished.filter((i) => ways.get(i)! > 1 && instrs[i]!.op !== 'jump');
  const order = new Map(joins.map((i, n) => [i, n + 1]));
  return { joins, order, loops, calls, progresses, assigned };
}

// The instructions of one step: from its point to the next ones, and where ways in it meet.

import type { Instr } from '../instr.ts';
import { defined } from '../liveness.ts';
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

/** Of the routine that was asked about last: by instruction, how many ways lead to it, and whether it was walked. */
let marks = { instrs: undefined as readonly Instr[] | undefined, ways: new Uint32Array(0), walked: new Uint8Array(0) };

/** What a step at a point may run; -1 for a whole pure routine. */
export function regionOf({ routine: { instrs } }: Frame, start: number): Region {
  if (marks.instrs !== instrs)
    marks = { instrs, ways: new Uint32Array(instrs.length), walked: new Uint8Array(instrs.length) };
  const { ways, walked } = marks;
  const finished: number[] = [];
  const assigned = new Set<number>();
  let loops = false;
  let progresses = false;
  let calls = false;

  // The way that is being walked: instructions, and of each how many ways out of it were taken.
  const path: number[] = [];
  const taken: number[] = [];
  const enter = (i: number): void => {
    const instr = instrs[i]!;
    walked[i] = OPEN;
    path.push(i);
    taken.push(0);
    for (const r of defined(instr)) assigned.add(r.id);
    if (instr.op === 'progress') progresses = true;
    if (instr.op === 'call') calls = true;
  };
  ways[start + 1] = 1;
  enter(start + 1);
  while (path.length > 0) {
    const top = path.length - 1;
    const to = nextOf(instrs, path[top]!, taken[top]!++);
    if (to < 0) {
      const done = path.pop()!;
      taken.pop();
      walked[done] = DONE;
      finished.push(done);
      continue;
    }
    ways[to]!++;
    if (walked[to] === OPEN) loops = true;
    else if (walked[to] !== DONE) enter(to);
  }
  finished.reverse();
  // A jump is no place of its own: who comes to it goes on to where it leads.
  const joins = finished.filter((i) => ways[i]! > 1 && instrs[i]!.op !== 'jump');
  for (const i of finished) {
    ways[i] = 0;
    walked[i] = 0;
  }
  const order = new Map(joins.map((i, n) => [i, n + 1]));
  return { joins, order, loops, calls, progresses, assigned };
}

/** One of the instructions that can run next within the step; -1 behind the last. */
function nextOf(instrs: readonly Instr[], i: number, which: number): number {
  const instr = instrs[i]!;
  switch (instr.op) {
    case 'jump':
      return which === 0 ? instr.to.at : -1;
    case 'unless':
      return which === 0 ? i + 1 : which === 1 ? instr.to.at : -1;
    case 'point':
      return which === 0 && instr.kind === 'choose' ? i + 1 : -1;
    case 'stop':
    case 'beyond':
    case 'end':
      return -1;
    default:
      return which === 0 ? i + 1 : -1;
  }
}

// All states that a scenario can reach under one setting of its switches, breadth first, every interleaving. Schedules
// are filters on this graph (schedule.ts), properties are questions to it (judge.ts).

import { BOUND, NOT_ENABLED, PROGRESS, YIELDS } from '../machine/generate/codes.ts';
import type { Machine, PcKind } from '../machine/machine.ts';
import { ASLEEP, DONE, PINNED, RUNNABLE, SPINNING, STOPPED, TIMED, UNARRIVED, WAITING } from './mode.ts';
import { StateTable } from './state-table.ts';

export interface Edge {
  readonly to: number;
  readonly task: number;
  readonly choice: number;
  readonly yields: boolean;
  readonly progress: boolean;
}

export interface Graph {
  readonly machine: Machine;
  readonly switches: number;
  readonly table: StateTable;
  readonly states: number;
  readonly transitions: number;
  /** Mode of each task in a state; empty for one that a bound kept from being expanded. */
  modes(state: number): Uint8Array;
  edges(state: number): readonly Edge[];
  /** A bound kept some of the state's moves from being made. */
  isCut(state: number): boolean;
  /** Set if something was left out; the answer "holds" can then not be given. */
  readonly bound: string | undefined;
  /** A task went to a timed sleep somewhere. */
  readonly timed: boolean;
  /** Some object was allocated; some was freed. */
  readonly allocated: boolean;
  readonly freed: boolean;
}

export interface Bounds {
  readonly maxStates: number;
  /** Milliseconds since the start of the process at which to stop. */
  readonly deadline: number;
}

const POOL_FULL = 'a pool of objects is full';

/** Explores from the initial state until nothing is new or a bound is hit. */
export function explore(machine: Machine, switches: number, bounds: Bounds): Graph {
  machine.setSwitches(switches);
  const tasks = machine.tasks.length;
  const table = new StateTable(machine.size);
  const modes = new Bytes();
  const firstEdge = new Numbers();
  const edgeTo = new Numbers();
  const edgeInfo = new Numbers();
  const scratch = new Int32Array(machine.size);
  const now = new Int32Array(machine.size);
  let bound: string | undefined;
  const cut = new Set<number>();
  let timed = false;
  machine.witnessed.allocated = 0;
  machine.witnessed.freed = 0;

  table.add(machine.initial());
  for (let state = 0; state < table.count; state++) {
    if (table.count > bounds.maxStates) bound = `more than ${bounds.maxStates} states`;
    else if ((state & 0xff) === 0 && performance.now() > bounds.deadline) bound = 'the time is up';
    if (bound && bound !== POOL_FULL) break;
    firstEdge.push(edgeTo.length);
    table.read(state, now);
    for (let task = 0; task < tasks; task++) {
      const kind = machine.pcs[now[machine.frames[task]!]!]!.kind;
      let mode: number = MODES[kind];
      if (mode === TIMED) timed = true;
      if (mode !== DONE && mode !== STOPPED) {
        const outcomes = machine.outcomes(now, task);
        for (let choice = 0; choice < outcomes; choice++) {
          scratch.set(now);
          const code = machine.move(scratch, task, choice);
          if (code === NOT_ENABLED) {
            mode = kind === 'wait' ? WAITING : SPINNING;
          } else if (code === BOUND) {
            bound = POOL_FULL;
            cut.add(state);
          } else {
            edgeTo.push(table.add(scratch));
            edgeInfo.push(task | (choice << 8) | (code << 16));
          }
        }
      }
      modes.push(mode | (machine.preemptCount(now, task) > 0 ? PINNED : 0));
    }
  }
  firstEdge.push(edgeTo.length);

  const lists: Edge[][] = [];
  return {
    machine,
    switches,
    table,
    states: table.count,
    transitions: edgeTo.length,
    bound,
    timed,
    allocated: machine.witnessed.allocated > 0,
    freed: machine.witnessed.freed > 0,
    isCut: (state) => state >= firstEdge.length - 1 || cut.has(state),
    modes: (state) => modes.slice(state * tasks, (state + 1) * tasks),
    edges: (state) => {
      const known = lists[state];
      if (known) return known;
      const list: Edge[] = [];
      lists[state] = list;
      for (let e = firstEdge.at(state); e < firstEdge.at(state + 1); e++) {
        const info = edgeInfo.at(e);
        list.push({
          to: edgeTo.at(e),
          task: info & 0xff,
          choice: (info >> 8) & 0xff,
          yields: ((info >> 16) & YIELDS) !== 0,
          progress: ((info >> 16) & PROGRESS) !== 0,
        });
      }
      return list;
    },
  };
}

const MODES = {
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
} as const satisfies Record<PcKind, number>;

/** A growing row of 32-bit numbers. */
class Numbers {
  #data = new Int32Array(1024);
  length = 0;

  push(n: number): void {
    if (this.length === this.#data.length) {
      const grown = new Int32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.length++] = n;
  }

  /** The number at an index; behind the end, the length (a state that was not expanded has no edges). */
  at(i: number): number {
    return i < this.length ? this.#data[i]! : this.#data[this.length - 1]!;
  }
}

class Bytes {
  #data = new Uint8Array(1024);
  length = 0;

  push(n: number): void {
    if (this.length === this.#data.length) {
      const grown = new Uint8Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.length++] = n;
  }

  slice(from: number, to: number): Uint8Array {
    return this.#data.subarray(Math.min(from, this.length), Math.min(to, this.length));
  }
}

// The states that a scenario can reach under one setting of its switches, every interleaving. A state is expanded when
// it is first asked for: the graph is there as far as the schedules come that are filters on it (schedule.ts).
// Properties are questions to it (judge.ts).

import { BOUND, NOT_ENABLED, PROGRESS, YIELDS } from '../machine/generate/codes.ts';
import type { Machine, PcKind } from '../machine/machine.ts';
import {
  ASLEEP,
  ATOMIC,
  DONE,
  HELD,
  IDLE,
  PINNED,
  RUNNABLE,
  SPINNING,
  STOPPED,
  TIMED,
  UNARRIVED,
  WAITING,
} from './mode.ts';
import { Numbers } from './numbers.ts';
import { StateTable } from './state-table.ts';

export interface Edge {
  readonly to: number;
  readonly task: number;
  readonly choice: number;
  /** The task offered its CPU. */
  readonly yields: boolean;
  /** A call of the scenario returned. */
  readonly progress: boolean;
  readonly allocates: boolean;
  readonly frees: boolean;
}

export interface Graph {
  readonly machine: Machine;
  readonly switches: number;
  readonly table: StateTable;
  /** Mode of each task in a state; empty for one that a bound kept from being expanded. */
  modes(state: number): Uint8Array;
  edges(state: number): readonly Edge[];
  /** A bound kept some of the state's moves from being made. */
  isCut(state: number): boolean;
  /** Set if something that was asked for was left out; the answer "holds" can then not be given. */
  readonly bound: string | undefined;
  /** A task may go to a timed sleep. */
  readonly timed: boolean;
  /** The setup allocated something. */
  readonly allocated: boolean;
  /** States that were expanded. */
  readonly expanded: number;
  /** Expands states in the order in which they were found, for so many milliseconds; whether none is left. */
  expandFor(milliseconds: number): boolean;
  /** Expands no more state, and says why. */
  giveUp(why: string): void;
}

export interface Bounds {
  readonly maxStates: number;
  /** Milliseconds since the start of the process at which to stop. */
  readonly deadline: number;
}

const ALLOCATES = 64;
const FREES = 128;
const UNKNOWN = -1;
const CUT = -2;

/** The graph from the initial state, of which nothing is expanded yet. */
export function explore(machine: Machine, switches: number, bounds: Bounds): Graph {
  const { witnessed } = machine;
  const tasks = machine.tasks.length;
  const table = new StateTable(machine.kept);
  /** Of each state, where its edges and modes begin. */
  const places = new Numbers();
  const info = new Numbers();
  const lists: (readonly Edge[] | undefined)[] = [];
  const rows: (Uint8Array | undefined)[] = [];
  const cut = new Set<number>();
  const scratch = new Int32Array(machine.size);
  const now = new Int32Array(machine.size);
  let bound: string | undefined;
  let givenUp: string | undefined;
  let expanded = 0;
  let next = 0;

  machine.setSwitches(switches);
  witnessed.allocated = 0;
  table.add(machine.initial());
  const allocated = witnessed.allocated > 0;

  const stop = (state: number, why: string): number => {
    bound = why;
    cut.add(state);
    places.set(state, CUT);
    return CUT;
  };

  /** Makes all moves of a state; where its record begins, or CUT. */
  const expand = (state: number): number => {
    const known = places.get(state, UNKNOWN);
    if (known !== UNKNOWN) return known;
    if (givenUp !== undefined) return stop(state, givenUp);
    if (table.count > bounds.maxStates)
      return stop(state, `more than ${bounds.maxStates.toLocaleString('en-US')} states`);
    if ((expanded & 0xff) === 0 && performance.now() > bounds.deadline) return stop(state, 'the time is up');
    expanded++;
    machine.setSwitches(switches);
    table.read(state, now);
    const place = info.length;
    places.set(state, place);
    // Record: number of edges, mode of each task, then two numbers an edge.
    info.push(0);
    for (let task = 0; task < tasks; task++) info.push(0);
    let edges = 0;
    for (let task = 0; task < tasks; task++) {
      const kind = machine.pcs[now[machine.frames[task]!]!]!.kind;
      let mode: number = MODES[kind];
      if (mode !== DONE && mode !== STOPPED && machine.isHeld(now, task)) mode = HELD;
      else if (mode !== DONE && mode !== STOPPED) {
        const outcomes = machine.outcomes(now, task);
        for (let choice = 0; choice < outcomes; choice++) {
          scratch.set(now);
          witnessed.allocated = witnessed.freed = 0;
          const code = machine.move(scratch, task, choice);
          if (code === NOT_ENABLED) {
            mode = kind === 'wait' ? WAITING : kind === 'idle' ? IDLE : SPINNING;
          } else if (code === BOUND) {
            bound ??= witnessed.bound;
            cut.add(state);
          } else {
            const flags = (witnessed.allocated ? ALLOCATES : 0) | (witnessed.freed ? FREES : 0);
            info.push(table.add(scratch));
            info.push(task | (choice << 8) | ((code | flags) << 16));
            edges++;
          }
        }
      }
      const held = machine.isPinned(now, task) ? PINNED : 0;
      info.set(place + 1 + task, mode | held | (machine.isAtomic(now, task) ? ATOMIC : 0));
    }
    info.set(place, edges);
    return place;
  };

  return {
    machine,
    switches,
    table,
    allocated,
    timed: machine.pcs.some((pc) => pc.kind === 'timed'),
    get bound() {
      return bound;
    },
    get expanded() {
      return expanded;
    },
    expandFor: (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (next < table.count) {
        expand(next++);
        if ((next & 0xff) === 0 && performance.now() > end) return false;
      }
      return true;
    },
    giveUp: (why) => {
      givenUp = why;
    },
    isCut: (state) => {
      expand(state);
      return cut.has(state);
    },
    modes: (state) => {
      const place = expand(state);
      rows[state] ??= place === CUT ? EMPTY : info.bytes(place + 1, tasks);
      return rows[state];
    },
    edges: (state) => {
      const place = expand(state);
      lists[state] ??= place === CUT ? [] : decode(info, place, tasks);
      return lists[state];
    },
  };
}

const EMPTY = new Uint8Array(0);

function decode(info: Numbers, place: number, tasks: number): Edge[] {
  const list: Edge[] = [];
  const first = place + 1 + tasks;
  for (let e = 0; e < info.get(place); e++) {
    const word = info.get(first + 2 * e + 1);
    const code = word >>> 16;
    list.push({
      to: info.get(first + 2 * e),
      task: word & 0xff,
      choice: (word >>> 8) & 0xff,
      yields: (code & YIELDS) !== 0,
      progress: (code & PROGRESS) !== 0,
      allocates: (code & ALLOCATES) !== 0,
      frees: (code & FREES) !== 0,
    });
  }
  return list;
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
  idle: RUNNABLE,
} as const satisfies Record<PcKind, number>;

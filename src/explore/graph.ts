// The states that a scenario can reach under one setting of its switches, every interleaving. A state is expanded when
// it is first asked for: the graph is there as far as the schedules come that are filters on it (schedule.ts).
// Properties are questions to it (judge.ts).

import type { Machine } from '../machine/machine.ts';
import { CUT, type Space } from '../machine/space.ts';
import { Numbers } from './numbers.ts';
import { choiceOf, DOES, taskOf } from './word.ts';

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
  /** A statement whose execution is recorded began. */
  readonly covers: boolean;
}

export interface Graph {
  readonly machine: Machine;
  readonly switches: number;
  readonly table: Pick<Space, 'count' | 'read' | 'shared' | 'frame' | 'pc'>;
  /** Where the record of a state begins in `numbers` (space.ts); 0 for one that a bound kept from being expanded. */
  place(state: number): number;
  /** Others once a state more was expanded. */
  readonly numbers: Int32Array;
  /** Mode of each task in a state; empty for one that a bound kept from being expanded. */
  modes(state: number): Uint8Array;
  edges(state: number): readonly Edge[];
  /** Value of a condition of the machine's. */
  condition(name: string, state: number): boolean;
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
  /** By number of a covered statement: the tasks that ran it, a bit each, in any move so far. */
  readonly covered: Int32Array;
  /** Bytes that the states and moves take. */
  readonly bytes: number;
  /** Expands states in the order in which they were found, for so many milliseconds; whether none is left. */
  expandFor(milliseconds: number): boolean;
  /** Expands no more state, and says why. */
  giveUp(why: string): void;
}

export interface Bounds {
  readonly maxStates: number;
  /** Bytes of states and moves; as many as can be addressed if it is left open. */
  readonly maxBytes?: number;
  /** Milliseconds since the start of the process at which to stop. */
  readonly deadline: number;
}

/** States that are expanded between two looks at the clock. */
const BATCH = 512;

/** The graph from the initial state, of which nothing is expanded yet. */
export function explore(machine: Machine, switches: number, bounds: Bounds): Graph {
  const tasks = machine.tasks.length;
  const { maxStates, maxBytes = Infinity, deadline } = bounds;
  const space = machine.space(switches, { isRecording: true, maxStates, maxBytes });
  const rows: (Uint8Array | undefined)[] = [];
  const left = new Set<number>();
  const conditions = new Map<string, Numbers>();
  const cells = new Int32Array(machine.size);
  let bound: string | undefined;
  let givenUp: string | undefined;
  let asked = 0;
  let next = 0;

  const isLate = (): boolean => performance.now() > deadline;
  const noRoom = (): string =>
    space.count > maxStates ? `more than ${maxStates.toLocaleString('en-US')} states` : 'no more memory for states';

  const leave = (state: number, why: string): number => {
    bound = why;
    left.add(state);
    return 0;
  };

  /** Makes all moves of a state; where its record begins, or 0 where it was left. */
  const expand = (state: number): number => {
    const known = space.place(state);
    if (known !== 0) return known;
    if (left.has(state)) return 0;
    if (givenUp !== undefined) return leave(state, givenUp);
    if ((asked++ & 0xff) === 0 && isLate()) return leave(state, 'the time is up');
    if (!space.expand(state)) return leave(state, noRoom());
    const place = space.place(state);
    if ((space.numbers[place]! & CUT) !== 0) bound ??= space.takeBound();
    return place;
  };

  return {
    machine,
    switches,
    table: space,
    place: expand,
    get numbers() {
      return space.numbers;
    },
    allocated: machine.allocates,
    timed: machine.pcs.some((pc) => pc.kind === 'timed'),
    get bound() {
      return bound;
    },
    get expanded() {
      return space.expanded;
    },
    get covered() {
      return space.covered;
    },
    get bytes() {
      return space.bytes;
    },
    expandFor: (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (next < space.count) {
        const last = next + BATCH;
        if (givenUp === undefined && !isLate()) {
          next = space.run(next, BATCH);
          bound ??= space.takeBound();
        }
        // Where it did not go on, each that is left has its reason.
        for (; next < Math.min(last, space.count); next++) expand(next);
        if (performance.now() > end) return next >= space.count;
      }
      return true;
    },
    giveUp: (why) => {
      givenUp = why;
    },
    condition: (name, state) => {
      // It sees no more of a state than the shared cells.
      const known = conditions.get(name) ?? new Numbers();
      conditions.set(name, known);
      const part = space.shared(state);
      if (known.get(part) < 0) {
        space.read(state, cells);
        known.set(part, machine.condition(name, cells) ? 1 : 0);
      }
      return known.get(part) === 1;
    },
    isCut: (state) => {
      const place = expand(state);
      return place === 0 || (space.numbers[place]! & CUT) !== 0;
    },
    modes: (state) => {
      const place = expand(state);
      rows[state] ??= place === 0 ? EMPTY : Uint8Array.from(space.numbers.subarray(place + 1, place + 1 + tasks));
      return rows[state];
    },
    edges: (state) => {
      const place = expand(state);
      return place === 0 ? [] : edgesAt(space.numbers, place + 1 + tasks, endOf(space.numbers, place, tasks));
    },
  };
}

const EMPTY = new Uint8Array(0);

/** Behind the last move of the state whose record begins at a place. */
export function endOf(numbers: Int32Array, place: number, tasks: number): number {
  return place + 1 + tasks + 2 * (numbers[place]! & ~CUT);
}

/** Moves that stand from one place up to another, two numbers each (word.ts). */
export function edgesAt(numbers: Int32Array, from: number, end: number): Edge[] {
  const list: Edge[] = [];
  for (let at = from; at < end; at += 2) {
    const word = numbers[at + 1]!;
    list.push({
      to: numbers[at]!,
      task: taskOf(word),
      choice: choiceOf(word),
      yields: (word & DOES.yields) !== 0,
      progress: (word & DOES.progress) !== 0,
      allocates: (word & DOES.allocates) !== 0,
      frees: (word & DOES.frees) !== 0,
      covers: (word & DOES.covers) !== 0,
    });
  }
  return list;
}

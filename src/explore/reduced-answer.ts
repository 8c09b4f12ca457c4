// What a reduced search says of a property: the same as the whole graph would, where the property is on states alone and
// every interleaving is allowed. Of the others it says nothing.

import type { Work } from '../base/work.ts';
import { OK, STOPPED } from '../machine/generate/codes.ts';
import type { Machine, PcKind } from '../machine/machine.ts';
import { IRQS_OFF, NOSLEEP, PREEMPT } from '../machine/slots.ts';
import type { Lasso, Move } from '../machine/trace.ts';
import type { BuiltIn } from '../model/built-in.ts';
import { levelOf } from '../model/context.ts';
import type { Property } from '../model/model.ts';
import { canMove, isOver, MAY_SLEEP } from './mode.ts';
import type { ReducedSearch } from './reduced.ts';

export interface ReducedAnswer {
  readonly answer: 'violated' | 'holds';
  readonly states: number;
  readonly transitions: number;
  readonly vacuous: boolean;
  /** The run to a state in which the property is violated: one of the shortest among those that are left. */
  readonly run: Lasso | undefined;
}

/** States that a task comes to alone and that are looked at, at most. */
const MOST_ALONE = 100_000;

/** Stops that violate a property. */
const STOPS: { readonly [of in BuiltIn]?: readonly PcKind[] } = {
  'no-bug-on': ['bug', 'null', 'bounds'],
  'no-use-after-free': ['use-after-free'],
  'no-double-free': ['double-free'],
};

/** Whether a reduced search can answer a property at all. */
export function isReducible(property: Property | BuiltIn): boolean {
  if (typeof property !== 'string') return property.kind !== 'progress';
  return true;
}

/** Looks through the states that are left. */
export function* reducedAnswer(search: ReducedSearch, property: Property | BuiltIn): Work<ReducedAnswer> {
  const { space } = search;
  const isBad = badIn(search, property);
  let bad = -1;
  let isMet = false;
  const premise = premiseIn(search, property);
  for (let n = 0; n < space.count && bad < 0; n++) {
    if ((n & 0xfff) === 0xfff) yield;
    if (isBad(n)) bad = n;
    isMet ||= premise(n);
  }
  const common = { states: space.count, transitions: space.transitions };
  if (bad < 0) return { ...common, answer: 'holds', vacuous: !isMet, run: undefined };
  return { ...common, answer: 'violated', vacuous: false, run: { prefix: runTo(search, bad), cycle: [] } };
}

type Test = (state: number) => boolean;

function badIn(search: ReducedSearch, property: Property | BuiltIn): Test {
  const { machine, space, failing } = search;
  if (typeof property !== 'string') {
    const { name, kind, condition } = property;
    const parts = failing.get(condition!);
    if (kind === 'invariant' && !parts) throw new Error(`${name} was not asked`);
    const isEnd = overIn(search);
    const fails = failsIn(search, condition!);
    return kind === 'invariant' ? (n) => parts!.has(space.shared(n)) : (n) => isEnd(n) && fails(n);
  }
  const kinds = STOPS[property];
  if (kinds) {
    const stops = machine.pcs.map(({ kind }) => kinds.includes(kind));
    return (n) => machine.tasks.some((_, t) => stops[space.pc(n, t)]);
  }
  if (property === 'no-leak') {
    const isEnd = overIn(search);
    const cells = new Int32Array(machine.size);
    return (n) => {
      if (!isEnd(n)) return false;
      space.read(n, cells);
      return machine.leaked(cells);
    };
  }
  return property === 'no-sleep-in-atomic' ? sleepsIn(search) : stuckIn(search);
}

/** Somebody sleeps, waits or offers its CPU and may not. */
function sleepsIn(search: ReducedSearch): Test {
  const { machine, space } = search;
  const sleeps = machine.pcs.map(({ kind }) => MAY_SLEEP.has(kind));
  const isAtomic = atomicIn(search);
  return (n) => machine.tasks.some((_, t) => sleeps[space.pc(n, t)] && isAtomic(n, t));
}

/** Whether a task would do wrong to sleep: preemption or interrupts are off, it is in an RCU section, or a handler that runs. */
function atomicIn({ machine, space }: ReducedSearch): (state: number, task: number) => boolean {
  const rests = machine.pcs.map(
    ({ kind }) => kind in STOPPED || kind === 'done' || kind === 'idle' || kind === 'arrival',
  );
  const handles = machine.tasks.map((task) => levelOf(task) > 0);
  return (n, t) => mayNotSleep(space.frameCells(space.frame(n, t))) || (handles[t]! && !rests[space.pc(n, t)]);
}

/** Whether preemption or interrupts are off, or the task is in an RCU section. */
export function mayNotSleep(frame: Int32Array): boolean {
  return frame[PREEMPT]! > 0 || frame[IRQS_OFF] !== 0 || frame[NOSLEEP]! > 0;
}

/** Nobody moves, and somebody is neither over nor stopped. */
function stuckIn({ machine, space }: ReducedSearch): Test {
  if (space.ends.stuck === 0) return () => false;
  const stopped = machine.pcs.map(({ kind }) => kind in STOPPED);
  const cells = new Int32Array(machine.size);
  return (n) => {
    if (machine.tasks.some((_, t) => stopped[space.pc(n, t)])) return false;
    space.read(n, cells);
    const modes = machine.modes(cells);
    return !modes.every(isOver) && !modes.some(canMove);
  };
}

/** Nothing more is to come of any task. */
function overIn({ machine, space }: ReducedSearch): Test {
  const mayBe = machine.pcs.map(({ kind }) => kind === 'done' || kind === 'idle');
  const cells = new Int32Array(machine.size);
  return (n) => {
    if (!machine.tasks.every((_, t) => mayBe[space.pc(n, t)])) return false;
    space.read(n, cells);
    return machine.modes(cells).every(isOver);
  };
}

function failsIn({ machine, space }: ReducedSearch, condition: string): Test {
  const cells = new Int32Array(machine.size);
  return (n) => {
    space.read(n, cells);
    return !machine.condition(condition, cells);
  };
}

/** Whether a state puts the property at stake. */
function premiseIn(search: ReducedSearch, property: Property | BuiltIn): Test {
  const { space, machine } = search;
  if (property === 'no-use-after-free' || property === 'no-double-free') {
    return () => space.did.free;
  }
  const isEnd = overIn(search);
  if (property === 'no-leak') {
    const allocates = machine.allocates || space.did.allocate;
    return (n) => allocates && isEnd(n);
  }
  if (property === 'no-sleep-in-atomic') {
    // What is passed without a state of its own has a frame all the same.
    let isSeen = false;
    for (let part = 0; part < space.parts.frames && !isSeen; part++) isSeen = mayNotSleep(space.frameCells(part));
    const isAtomic = atomicIn(search);
    return (n) => isSeen || machine.tasks.some((_, t) => isAtomic(n, t));
  }
  if (typeof property === 'string') return () => true;
  const { kind, premise } = property;
  const known = new Map<number, boolean>();
  const fails = premise === undefined ? () => false : failsIn(search, premise);
  const isMet: Test = (n) => {
    const part = space.shared(n);
    const met = known.get(part) ?? !fails(n);
    known.set(part, met);
    return met;
  };
  return kind === 'quiescent' ? (n) => isEnd(n) && isMet(n) : isMet;
}

/** The moves to a state: from each state to the next one task moves, and goes on alone until it is there. */
function runTo({ machine, space }: ReducedSearch, end: number): Move[] {
  const moves: Move[] = [];
  const [from, to] = [new Int32Array(machine.size), new Int32Array(machine.size)];
  for (let n = end; space.from(n) >= 0; n = space.from(n)) {
    space.read(space.from(n), from);
    space.read(n, to);
    moves.unshift(...movesBetween(machine, from, to));
  }
  return moves;
}

function movesBetween(machine: Machine, from: Int32Array, to: Int32Array): Move[] {
  const modes = machine.modes(from);
  const tasks = [...machine.tasks.keys()];
  const stays = tasks.map((t) => from[machine.frames[t]!] === to[machine.frames[t]!]);
  for (const task of tasks) {
    // Nobody else has left where he stood.
    if (!canMove(modes[task]!) || !stays.every((stay, t) => stay || t === task)) continue;
    const moves = movesOfOne(machine, task, from, to);
    if (moves) return moves;
  }
  throw new Error('two states of a reduced search of which none leads to the other');
}

/** The fewest moves that a task makes from some cells to others, if it makes such; both ways at each choice. */
function movesOfOne(machine: Machine, task: number, from: Int32Array, to: Int32Array): Move[] | undefined {
  const found = waysOn(machine, task, { cells: from, moves: [] });
  const known = new Set<string>();
  for (const way of found) {
    if (way.cells.every((value, i) => value === to[i])) return way.moves;
    const key = way.cells.join();
    if (known.has(key) || known.size > MOST_ALONE) continue;
    known.add(key);
    found.push(...waysOn(machine, task, way));
  }
  return undefined;
}

interface Way {
  readonly cells: Int32Array;
  readonly moves: Move[];
}

function waysOn(machine: Machine, task: number, { cells, moves }: Way): Way[] {
  const { kind } = machine.pcs[cells[machine.frames[task]!]!]!;
  if (kind === 'done' || kind in STOPPED) return [];
  const ways: Way[] = [];
  for (let choice = machine.outcomes(cells, task) - 1; choice >= 0; choice--) {
    const after = cells.slice();
    if ((machine.move(after, task, choice) & OK) !== 0)
      ways.push({ cells: after, moves: [...moves, { task, choice }] });
  }
  return ways;
}

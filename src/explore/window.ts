// How a race can be entered. In: what a schedule reaches, and where in it a property is violated. Out: the places in the
// middle of calls at which another task comes in, in the violating runs in which that happens least often.
//
// A task is *interrupted* where another one steps although it could go on: it is inside a call, of which it has made a
// step, and waits for nobody. Arrivals and wake-ups are no steps: they interrupt nobody, and who was woken since its last
// step was interrupted where it sleeps.

import { STRIDE, type Work } from '../base/work.ts';
import type { Site } from '../machine/instr.ts';
import type { Pc } from '../machine/machine.ts';
import type { FunctionDef } from '../model/ast.ts';
import { type Ends, Least, type Moves, type Paid, type Rule } from './least.ts';
import { ASLEEP, isEvent, kindOf, RUNNABLE, TIMED } from './mode.ts';
import type { Play } from './schedule.ts';
import { taskOf } from './word.ts';

/** Where in a play a property is violated. */
export interface Violations {
  readonly play: Play;
  readonly nodes: readonly number[];
  /** Sets of nodes in which a run can stay for ever, and violates it by that. */
  readonly loops: readonly (readonly number[])[];
}

/** A task, and where it stands. */
export interface Stand {
  readonly task: number;
  readonly site: Site;
}

/** How the violating runs come about; an endless one counts up to its first step where it stays. */
export interface Entry {
  /** Least number of interruptions of such a run. */
  readonly interruptions: number;
  /** Least number of changes of task of such a run. */
  readonly switches: number;
  /** Where a task is interrupted in a run with the least number of interruptions. */
  readonly at: readonly Stand[];
}

/** How violations, of which there must be some, can be come to. */
export function* entryOf(violations: Violations): Work<Entry> {
  const { play } = violations;
  const tasks = play.graph.machine.tasks.length;
  const known = yield* look(play);
  const ends = endsOf(violations, known.moves);
  const near = yield* Least.to(ends, known.moves, interrupting(tasks));
  const { least: switches } = yield* Least.to(ends, known.moves, changing(tasks));
  return { interruptions: near.least, switches, at: standsOf(play, known, yield* near.paid()) };
}

/** Every place at which a task is interrupted in some run, whether or not it does harm. */
export function* interruptedAt(play: Play): Work<readonly Stand[]> {
  const { nodes, graph } = play;
  const tasks = graph.machine.tasks.length;
  const { moves, pcs } = yield* look(play);
  const { first, to, about } = moves;
  /** Who has come to a node by a step inside a call, and could go on from there: a bit each. */
  const inside = new Uint32Array(nodes);
  const queue: number[] = [];
  const add = (n: number, who: number): void => {
    if ((who & ~inside[n]!) === 0) return;
    inside[n]! |= who;
    queue.push(n);
  };
  for (let m = 0; m < to.length; m++) if ((about[m]! & INSIDE) !== 0) add(to[m]!, 1 << (about[m]! >> 2));
  const found = new Stands(play);
  // It gets longer while it is gone through.
  for (let i = 0; i < queue.length; i++) {
    if (i % STRIDE === STRIDE - 1) yield;
    const n = queue[i]!;
    for (let m = first[n]!; m < first[n + 1]!; m++) {
      const others = inside[n]! & ~(1 << (about[m]! >> 2));
      if ((about[m]! & EVENT) !== 0) add(to[m]!, others);
      else for (let t = 0; t < tasks; t++) if ((others & (1 << t)) !== 0) found.add(t, pcs[n * tasks + t]!);
    }
  }
  return found.all();
}

/** About a move: whether it is an arrival or a wake-up, whether its task can be interrupted behind it; above, the task. */
const EVENT = 1;
const INSIDE = 2;

/** Remembers who can be interrupted: 1 and the task; as many more as there are tasks if it was woken since its last step. */
function interrupting(tasks: number): Rule {
  return {
    memories: 1 + 2 * tasks,
    behind: (about, memory) => {
      const mover = (about >> 2) + 1;
      if ((about & EVENT) !== 0) return 2 * (memory === mover ? mover + tasks : memory);
      const could = memory > tasks ? memory - tasks : memory;
      return ((about & INSIDE) !== 0 ? 2 * mover : 0) + (could !== 0 && could !== mover ? 1 : 0);
    },
  };
}

/** Remembers who moved: 1 and the task. */
function changing(tasks: number): Rule {
  return {
    memories: 1 + tasks,
    behind: (about, memory) => {
      const mover = (about >> 2) + 1;
      return 2 * mover + (memory !== 0 && memory !== mover ? 1 : 0);
    },
  };
}

interface Known {
  readonly moves: Moves;
  /** By node and task. */
  readonly pcs: Int32Array;
  readonly modes: Uint8Array;
}

/** Goes through a play once. */
function* look(play: Play): Work<Known> {
  const { nodes, graph } = play;
  const { machine } = graph;
  const tasks = machine.tasks.length;
  const pcs = new Int32Array(nodes * tasks);
  const modes = new Uint8Array(nodes * tasks);
  const first = new Int32Array(nodes + 1);
  const to = new Int32Array(play.transitions);
  const known = { moves: { nodes, first, to, about: new Uint16Array(play.transitions) }, pcs, modes };
  for (let n = 0; n < nodes; n += STRIDE) {
    if (n > 0) yield;
    readTasks(play, n, known);
  }
  const calls = callsOf(machine.pcs);
  for (let n = 0; n < nodes; n += STRIDE) {
    if (n > 0) yield;
    readMoves(play, n, known, calls);
  }
  return known;
}

/** Where the tasks stand at some nodes, and what they are doing. */
function readTasks({ graph, nodes, state }: Play, from: number, { pcs, modes }: Known): void {
  const { numbers, table } = graph;
  const tasks = graph.machine.tasks.length;
  for (let n = from; n < nodes && n < from + STRIDE; n++) {
    const at = state(n);
    const place = graph.place(at);
    for (let t = 0; t < tasks; t++) {
      pcs[n * tasks + t] = table.pc(at, t);
      modes[n * tasks + t] = numbers[place + 1 + t]!;
    }
  }
}

function readMoves(play: Play, from: number, { moves, pcs, modes }: Known, calls: Int32Array): void {
  const { numbers, first: starts, ends } = play;
  const tasks = play.graph.machine.tasks.length;
  const { first, to, about } = moves;
  let m = first[from]!;
  for (let n = from; n < play.nodes && n < from + STRIDE; n++) {
    for (let at = starts[n]!; at < ends[n]!; at += 2) {
      const next = numbers[at]!;
      const word = numbers[at + 1]!;
      const before = n * tasks + taskOf(word);
      const after = next * tasks + taskOf(word);
      const event = isEvent(modes[before]!);
      const call = calls[pcs[after]!]!;
      // Between two calls from one place the scenario has a step of its own: it goes round.
      const stays = !event && call !== 0 && call === calls[pcs[before]!];
      to[m] = next;
      about[m++] = (taskOf(word) << 2) | (event ? EVENT : 0) | (stays && goesOn(modes[after]!) ? INSIDE : 0);
    }
    first[n + 1] = m;
  }
}

/** Whether a task waits for nobody: it steps, or would if it were let. */
function goesOn(mode: number): boolean {
  const kind = kindOf(mode);
  return kind === RUNNABLE || kind === ASLEEP || kind === TIMED;
}

/** By pc, the number of the scenario's call of a kernel function that it is in; 0 for none. */
function callsOf(pcs: readonly Pc[]): Int32Array {
  const numbers = new Map<Site | FunctionDef, number>();
  return Int32Array.from(pcs, (pc) => {
    let call: Site | FunctionDef | undefined;
    for (let site = pc.site; site; site = site.caller) if (site.fn.file !== undefined) call = site.caller ?? site.fn;
    if (call === undefined) return 0;
    if (!numbers.has(call)) numbers.set(call, numbers.size + 1);
    return numbers.get(call)!;
  });
}

/** A run that stays somewhere for ever has come there with its first step inside. */
function endsOf({ nodes, loops }: Violations, { first, to, about }: Moves): Ends {
  const moves: { node: number; move: number }[] = [];
  for (const loop of loops) {
    const inside = new Set(loop);
    for (const node of loop)
      for (let move = first[node]!; move < first[node + 1]!; move++)
        if (inside.has(to[move]!) && (about[move]! & EVENT) === 0) moves.push({ node, move });
  }
  return { nodes, moves };
}

/** Where tasks stand that are interrupted. */
function standsOf(play: Play, { pcs }: Known, paid: readonly Paid[]): readonly Stand[] {
  const tasks = play.graph.machine.tasks.length;
  const found = new Stands(play);
  for (const { node, memory } of paid) if (memory <= tasks) found.add(memory - 1, pcs[node * tasks + memory - 1]!);
  return found.all();
}

/** Tasks and where they stand, each once. */
class Stands {
  readonly #pcs: readonly Pc[];
  readonly #tasks: number;
  readonly #found = new Set<number>();

  constructor({ graph }: Play) {
    this.#pcs = graph.machine.pcs;
    this.#tasks = graph.machine.tasks.length;
  }

  add(task: number, pc: number): void {
    this.#found.add(pc * this.#tasks + task);
  }

  all(): readonly Stand[] {
    const tasks = this.#tasks;
    return [...this.#found].map((key) => ({ task: key % tasks, site: this.#pcs[Math.floor(key / tasks)]!.site! }));
  }
}

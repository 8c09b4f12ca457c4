// One property under one schedule: violated, holds or unknown, with the run that shows it.

import { unreachable } from '../base/unreachable.ts';
import { atOnce, STRIDE, type Work } from '../base/work.ts';
import type { PcKind } from '../machine/machine.ts';
import type { Lasso } from '../machine/trace.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Property, ScheduleName } from '../model/model.ts';
import { fairComponents } from './components.ts';
import type { Edge, Graph } from './graph.ts';
import { shortestLasso } from './lasso.ts';
import { ATOMIC, isOver, kindOf, STOPPED } from './mode.ts';
import { type Play, playing } from './schedule.ts';
import { distances, leadingTo, pathTo, shorter, switchesOf } from './witness.ts';

/** Where a task sleeps, waits for somebody, offers its CPU or has ended: nothing to do while it may not be preempted. */
const MAY_SLEEP: ReadonlySet<string> = new Set<PcKind>(['sleep', 'timed', 'wait', 'resched', 'idle', 'done']);

export interface Witness {
  readonly lasso: Lasso;
  readonly steps: number;
  readonly switches: number;
}

export interface Answer {
  readonly answer: 'violated' | 'holds' | 'unknown';
  /** Nothing was left out. */
  readonly exhaustive: boolean;
  /** States and transitions that the schedule reaches. */
  readonly states: number;
  readonly transitions: number;
  /** The premise of the property was not reached. */
  readonly vacuous: boolean;
  /** Why it is unknown. */
  readonly reason: string | undefined;
  readonly witness: Witness | undefined;
}

interface Played {
  readonly play: Play;
  readonly distance: Int32Array;
  /** Components in which a run can stay for ever, once asked for. */
  live: number[][] | undefined;
}

/** `250,000 states explored to depth 41, 13,202 waiting`. */
export function coverage(explored: number, waiting: number, depth?: number): string {
  const told = (n: number): string => n.toLocaleString('en-US');
  const states = `${told(explored)} ${explored === 1 ? 'state' : 'states'} explored`;
  return `${states}${depth ? ` to depth ${depth}` : ''}, ${told(waiting)} waiting`;
}

/** All questions to one graph; plays and distances are made once. */
export class Judge {
  readonly graph: Graph;
  readonly #plays = new Map<ScheduleName, Played>();

  constructor(graph: Graph) {
    this.graph = graph;
  }

  answer(schedule: ScheduleName, property: Property | BuiltIn): Answer {
    return atOnce(this.answering(schedule, property));
  }

  /** The same, as work that takes turns with other work. */
  *answering(schedule: ScheduleName, property: Property | BuiltIn): Work<Answer> {
    const { play: p } = yield* this.#play(schedule);
    const lasso = yield* this.#violation(schedule, property);
    const common = { exhaustive: !p.bound, states: p.nodes, transitions: p.transitions };
    if (lasso) {
      const witness = { lasso, steps: lasso.prefix.length + lasso.cycle.length, switches: switchesOf(lasso) };
      return { ...common, answer: 'violated', vacuous: false, reason: undefined, witness };
    }
    if (p.bound) {
      const reason = `${p.bound}${yield* this.#covered(schedule)}`;
      return { ...common, answer: 'unknown', vacuous: false, reason, witness: undefined };
    }
    const vacuous = !(yield* this.#premise(p, property));
    return { ...common, answer: 'holds', vacuous, reason: undefined, witness: undefined };
  }

  /** What a schedule reaches; it is found once. */
  *playing(schedule: ScheduleName): Work<Play> {
    return (yield* this.#play(schedule)).play;
  }

  *#play(schedule: ScheduleName): Work<Played> {
    const known = this.#plays.get(schedule);
    if (known) return known;
    const made = yield* playing(this.graph, schedule);
    yield;
    const entry: Played = { play: made, distance: distances(made), live: undefined };
    this.#plays.set(schedule, entry);
    return entry;
  }

  /** How far a search that was cut has come; nothing if it was but kept from some moves. */
  *#covered(schedule: ScheduleName): Work<string> {
    const { play: p, distance } = yield* this.#play(schedule);
    let waiting = 0;
    let depth = 0;
    for (let n = 0; n < p.nodes; n++) {
      if (n % STRIDE === STRIDE - 1) yield;
      if (this.graph.modes(p.state(n)).length === 0) waiting++;
      else depth = Math.max(depth, distance[n]!);
    }
    return waiting === 0 ? '' : `: ${coverage(p.nodes - waiting, waiting, depth)}`;
  }

  /** Everything that a schedule reaches, and the nodes of it from which the property comes to be violated. */
  reach(schedule: ScheduleName, property: Property | BuiltIn): { play: Play; leads: (node: number) => boolean } {
    const { play: p, live } = atOnce(this.#live(schedule, property));
    const bad = this.#badAt(p, property);
    const ends = live.flat();
    for (let n = 0; n < p.nodes; n++) if (bad(n)) ends.push(n);
    const found = leadingTo(p, ends);
    return { play: p, leads: (node) => found[node] === 1 };
  }

  /** The shortest way from a node of a schedule to a violation. */
  violationFrom(schedule: ScheduleName, property: Property | BuiltIn, start: number): Lasso | undefined {
    return atOnce(this.#violation(schedule, property, start));
  }

  *#violation(schedule: ScheduleName, property: Property | BuiltIn, start = 0): Work<Lasso | undefined> {
    const { play: p, live, distance: fromStart } = yield* this.#live(schedule, property);
    const distance = start === 0 ? fromStart : distances(p, start);
    const ways = live.filter((component) => component.some((n) => distance[n]! >= 0));
    const endless = ways.length > 0 ? shortestLasso(p, distance, ways, start) : undefined;
    const bad = this.#badAt(p, property);
    let ends: number[] = [];
    let far = endless ? endless.prefix.length + endless.cycle.length : Number.POSITIVE_INFINITY;
    for (let n = 0; n < p.nodes; n++) {
      if (n % STRIDE === STRIDE - 1) yield;
      if (distance[n]! < 0 || distance[n]! > far || !bad(n)) continue;
      if (distance[n]! < far) ends = [];
      far = distance[n]!;
      ends.push(n);
    }
    const ending = ends.length > 0 ? { prefix: pathTo(p, distance, ends, start), cycle: [] } : undefined;
    return shorter(ending, endless);
  }

  /** What a schedule reaches, and where a run violates the property by staying there for ever. */
  *#live(schedule: ScheduleName, property: Property | BuiltIn): Work<Played & { readonly live: number[][] }> {
    const entry = yield* this.#play(schedule);
    if (typeof property === 'string' || property.kind !== 'progress') return { ...entry, live: [] };
    entry.live ??= yield* fairComponents(entry.play);
    return { ...entry, live: entry.live };
  }

  /** Nodes at which a property is violated. */
  #badAt(p: Play, property: Property | BuiltIn): (node: number) => boolean {
    if (typeof property === 'string') return this.#builtIn(p, property);
    switch (property.kind) {
      case 'invariant':
        return (n) => !this.#condition(property.condition!, p.state(n));
      case 'quiescent':
        return (n) => this.#quiescent(p.state(n)) && !this.#condition(property.condition!, p.state(n));
      case 'progress':
        return this.#builtIn(p, 'no-deadlock');
      default:
        return unreachable(property.kind);
    }
  }

  #builtIn(p: Play, property: BuiltIn): (node: number) => boolean {
    const { machine } = this.graph;
    const state = new Int32Array(machine.size);
    const stoppedBy = (node: number, ...kinds: string[]): boolean => {
      if (!this.graph.modes(p.state(node)).some((m) => kindOf(m) === STOPPED)) return false;
      this.graph.table.read(p.state(node), state);
      return machine.frames.some((f) => kinds.includes(machine.pcs[state[f]!]!.kind));
    };
    switch (property) {
      case 'no-bug-on':
        return (n) => stoppedBy(n, 'bug', 'null', 'bounds');
      case 'no-use-after-free':
        return (n) => stoppedBy(n, 'use-after-free');
      case 'no-double-free':
        return (n) => stoppedBy(n, 'double-free');
      case 'no-deadlock':
        // Who waits for a lock that a stopped task has waits because of the stop, which is told by itself.
        return (n) => {
          if (this.graph.isCut(p.state(n)) || p.moves(n).length > 0) return false;
          const modes = this.graph.modes(p.state(n));
          return modes.some((m) => !isOver(m)) && !modes.some((m) => kindOf(m) === STOPPED);
        };
      case 'no-sleep-in-atomic':
        return (n) => {
          const modes = this.graph.modes(p.state(n));
          if (!modes.some((m) => (m & ATOMIC) !== 0)) return false;
          this.graph.table.read(p.state(n), state);
          return machine.frames.some(
            (f, t) => (modes[t]! & ATOMIC) !== 0 && MAY_SLEEP.has(machine.pcs[state[f]!]!.kind),
          );
        };
      case 'no-leak':
        return (n) => {
          if (!this.#quiescent(p.state(n))) return false;
          this.graph.table.read(p.state(n), state);
          return machine.leaked(state);
        };
      default:
        return unreachable(property);
    }
  }

  /** All tasks are done; nothing sleeps, waits or was stopped. */
  #quiescent(state: number): boolean {
    const modes = this.graph.modes(state);
    return modes.length > 0 && modes.every(isOver);
  }

  #condition(name: string, state: number): boolean {
    return this.graph.condition(name, state);
  }

  /** Whether the property was at stake at all. */
  *#premise(p: Play, property: Property | BuiltIn): Work<boolean> {
    const someNode = function* (test: (node: number) => boolean): Work<boolean> {
      for (let n = 0; n < p.nodes; n++) {
        if (n % STRIDE === STRIDE - 1) yield;
        if (test(n)) return true;
      }
      return false;
    };
    const some = (test: (state: number) => boolean): Work<boolean> => someNode((n) => test(p.state(n)));
    const someMove = (test: (edge: Edge) => boolean): Work<boolean> => someNode((n) => p.moves(n).some(test));
    if (property === 'no-use-after-free' || property === 'no-double-free') return yield* someMove((edge) => edge.frees);
    if (property === 'no-sleep-in-atomic')
      return yield* some((s) => this.graph.modes(s).some((m) => (m & ATOMIC) !== 0));
    if (property === 'no-leak') {
      const allocates = this.graph.allocated || (yield* someMove((edge) => edge.allocates));
      return allocates && (yield* some((s) => this.#quiescent(s)));
    }
    if (typeof property === 'string') return true;
    const { premise } = property;
    if (property.kind === 'progress') return premise === undefined || (yield* some((s) => this.#condition(premise, s)));
    const at = property.kind === 'quiescent' ? (s: number) => this.#quiescent(s) : () => true;
    return yield* some((s) => at(s) && (premise === undefined || this.#condition(premise, s)));
  }
}

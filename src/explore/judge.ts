// One property under one schedule: violated, holds or unknown, with the run that shows it.

import { unreachable } from '../base/unreachable.ts';
import { atOnce, STRIDE, type Work } from '../base/work.ts';
import type { PcKind } from '../machine/machine.ts';
import type { Lasso } from '../machine/trace.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Property, ScheduleName } from '../model/model.ts';
import { ALL_OVER, IS_CUT, IS_LEFT, SOME_ATOMIC, SOME_STOPPED } from './about.ts';
import { fairComponents } from './components.ts';
import type { Graph } from './graph.ts';
import { shortestLasso } from './lasso.ts';
import { ATOMIC, MAY_SLEEP } from './mode.ts';
import { type Play, playing } from './schedule.ts';
import { someStays } from './staying.ts';
import type { Violations } from './window.ts';
import { distances, leadingTo, pathTo, shorter, switchesOf } from './witness.ts';
import { DOES } from './word.ts';

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
  /** The states are those of a reduced search, from which the others follow. */
  readonly isReduced?: boolean;
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
      if ((p.about[n]! & IS_LEFT) !== 0) waiting++;
      else depth = Math.max(depth, distance[n]!);
    }
    return waiting === 0 ? '' : `: ${coverage(p.nodes - waiting, waiting, depth)}`;
  }

  /** Everything that a schedule reaches, and the nodes of it from which the property comes to be violated. */
  reach(schedule: ScheduleName, property: Property | BuiltIn): { play: Play; leads: (node: number) => boolean } {
    const { play: p, nodes, loops } = atOnce(this.violations(schedule, property));
    const found = leadingTo(p, [...loops.flat(), ...nodes]);
    return { play: p, leads: (node) => found[node] === 1 };
  }

  /** Everything that a schedule reaches, and where in it a run violates the property. */
  *violations(schedule: ScheduleName, property: Property | BuiltIn): Work<Violations> {
    const { play: p, live } = yield* this.#live(schedule, property);
    const bad = this.#badAt(p, property);
    const nodes: number[] = [];
    for (let n = 0; n < p.nodes; n++) {
      if (n % STRIDE === STRIDE - 1) yield;
      if (bad(n)) nodes.push(n);
    }
    return { play: p, nodes, loops: live };
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
        return (n) => (p.about[n]! & ALL_OVER) !== 0 && !this.#condition(property.condition!, p.state(n));
      case 'progress':
        return this.#builtIn(p, 'no-deadlock');
      default:
        return unreachable(property.kind);
    }
  }

  #builtIn(p: Play, property: BuiltIn): (node: number) => boolean {
    const { about, first, ends } = p;
    const { machine, table } = this.graph;
    const tasks = machine.tasks.length;
    const stoppedBy = (...kinds: PcKind[]): ((node: number) => boolean) => {
      const stops = machine.pcs.map((pc) => kinds.includes(pc.kind));
      return (n) => {
        if ((about[n]! & SOME_STOPPED) === 0) return false;
        for (let t = 0; t < tasks; t++) if (stops[table.pc(p.state(n), t)]) return true;
        return false;
      };
    };
    switch (property) {
      case 'no-bug-on':
        return stoppedBy('bug', 'null', 'bounds');
      case 'no-use-after-free':
        return stoppedBy('use-after-free');
      case 'no-double-free':
        return stoppedBy('double-free');
      case 'no-deadlock':
        // Who waits for a lock that a stopped task has waits because of the stop, which is told by itself.
        return (n) => first[n] === ends[n] && (about[n]! & (IS_CUT | ALL_OVER | SOME_STOPPED)) === 0;
      case 'no-sleep-in-atomic': {
        const sleeps = machine.pcs.map((pc) => MAY_SLEEP.has(pc.kind));
        return (n) => {
          if ((about[n]! & SOME_ATOMIC) === 0) return false;
          const state = p.state(n);
          const modes = this.graph.place(state) + 1;
          for (let t = 0; t < tasks; t++)
            if ((this.graph.numbers[modes + t]! & ATOMIC) !== 0 && sleeps[table.pc(state, t)]) return true;
          return false;
        };
      }
      case 'no-leak': {
        const state = new Int32Array(machine.size);
        return (n) => {
          if ((about[n]! & ALL_OVER) === 0) return false;
          table.read(p.state(n), state);
          return machine.leaked(state);
        };
      }
      default:
        return unreachable(property);
    }
  }

  #condition(name: string, state: number): boolean {
    return this.graph.condition(name, state);
  }

  /** Whether the property was at stake at all. */
  *#premise(p: Play, property: Property | BuiltIn): Work<boolean> {
    const { about, does } = p;
    const some = function* (test: (node: number) => boolean): Work<boolean> {
      for (let n = 0; n < p.nodes; n++) {
        if (n % STRIDE === STRIDE - 1) yield;
        if (test(n)) return true;
      }
      return false;
    };
    const isOver = (n: number): boolean => (about[n]! & ALL_OVER) !== 0;
    if (property === 'no-use-after-free' || property === 'no-double-free') return (does & DOES.frees) !== 0;
    if (property === 'no-sleep-in-atomic') return yield* some((n) => (about[n]! & SOME_ATOMIC) !== 0);
    if (property === 'no-leak') return (this.graph.allocated || (does & DOES.allocates) !== 0) && (yield* some(isOver));
    if (typeof property === 'string') return true;
    const { premise } = property;
    const isMet = (n: number): boolean => premise === undefined || this.#condition(premise, p.state(n));
    if (property.kind === 'progress') return premise === undefined ? yield* someStays(p) : yield* some(isMet);
    return yield* some(property.kind === 'quiescent' ? (n) => isOver(n) && isMet(n) : isMet);
  }
}

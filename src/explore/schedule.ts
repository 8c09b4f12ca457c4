// A schedule as a filter on the graph of all interleavings. What it allows depends on little more than the state:
//
//   coop     who has each CPU (kept until he sleeps, ends or offers it)
//   preempt  nothing: the highest priority that wants the CPU has it, unless somebody there is not to be preempted
//   fair     nothing
//
// and, in all three, whom a timed sleeper must let go first. Events (arrivals, wake-ups) are always allowed, and so are
// interrupt handlers, which no scheduler grants anything; whom they keep off has no moves in the graph.

import { atOnce, STRIDE, type Work } from '../base/work.ts';
import type { ScheduleName } from '../model/model.ts';
import { aboutState, IS_CUT } from './about.ts';
import { Doing } from './doing.ts';
import { type Edge, edgesAt, endOf, type Graph } from './graph.ts';
import { Nodes } from './nodes.ts';
import { Numbers } from './numbers.ts';
import { Rules } from './rules.ts';
import { DOES, taskOf } from './word.ts';

/** The part of a graph that a schedule can reach, from node 0. */
export interface Play {
  readonly graph: Graph;
  readonly nodes: number;
  readonly transitions: number;
  /**
   * Moves in numbers: of a node they stand from `first` up to `ends`, each the node that it leads to and a word
   * (word.ts).
   */
  readonly numbers: Int32Array;
  readonly first: Int32Array;
  readonly ends: Int32Array;
  /** The words of all moves in one. */
  readonly does: number;
  /** Of each node, what can be said of its state in a few bits (about.ts). */
  readonly about: Uint8Array;
  state(node: number): number;
  /** The same moves as objects, for what is told; a search has no use for them. */
  moves(node: number): readonly PlayMove[];
  /** What kept the search from going on at one of the nodes, if anything did. */
  readonly bound: string | undefined;
}

/** An edge; it leads to a node of the play. */
export type PlayMove = Edge;

/** Milliseconds of searching between two yields. */
const SLICE = 20;

/** What a schedule reaches of a graph. */
export function play(graph: Graph, schedule: ScheduleName): Play {
  return atOnce(playing(graph, schedule));
}

/** The same, as work that takes turns with other work. */
export function* playing(graph: Graph, schedule: ScheduleName): Work<Play> {
  if (schedule === 'fair' && !graph.timed) return yield* everything(graph);
  const tasks = graph.machine.tasks.length;
  const rules = new Rules(graph.machine.tasks, schedule, graph.timed, new Doing(graph));
  const nodes = new Nodes(rules.size);
  const here = new Int32Array(rules.size);
  const next = new Int32Array(rules.size);
  const places = new Numbers();
  const list = new Numbers();
  let does = 0;

  const take = (to: number, word: number): void => {
    rules.pass(taskOf(word), to, (word & DOES.yields) !== 0, next);
    list.push(nodes.add(to, next));
    list.push(word);
    does |= word;
  };
  rules.begin(here);
  nodes.add(0, here);
  for (let n = 0; n < nodes.count; n++) {
    if ((n & 0xff) === 0xff) yield { states: nodes.count, waiting: nodes.count - n };
    places.push(list.length);
    const state = nodes.state(n);
    const place = graph.place(state);
    if (place === 0) continue;
    nodes.read(n, here);
    rules.look(state, here);
    // A copy: a move is taken by expanding the state behind it, for which all numbers may move to another place.
    const moves = graph.numbers.slice(place + 1 + tasks, endOf(graph.numbers, place, tasks));
    let stepping = 0;
    for (let at = 0; at < moves.length; at += 2) {
      const word = moves[at + 1]!;
      if (!rules.allowsStep(taskOf(word))) continue;
      stepping |= 1 << taskOf(word);
      take(moves[at]!, word);
    }
    for (let at = 0; at < moves.length; at += 2) {
      const word = moves[at + 1]!;
      if (rules.allowsEvent(taskOf(word), stepping)) take(moves[at]!, word);
    }
  }
  places.push(list.length);

  const starts = places.all();
  const { states } = nodes;
  const about = new Uint8Array(states.length);
  let isCut = false;
  for (let n = 0; n < states.length; n++) {
    const place = graph.place(states[n]!);
    about[n] = aboutState(graph.numbers, place, tasks);
    isCut ||= (about[n]! & IS_CUT) !== 0;
  }
  const moves = { numbers: list.all(), first: starts.subarray(0, states.length), ends: starts.subarray(1) };
  return {
    graph,
    nodes: states.length,
    transitions: list.length / 2,
    ...moves,
    does,
    about,
    state: (n) => states[n]!,
    moves: told(moves),
    bound: isCut ? graph.bound : undefined,
  };
}

/** All there is, in the numbers of the states. */
function* everything(graph: Graph): Work<Play> {
  while (!graph.expandFor(SLICE)) yield { states: graph.table.count, waiting: graph.table.count - graph.expanded };
  const tasks = graph.machine.tasks.length;
  const nodes = graph.table.count;
  const first = new Int32Array(nodes);
  const ends = new Int32Array(nodes);
  const about = new Uint8Array(nodes);
  const { numbers } = graph;
  let transitions = 0;
  let does = 0;
  for (let n = 0; n < nodes; n++) {
    if (n % STRIDE === STRIDE - 1) yield;
    const place = graph.place(n);
    about[n] = aboutState(numbers, place, tasks);
    if (place === 0) continue;
    first[n] = place + 1 + tasks;
    ends[n] = endOf(numbers, place, tasks);
    transitions += (ends[n]! - first[n]!) / 2;
    for (let at = first[n]!; at < ends[n]!; at += 2) does |= numbers[at + 1]!;
  }
  const moves = { numbers, first, ends };
  return { graph, nodes, transitions, ...moves, does, about, state: (n) => n, moves: told(moves), bound: graph.bound };
}

/** Moves as objects, each made once. */
function told({ numbers, first, ends }: Pick<Play, 'numbers' | 'first' | 'ends'>): Play['moves'] {
  const known: (readonly PlayMove[] | undefined)[] = [];
  return (n) => {
    known[n] ??= edgesAt(numbers, first[n]!, ends[n]!);
    return known[n];
  };
}

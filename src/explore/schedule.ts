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
import type { Edge, Graph } from './graph.ts';
import { Numbers } from './numbers.ts';
import { Rules } from './rules.ts';
import { StateTable } from './state-table.ts';

/** The part of a graph that a schedule can reach, from node 0. */
export interface Play {
  readonly graph: Graph;
  readonly nodes: number;
  readonly transitions: number;
  state(node: number): number;
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
  const rules = new Rules(graph.machine.tasks, schedule, graph.timed);
  // A node is a row: its state, and what the rules remember.
  const nodes = new StateTable(rules.size);
  const states = new Numbers();
  const here = new Int32Array(rules.size);
  const next = new Int32Array(rules.size);
  // Of each node, where its moves begin; of each move, the node that it leads to and which edge of the state it is.
  const places = new Numbers();
  const list = new Numbers();
  let isCut = false;

  const add = (row: Int32Array): number => {
    const node = nodes.add(row);
    if (node === states.length) states.push(row[0]!);
    return node;
  };
  const take = (edge: Edge, index: number): void => {
    rules.pass(edge, graph.modes(edge.to), next);
    list.push(add(next));
    list.push(index);
  };
  rules.begin(graph.modes(0), here);
  add(here);
  for (let n = 0; n < nodes.count; n++) {
    if ((n & 0xff) === 0xff) yield { states: nodes.count, waiting: nodes.count - n };
    nodes.read(n, here);
    const state = here[0]!;
    const edges = graph.edges(state);
    isCut ||= graph.isCut(state);
    places.push(list.length);
    rules.look(here, graph.modes(state));
    let stepping = 0;
    for (let i = 0; i < edges.length; i++)
      if (rules.allowsStep(edges[i]!.task)) {
        stepping |= 1 << edges[i]!.task;
        take(edges[i]!, i);
      }
    for (let i = 0; i < edges.length; i++) if (rules.allowsEvent(edges[i]!.task, stepping)) take(edges[i]!, i);
  }
  places.push(list.length);

  const decoded: (readonly PlayMove[] | undefined)[] = [];
  const decode = (node: number): PlayMove[] => {
    const edges = graph.edges(states.get(node));
    const moves: PlayMove[] = [];
    for (let at = places.get(node); at < places.get(node + 1); at += 2) {
      const { task, choice, yields, progress, allocates, frees, covers } = edges[list.get(at + 1)]!;
      moves.push({ to: list.get(at), task, choice, yields, progress, allocates, frees, covers });
    }
    return moves;
  };
  return {
    graph,
    nodes: nodes.count,
    transitions: list.length / 2,
    state: (n) => states.get(n),
    moves: (n) => {
      decoded[n] ??= decode(n);
      return decoded[n];
    },
    bound: isCut ? graph.bound : undefined,
  };
}

/** All there is, in the numbers of the states. */
function* everything(graph: Graph): Work<Play> {
  while (!graph.expandFor(SLICE)) yield { states: graph.table.count, waiting: graph.table.count - graph.expanded };
  let transitions = 0;
  for (let n = 0; n < graph.table.count; n++) {
    if (n % STRIDE === STRIDE - 1) yield;
    transitions += graph.edges(n).length;
  }
  return { graph, nodes: graph.table.count, transitions, state: (n) => n, moves: graph.edges, bound: graph.bound };
}

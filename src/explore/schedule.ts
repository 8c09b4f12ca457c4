// A schedule as a filter on the graph of all interleavings. What it allows depends on little more than the state:
//
//   coop     who has each CPU (kept until he sleeps, ends or offers it)
//   preempt  nothing: the highest priority that wants the CPU has it, unless somebody there is not to be preempted
//   fair     nothing
//
// and, in all three, whom a timed sleeper must let go first. Events (arrivals, wake-ups) are always allowed, and so are
// interrupt handlers, which no scheduler grants anything; whom they keep off has no moves in the graph.

import { atOnce, STRIDE, type Work } from '../base/work.ts';
import { levelOf } from '../model/context.ts';
import type { ScheduleName, Task } from '../model/model.ts';
import type { Edge, Graph } from './graph.ts';
import { HELD, isEvent, kindOf, PINNED, TIMED, wantsCpu } from './mode.ts';

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

interface Node {
  readonly state: number;
  /** Task that has each CPU, or -1. */
  readonly running: readonly number[];
  /** For each timed sleeper, the tasks (a bit each) that it must let go first. */
  readonly owed: readonly number[];
}

/** What a schedule reaches of a graph. */
export function play(graph: Graph, schedule: ScheduleName): Play {
  return atOnce(playing(graph, schedule));
}

/** The same, as work that takes turns with other work. */
export function* playing(graph: Graph, schedule: ScheduleName): Work<Play> {
  if (schedule === 'fair' && !graph.timed) return yield* everything(graph);
  const { tasks } = graph.machine;
  const cpus = 1 + Math.max(...tasks.map((t) => t.cpu));
  const none: number[] = new Array(cpus).fill(-1);

  const nodes: Node[] = [];
  const numbers = new Map<string, number>();
  const add = (node: Node): number => {
    const key = `${node.state};${node.running};${graph.timed ? node.owed : ''}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, nodes.length);
    return nodes.push(node) - 1;
  };
  const owedBy = (task: number, modes: Uint8Array): number =>
    tasks.reduce((mask, other, u) => {
      const eligible = u !== task && isRival(other, tasks[task]!) && wantsCpu(modes[u]!);
      return eligible ? mask | (1 << u) : mask;
    }, 0);

  const first = graph.modes(0);
  add({ state: 0, running: none, owed: tasks.map((_, t) => (kindOf(first[t]!) === TIMED ? owedBy(t, first) : 0)) });
  const all: PlayMove[][] = [];
  let transitions = 0;
  for (let n = 0; n < nodes.length; n++) {
    if (n % 256 === 255) yield { states: nodes.length, waiting: nodes.length - n };
    const node = nodes[n]!;
    const modes = graph.modes(node.state);
    const edges = graph.edges(node.state);
    const steps = edges.filter(
      (e) => !isEvent(modes[e.task]!) && mayStep(schedule, tasks, modes, node.running, e.task),
    );
    const stepping = steps.reduce((mask, e) => mask | (1 << e.task), 0);
    const events = edges.filter((e) => isEvent(modes[e.task]!) && (node.owed[e.task]! & stepping) === 0);
    const moves = [...steps, ...events].map((edge) => {
      const then = graph.modes(edge.to);
      const event = isEvent(modes[edge.task]!) || levelOf(tasks[edge.task]!) > 0;
      const running = schedule === 'coop' ? passOn(node.running, tasks, edge, event, then) : none;
      const owed = !graph.timed
        ? node.owed
        : node.owed.map((mask, t) => {
            const kind = kindOf(then[t] ?? 0);
            if (kind !== TIMED && kind !== HELD) return 0;
            if (t === edge.task) return owedBy(t, then);
            return event ? mask : mask & ~(1 << edge.task);
          });
      return { ...edge, to: add({ state: edge.to, running, owed }) };
    });
    transitions += moves.length;
    all.push(moves);
  }
  return {
    graph,
    nodes: nodes.length,
    transitions,
    state: (n) => nodes[n]!.state,
    moves: (n) => all[n]!,
    bound: nodes.some((n) => graph.isCut(n.state)) ? graph.bound : undefined,
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

/** The other asks the scheduler for the same CPU. */
function isRival(other: Task, task: Task): boolean {
  return other.cpu === task.cpu && levelOf(other) === 0;
}

function mayStep(
  schedule: ScheduleName,
  tasks: readonly Task[],
  modes: Uint8Array,
  running: readonly number[],
  task: number,
): boolean {
  if (schedule === 'fair') return true;
  const { cpu, priority } = tasks[task]!;
  if (levelOf(tasks[task]!) > 0) return true;
  const holder = running[cpu]!;
  if (schedule === 'coop' && holder >= 0) return holder === task;
  if (schedule === 'preempt' && (modes[task]! & PINNED) !== 0) return true;
  for (const [u, other] of tasks.entries()) {
    if (u === task || !isRival(other, tasks[task]!) || !wantsCpu(modes[u]!)) continue;
    if (schedule === 'preempt' && (modes[u]! & PINNED) !== 0) return false;
    if (other.priority > priority) return false;
  }
  return true;
}

/** Who has each CPU after a move: the mover, unless he offered it; nobody where the holder no longer wants it. */
function passOn(
  running: readonly number[],
  tasks: readonly Task[],
  edge: Edge,
  event: boolean,
  then: Uint8Array,
): readonly number[] {
  return running.map((holder, cpu) => {
    const now = event || tasks[edge.task]!.cpu !== cpu ? holder : edge.yields ? -1 : edge.task;
    return now >= 0 && wantsCpu(then[now] ?? 0) ? now : -1;
  });
}

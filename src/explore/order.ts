// Whether a run can make some steps in a given order. In: what a schedule reaches, and steps of which each is a call or a
// statement. Out: the run with the fewest moves of others than whose turn it is, or how far any run gets.
//
// A step is made at any moment while its call is being executed; one call makes one step. Who made a step goes on as he
// likes; then it is the turn of who makes the next. What was before the first step is not drawn, so that anybody may have
// moved. Events (wake-ups, arrivals) are nobody's.

import type { Move } from '../machine/trace.ts';
import { Doing } from './doing.ts';
import { Numbers } from './numbers.ts';
import { type Position, Positions } from './positions.ts';
import type { Play } from './schedule.ts';
import { type Part, Sites } from './sites.ts';
import { choiceOf, taskOf } from './word.ts';

export interface DrawnStep {
  /** Who makes it; null: anybody. */
  readonly task: number | null;
  readonly part: Part;
}

export type OrderAnswer =
  | {
      readonly kind: 'possible';
      readonly moves: readonly Move[];
      /** Of them, those that others made than whose turn it was. */
      readonly further: number;
      /** Node at the end, and the tasks that made the steps. */
      readonly end: number;
      readonly tasks: readonly number[];
    }
  /** The first of the steps are possible, and the next is not. By number of steps: where runs stand that made so many. */
  | { readonly kind: 'impossible'; readonly nodes: readonly ReadonlySet<number>[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const LIMIT = 3_000_000;

export interface OrderOptions {
  /** Nodes that the run stays within; all without it. */
  readonly within?: (node: number) => boolean;
  /** A step is made already when its task has come to the call. */
  readonly callsCount?: boolean;
}

/** A run that makes the steps in their order. */
export function runInOrder(
  play: Play,
  steps: readonly DrawnStep[],
  { within = () => true, callsCount = false }: OrderOptions = {},
): OrderAnswer {
  const { graph } = play;
  const { machine, table } = graph;
  const { numbers, first, ends } = play;
  const doing = new Doing(graph);
  const positions = new Positions(new Sites(machine.pcs), steps, machine.tasks.length, machine.pcs.length);
  const pcsAt: (Int32Array | undefined)[] = [];
  const pcsOf = (node: number): Int32Array => {
    const known = pcsAt[node];
    if (known) return known;
    const found = new Int32Array(machine.tasks.length);
    for (let t = 0; t < found.length; t++) found[t] = table.pc(play.state(node), t);
    pcsAt[node] = found;
    return found;
  };

  // A visit: node, position, the visit before it (-1 at the start), and the word of the move that led here (-1: none).
  const visits = new Numbers();
  const seen: (Uint8Array | undefined)[] = [];
  // Visits with as many moves out of turn as now, and with one more.
  let now: number[] = [];
  let later: number[] = [];
  const take = (visit: number): boolean => {
    const [node, position] = [visits.get(visit), visits.get(visit + 1)];
    const bits = seen[position] ?? new Uint8Array(play.nodes);
    seen[position] = bits;
    if (bits[node] === 1) return false;
    bits[node] = 1;
    return true;
  };
  const add = (node: number, position: number, from: number, move: number, free: boolean): void => {
    if (seen[position]?.[node] === 1) return;
    const visit = visits.length;
    visits.push(node);
    visits.push(position);
    visits.push(from);
    visits.push(move);
    if (!free) later.push(visit);
    else if (take(visit)) now.push(visit);
  };
  if (within(0)) for (const first of positions.first()) add(0, first, -1, -1, true);

  for (let further = 0; now.length > 0; further++) {
    for (let i = 0; i < now.length; i++) {
      const at = now[i]!;
      const [node, number] = [visits.get(at), visits.get(at + 1)];
      const here = positions.at(number);
      if (here.made === steps.length) return found(at, further);
      if (visits.length > 4 * LIMIT) return { kind: 'unknown', reason: 'there are too many ways to make its steps' };
      const pcs = pcsOf(node);
      for (const next of positions.still(number, pcs, callsCount)) add(node, next, at, -1, true);
      const events = doing.events(play.state(node));
      for (let k = first[node]!; k < ends[node]!; k += 2) {
        const to = numbers[k]!;
        if (!within(to)) continue;
        const word = numbers[k + 1]!;
        const task = taskOf(word);
        const free = here.made === 0 || task === here.turn || (events & (1 << task)) !== 0;
        const after = pcsOf(to)[task]!;
        for (const next of positions.moved(number, task, pcs[task]!, after)) add(to, next, at, word, free);
      }
    }
    now = later.filter(take);
    later = [];
  }
  if (play.bound) return { kind: 'unknown', reason: play.bound };
  return { kind: 'impossible', nodes: standing() };

  function found(end: number, further: number): OrderAnswer {
    const moves: Move[] = [];
    const tasks: number[] = [];
    for (let i = end; visits.get(i + 2) >= 0; i = visits.get(i + 2)) {
      const from = visits.get(i + 2);
      const { made, turn }: Position = positions.at(visits.get(i + 1));
      for (let k = positions.at(visits.get(from + 1)).made; k < made; k++) tasks.push(turn);
      const word = visits.get(i + 3);
      if (word >= 0) moves.push({ task: taskOf(word), choice: choiceOf(word) });
    }
    return { kind: 'possible', moves: moves.reverse(), further, end: visits.get(end), tasks: tasks.reverse() };
  }

  function standing(): Set<number>[] {
    const nodes: Set<number>[] = [];
    for (let i = 0; i < visits.length; i += 4) {
      const { made } = positions.at(visits.get(i + 1));
      nodes[made] = (nodes[made] ?? new Set()).add(visits.get(i));
    }
    return nodes;
  }
}

// The run that shows a violation: to a node in the fewest moves and, among those, with the fewest changes of task. One
// that goes round for ever is found in lasso.ts.

import type { Lasso, Move } from '../machine/trace.ts';
import type { Play } from './schedule.ts';
import { arrivals, movesTo } from './ways.ts';

/** Least number of moves from a node to each other; -1 where there is no way. */
export function distances({ nodes, numbers, first, ends }: Play, start = 0): Int32Array {
  const distance = new Int32Array(nodes).fill(-1);
  const queue = new Int32Array(nodes);
  distance[start] = 0;
  queue[0] = start;
  for (let i = 0, count = 1; i < count; i++) {
    const node = queue[i]!;
    const further = distance[node]! + 1;
    for (let at = first[node]!; at < ends[node]!; at += 2) {
      const to = numbers[at]!;
      if (distance[to]! >= 0) continue;
      distance[to] = further;
      queue[count++] = to;
    }
  }
  return distance;
}

/** 1 for each node from which there is a way to one of some. */
export function leadingTo({ nodes, transitions, numbers, first, ends }: Play, some: readonly number[]): Uint8Array {
  // The moves the other way round: of a node, those from whom one leads to it stand from `into` up to that of the next.
  const into = new Int32Array(nodes + 1);
  for (let n = 0; n < nodes; n++) for (let at = first[n]!; at < ends[n]!; at += 2) into[numbers[at]!]!++;
  for (let n = 1; n <= nodes; n++) into[n]! += into[n - 1]!;
  const from = new Int32Array(transitions);
  for (let n = 0; n < nodes; n++) for (let at = first[n]!; at < ends[n]!; at += 2) from[--into[numbers[at]!]!] = n;

  const leads = new Uint8Array(nodes);
  const queue = new Int32Array(nodes);
  let count = 0;
  const add = (n: number): void => {
    if (leads[n] === 1) return;
    leads[n] = 1;
    queue[count++] = n;
  };
  for (const n of some) add(n);
  for (let i = 0; i < count; i++) for (let k = into[queue[i]!]!; k < into[queue[i]! + 1]!; k++) add(from[k]!);
  return leads;
}

/** The moves to one of some nodes that are all as far: as few as possible, then with as few changes of task as possible. */
export function pathTo(play: Play, distance: Int32Array, targets: readonly number[], start = 0): Move[] {
  return movesTo(arrivals(play, distance, targets, start)[0]!);
}

/** The shorter of two runs; of two as long, the one with fewer changes of task, then the first. */
export function shorter(a: Lasso | undefined, b: Lasso | undefined): Lasso | undefined {
  if (!a || !b) return a ?? b;
  const length = ({ prefix, cycle }: Lasso): number => prefix.length + cycle.length;
  return (length(b) - length(a) || switchesOf(b) - switchesOf(a)) < 0 ? b : a;
}

/** How often the moving task changes along a run, its cycle once. */
export function switchesOf({ prefix, cycle }: Lasso): number {
  const run = [...prefix, ...cycle];
  return run.filter((m, i) => i > 0 && m.task !== run[i - 1]!.task).length;
}

// The run that shows a violation: to a node in the fewest moves and, among those, with the fewest changes of task. One
// that goes round for ever is found in lasso.ts.

import type { Lasso, Move } from '../machine/trace.ts';
import type { Play } from './schedule.ts';
import { arrivals, movesTo } from './ways.ts';

/** Least number of moves from a node to each other; -1 where there is no way. */
export function distances(play: Play, start = 0): Int32Array {
  const distance = new Int32Array(play.nodes).fill(-1);
  distance[start] = 0;
  const queue = [start];
  for (let i = 0; i < queue.length; i++)
    for (const { to } of play.moves(queue[i]!))
      if (distance[to]! < 0) {
        distance[to] = distance[queue[i]!]! + 1;
        queue.push(to);
      }
  return distance;
}

/** 1 for each node from which there is a way to one of some. */
export function leadingTo(play: Play, ends: readonly number[]): Uint8Array {
  const into: number[][] = Array.from({ length: play.nodes }, () => []);
  for (let n = 0; n < play.nodes; n++) for (const { to } of play.moves(n)) into[to]!.push(n);
  const leads = new Uint8Array(play.nodes);
  const queue = [...ends];
  for (const n of queue) leads[n] = 1;
  for (let i = 0; i < queue.length; i++)
    for (const from of into[queue[i]!]!)
      if (leads[from] === 0) {
        leads[from] = 1;
        queue.push(from);
      }
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

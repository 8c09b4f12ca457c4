// Ways through a play with as few moves as possible and, among those, as few changes of task. Visits of a node are told
// apart by whatever later moves depend on; they are made layer by layer, so that the first visit of a kind is a
// shortest one, and of those of one layer the one with the fewest changes is kept.

import type { Move } from '../machine/trace.ts';
import type { Play } from './schedule.ts';
import { choiceOf, taskOf } from './word.ts';

export interface Visit {
  readonly node: number;
  /** Task that moved last; the number of tasks where nobody did. */
  readonly last: number;
  readonly switches: number;
  /** On a cycle: the tasks that have moved on it, and those that were allowed to, a bit each. */
  readonly moved: number;
  readonly allowed: number;
  /** The word of the move that led here; there is none if there is no visit before. */
  readonly via: number;
  readonly from: Visit | undefined;
}

/** Before any move. */
export function standingAt(play: Play, node: number): Visit {
  const last = play.graph.machine.tasks.length;
  return { node, last, switches: 0, moved: 0, allowed: 0, via: 0, from: undefined };
}

/** A visit after one more move, with the word `via` to a node; `tasks` is their number. */
export function after(from: Visit, node: number, via: number, tasks: number, moved = 0, allowed = 0): Visit {
  const task = taskOf(via);
  const isSwitch = from.last !== tasks && from.last !== task;
  return { node, last: task, switches: from.switches + (isSwitch ? 1 : 0), moved, allowed, via, from };
}

export interface Search {
  /** Takes the visits one move later; `depth` counts that move. */
  readonly next: (visit: Visit, depth: number, take: (step: Visit) => void) => void;
  readonly keyOf: (visit: Visit) => number;
  readonly isEnd: (visit: Visit) => boolean;
  /** Layers at most. */
  readonly most: number;
}

/** The first layer that has an end: the ends in it, the one with the fewest changes of task first; none if there is none. */
export function nearestEnds(starts: readonly Visit[], { next, keyOf, isEnd, most }: Search): Visit[] {
  const seen = new Set<number>();
  let layer: Iterable<Visit> = starts;
  for (let depth = 1; depth <= most; depth++) {
    const found = new Map<number, Visit>();
    const take = (step: Visit): void => {
      const key = keyOf(step);
      const known = found.get(key);
      if (known ? step.switches >= known.switches : seen.has(key)) return;
      // Behind all that was found before it: so that of two ways as good the one whose moves come first is kept.
      if (known) found.delete(key);
      found.set(key, step);
    };
    for (const visit of layer) next(visit, depth, take);
    if (found.size === 0) return [];
    const ends = [...found.values()].filter(isEnd);
    if (ends.length > 0) return ends.sort((a, b) => a.switches - b.switches);
    for (const key of found.keys()) seen.add(key);
    layer = found.values();
  }
  return [];
}

/** The moves that led to a visit. */
export function movesTo(visit: Visit): Move[] {
  const moves: Move[] = [];
  for (let at = visit; at.from; at = at.from) moves.push({ task: taskOf(at.via), choice: choiceOf(at.via) });
  return moves.reverse();
}

/**
 * How some nodes, all as far from the start, are come to: for each node and each task that can move last on a shortest
 * way to it, such a way with the fewest changes of task.
 */
export function arrivals(play: Play, distance: Int32Array, targets: readonly number[], start: number): Visit[] {
  const far = distance[targets[0]!]!;
  if (far === 0) return [standingAt(play, start)];
  const { numbers, first, ends } = play;
  const tasks = play.graph.machine.tasks.length;
  const leads = onShortestWays(play, distance, targets);
  const wanted = new Set(targets);
  return nearestEnds([standingAt(play, start)], {
    next: (visit, depth, take) => {
      for (let at = first[visit.node]!; at < ends[visit.node]!; at += 2) {
        const to = numbers[at]!;
        if (distance[to] === depth && leads[to] === 1) take(after(visit, to, numbers[at + 1]!, tasks));
      }
    },
    keyOf: ({ node, last }) => node * (tasks + 1) + last,
    isEnd: ({ node }) => wanted.has(node),
    most: far,
  });
}

/** 1 for each node on a shortest way to one of some nodes, which are all as far. */
function onShortestWays(
  { nodes, numbers, first, ends }: Play,
  distance: Int32Array,
  targets: readonly number[],
): Uint8Array {
  const far = distance[targets[0]!]!;
  // The nearer nodes, sorted: those of a distance stand behind `layer`.
  const layer = new Int32Array(far + 1);
  for (let n = 0; n < nodes; n++) if (distance[n]! >= 0 && distance[n]! < far) layer[distance[n]! + 1]!++;
  for (let d = 1; d <= far; d++) layer[d]! += layer[d - 1]!;
  const sorted = new Int32Array(layer[far]!);
  for (let n = 0; n < nodes; n++) if (distance[n]! >= 0 && distance[n]! < far) sorted[layer[distance[n]!]!++] = n;
  const leads = new Uint8Array(nodes);
  for (const n of targets) leads[n] = 1;
  for (let i = sorted.length - 1; i >= 0; i--) {
    const n = sorted[i]!;
    for (let at = first[n]!; at < ends[n]! && leads[n] === 0; at += 2) {
      const to = numbers[at]!;
      if (leads[to] === 1 && distance[to] === distance[n]! + 1) leads[n] = 1;
    }
  }
  return leads;
}

// Ways through a play with as few moves as possible and, among those, as few changes of task. Visits of a node are told
// apart by whatever later moves depend on; they are made layer by layer, so that the first visit of a kind is a
// shortest one, and of those of one layer the one with the fewest changes is kept.

import type { Move } from '../machine/trace.ts';
import type { Play, PlayMove } from './schedule.ts';

export interface Visit {
  readonly node: number;
  /** Task that moved last; the number of tasks where nobody did. */
  readonly last: number;
  readonly switches: number;
  /** On a cycle: the tasks that have moved on it, and those that were allowed to, a bit each. */
  readonly moved: number;
  readonly allowed: number;
  readonly via: PlayMove | undefined;
  readonly from: Visit | undefined;
}

/** Before any move. */
export function standingAt(play: Play, node: number): Visit {
  const last = play.graph.machine.tasks.length;
  return { node, last, switches: 0, moved: 0, allowed: 0, via: undefined, from: undefined };
}

/** A visit after one more move, `tasks` being their number. */
export function after(from: Visit, via: PlayMove, tasks: number, moved = 0, allowed = 0): Visit {
  const { task, to: node } = via;
  const isSwitch = from.last !== tasks && from.last !== task;
  return { node, last: task, switches: from.switches + (isSwitch ? 1 : 0), moved, allowed, via, from };
}

export interface Search {
  /** The visits one move later; `depth` counts that move. */
  readonly next: (visit: Visit, depth: number) => Iterable<Visit>;
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
    for (const visit of layer)
      for (const step of next(visit, depth)) {
        const key = keyOf(step);
        const known = found.get(key);
        if (known ? step.switches >= known.switches : seen.has(key)) continue;
        // Behind all that was found before it: so that of two ways as good the one whose moves come first is kept.
        found.delete(key);
        found.set(key, step);
      }
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
  for (let at = visit; at.via && at.from; at = at.from) moves.push({ task: at.via.task, choice: at.via.choice });
  return moves.reverse();
}

/**
 * How some nodes, all as far from the start, are come to: for each node and each task that can move last on a shortest
 * way to it, such a way with the fewest changes of task.
 */
export function arrivals(play: Play, distance: Int32Array, targets: readonly number[], start: number): Visit[] {
  const far = distance[targets[0]!]!;
  if (far === 0) return [standingAt(play, start)];
  const tasks = play.graph.machine.tasks.length;
  const leads = onShortestWays(play, distance, targets);
  const wanted = new Set(targets);
  return nearestEnds([standingAt(play, start)], {
    next: function* (visit, depth) {
      for (const move of play.moves(visit.node))
        if (distance[move.to] === depth && leads[move.to] === 1) yield after(visit, move, tasks);
    },
    keyOf: ({ node, last }) => node * (tasks + 1) + last,
    isEnd: ({ node }) => wanted.has(node),
    most: far,
  });
}

/** 1 for each node on a shortest way to one of some nodes. */
function onShortestWays(play: Play, distance: Int32Array, targets: readonly number[]): Uint8Array {
  const layers: number[][] = Array.from({ length: distance[targets[0]!]! }, () => []);
  for (let n = 0; n < play.nodes; n++) layers[distance[n]!]?.push(n);
  const leads = new Uint8Array(play.nodes);
  for (const n of targets) leads[n] = 1;
  for (let d = layers.length - 1; d >= 0; d--)
    for (const n of layers[d]!)
      if (play.moves(n).some(({ to }) => distance[to] === d + 1 && leads[to] === 1)) leads[n] = 1;
  return leads;
}

// The run that shows a violation: to a node in the fewest moves and, among those, with the fewest changes of task; for
// a livelock then round a fair cycle.

import type { Lasso, Move } from '../machine/trace.ts';
import { allowedAt } from './components.ts';
import type { Play, PlayMove } from './schedule.ts';

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

interface Arrival {
  readonly switches: number;
  readonly via: PlayMove | undefined;
  readonly from: number;
  readonly last: number;
}

/** The moves from `start` to a node: as few as possible, then with as few changes of task as possible. */
export function pathTo(play: Play, distance: Int32Array, target: number, start = 0): Move[] {
  // Best way to (node, task that moved last), over shortest ways only. Nodes are taken in order of distance.
  const tasks = play.graph.machine.tasks.length;
  const best = new Map<number, Arrival>();
  const key = (node: number, last: number) => node * (tasks + 1) + last;
  best.set(key(start, tasks), { switches: 0, via: undefined, from: 0, last: tasks });
  let layer = [start];
  for (let d = 0; d < distance[target]!; d++) {
    const next = new Set<number>();
    for (const node of layer)
      for (const move of play.moves(node)) {
        if (distance[move.to] !== d + 1) continue;
        for (let last = 0; last <= tasks; last++) {
          const here = best.get(key(node, last));
          if (!here) continue;
          const { task } = move;
          const switches = here.switches + (last === task || last === tasks ? 0 : 1);
          const known = best.get(key(move.to, task));
          if (!known || switches < known.switches)
            best.set(key(move.to, task), { switches, via: move, from: node, last });
        }
        next.add(move.to);
      }
    layer = [...next];
  }
  let last = -1;
  for (let t = 0; t <= tasks; t++) {
    const arrival = best.get(key(target, t));
    if (arrival && (last < 0 || arrival.switches <= best.get(key(target, last))!.switches)) last = t;
  }
  const path: Move[] = [];
  for (let node = target; ; ) {
    const arrival = best.get(key(node, last))!;
    if (!arrival.via) return path.reverse();
    path.push({ task: arrival.via.task, choice: arrival.via.choice });
    node = arrival.from;
    last = arrival.last;
  }
}

/** The shortest lasso, prefix and cycle together, into one of the components; its cycle is fair. */
export function shortestLasso(play: Play, distance: Int32Array, components: readonly number[][], start = 0): Lasso {
  let best: { node: number; cycle: Move[]; length: number } | undefined;
  for (const component of components) {
    const inside = new Set(component);
    const nearest = component.filter((n) => distance[n]! >= 0).sort((a, b) => distance[a]! - distance[b]!);
    // A cycle through one of the nearest nodes is short enough; the search from each costs the whole component.
    for (const node of nearest.slice(0, 64)) {
      if (best && distance[node]! >= best.length) break;
      const cycle = fairCycle(play, inside, node);
      const length = cycle && distance[node]! + cycle.length;
      if (cycle && length !== undefined && (!best || length < best.length)) best = { node, cycle, length };
    }
  }
  if (!best) throw new Error('a fair component without a fair cycle');
  return { prefix: pathTo(play, distance, best.node, start), cycle: best.cycle };
}

/** The shortest way from a node back to it on which everyone moves who is allowed to on it. */
function fairCycle(play: Play, inside: ReadonlySet<number>, start: number): Move[] | undefined {
  interface Visit {
    readonly node: number;
    readonly moved: number;
    readonly allowed: number;
    readonly via: PlayMove | undefined;
    readonly from: number;
  }
  const visits: Visit[] = [{ node: start, moved: 0, allowed: 0, via: undefined, from: -1 }];
  const seen = new Set<string>();
  for (let i = 0; i < visits.length; i++) {
    const here = visits[i]!;
    const allowed = here.allowed | allowedAt(play, here.node);
    for (const move of play.moves(here.node)) {
      if (!inside.has(move.to) || move.progress) continue;
      const moved = here.moved | (1 << move.task);
      const key = `${move.to},${moved},${allowed}`;
      if (seen.has(key)) continue;
      seen.add(key);
      visits.push({ node: move.to, moved, allowed, via: move, from: i });
      if (move.to === start && (allowed & ~moved) === 0) return unwind(visits.length - 1);
    }
  }
  return undefined;

  function unwind(last: number): Move[] {
    const cycle: Move[] = [];
    for (let i = last; visits[i]!.via; i = visits[i]!.from) {
      const { task, choice } = visits[i]!.via!;
      cycle.push({ task, choice });
    }
    return cycle.reverse();
  }
}

/** How often the moving task changes along a run, its cycle once. */
export function switchesOf({ prefix, cycle }: Lasso): number {
  const run = [...prefix, ...cycle];
  return run.filter((m, i) => i > 0 && m.task !== run[i - 1]!.task).length;
}

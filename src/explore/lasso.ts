// The shortest fair lasso: prefix and cycle together have as few moves as possible, and then as few changes of task.
//
// A cycle is entered at that of its nodes which is nearest to the start, or the lasso would be shorter. So the cycles
// through a node are searched among nodes that are as far or farther, no deeper than what was found already allows.

import type { Lasso } from '../machine/trace.ts';
import { allowedAt } from './components.ts';
import type { Play } from './schedule.ts';
import { after, arrivals, movesTo, nearestEnds, standingAt, type Visit } from './ways.ts';
import { DOES, taskOf } from './word.ts';

/** Visits after which the best lasso so far has to do: it is then a short one. */
const MOST_VISITS = 2_000_000;

/** The shortest lasso into one of the components; its cycle is fair. */
export function shortestLasso(
  play: Play,
  distance: Int32Array,
  components: readonly (readonly number[])[],
  start = 0,
): Lasso {
  const tasks = play.graph.machine.tasks.length;
  const kinds = 2 ** tasks;
  const { numbers, first, ends } = play;
  const componentOf = new Int32Array(play.nodes).fill(-1);
  const allowedOf = new Int32Array(play.nodes);
  for (const [c, nodes] of components.entries())
    for (const n of nodes) {
      componentOf[n] = c;
      allowedOf[n] = allowedAt(play, n);
    }
  let visits = 0;

  /** The shortest fair ways from visits of one node back to it, in at most so many moves. */
  const cycles = (starts: readonly Visit[], most: number, countSwitches: boolean): Visit[] => {
    const { node: entry } = starts[0]!;
    return nearestEnds(starts, {
      next: (visit, depth, take) => {
        const allowed = visit.allowed | allowedOf[visit.node]!;
        for (let at = first[visit.node]!; at < ends[visit.node]!; at += 2) {
          const to = numbers[at]!;
          const word = numbers[at + 1]!;
          if ((word & DOES.progress) !== 0) continue;
          if (componentOf[to] !== componentOf[entry] || distance[to]! < distance[entry]!) continue;
          const moved = visit.moved | (1 << taskOf(word));
          // Everyone who was allowed to has to move yet.
          if (depth + ones(allowed & ~moved) > most) continue;
          visits++;
          take(after(visit, to, word, tasks, moved, allowed));
        }
      },
      keyOf: ({ node, moved, allowed, last }) =>
        ((node * kinds + moved) * kinds + allowed) * tasks + (countSwitches ? last : 0),
      isEnd: ({ node, moved, allowed }) => node === entry && (allowed & ~moved) === 0,
      most,
    });
  };

  // Lengths first.
  const reached = components.flat().filter((n) => distance[n]! >= 0);
  const nearest = reached.sort((a, b) => distance[a]! - distance[b]!);
  let best = Number.POSITIVE_INFINITY;
  let entries: number[] = [];
  for (const entry of nearest) {
    const far = distance[entry]!;
    if (far + 1 > best || (visits > MOST_VISITS && entries.length > 0)) break;
    const [end] = cycles([standingAt(play, entry)], best - far, false);
    if (!end) continue;
    const length = far + movesTo(end).length;
    if (length < best) entries = [];
    best = length;
    entries.push(entry);
  }

  // Then changes of task, each entry with all that can have moved last before it.
  let found: { readonly end: Visit; readonly far: number } | undefined;
  for (const entry of entries) {
    if (visits > MOST_VISITS && found) break;
    const far = distance[entry]!;
    const [end] = cycles(arrivals(play, distance, [entry], start), best - far, true);
    if (end && (!found || end.switches < found.end.switches)) found = { end, far };
  }
  if (!found) throw new Error('a fair component without a fair cycle');
  const moves = movesTo(found.end);
  return { prefix: moves.slice(0, found.far), cycle: moves.slice(found.far) };
}

function ones(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

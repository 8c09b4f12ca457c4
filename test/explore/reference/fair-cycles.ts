// Whether a run can go on for ever, fairly and without a call that returns: by the definition, for each set of tasks.
//
// On the cycle of such a run there is a set of tasks that move; nobody else is allowed anything there. So for each set:
// leave out the nodes at which anybody else is allowed a move. If a part of what is left, each node of which can be
// reached from each other, has moves of everybody that is allowed one in it, the walk over all moves of the part is such
// a cycle; and each such cycle lies in one for the set of its movers.

import type { Edge } from './interpreted.ts';

/** Whether there is a fair cycle of moves without a return; no cycle goes through a node at which a bound was hit. */
export function hasFairCycle(
  moves: readonly (readonly Edge[])[],
  tasks: number,
  isCut: (node: number) => boolean,
): boolean {
  for (let set = 1; set < 1 << tasks; set++) {
    const isIn = ({ task }: Edge): boolean => ((set >> task) & 1) === 1;
    const left = new Set([...moves.keys()].filter((n) => !isCut(n) && moves[n]!.every(isIn)));
    const onward = moves.map((list, n) => (left.has(n) ? list.filter((m) => !m.returns && left.has(m.to)) : []));
    const backward: number[][] = moves.map(() => []);
    for (const n of left) for (const m of onward[n]!) backward[m.to]!.push(n);
    const rest = new Set(left);
    for (const n of left) {
      if (!rest.has(n)) continue;
      const to = reached(n, (k) => onward[k]!.map((m) => m.to));
      const from = reached(n, (k) => backward[k]!);
      const part = [...to].filter((k) => from.has(k));
      for (const k of part) rest.delete(k);
      const inside = part.flatMap((k) => onward[k]!.filter((m) => from.has(m.to) && to.has(m.to)));
      const moving = new Set(inside.map((m) => m.task));
      const allowed = new Set(part.flatMap((k) => moves[k]!.map((m) => m.task)));
      if (inside.length > 0 && [...allowed].every((t) => moving.has(t))) return true;
    }
  }
  return false;
}

function reached(start: number, next: (node: number) => readonly number[]): Set<number> {
  const found = new Set([start]);
  for (const n of found) for (const k of next(n)) found.add(k);
  return found;
}

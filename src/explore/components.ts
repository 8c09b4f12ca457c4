// Where a run can stay for ever: strongly connected components with a fair cycle. Strong fairness, over what the
// schedule allows: who is allowed a move again and again makes one again and again. A component in which somebody is
// allowed to move and never does is searched again without the nodes at which he is allowed (Streett).

import { STRIDE, type Work } from '../base/work.ts';
import type { Play } from './schedule.ts';

/** The sets of nodes in each of which a fair run without progress can go round for ever. */
export function* fairComponents(play: Play): Work<number[][]> {
  const found: number[][] = [];
  // At a cut node nobody knows who else could have moved, so that no cycle through it is known to be fair.
  const whole = Array.from({ length: play.nodes }, (_, n) => n).filter((n) => !play.graph.isCut(play.state(n)));
  const queue = [whole];
  for (let part = queue.pop(); part; part = queue.pop()) {
    for (const component of yield* components(play, part)) {
      const starved = starvedIn(play, component);
      if (starved === 0) found.push(component);
      else queue.push(component.filter((n) => (allowedAt(play, n) & starved) === 0));
    }
    yield;
  }
  return found;
}

/** Tasks that have a move at a node, a bit each. */
export function allowedAt(play: Play, node: number): number {
  return play.moves(node).reduce((mask, m) => mask | (1 << m.task), 0);
}

/** Tasks that are allowed somewhere in the component and never move inside it. */
function starvedIn(play: Play, component: readonly number[]): number {
  const inside = new Set(component);
  let allowed = 0;
  let moving = 0;
  for (const n of component) {
    allowed |= allowedAt(play, n);
    for (const m of play.moves(n)) if (inside.has(m.to) && !m.progress) moving |= 1 << m.task;
  }
  return allowed & ~moving;
}

/** Strongly connected components of the moves without progress between the given nodes that hold a cycle (Tarjan). */
function* components(play: Play, nodes: readonly number[]): Work<number[][]> {
  const whole = nodes.length === play.nodes;
  const inside = whole ? undefined : new Set(nodes);
  const index = new Int32Array(play.nodes).fill(-1);
  const low = new Int32Array(play.nodes);
  const onStack = new Uint8Array(play.nodes);
  const stack: number[] = [];
  const found: number[][] = [];
  let counter = 0;

  for (const root of nodes) {
    if (index[root]! >= 0) continue;
    const path: { node: number; next: number }[] = [{ node: root, next: 0 }];
    index[root] = low[root] = counter++;
    stack.push(root);
    onStack[root] = 1;
    while (path.length > 0) {
      const top = path.at(-1)!;
      const move = play.moves(top.node)[top.next++];
      if (move) {
        if (move.progress || (inside && !inside.has(move.to))) continue;
        if (index[move.to]! < 0) {
          if (counter % STRIDE === 0) yield;
          index[move.to] = low[move.to] = counter++;
          stack.push(move.to);
          onStack[move.to] = 1;
          path.push({ node: move.to, next: 0 });
        } else if (onStack[move.to]) low[top.node] = Math.min(low[top.node]!, index[move.to]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) low[parent.node] = Math.min(low[parent.node]!, low[top.node]!);
      if (low[top.node] !== index[top.node]) continue;
      const component: number[] = [];
      for (let n = stack.pop()!; ; n = stack.pop()!) {
        onStack[n] = 0;
        component.push(n);
        if (n === top.node) break;
      }
      const loops = component.length > 1 || play.moves(top.node).some((m) => m.to === top.node && !m.progress);
      if (loops) found.push(component);
    }
  }
  return found;
}

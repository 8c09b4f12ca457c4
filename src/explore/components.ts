// Where a run can stay for ever: strongly connected components with a fair cycle. Strong fairness, over what the
// schedule allows: who is allowed a move again and again makes one again and again. A component in which somebody is
// allowed to move and never does is searched again without the nodes at which he is allowed (Streett).

import { STRIDE, type Work } from '../base/work.ts';
import { IS_CUT } from './about.ts';
import type { Play } from './schedule.ts';
import { DOES, taskOf } from './word.ts';

/** The sets of nodes in each of which a fair run without progress can go round for ever. */
export function* fairComponents(play: Play): Work<number[][]> {
  const found: number[][] = [];
  // At a cut node nobody knows who else could have moved, so that no cycle through it is known to be fair.
  const whole: number[] = [];
  for (let n = 0; n < play.nodes; n++) if ((play.about[n]! & IS_CUT) === 0) whole.push(n);
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
export function allowedAt({ numbers, first, ends }: Play, node: number): number {
  let mask = 0;
  for (let at = first[node]!; at < ends[node]!; at += 2) mask |= 1 << taskOf(numbers[at + 1]!);
  return mask;
}

/** Tasks that are allowed somewhere in the component and never move inside it. */
function starvedIn(play: Play, component: readonly number[]): number {
  const { numbers, first, ends } = play;
  const inside = new Set(component);
  let allowed = 0;
  let moving = 0;
  for (const n of component)
    for (let at = first[n]!; at < ends[n]!; at += 2) {
      const word = numbers[at + 1]!;
      const bit = 1 << taskOf(word);
      allowed |= bit;
      if ((moving & bit) === 0 && (word & DOES.progress) === 0 && inside.has(numbers[at]!)) moving |= bit;
    }
  return allowed & ~moving;
}

/** Strongly connected components of the moves without progress between the given nodes that hold a cycle (Tarjan). */
function* components(play: Play, nodes: readonly number[]): Work<number[][]> {
  const { numbers, first, ends } = play;
  /** From 1, in the order in which they are found; 0 for a node that is not found yet, -1 for one that is none of them. */
  const index = new Int32Array(play.nodes).fill(-1);
  for (const n of nodes) index[n] = 0;
  const low = new Int32Array(play.nodes);
  const onStack = new Uint8Array(play.nodes);
  const stack = new Int32Array(nodes.length);
  let height = 0;
  /** The nodes on the way here, and of each where its next move stands. */
  const path = new Int32Array(nodes.length);
  const next = new Int32Array(nodes.length);
  let depth = -1;
  const found: number[][] = [];
  let counter = 0;

  const enter = (node: number): void => {
    index[node] = low[node] = ++counter;
    stack[height++] = node;
    onStack[node] = 1;
    path[++depth] = node;
    next[depth] = first[node]!;
  };

  for (const root of nodes) {
    if (index[root]! > 0) continue;
    enter(root);
    while (depth >= 0) {
      const top = path[depth]!;
      const at = next[depth]!;
      if (at < ends[top]!) {
        next[depth] = at + 2;
        const to = numbers[at]!;
        if ((numbers[at + 1]! & DOES.progress) !== 0 || index[to]! < 0) continue;
        if (index[to] === 0) {
          if (counter % STRIDE === STRIDE - 1) yield;
          enter(to);
        } else if (onStack[to] === 1 && index[to]! < low[top]!) low[top] = index[to]!;
        continue;
      }
      depth--;
      if (depth >= 0 && low[top]! < low[path[depth]!]!) low[path[depth]!] = low[top]!;
      if (low[top] !== index[top]) continue;
      const component: number[] = [];
      for (let n = -1; n !== top; ) {
        n = stack[--height]!;
        onStack[n] = 0;
        component.push(n);
      }
      if (component.length > 1 || loops(play, top)) found.push(component);
    }
  }
  return found;
}

/** Whether a move without progress leads from a node back to it. */
function loops({ numbers, first, ends }: Play, node: number): boolean {
  for (let at = first[node]!; at < ends[node]!; at += 2)
    if (numbers[at] === node && (numbers[at + 1]! & DOES.progress) === 0) return true;
  return false;
}

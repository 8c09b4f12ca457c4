// Everything that can happen under a schedule, found on walks: each makes moves that nobody made before as long as there
// are any not far ahead, and another sets out for the first node that has some left.

import type { Move } from '../../../src/machine/trace.ts';
import type { ScheduleName } from '../../../src/model/model.ts';
import { type Edge, type Interpreted, TooBig, type Walk } from './interpreted.ts';
import { type Node, Scheduler } from './schedule.ts';

export interface Played {
  readonly nodes: readonly Node[];
  /** The moves that the schedule allows at each node; `to` is a node. What meets a bound is not among them. */
  readonly moves: readonly (readonly Edge[])[];
  /** The moves by which a node was found. */
  path(node: number): Move[];
}

/** How far a walk looks for something new ahead of it. */
const AHEAD = 100;

/** Throws `TooBig` if there are more than so many nodes. */
export function played(graph: Interpreted, schedule: ScheduleName, most: number): Played {
  const scheduler = new Scheduler(graph.question.scenario.tasks, schedule);
  const known = new Map<string, number>();
  const nodes: Node[] = [];
  const moves: Edge[][] = [];
  /** Allowed at each node, and not made yet. */
  const open: Move[][] = [];
  const came: ({ readonly from: number; readonly move: Move } | undefined)[] = [];

  const add = (node: Node, from: { from: number; move: Move } | undefined): number => {
    const key = JSON.stringify([node.state, node.holders, node.owed]);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (nodes.length >= most) throw new TooBig(`more than ${most} nodes`);
    known.set(key, nodes.length);
    came.push(from);
    moves.push([]);
    open.push(scheduler.allowed(node, graph.states[node.state]!.tasks));
    return nodes.push(node) - 1;
  };
  /** Notes where moves of a node lead that were made at its state, here or under another schedule. */
  const settle = (n: number): void => {
    const node = nodes[n]!;
    const now = graph.states[node.state]!.tasks;
    open[n] = open[n]!.filter((move) => {
      const led = graph.led(node.state, move);
      if (led === undefined) return true;
      if (led === 'cut') return false;
      const after = scheduler.after(node, now, move.task, led.to, graph.states[led.to]!.tasks);
      moves[n]!.push({ ...move, ...led, to: add(after, { from: n, move }) });
      return false;
    });
  };
  const path = (node: number): Move[] => {
    const way: Move[] = [];
    for (let at = came[node]; at; at = came[at.from]) way.push(at.move);
    return way.reverse();
  };
  /** The nearest node with an open move, by moves that were made. */
  const ahead = (from: number): Move[] | undefined => {
    const ways = new Map<number, { readonly from: number; readonly move: Move } | undefined>([[from, undefined]]);
    for (const n of ways.keys()) {
      settle(n);
      if (open[n]!.length > 0) {
        const way: Move[] = [];
        for (let at = ways.get(n); at; at = ways.get(at.from)) way.push(at.move);
        return way.reverse();
      }
      if (ways.size > AHEAD) return undefined;
      for (const m of moves[n]!) if (!ways.has(m.to)) ways.set(m.to, { from: n, move: m });
    }
    return undefined;
  };
  const along = (walk: Walk, from: number, way: readonly Move[]): number => {
    let at = from;
    for (const move of way) {
      walk.go(move);
      at = moves[at]!.find((m) => m.task === move.task && m.choice === move.choice)!.to;
    }
    return at;
  };

  add(scheduler.start(graph.states[0]!.tasks), undefined);
  // Nodes are found in the order in which walks come by; what is settled may add more behind.
  for (let n = 0; n < nodes.length; n++) {
    for (settle(n); open[n]!.length > 0; settle(n)) {
      const walk = graph.walk();
      let at = along(walk, 0, path(n));
      for (let way = ahead(at); way; way = ahead(at)) {
        at = along(walk, at, way);
        const move = open[at]![0]!;
        const isOn = walk.go(move);
        settle(at);
        if (!isOn) break;
        at = moves[at]!.find((m) => m.task === move.task && m.choice === move.choice)!.to;
      }
    }
  }
  return { nodes, moves, path };
}

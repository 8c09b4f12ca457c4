// What the reference answers, from docs/soundness.md: each property is asked of each node.

import { unreachable } from '../../../src/base/unreachable.ts';
import type { BuiltIn } from '../../../src/model/built-in.ts';
import type { Property, ScheduleName } from '../../../src/model/model.ts';
import { hasFairCycle } from './fair-cycles.ts';
import { type Interpreted, isQuiescent, type State } from './interpreted.ts';
import { type Played, played } from './played.ts';

export type Word = 'violated' | 'holds' | 'unknown';

export class Reference {
  readonly graph: Interpreted;
  readonly played: Played;

  /** Throws `TooBig`. */
  constructor(graph: Interpreted, schedule: ScheduleName, most: number) {
    this.graph = graph;
    this.played = played(graph, schedule, most);
  }

  answer(property: Property | BuiltIn): Word {
    const nodes = [...this.played.nodes.keys()];
    if (nodes.some((n) => this.#violated(n, property))) return 'violated';
    return nodes.some((n) => this.isCut(n)) ? 'unknown' : 'holds';
  }

  isCut(node: number): boolean {
    return this.graph.isCut(this.played.nodes[node]!.state);
  }

  /** Nodes at which nobody may move. */
  ends(): number[] {
    return [...this.played.nodes.keys()].filter((n) => !this.isCut(n) && this.played.moves[n]!.length === 0);
  }

  state(node: number): State {
    return this.graph.states[this.played.nodes[node]!.state]!;
  }

  #violated(node: number, property: Property | BuiltIn): boolean {
    const { tasks, leaked } = this.state(node);
    const isOver = isQuiescent(tasks);
    const stops = tasks.flatMap((t) => (t.isStopped ? [t.status] : []));
    const isDeadlock = !isOver && stops.length === 0 && !this.isCut(node) && this.played.moves[node]!.length === 0;
    if (typeof property === 'object') {
      switch (property.kind) {
        case 'invariant':
          return !this.#holds(node, property.condition!);
        case 'quiescent':
          return isOver && !this.#holds(node, property.condition!);
        case 'progress':
          return isDeadlock || (node === 0 && this.#turns());
        default:
          return unreachable(property.kind);
      }
    }
    switch (property) {
      case 'no-bug-on':
        return stops.some((s) => s === 'bug' || s === 'null' || s === 'bounds');
      case 'no-use-after-free':
        return stops.includes('use-after-free');
      case 'no-double-free':
        return stops.includes('double-free');
      case 'no-deadlock':
        return isDeadlock;
      case 'no-sleep-in-atomic':
        return tasks.some((t) => t.isAtomic && t.maySleep);
      case 'no-leak':
        return isOver && leaked;
      default:
        return unreachable(property);
    }
  }

  #turns(): boolean {
    return hasFairCycle(this.played.moves, this.graph.question.scenario.tasks.length, (n) => this.isCut(n));
  }

  #holds(node: number, condition: string): boolean {
    return this.state(node).truth.get(condition)!;
  }
}

// The least cost of runs, where each move costs 0 or 1. What a move costs depends on what is remembered of the moves
// before it: a *place* is a node and a memory. In: moves, a rule, and where runs end. Out: the least cost of a run that
// ends, and the moves that cost of all the runs that are as cheap (0-1 breadth-first search).

import { STRIDE, type Work } from '../base/work.ts';

/** The moves of a play as rows of numbers; those of node n are from `first[n]` up to `first[n + 1]`. */
export interface Moves {
  readonly nodes: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** Whatever the rule has to know of a move. */
  readonly about: Uint16Array;
}

export interface Rule {
  /** Memories, from 0: that before the first move. */
  readonly memories: number;
  /** Twice the memory behind a move, and 1 more if the move costs 1. */
  readonly behind: (about: number, memory: number) => number;
}

/** Where runs are over. */
export interface Ends {
  readonly nodes: readonly number[];
  /** Moves that end a run: by their number, with the node that each is a move of. */
  readonly moves: readonly { readonly node: number; readonly move: number }[];
}

/** Where a move was made that cost. */
export interface Paid {
  readonly node: number;
  readonly memory: number;
}

export class Least {
  /** Of a run to an end; `Infinity` if there is none. */
  least = Infinity;
  readonly #moves: Moves;
  readonly #rule: Rule['behind'];
  /** Places of one node. */
  readonly #width: number;
  /** By place; -1 where there is no way, or none as cheap as one to an end. */
  readonly #cost: Int32Array;
  /** Places at which a cheapest run is over, or from which its last move is made; and those of which that one costs. */
  readonly #last = new Set<number>();
  readonly #paid = new Set<number>();

  private constructor(moves: Moves, { memories, behind }: Rule) {
    this.#moves = moves;
    this.#rule = behind;
    this.#width = memories;
    this.#cost = new Int32Array(moves.nodes * memories).fill(-1);
  }

  static *to(ends: Ends, moves: Moves, rule: Rule): Work<Least> {
    const found = new Least(moves, rule);
    found.#cost[0] = 0;
    for (let level = 0, now = [0]; now.length > 0 && found.least >= level; level++) {
      const later: number[] = [];
      // It gets longer while it is gone through.
      for (let i = 0; i < now.length; i += STRIDE) {
        if (i > 0) yield;
        found.#pass(now, i, later, level);
      }
      found.#arrive(ends, level);
      now = later;
    }
    return found;
  }

  /** Makes the moves of some places of a level. Apart from the generator, since it is what takes the time. */
  #pass(now: number[], from: number, later: number[], level: number): void {
    const { first, to, about } = this.#moves;
    const cost = this.#cost;
    const width = this.#width;
    const rule = this.#rule;
    for (let i = from; i < now.length && i < from + STRIDE; i++) {
      const place = now[i]!;
      if (cost[place] !== level) continue;
      const memory = place % width;
      const node = (place - memory) / width;
      for (let m = first[node]!; m < first[node + 1]!; m++) {
        const behind = rule(about[m]!, memory);
        const next = to[m]! * width + (behind >> 1);
        const found = level + (behind & 1);
        if (cost[next]! >= 0 && cost[next]! <= found) continue;
        cost[next] = found;
        if (found === level) now.push(next);
        else later.push(next);
      }
    }
  }

  /** Looks which ends are reached at a cost, or at one more by the last move. */
  #arrive({ nodes, moves }: Ends, level: number): void {
    const cost = this.#cost;
    const width = this.#width;
    const end = (place: number, price: number): void => {
      if (cost[place] !== level || level + price > this.least) return;
      if (level + price < this.least) {
        this.#last.clear();
        this.#paid.clear();
      }
      this.least = level + price;
      this.#last.add(place);
      if (price > 0) this.#paid.add(place);
    };
    for (const node of nodes) for (let memory = 0; memory < width; memory++) end(node * width + memory, 0);
    for (const { node, move } of moves)
      for (let memory = 0; memory < width; memory++)
        end(node * width + memory, this.#rule(this.#moves.about[move]!, memory) & 1);
  }

  /** The moves that cost of all the cheapest runs to an end. */
  *paid(): Work<readonly Paid[]> {
    const { about } = this.#moves;
    const cost = this.#cost;
    const width = this.#width;
    const paid = new Set(this.#paid);
    const queue = [...this.#last];
    const { from, by, start } = this.#into();
    const seen = new Uint8Array(cost.length);
    for (const place of queue) seen[place] = 1;
    for (let i = 0; i < queue.length; i++) {
      if (i % STRIDE === STRIDE - 1) yield;
      const memory = queue[i]! % width;
      const node = (queue[i]! - memory) / width;
      for (let k = start[node]!; k < start[node + 1]!; k++)
        for (let earlier = 0; earlier < width; earlier++) {
          const place = from[k]! * width + earlier;
          if (cost[place]! < 0) continue;
          const behind = this.#rule(about[by[k]!]!, earlier);
          if (behind >> 1 !== memory || cost[place]! + (behind & 1) !== cost[queue[i]!]) continue;
          if ((behind & 1) !== 0) paid.add(place);
          if (seen[place] !== 0) continue;
          seen[place] = 1;
          queue.push(place);
        }
    }
    return [...paid].map((place) => ({ node: Math.floor(place / width), memory: place % width }));
  }

  /** The moves that lead to node n: from `start[n]` up to `start[n + 1]`, the node and the number of each. */
  #into(): { readonly start: Int32Array; readonly from: Int32Array; readonly by: Int32Array } {
    const { nodes, first, to } = this.#moves;
    const start = new Int32Array(nodes + 2);
    for (const node of to) start[node + 2]!++;
    for (let n = 0; n < nodes; n++) start[n + 2]! += start[n + 1]!;
    const from = new Int32Array(to.length);
    const by = new Int32Array(to.length);
    for (let n = 0; n < nodes; n++)
      for (let m = first[n]!; m < first[n + 1]!; m++) {
        const at = start[to[m]! + 1]!++;
        from[at] = n;
        by[at] = m;
      }
    return { start, from, by };
  }
}

// What looks after the searches of one thread. Every 50 ms it lets the rest of the process have its turn, tells how the
// search gets on, and sees whether it may go on: nobody wants to stop, there is time left, and memory.

import type { Work } from '../base/work.ts';
import type { Graph } from '../explore/graph.ts';

/** How a search gets on. */
export interface SearchProgress {
  /** `before`, or the id of a candidate. */
  readonly program: string;
  /** Scenario, schedule and switches of the check at hand. */
  readonly check: string;
  /** States that were found, and those of them whose moves are still to be made. */
  readonly states: number;
  readonly waiting: number;
  /** That the objects and tables of the process take. */
  readonly bytes: number;
}

/** Hears of a search about 20 times a second. What it returns ends this search and all that were to come: the reason. */
export type Look = (at: SearchProgress) => string | undefined;

/** One graph that is being searched. */
export interface Search {
  readonly program: string;
  readonly graph: Graph;
}

const SLICE = 50;
/** Milliseconds for answers from what there is, once a search was ended. */
const LEEWAY = 1000;

export class Watch {
  readonly #deadline: number;
  readonly #look: Look | undefined;
  #stopped: string | undefined;
  #pause = performance.now() + SLICE;
  /** By graph that was given up, when nothing more is to be made of it. */
  readonly #ends = new WeakMap<Graph, number>();

  /** `deadline` in milliseconds since the start of the process. */
  constructor(deadline: number, look?: Look) {
    this.#deadline = deadline;
    this.#look = look;
  }

  /** Why nothing more is searched, once that is so. */
  get stopped(): string | undefined {
    if (performance.now() > this.#deadline) this.#stopped ??= 'the time is up';
    return this.#stopped;
  }

  /** Does some work on a graph; undefined if it had to be left. */
  async over<T>(search: Search, check: string, work: Work<T>): Promise<T | undefined> {
    for (;;) {
      const turn = work.next();
      if (performance.now() > this.#pause) await this.#rest(search, check);
      if (turn.done) return turn.value;
      if (performance.now() > (this.#ends.get(search.graph) ?? Infinity)) return undefined;
    }
  }

  async #rest({ program, graph }: Search, check: string): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const states = graph.table.count;
    const { heapUsed, external } = process.memoryUsage();
    const at = { program, check, states, waiting: states - graph.expanded, bytes: heapUsed + external };
    this.#stopped ??= this.#look?.(at);
    const why = this.stopped;
    if (why !== undefined && !this.#ends.has(graph)) {
      graph.giveUp(why);
      this.#ends.set(graph, performance.now() + LEEWAY);
    }
    this.#pause = performance.now() + SLICE;
  }
}

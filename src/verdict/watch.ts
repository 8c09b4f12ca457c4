// What looks after the searches of one thread. Every 50 ms it lets the rest of the process have its turn, tells how the
// search gets on, and sees whether it may go on: nobody wants to stop, there is time left, and memory. A search that may
// not go on is given up: what it has found is answered, if that is quick, and the rest is unknown.

import { setImmediate } from 'node:timers/promises';
import type { Found, Work } from '../base/work.ts';
import type { Graph } from '../explore/graph.ts';

/** How a search gets on. */
export interface SearchProgress {
  /** `before`, or the id of a candidate. */
  readonly program: string;
  readonly check: string;
  /** Undefined while what was found is looked through. */
  readonly found: Found | undefined;
  /** What the objects and tables of the process take. */
  readonly bytes: number;
}

/** Hears of a search about 20 times a second. What it returns ends this search and all that were to come: the reason. */
export type Look = (at: SearchProgress) => string | undefined;

export interface Limits {
  /** Milliseconds since the start of the process. */
  readonly deadline: number;
  /** Megabytes. */
  readonly maxMemory: number;
}

/** One graph that is being searched, and the program that it is of. */
export interface Search {
  readonly program: string;
  readonly graph: Graph;
}

const SLICE = 50;
/** Milliseconds for answers from what there is, once a search was given up. */
const LEEWAY = 1000;

export class Watch {
  readonly #limits: Limits;
  readonly #look: Look | undefined;
  #stopped: string | undefined;
  #nextPause = performance.now() + SLICE;
  /** By graph that was given up, when nothing more is to be made of it. */
  readonly #ends = new WeakMap<Graph, number>();

  constructor(limits: Limits, look?: Look) {
    this.#limits = limits;
    this.#look = look;
  }

  /** Why nothing more is searched, once that is so. */
  get stopped(): string | undefined {
    if (performance.now() > this.#limits.deadline) this.#stopped ??= 'the time is up';
    return this.#stopped;
  }

  /** Does some work on a graph; undefined if it had to be left. */
  async over<T>(search: Search, check: string, work: Work<T>): Promise<T | undefined> {
    for (;;) {
      const turn = work.next();
      if (performance.now() > this.#nextPause) await this.#pause(search, check, turn.done ? undefined : turn.value);
      if (turn.done) return turn.value;
      if (performance.now() > (this.#ends.get(search.graph) ?? Infinity)) return undefined;
    }
  }

  async #pause({ program, graph }: Search, check: string, found: Found | undefined): Promise<void> {
    await setImmediate();
    // Loaded here: most searches never come to a pause.
    const { memory } = await import('./memory.ts');
    const now = memory(this.#limits.maxMemory);
    this.#stopped ??= this.#look?.({ program, check, found, bytes: now.bytes });
    const why = this.stopped ?? now.excess;
    if (why !== undefined && !this.#ends.has(graph)) {
      graph.giveUp(why);
      this.#ends.set(graph, performance.now() + LEEWAY);
    }
    this.#nextPause = performance.now() + SLICE;
  }
}

// What tasks are doing in a state, as a schedule asks for it: tasks are bits. Each state is looked at once.

import type { Graph } from './graph.ts';
import { HELD, isEvent, kindOf, PINNED, TIMED, wantsCpu } from './mode.ts';

/** Numbers of a state: whether it was looked at, then what `Doing` has functions for. */
const SIZE = 6;

export class Doing {
  readonly #graph: Graph;
  #rows = new Int32Array(1024 * SIZE);

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Who wants its CPU. */
  wants(state: number): number {
    return this.#look(state, 1);
  }

  /** Whose next move is an event. */
  events(state: number): number {
    return this.#look(state, 2);
  }

  /** Who is not to be preempted. */
  pinned(state: number): number {
    return this.#look(state, 3);
  }

  /** Who sleeps for a time. */
  timed(state: number): number {
    return this.#look(state, 4);
  }

  /** Who is kept off its CPU by an interrupt handler. */
  held(state: number): number {
    return this.#look(state, 5);
  }

  #look(state: number, what: number): number {
    const at = state * SIZE;
    if (at >= this.#rows.length) this.#grow(at);
    if (this.#rows[at] === 0) this.#fill(state, at);
    return this.#rows[at + what]!;
  }

  /** Nobody does anything in a state that was left. */
  #fill(state: number, at: number): void {
    const place = this.#graph.place(state);
    const { numbers, machine } = this.#graph;
    const rows = this.#rows;
    rows[at] = 1;
    if (place === 0) return;
    for (let t = 0; t < machine.tasks.length; t++) {
      const mode = numbers[place + 1 + t]!;
      const kind = kindOf(mode);
      const bit = 1 << t;
      if (wantsCpu(mode)) rows[at + 1]! |= bit;
      if (isEvent(mode)) rows[at + 2]! |= bit;
      if ((mode & PINNED) !== 0) rows[at + 3]! |= bit;
      if (kind === TIMED) rows[at + 4]! |= bit;
      if (kind === HELD) rows[at + 5]! |= bit;
    }
  }

  #grow(at: number): void {
    let length = this.#rows.length;
    while (at >= length) length *= 2;
    const grown = new Int32Array(length);
    grown.set(this.#rows);
    this.#rows = grown;
  }
}

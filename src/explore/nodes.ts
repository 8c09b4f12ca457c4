// The nodes of a play, in the order in which they were found: a state, and what the schedule remembers there. There are
// few different memories, and few nodes of one state: a node is looked for among those of its state.

import { Numbers } from './numbers.ts';
import { StateTable } from './state-table.ts';

export class Nodes {
  readonly #memories: StateTable;
  /** By state: the node of it that was found last. By node: the one of its state that was found before. */
  readonly #last = new Numbers();
  readonly #before = new Numbers();
  /** By node. */
  readonly #states = new Numbers();
  readonly #memory = new Numbers();

  /** A memory has so many cells. */
  constructor(cells: number) {
    this.#memories = new StateTable(cells);
  }

  get count(): number {
    return this.#states.length;
  }

  state(node: number): number {
    return this.#states.get(node);
  }

  /** By node: its state. */
  get states(): Int32Array {
    return this.#states.all();
  }

  /** Number of the node, which is new if it equals the count before. */
  add(state: number, memory: Int32Array): number {
    const number = this.#memories.size === 0 ? 0 : this.#memories.add(memory);
    const last = this.#last.get(state);
    for (let n = last; n >= 0; n = this.#before.get(n)) if (this.#memory.get(n) === number) return n;
    const node = this.#states.length;
    this.#states.push(state);
    this.#memory.push(number);
    this.#before.push(last);
    this.#last.set(state, node);
    return node;
  }

  /** Writes what the schedule remembers at a node. */
  read(node: number, memory: Int32Array): void {
    if (this.#memories.size > 0) this.#memories.read(this.#memory.get(node), memory);
  }
}

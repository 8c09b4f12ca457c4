import type { Register } from '../instr.ts';
import type { Code } from '../wasm/code.ts';

/**
 * WebAssembly locals of registers, in the order in which they come up. One that only passes has its local until it was
 * read for the last time, and another gets it then: a function with thousands of locals takes long to compile.
 */
export class Locals {
  readonly #code: Code;
  readonly #of = new Map<number, number>();
  /** Locals that nobody has. */
  readonly #free: number[] = [];
  /** Reads of each passing register that are still to come. */
  readonly #left: Map<number, number>;
  /** Passing registers that have had their last. */
  readonly #ended: number[] = [];

  constructor(code: Code, passing: ReadonlyMap<number, number>) {
    this.#code = code;
    this.#left = new Map(passing);
  }

  /** The local of a register that has come up. */
  known(r: Register): number | undefined {
    return this.#of.get(r.id);
  }

  /** The local that is to be written. */
  of(r: Register): number {
    let local = this.#of.get(r.id);
    if (local === undefined) {
      const left = this.#left.get(r.id);
      local = (left === undefined ? undefined : this.#free.pop()) ?? this.#code.local();
      this.#of.set(r.id, local);
      if (left === 0) this.#ended.push(r.id);
    }
    return local;
  }

  /** The local that is read, once. */
  read(r: Register): number {
    const local = this.of(r);
    const left = this.#left.get(r.id);
    if (left === undefined) return local;
    this.#left.set(r.id, left - 1);
    if (left === 1) this.#ended.push(r.id);
    return local;
  }

  /** Behind an instruction: gives back what was read for the last time. */
  release(): void {
    for (const id of this.#ended) {
      const local = this.#of.get(id);
      if (local === undefined) continue;
      this.#free.push(local);
      this.#of.delete(id);
    }
    this.#ended.length = 0;
  }
}

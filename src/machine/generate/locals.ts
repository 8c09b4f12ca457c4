import type { Register } from '../instr.ts';
import type { Frame } from '../slots.ts';
import type { Code } from '../wasm/code.ts';
import { colorsOf } from './colors.ts';

/** WebAssembly locals of registers, in the order in which they come up. */
export class Locals {
  readonly #code: Code;
  readonly #colors: Int32Array;
  readonly #of = new Map<number, number>();

  constructor(code: Code, frame: Frame) {
    this.#code = code;
    this.#colors = colorsOf(frame);
  }

  /** A register is a parameter of the function, and nothing else is while it is alive. */
  give(r: Register, param: number): void {
    const color = this.#colors[r.id]!;
    if (color >= 0) this.#of.set(color, param);
  }

  of(r: Register): number {
    const color = this.#colors[r.id]!;
    let local = this.#of.get(color);
    if (local === undefined) {
      local = this.#code.local();
      this.#of.set(color, local);
    }
    return local;
  }

  /** The local of a register, if it has come up. */
  known(r: Register): number | undefined {
    return this.#of.get(this.#colors[r.id]!);
  }
}

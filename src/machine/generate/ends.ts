// How a step ends: at the next point, or before it because the task stops or the search does. And how a subroutine ends,
// and what runs alone.
//
//   step         returns a code of codes.ts
//   subroutine   returns its results, and a code with which the step ends; 0 if it goes on
//   alone        returns a number; why it went wrong stands in the globals of the library

import type { Instr, Register, Subroutine, Value } from '../instr.ts';
import type { Frame } from '../slots.ts';
import type { Code } from '../wasm/code.ts';
import { BOUND, DONE, OK, YIELDS } from './codes.ts';
import type { Library } from './library.ts';
import { putValue, type ValueContext } from './value.ts';

export interface EndsContext {
  readonly frame: Frame;
  readonly pcOf: ReadonlyMap<number, number>;
  readonly library: Library;
  readonly start: number;
  readonly callee: Subroutine | undefined;
  readonly isPure: boolean;
  /** Registers that are alive where the step begins, and those that it writes. */
  readonly alive: readonly Register[];
  readonly assigned: ReadonlySet<number>;
  /** The local of what is added to the code, or -1. */
  readonly flags: number;
  readonly values: ValueContext;
}

/** The parameter that is the address of the task's frame. */
export const FRAME = 0;

export class Ends {
  readonly #c: Code;
  readonly #x: EndsContext;

  constructor(code: Code, context: EndsContext) {
    this.#c = code;
    this.#x = context;
  }

  /** The code of a step that comes to its end. */
  get code(): number {
    const point: Instr | undefined = this.#x.frame.routine.instrs[this.#x.start];
    return point?.op === 'point' && point.kind === 'resched' ? OK | YIELDS : OK;
  }

  /** Ends the step with a code; of what runs alone, whoever called it looks at why. */
  break(code: () => void): void {
    const c = this.#c;
    const { callee, isPure } = this.#x;
    for (let i = 0; i < (callee?.results ?? 0); i++) c.i32(0);
    if (callee || !isPure) code();
    else c.i32(0);
    c.op('return');
  }

  /** The search ends here. */
  beyond(reason: string): void {
    const { library } = this.#x;
    this.#c.i32(library.reason(reason));
    this.#c.globalSet(library.why);
    this.break(() => this.#c.i32(BOUND));
  }

  /** The task stops. */
  stop(why: () => void): void {
    const c = this.#c;
    const { library, isPure } = this.#x;
    if (isPure) {
      why();
      c.globalSet(library.failed);
    }
    this.break(() => {
      if (isPure) return c.i32(OK);
      c.get(FRAME);
      why();
      c.call(library.halt);
    });
  }

  /** The routine is over. */
  end(result: readonly Value[]): void {
    const c = this.#c;
    const { callee, isPure, values } = this.#x;
    if (!callee && !isPure) return this.#leave([], DONE);
    // Of what runs alone one number is asked for, if it has any.
    for (const value of callee ? result : result.slice(0, 1)) putValue(c, value, values);
    if (callee || result.length === 0) c.i32(0);
    c.op('return');
  }

  /** The next point. */
  arrive(point: number): void {
    this.#leave(this.#x.frame.liveAt.get(point)!, this.#x.pcOf.get(point)!);
  }

  /** Writes what lives on, and zero where something else did; then the new program counter. */
  #leave(alive: readonly Register[], pc: number): void {
    const c = this.#c;
    const { assigned, flags, values } = this.#x;
    const kept = new Set(alive.map((r) => this.#slot(r)));
    for (const slot of new Set(this.#x.alive.map((r) => this.#slot(r))))
      if (!kept.has(slot)) {
        c.get(FRAME);
        c.i32(0);
        c.store(4 * slot);
      }
    for (const r of alive)
      if (assigned.has(r.id)) {
        c.get(FRAME);
        c.get(values.local(r));
        c.store(4 * this.#slot(r));
      }
    c.get(FRAME);
    c.i32(pc);
    c.store();
    if (flags >= 0) c.get(flags);
    else c.i32(this.code);
    c.op('return');
  }

  #slot(r: Register): number {
    return this.#x.frame.slot.get(r.id)!;
  }
}

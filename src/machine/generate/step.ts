// One step as one WebAssembly function `(frame, memory, task, choice)`: the addresses of the task's frame and of its
// locals in memory, its number, and the outcome of a choice. It returns 0 if the step is not enabled, BOUND if the search
// ends there, else OK with flags. All that is local from one point to the next runs in it; registers that live on are
// written back at its end.
//
// What is joined by several ways in a step is a block that they jump to, in an order in which only loops jump back.

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Instr, Register, Subroutine, Value } from '../instr.ts';
import { type Frame, IRQS_OFF, NOSLEEP, PREEMPT } from '../slots.ts';
import { Code } from '../wasm/code.ts';
import { type Accesses, putNote, READ, WRITE } from './accesses.ts';
import { PROGRESS, STOPPED } from './codes.ts';
import { Ends, FRAME } from './ends.ts';
import { fixedPlace } from './fixed-place.ts';
import type { Image } from './image.ts';
import type { Library } from './library.ts';
import { putRegion } from './local-memory.ts';
import { Locals } from './locals.ts';
import { type Region, regionOf } from './region.ts';
import { putValue, type ValueContext } from './value.ts';

export interface StepContext {
  readonly frame: Frame;
  /** Number of the step at a point, by index of its instruction. */
  readonly pcOf: ReadonlyMap<number, number>;
  readonly locals: ValueContext['locals'];
  readonly image: Image;
  readonly library: Library;
  /** If what is accessed is to be noted. */
  readonly accesses: Accesses | undefined;
  /** The function of a subroutine: its parameters are FRAME, MEMORY, TASK and its own; its results and last a code. */
  readonly subroutine: (callee: Subroutine) => number;
}

export const PARAMS = 4;
const [MEMORY, TASK, CHOICE] = [1, 2, 3];
/** Parameters of a subroutine that are not its own. */
export const SUBROUTINE_PARAMS = 3;

/** More turns than this within one step is a loop of an atomic function that never ends. */
const MOST_TURNS = 100_000;

/** The function for the step that begins at a point; `start` is the point's index, or -1 for a pure routine. */
export function stepFunction(start: number, context: StepContext): Code {
  return new StepWriter(start, context).write();
}

/** The function of a subroutine. The code that it returns is 0, or the step ends with it. */
export function subroutineFunction(callee: Subroutine, context: StepContext): Code {
  return new StepWriter(-1, context, callee).write();
}

class StepWriter {
  readonly #start: number;
  readonly #x: StepContext;
  readonly #instrs: readonly Instr[];
  readonly #region: Region;
  readonly #pure: boolean;
  readonly #callee: Subroutine | undefined;
  readonly #alive: readonly Register[];
  readonly #registers: Locals;
  readonly #values: ValueContext;
  readonly #ends: Ends;
  readonly #params: number;
  readonly #c: Code;
  readonly #address: number;
  readonly #flags: number;
  readonly #block: number;
  /** Join whose code is being written, and the blocks that are open inside it. */
  #now = 0;
  #depth = 0;

  constructor(start: number, context: StepContext, callee?: Subroutine) {
    this.#start = start;
    this.#x = context;
    this.#pure = callee?.isPure ?? start < 0;
    this.#callee = callee;
    this.#params = callee ? SUBROUTINE_PARAMS + callee.params.length : PARAMS;
    this.#c = new Code(this.#params);
    this.#instrs = context.frame.routine.instrs;
    this.#alive = context.frame.liveAt.get(start) ?? [];
    this.#region = regionOf(context.frame, start);
    this.#registers = new Locals(this.#c, context.frame);
    for (const [i, param] of (callee?.params ?? []).entries()) this.#registers.give(param, SUBROUTINE_PARAMS + i);
    this.#address = this.#c.local();
    this.#flags = this.#region.progresses ? this.#c.local() : -1;
    this.#block = this.#region.loops ? this.#c.local() : -1;
    this.#values = {
      locals: context.locals,
      local: (r) => this.#registers.of(r),
      task: TASK!,
      cpus: context.image.cpus,
      levels: context.image.levels,
    };
    this.#ends = new Ends(this.#c, {
      ...context,
      start,
      callee,
      isPure: this.#pure,
      alive: this.#alive,
      assigned: this.#region.assigned,
      flags: this.#flags,
      values: this.#values,
    });
  }

  write(): Code {
    const c = this.#c;
    this.#blocks();
    // Which registers come up is known only now; they are read in front of the rest.
    const whole = new Code(this.#params);
    for (const type of c.locals) whole.local(type);
    const { slot } = this.#x.frame;
    for (const r of this.#alive) {
      const local = this.#registers.known(r);
      if (local === undefined) continue;
      whole.get(FRAME);
      whole.load(4 * slot.get(r.id)!);
      whole.set(local);
    }
    if (!this.#callee && (this.#region.loops || this.#region.calls)) {
      whole.i32(0);
      whole.globalSet(this.#x.library.turns);
    }
    if (this.#flags >= 0) {
      whole.i32(this.#ends.code);
      whole.set(this.#flags);
    }
    whole.bytes(c.written);
    return whole;
  }

  #blocks(): void {
    const c = this.#c;
    const { joins, loops } = this.#region;
    if (loops) c.loop();
    for (let i = 0; i < joins.length; i++) c.block();
    if (loops) {
      c.block();
      c.get(this.#block);
      c.brTable(
        joins.map((_, i) => i),
        joins.length,
      );
      c.end();
    }
    this.#way(this.#start + 1);
    for (const [i, join] of joins.entries()) {
      c.end();
      this.#now = i + 1;
      this.#code(join);
    }
    if (loops) c.end();
    c.op('unreachable');
  }

  /** Goes to the code of a join. */
  #jump(join: number): void {
    const c = this.#c;
    const to = this.#region.order.get(join)!;
    const { joins } = this.#region;
    if (to > this.#now) return c.br(to - this.#now - 1 + this.#depth);
    const { turns } = this.#x.library;
    c.globalGet(turns);
    c.i32(1);
    c.op('i32.add');
    c.globalSet(turns);
    c.globalGet(turns);
    c.i32(MOST_TURNS);
    c.op('i32.gt_s');
    c.if();
    this.#ends.beyond('an atomic function does not end');
    c.end();
    c.i32(to);
    c.set(this.#block);
    c.br(joins.length - this.#now + this.#depth);
  }

  /** Code from an instruction, or from the join that stands there, to the ends of the step. */
  #code(from: number): void {
    const c = this.#c;
    for (let i = from, first = true, hops = 0; ; i++, first = false) {
      if (!first && this.#region.order.has(i)) return this.#jump(i);
      const instr = this.#instrs[i]!;
      switch (instr.op) {
        case 'jump':
          if (++hops > this.#instrs.length) throw new Refusal('Cannot model an atomic function that never ends.');
          i = instr.to.at - 1;
          continue;
        case 'unless':
          this.#value(instr.test);
          c.op('i32.eqz');
          this.#if(() => this.#way(instr.to.at));
          continue;
        case 'point':
          if (instr.kind !== 'choose') return this.#ends.arrive(i);
          c.i32(this.#x.image.switches);
          c.load();
          c.i32(1 << instr.switch);
          c.op('i32.and');
          this.#if(() => this.#ends.arrive(i));
          continue;
        case 'stop':
          return this.#ends.stop(() => c.i32(STOPPED[instr.why]));
        case 'beyond':
          return this.#ends.beyond(instr.reason);
        case 'end':
          return this.#ends.end(instr.result);
        default:
          this.#simple(instr, i);
      }
    }
  }

  /** A way that is not gone on by falling through. */
  #way(at: number): void {
    if (this.#region.order.has(at)) this.#jump(at);
    else this.#code(at);
  }

  #simple(instr: Exclude<Instr, { op: 'jump' | 'unless' | 'point' | 'stop' | 'beyond' | 'end' }>, at: number): void {
    const c = this.#c;
    const { library } = this.#x;
    switch (instr.op) {
      case 'set':
        this.#value(instr.value);
        return c.set(this.#registers.of(instr.dst));
      case 'chosen':
        // At the start of the step it is the outcome; on the way through, the switch is off.
        if (at === this.#start + 1) c.get(CHOICE!);
        else c.i32(0);
        return c.set(this.#registers.of(instr.dst));
      case 'load': {
        const { put, offset } = this.#cells(instr.address, instr.dst.length, READ);
        for (const [k, r] of instr.dst.entries()) {
          put();
          c.load(offset + 4 * k);
          c.set(this.#registers.of(r));
        }
        return;
      }
      case 'store': {
        const { put, offset, marks } = this.#cells(instr.address, instr.values.length, WRITE);
        for (const [k, v] of instr.values.entries()) {
          put();
          this.#value(v);
          c.store(offset + 4 * k);
        }
        if (marks) this.#dirty();
        return;
      }
      case 'open':
      case 'close':
        putRegion(c, MEMORY!, instr.op === 'open', instr.region, this.#x);
        return this.#dirty();
      case 'require':
        if (this.#pure) return;
        this.#value(instr.test);
        c.op('i32.eqz');
        return this.#if(() => {
          c.i32(0);
          c.op('return');
        });
      case 'count': {
        const cell = 4 * (instr.of === 'preempt' ? PREEMPT : NOSLEEP);
        c.get(FRAME);
        c.get(FRAME);
        c.load(cell);
        this.#value(instr.by);
        c.op('i32.add');
        return c.store(cell);
      }
      case 'mask':
        c.get(FRAME);
        this.#value(instr.value);
        return c.store(4 * IRQS_OFF);
      case 'masked':
        c.get(FRAME);
        c.load(4 * IRQS_OFF);
        return c.set(this.#registers.of(instr.dst));
      case 'alloc':
        this.#value(instr.size);
        c.call(library.alloc);
        c.tee(this.#registers.of(instr.dst));
        c.op('i32.eqz');
        return this.#if(() => this.#ends.beyond('a pool of objects is full'));
      case 'free':
        this.#value(instr.object);
        c.i32(instr.lost ? 1 : 0);
        c.call(library.free);
        c.tee(this.#address);
        return this.#if(() => this.#ends.stop(() => c.get(this.#address)));
      case 'call':
        return this.#call(instr);
      case 'progress':
        c.get(this.#flags);
        c.i32(PROGRESS);
        c.op('i32.or');
        return c.set(this.#flags);
      case 'cover':
        c.i32(this.#x.image.covered + 4 * instr.statement);
        c.get(TASK!);
        return c.call(library.cover);
      default:
        return unreachable(instr);
    }
  }

  #if(yes: () => void): void {
    this.#c.if();
    this.#depth++;
    yes();
    this.#depth--;
    this.#c.end();
  }

  #value(value: Value): void {
    putValue(this.#c, value, this.#values);
  }

  /** Where the cells behind an address are; for one that is known only at run time, after code that checks it. */
  #cells(address: Value, count: number, how: number): { put: () => void; offset: number; marks: boolean } {
    const c = this.#c;
    const fixed = fixedPlace(address, count, this.#x.frame, this.#x.image);
    if (fixed) {
      const { isLocal, offset } = fixed;
      const base = (): void => (isLocal ? c.get(MEMORY!) : c.i32(0));
      putNote(c, this.#x.accesses, base, offset, count, how);
      return { put: base, offset, marks: true };
    }
    this.#value(address);
    c.i32(count);
    c.call(how === READ ? this.#x.library.peek : this.#x.library.poke);
    c.tee(this.#address);
    c.i32(0);
    c.op('i32.lt_s');
    this.#if(() =>
      this.#ends.stop(() => {
        c.i32(0);
        c.get(this.#address);
        c.op('i32.sub');
      }),
    );
    return { put: () => c.get(this.#address), offset: 0, marks: false };
  }

  /** The cells outside frames are no longer what they were. */
  #dirty(): void {
    this.#c.i32(1);
    this.#c.globalSet(this.#x.library.dirty);
  }

  #call({ dst, callee, args }: Extract<Instr, { op: 'call' }>): void {
    const c = this.#c;
    for (const param of [FRAME, MEMORY!, TASK!]) c.get(param);
    for (const arg of args) this.#value(arg);
    c.call(this.#x.subroutine(callee));
    c.tee(this.#address);
    this.#if(() => this.#ends.break(() => c.get(this.#address)));
    for (const register of dst.toReversed()) c.set(this.#registers.of(register));
  }
}

// A task as instructions: calls inlined, but for those within a step; one shared access each. A `point` begins a step; everything behind it up
// to the next point belongs to that step. What a step is stands in docs/dialect.md.

import type { FunctionDef, Stmt, Type } from '../model/ast.ts';
import type { Frame } from './slots.ts';

/** A local scalar of a task. Those alive at a point get a slot in the state, the others never leave the step. */
export interface Register {
  readonly id: number;
  readonly type: Type;
}

export type Value =
  | { readonly kind: 'const'; readonly value: number }
  | { readonly kind: 'register'; readonly register: Register }
  | { readonly kind: 'task' }
  /** CPU of the task; its level, see context.ts. */
  | { readonly kind: 'cpu' | 'level' }
  /** Address of a cell of a local that lives in the frame's memory. */
  | { readonly kind: 'local'; readonly region: number; readonly cell: number }
  | { readonly kind: 'unary'; readonly op: '!' | '-' | '~'; readonly a: Value; readonly type: Type }
  | { readonly kind: 'binary'; readonly op: string; readonly a: Value; readonly b: Value; readonly type: Type }
  | { readonly kind: 'convert'; readonly a: Value; readonly type: Type };

export type StopReason = 'bug' | 'null' | 'bounds' | 'use-after-free' | 'double-free';

export type PointKind =
  /** A shared access, an atomic function, a turn of a loop. */
  | 'step'
  /** Enabled when its guard is true; asleep until then. */
  | 'wait'
  /** Enabled when its guard is true; keeps the CPU until then. */
  | 'spin'
  /** Enabled when its guard is true; a server that has nothing to do until then. */
  | 'idle'
  /** The step is the wake-up. */
  | 'sleep'
  | 'timed'
  | 'resched'
  /** Two outcomes if its switch is on; no point at all if it is off. */
  | 'choose'
  /** The step is the arrival of the task. */
  | 'arrival';

/** Where in the program: the statement and the calls around it, outermost first. */
export interface Site {
  readonly fn: FunctionDef;
  readonly statement: Stmt | undefined;
  readonly caller: Site | undefined;
}

export interface Label {
  /** Index of the instruction it stands before. */
  at: number;
}

export type Instr =
  | { readonly op: 'point'; readonly kind: PointKind; readonly switch: number; readonly site: Site }
  | { readonly op: 'set'; readonly dst: Register; readonly value: Value }
  /** The outcome of the `choose` point before it. */
  | { readonly op: 'chosen'; readonly dst: Register }
  | { readonly op: 'load'; readonly dst: readonly Register[]; readonly address: Value }
  | { readonly op: 'store'; readonly address: Value; readonly values: readonly Value[] }
  /** A local in memory begins, or ends with its call: a pointer to it is dangling from then on. */
  | { readonly op: 'open' | 'close'; readonly region: number }
  | { readonly op: 'require'; readonly test: Value }
  | { readonly op: 'count'; readonly of: 'preempt' | 'nosleep'; readonly by: Value }
  | { readonly op: 'mask'; readonly value: Value }
  | { readonly op: 'masked'; readonly dst: Register }
  /** The search ends here, for the reason of that number. */
  | { readonly op: 'beyond'; readonly reason: string }
  | { readonly op: 'alloc'; readonly dst: Register; readonly size: Value }
  /** `lost`: freed as far as access goes, and leaked. */
  | { readonly op: 'free'; readonly object: Value; readonly lost: boolean }
  | { readonly op: 'stop'; readonly why: StopReason }
  | { readonly op: 'jump'; readonly to: Label }
  /** Goes on behind it if the test is true, else to the label. */
  | { readonly op: 'unless'; readonly test: Value; readonly to: Label }
  /** A call from the scenario into the kernel has returned. */
  | { readonly op: 'progress' }
  /** The statement with this number has begun. */
  | { readonly op: 'cover'; readonly statement: number }
  /** Runs a subroutine to its end; what stops the task there, or ends the search, ends this step too. */
  | {
      readonly op: 'call';
      readonly dst: readonly Register[];
      readonly callee: Subroutine;
      readonly args: readonly Value[];
    }
  | { readonly op: 'end'; readonly result: readonly Value[] };

/** One entry function with all that it calls. */
export interface Routine {
  readonly name: string;
  readonly instrs: readonly Instr[];
  readonly registers: readonly Register[];
  /** Cell types of each local in memory. */
  readonly memory: readonly (readonly Type[])[];
}

/** A function that runs within a step, made once for all its calls: see lower/subroutine.ts. */
export interface Subroutine {
  readonly frame: Frame;
  readonly params: readonly Register[];
  readonly results: number;
  /** It is called by what runs alone. */
  readonly isPure: boolean;
  /** It, or what it calls, records statements. */
  readonly covers: boolean;
}

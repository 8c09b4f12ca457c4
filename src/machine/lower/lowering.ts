// AST → instructions of one routine: calls inlined, control flow as jumps, one shared access per point.
// This file holds what is being built and the frames; expressions, calls and statements are beside it.

import { Refusal } from '../../base/diagnostic.ts';
import type { Expr, FunctionDef, Program, Stmt, Type } from '../../model/ast.ts';
import { Scope } from '../../model/typing.ts';
import type { Instr, Label, PointKind, Register, Routine, Site, Value } from '../instr.ts';
import { cellTypes, type Layout } from '../layout.ts';
import { compact } from './compact.ts';
import { type NameUse, nameUse } from './name-use.ts';
import { copyTemplate, findTemplate, type Known, keepTemplate, shapeOf } from './template.ts';

export type Storage =
  | { readonly kind: 'registers'; readonly registers: readonly Register[]; readonly type: Type }
  | { readonly kind: 'memory'; readonly region: number; readonly type: Type }
  /** A parameter that the function never writes is its argument: what the caller has cannot change meanwhile. */
  | { readonly kind: 'values'; readonly values: readonly Value[]; readonly type: Type }
  /** A macro argument: evaluated, or written, wherever its name stands. */
  | { readonly kind: 'expression'; readonly expr: Expr; readonly block: Block; readonly type: Type };

/** Names of one block: their types, and where they are kept. */
export class Block {
  readonly scope: Scope;
  readonly #storage = new Map<string, Storage>();
  readonly #outer: Block | undefined;

  constructor(scope: Scope, outer?: Block) {
    this.scope = scope;
    this.#outer = outer;
  }

  child(): Block {
    return new Block(this.scope.child(), this);
  }

  keep(name: string, storage: Storage): void {
    this.scope.declare(name, storage.type);
    this.#storage.set(name, storage);
  }

  find(name: string): Storage | undefined {
    return this.#storage.get(name) ?? this.#outer?.find(name);
  }
}

/** One inlined call. */
export interface Frame {
  readonly fn: FunctionDef;
  readonly caller: Site | undefined;
  readonly result: readonly Register[];
  readonly exit: Label;
  readonly labels: Map<string, Label>;
  readonly uses: NameUse;
  /** Its locals in memory. */
  readonly regions: number[];
  readonly breaks: Label[];
  readonly continues: Label[];
  statement: Stmt | undefined;
  /** What the last statement of the function returns, if nothing else in it returns. */
  tail: readonly Value[] | undefined;
  /** All calls up to here are the scenario's own: none mirrors a kernel function. */
  readonly inScenario: boolean;
  /** The function and all that was inlined in it. */
  readonly functions: Set<FunctionDef>;
  /** What `reaches()` answered in it. */
  readonly asked: Map<string, boolean>;
}

export interface LowerOptions {
  readonly layout: Layout;
  /** Number of each switch. */
  readonly switches: ReadonlyMap<string, number>;
  /** Functions that a task of the scenario may call. */
  readonly reached: ReadonlySet<string>;
  /** Numbers of the statements whose execution is recorded. */
  readonly cover: ReadonlyMap<Stmt, number>;
}

export class Lowering {
  readonly program: Program;
  readonly options: LowerOptions;
  readonly #instrs: Instr[] = [];
  readonly #registers: Register[] = [];
  readonly #memory: (readonly Type[])[] = [];
  readonly #frames: Frame[] = [];
  /** What is lowering the caller of a subroutine. */
  readonly #outer: Lowering | undefined;
  /** Above zero inside an atomic function: nothing there is a point. */
  atomic = 0;
  /** 1 for a routine that runs alone, to its end at once: its sleeps end there, and it chooses nothing. */
  alone = 0;

  constructor(options: LowerOptions, outer?: Lowering) {
    this.options = options;
    this.#outer = outer;
    this.atomic = outer?.atomic ?? 0;
    this.alone = outer?.alone ?? 0;
    this.program = options.layout.program;
  }

  /** Some call is being lowered here. */
  get isInside(): boolean {
    return this.#frames.length > 0;
  }

  get frame(): Frame {
    return this.#frames.at(-1)!;
  }

  /** All calls so far are the scenario's own: none mirrors a kernel function. */
  get inScenario(): boolean {
    return this.#frames.at(-1)?.inScenario ?? true;
  }

  emit(instr: Instr): void {
    this.#instrs.push(instr);
  }

  register(type: Type): Register {
    const register = { id: this.#registers.length, type };
    this.#registers.push(register);
    return register;
  }

  /** Index of the next instruction. */
  get next(): number {
    return this.#instrs.length;
  }

  label(): Label {
    return { at: -1 };
  }

  place(label: Label): void {
    label.at = this.next;
  }

  site(): Site {
    const { fn, statement, caller } = this.frame;
    return { fn, statement, caller };
  }

  /** Begins a step here, unless an atomic function is one step already. */
  point(kind: PointKind, switchNumber = -1): void {
    if (this.atomic === 0) this.emit({ op: 'point', kind, switch: switchNumber, site: this.site() });
  }

  /** Whether a call of one of these functions is being lowered. */
  isIn(functions: ReadonlySet<FunctionDef>): boolean {
    return this.#frames.some((frame) => functions.has(frame.fn)) || (this.#outer?.isIn(functions) ?? false);
  }

  enter(fn: FunctionDef): Block {
    if (this.isIn(new Set([fn])))
      throw new Refusal(`Cannot model \`${fn.name}()\`: it calls itself.`, fn.span, 'The dialect has no recursion.');
    const caller = this.#caller();
    const inScenario = this.inScenario && fn.file === undefined;
    const result = cellTypes(fn.result, this.program).map((t) => this.register(t));
    this.#frames.push({
      fn,
      caller,
      result,
      exit: this.label(),
      labels: new Map(),
      uses: nameUse(fn, this.program),
      regions: [],
      breaks: [],
      continues: [],
      statement: undefined,
      tail: undefined,
      inScenario,
      functions: new Set([fn]),
      asked: new Map(),
    });
    return new Block(new Scope(this.program));
  }

  #caller(): Site | undefined {
    return this.#frames.length > 0 ? this.site() : undefined;
  }

  leave(): Frame {
    const frame = this.#frames.pop()!;
    this.place(frame.exit);
    for (const region of frame.regions) this.emit({ op: 'close', region });
    this.holds(frame);
    return frame;
  }

  /** What is in a call is in those around it too. */
  holds({ functions, asked }: Pick<Known, 'functions' | 'asked'>): void {
    const outer = this.#frames.at(-1);
    if (!outer) return;
    for (const fn of functions) outer.functions.add(fn);
    for (const [name, answer] of asked) outer.asked.set(name, answer);
  }

  /** Whether tasks of the scenario may call a function. */
  reaches(name: string): boolean {
    const answer = this.options.reached.has(name);
    this.frame.asked.set(name, answer);
    return answer;
  }

  /** Inlines a function: lowers it, or copies what it was lowered to for such arguments. Returns its result. */
  inline(fn: FunctionDef, args: readonly Value[], lower: () => Frame): readonly Value[] {
    const shape = `${Math.min(this.atomic, this.alone + 1)}${this.alone}${this.inScenario}:${shapeOf(args)}`;
    const caller = this.#caller();
    const known = findTemplate(fn, shape, this.options);
    // What calls itself is refused where it is lowered.
    if (known && !this.isIn(known.functions)) {
      this.holds(known);
      return copyTemplate(known, caller, args, this);
    }
    const from = this.#instrs.length;
    const firstRegister = this.#registers.length;
    const firstRegion = this.#memory.length;
    const frame = lower();
    const result = resultOf(frame);
    const instrs = this.#instrs.slice(from);
    keepTemplate(fn, shape, {
      ...{ options: this.options, instrs, from, firstRegister, firstRegion, args, result },
      ...{ caller: frame.caller, functions: frame.functions, asked: frame.asked },
      covers: this.options.cover.size > 0 && instrs.some(covers),
      registers: this.#registers.slice(firstRegister),
      memory: this.#memory.slice(firstRegion),
    });
    return result;
  }

  /** Memory for a local: its number. */
  region(cells: readonly Type[]): number {
    return this.#memory.push(cells) - 1;
  }

  /** Storage for a local or parameter: registers, or memory if its address is taken. */
  declare(name: string, type: Type, block: Block): Exclude<Storage, { kind: 'expression' }> {
    const cells = cellTypes(type, this.program);
    if (this.frame.uses.addressed.has(name) || holdsArray(type, this.program)) {
      // Each has a place of its own, so that a pointer that outlives it never meets another.
      const region = this.region(cells);
      this.frame.regions.push(region);
      this.emit({ op: 'open', region });
      const storage = { kind: 'memory', region, type } as const;
      block.keep(name, storage);
      return storage;
    }
    const storage = { kind: 'registers', registers: cells.map((t) => this.register(t)), type } as const;
    block.keep(name, storage);
    return storage;
  }

  finish(name: string): Routine {
    return { name, instrs: compact(this.#instrs), registers: this.#registers, memory: this.#memory };
  }
}

/** Whether an instruction records statements. */
export function covers(instr: Instr): boolean {
  return instr.op === 'cover' || (instr.op === 'call' && instr.callee.covers);
}

/** The cells of what a call returns. */
export function resultOf({ tail, result }: Frame): readonly Value[] {
  return tail ?? result.map((register) => ({ kind: 'register', register }));
}

/** Whether a value of a type cannot be kept in registers: its elements are chosen at run time. */
export function holdsArray(type: Type, program: Program): boolean {
  if (type.kind === 'array') return true;
  return type.kind === 'struct' && program.structs.get(type.name)!.fields.some((f) => holdsArray(f.type, program));
}

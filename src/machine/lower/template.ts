// A function is inlined wherever it is called, and most are called often, by both programs and in every scenario: what it
// lowers to is the same each time but for its arguments, its registers and where it stands. So it is lowered once for
// each shape of arguments; after that its instructions are copied.
//
//   shape     constants by value, what lives in memory by its cell; of all else only which arguments are the same thing
//   template  a stretch of instructions, with the first register and region of its own, and the arguments it was made of
//
// A copy is, number by number, what lowering once more would have made; test/machine/template.test.ts holds that.

import type { FunctionDef, Program, Type } from '../../model/ast.ts';
import { intrinsics } from '../../model/intrinsics.ts';
import type { Instr, Label, Register, Site, Value } from '../instr.ts';
import type { LowerOptions } from './lowering.ts';

/** What something was lowered under, which says where else it is the same. */
export interface Known {
  readonly options: LowerOptions;
  /** The function and all that it calls. */
  readonly functions: ReadonlySet<FunctionDef>;
  /** What `reaches()` answered. */
  readonly asked: ReadonlyMap<string, boolean>;
  /** It counts statements, by numbers that other programs give to others. */
  readonly covers: boolean;
}

/** What a call was lowered to. */
export interface Template extends Known {
  readonly instrs: readonly Instr[];
  /** Index of the first of them, from which labels count. */
  readonly from: number;
  readonly firstRegister: number;
  readonly registers: readonly Register[];
  readonly firstRegion: number;
  readonly memory: readonly (readonly Type[])[];
  readonly caller: Site | undefined;
  readonly args: readonly Value[];
  readonly result: readonly Value[];
}

const templates = new WeakMap<FunctionDef, Map<string, Template>>();

/** The newest template of a function for some shape, if it says what the function is under these options. */
export function findTemplate(fn: FunctionDef, shape: string, options: LowerOptions): Template | undefined {
  const template = templates.get(fn)?.get(shape);
  return template && isValid(template, options) ? template : undefined;
}

export function keepTemplate(fn: FunctionDef, shape: string, template: Template): void {
  const known = templates.get(fn) ?? new Map<string, Template>();
  templates.set(fn, known.set(shape, template));
}

/** What of arguments decides how a function is lowered. */
export function shapeOf(args: readonly Value[]): string {
  let shape = '';
  for (const [i, arg] of args.entries()) shape += `${partOf(arg, args, i)},`;
  return shape;
}

function partOf(arg: Value, args: readonly Value[], i: number): string {
  switch (arg.kind) {
    case 'const':
      return Object.is(arg.value, -0) ? '-0' : String(arg.value);
    case 'task':
    case 'cpu':
    case 'level':
      return arg.kind;
    default: {
      const first = args.findIndex((other) => isSame(other, arg));
      const of = first < i ? first : '';
      return arg.kind === 'local' ? `l${arg.cell}.${of}` : arg.kind === 'register' ? `r${of}` : `x${of}`;
    }
  }
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === 'register') return b.kind === 'register' && a.register === b.register;
  if (a.kind === 'local') return b.kind === 'local' && a.region === b.region;
  return a === b;
}

/** Whether it is what it would be under these options. */
export function isValid({ options, covers, functions, asked }: Known, now: LowerOptions): boolean {
  if (options === now) return true;
  if (covers || !isAlike(options, now)) return false;
  for (const fn of functions) if (now.layout.program.functions.get(fn.name) !== fn) return false;
  for (const [name, answer] of asked) if (now.reached.has(name) !== answer) return false;
  return true;
}

const alike = new WeakMap<LowerOptions, WeakMap<LowerOptions, boolean>>();

/** Whether a function that both have, with all that it calls, is lowered to the same: objects have the same numbers. */
function isAlike(a: LowerOptions, b: LowerOptions): boolean {
  const known = alike.get(a) ?? new WeakMap<LowerOptions, boolean>();
  alike.set(a, known);
  let answer = known.get(b);
  if (answer === undefined) {
    answer = areAlike(a, b);
    known.set(b, answer);
  }
  return answer;
}

function areAlike(a: LowerOptions, b: LowerOptions): boolean {
  const [before, now] = [a.layout, b.layout];
  const [from, to] = [before.program, now.program];
  return (
    sameEntries(before.globals, now.globals) &&
    sameEntries(before.functions, now.functions) &&
    sameEntries(a.switches, b.switches) &&
    before.pools.length === now.pools.length &&
    before.pools.every((pool, i) => pool.struct === now.pools[i]!.struct) &&
    [...before.globals.keys()].every((name) => from.globals.get(name) === to.globals.get(name)) &&
    hasAll(to.structs, from.structs) &&
    hasAll(to.constants, from.constants) &&
    Object.keys(intrinsics).every((name) => defines(from, name) === defines(to, name))
  );
}

function sameEntries<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): boolean {
  return a.size === b.size && hasAll(a, b);
}

function hasAll<V>(all: ReadonlyMap<string, V>, some: ReadonlyMap<string, V>): boolean {
  for (const [name, value] of some) if (all.get(name) !== value) return false;
  return true;
}

function defines(program: Program, name: string): boolean {
  return program.functions.has(name);
}

/** What instructions are added to. */
export interface Target {
  readonly next: number;
  register(type: Type): Register;
  region(types: readonly Type[]): number;
  emit(instr: Instr): void;
}

/** Adds a template's instructions for a call with these arguments; returns its result. */
export function copyTemplate(
  template: Template,
  caller: Site | undefined,
  args: readonly Value[],
  target: Target,
): readonly Value[] {
  const copy = new Copy(template, caller, args, target);
  for (const instr of template.instrs) target.emit(copy.instr(instr));
  return template.result.map((v) => copy.value(v));
}

class Copy {
  readonly #template: Template;
  readonly #caller: Site | undefined;
  readonly #args: readonly Value[];
  readonly #registers: readonly Register[];
  /** What reads each of the registers. */
  readonly #reads: readonly Value[];
  /** What is added to the numbers of regions, and to labels. */
  readonly #regions: number;
  readonly #shift: number;
  readonly #labels = new Map<Label, Label>();
  readonly #sites = new Map<Site, Site>();

  constructor(template: Template, caller: Site | undefined, args: readonly Value[], target: Target) {
    this.#template = template;
    this.#args = args;
    this.#registers = template.registers.map((r) => target.register(r.type));
    this.#reads = this.#registers.map((register) => ({ kind: 'register', register }));
    const [first] = template.memory.map((types) => target.region(types));
    this.#regions = (first ?? 0) - template.firstRegion;
    this.#shift = target.next - template.from;
    this.#caller = caller;
  }

  instr(instr: Instr): Instr {
    switch (instr.op) {
      case 'point':
        return { op: 'point', kind: instr.kind, switch: instr.switch, site: this.#site(instr.site) };
      case 'set':
        return { op: 'set', dst: this.#register(instr.dst), value: this.value(instr.value) };
      case 'chosen':
      case 'masked':
        return { op: instr.op, dst: this.#register(instr.dst) };
      case 'load':
        return { op: 'load', dst: instr.dst.map((r) => this.#register(r)), address: this.value(instr.address) };
      case 'store':
        return { op: 'store', address: this.value(instr.address), values: instr.values.map((v) => this.value(v)) };
      case 'open':
      case 'close':
        return { op: instr.op, region: instr.region + this.#regions };
      case 'require':
        return { op: 'require', test: this.value(instr.test) };
      case 'count':
        return { op: 'count', of: instr.of, by: this.value(instr.by) };
      case 'mask':
        return { op: 'mask', value: this.value(instr.value) };
      case 'alloc':
        return { op: 'alloc', dst: this.#register(instr.dst), size: this.value(instr.size) };
      case 'free':
        return { op: 'free', object: this.value(instr.object), lost: instr.lost };
      case 'jump':
        return { op: 'jump', to: this.#label(instr.to) };
      case 'unless':
        return { op: 'unless', test: this.value(instr.test), to: this.#label(instr.to) };
      case 'call':
        return {
          op: 'call',
          dst: instr.dst.map((r) => this.#register(r)),
          callee: instr.callee,
          args: instr.args.map((v) => this.value(v)),
        };
      case 'end':
        throw new Error('a function that is inlined ends no routine');
      default:
        return instr;
    }
  }

  #register({ id }: Register): Register {
    return this.#registers[id - this.#template.firstRegister]!;
  }

  value(v: Value): Value {
    switch (v.kind) {
      case 'register': {
        const own = v.register.id - this.#template.firstRegister;
        return own >= 0 ? this.#reads[own]! : this.#argument(v);
      }
      case 'local':
        if (v.region < this.#template.firstRegion) {
          const { region } = this.#argument(v) as Extract<Value, { kind: 'local' }>;
          return { kind: 'local', region, cell: v.cell };
        }
        return { kind: 'local', region: v.region + this.#regions, cell: v.cell };
      case 'unary':
        return this.#given(v) ?? { kind: 'unary', op: v.op, a: this.value(v.a), type: v.type };
      case 'binary':
        return this.#given(v) ?? { kind: 'binary', op: v.op, a: this.value(v.a), b: this.value(v.b), type: v.type };
      case 'convert':
        return this.#given(v) ?? { kind: 'convert', a: this.value(v.a), type: v.type };
      default:
        return v;
    }
  }

  /** What stands for an argument, if this is one. */
  #given(v: Value): Value | undefined {
    const at = this.#template.args.findIndex((arg) => isSame(arg, v));
    return at < 0 ? undefined : this.#args[at];
  }

  /** The same for what can come from nowhere else. */
  #argument(v: Value): Value {
    const given = this.#given(v);
    if (!given) throw new Error('an inlined function has what it was not given');
    return given;
  }

  #label(label: Label): Label {
    let copied = this.#labels.get(label);
    if (!copied) {
      copied = { at: label.at + this.#shift };
      this.#labels.set(label, copied);
    }
    return copied;
  }

  #site({ fn, statement, caller }: Site): Site {
    return { fn, statement, caller: this.#calling(caller) };
  }

  /** A site with a call in it; the outermost is that of the call itself. */
  #calling(site: Site | undefined): Site | undefined {
    if (site === this.#template.caller) return this.#caller;
    let copied = this.#sites.get(site!);
    if (!copied) {
      copied = this.#site(site!);
      this.#sites.set(site!, copied);
    }
    return copied;
  }
}

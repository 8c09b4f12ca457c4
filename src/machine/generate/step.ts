// One step as one JavaScript function `(s, f, t, c)`: the state, the first cell of the task's frame, the task and the
// outcome of a choice. It returns 0 if the step is not enabled, BOUND if a pool is full, else OK with flags.
// All that is local from one point to the next runs in it; registers that live on are written back at its end.

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Instr, Register, Value } from '../instr.ts';
import { CELL_MASK, LIVE, type MemoryObject, OBJECT_MASK, OBJECT_SHIFT } from '../layout.ts';
import { defined, successors } from '../liveness.ts';
import type { Frame } from '../slots.ts';
import { IRQS_OFF, NOSLEEP, PREEMPT } from '../slots.ts';
import { DONE, OK, PROGRESS, STOPPED, YIELDS } from './codes.ts';
import { expression, type FrameObjects, fromCell } from './value.ts';

export interface StepContext {
  readonly frame: Frame;
  /** Number of the step at a point, by index of its instruction. */
  readonly pcOf: ReadonlyMap<number, number>;
  readonly locals: FrameObjects;
  readonly objects: readonly MemoryObject[];
}

/** The function for the step that begins at a point; `start` is the point's index, or -1 for a pure routine. */
export function stepFunction(name: string, start: number, context: StepContext): string {
  return new StepWriter(start, context).write(name);
}

class StepWriter {
  readonly #start: number;
  readonly #c: StepContext;
  readonly #instrs: readonly Instr[];
  readonly #alive: readonly Register[];
  readonly #region: ReadonlySet<number>;
  readonly #joins: ReadonlyMap<number, number>;
  readonly #assigned: ReadonlySet<number>;
  readonly #pure: boolean;
  readonly #progress: boolean;

  constructor(start: number, context: StepContext) {
    this.#start = start;
    this.#c = context;
    this.#pure = start < 0;
    this.#instrs = context.frame.routine.instrs;
    this.#alive = context.frame.liveAt.get(start) ?? [];
    const predecessors = new Map<number, number>();
    const region = new Set<number>();
    const walk = (i: number): void => {
      predecessors.set(i, (predecessors.get(i) ?? 0) + 1);
      if (region.has(i)) return;
      const instr = this.#instrs[i]!;
      region.add(i);
      if (instr.op === 'point' && instr.kind !== 'choose') return;
      for (const next of successors(this.#instrs, i)) walk(next);
    };
    walk(start + 1);
    this.#region = region;
    const joins = [...predecessors].filter(([i, count]) => count > 1 && this.#instrs[i]!.op !== 'jump');
    this.#joins = new Map(joins.map(([i], n) => [i, n + 1]));
    this.#assigned = new Set([...region].flatMap((i) => defined(this.#instrs[i]!).map((r) => r.id)));
    this.#progress = [...region].some((i) => this.#instrs[i]!.op === 'progress');
  }

  write(name: string): string {
    const out = [`function ${name}(s,f,t,c){`];
    const slots = this.#c.frame.slot;
    for (const r of this.#alive) out.push(`let r${r.id}=${fromCell(`s[f+${slots.get(r.id)!}]`, r.type)};`);
    const alive = new Set(this.#alive.map((r) => r.id));
    const fresh = [...this.#mentioned()].filter((id) => !alive.has(id));
    if (fresh.length > 0) out.push(`let ${fresh.map((id) => `r${id}=0`).join(',')};`);
    out.push('let a=0;');
    if (this.#progress) out.push(`let F=${this.#flags()};`);
    if (this.#joins.size === 0) out.push(this.#code(this.#start + 1, true));
    else {
      // More turns than this within one step is a loop of an atomic function that never ends.
      out.push('for(let b=0,n=0;n<100000;n++)switch(b){', `case 0:{${this.#code(this.#start + 1, true)}}`);
      for (const [i, label] of this.#joins) out.push(`case ${label}:{${this.#code(i, true)}}`);
      out.push(`}throw new Error("an atomic function does not end in ${name}");`);
    }
    out.push('}');
    return out.join('');
  }

  /** Registers that the region reads or writes. */
  #mentioned(): Set<number> {
    const ids = new Set<number>();
    const visit = (v: Value): void => {
      if (v.kind === 'register') ids.add(v.register.id);
      if (v.kind === 'unary' || v.kind === 'convert' || v.kind === 'binary') visit(v.a);
      if (v.kind === 'binary') visit(v.b);
    };
    for (const i of this.#region) {
      const instr = this.#instrs[i]!;
      for (const r of defined(instr)) ids.add(r.id);
      for (const v of Object.values(instr)) {
        if (Array.isArray(v)) for (const x of v) if (x && typeof x === 'object' && 'kind' in x) visit(x as Value);
        if (v && typeof v === 'object' && 'kind' in v) visit(v as Value);
      }
    }
    // A register alive at the next point may be one that was never written: it is zero.
    for (const i of this.#region)
      for (const r of this.#c.frame.liveAt.get(i) ?? []) if (this.#assigned.has(r.id)) ids.add(r.id);
    return ids;
  }

  #flags(): number {
    const point = this.#instrs[this.#start];
    return point?.op === 'point' && point.kind === 'resched' ? OK | YIELDS : OK;
  }

  /** Code from an instruction to the ends of the step. `fresh`: a join's own code rather than a jump to it. */
  #code(from: number, fresh: boolean): string {
    let out = '';
    let first = fresh;
    for (let i = from, hops = 0; ; i++) {
      const join = this.#joins.get(i);
      if (join !== undefined && !first) return `${out}b=${join};continue;`;
      first = false;
      const instr = this.#instrs[i]!;
      switch (instr.op) {
        case 'jump':
          if (++hops > this.#instrs.length) throw new Refusal('Cannot model an atomic function that never ends.');
          i = instr.to.at - 1;
          continue;
        case 'unless':
          return `${out}if(${this.#js(instr.test)}){${this.#code(i + 1, false)}}else{${this.#code(instr.to.at, false)}}`;
        case 'point':
          if (instr.kind !== 'choose') return out + this.#arrive(i);
          out += `if(M[0]>>${instr.switch}&1){${this.#arrive(i)}}`;
          break;
        case 'chosen':
          // At the start of the step it is the outcome; on the way through, the switch is off.
          out += `r${instr.dst.id}=${i === this.#start + 1 ? 'c' : '0'};`;
          break;
        case 'stop':
          return out + this.#stop(`${STOPPED[instr.why]}`);
        case 'beyond':
          return out + this.#beyond(instr.reason);
        case 'end':
          return out + this.#end(instr.result);
        default:
          out += this.#simple(instr);
      }
    }
  }

  #simple(instr: Exclude<Instr, { op: 'jump' | 'unless' | 'point' | 'chosen' | 'stop' | 'beyond' | 'end' }>): string {
    switch (instr.op) {
      case 'set':
        return `r${instr.dst.id}=${this.#js(instr.value)};`;
      case 'load': {
        const { code, cell } = this.#cell(instr.address, instr.dst.length, 'peek');
        return code + instr.dst.map((r, k) => `r${r.id}=${fromCell(`s[${cell}+${k}]`, r.type)};`).join('');
      }
      case 'store': {
        const { code, cell } = this.#cell(instr.address, instr.values.length, 'poke');
        return code + instr.values.map((v, k) => `s[${cell}+${k}]=${this.#js(v)};`).join('');
      }
      case 'open':
        return `s[f+${this.#c.frame.regions[instr.region]!}]=${LIVE};`;
      case 'close': {
        const status = this.#c.frame.regions[instr.region]!;
        const end = status + this.#c.frame.routine.memory[instr.region]!.length;
        return Array.from({ length: end - status + 1 }, (_, k) => `s[f+${status + k}]=0;`).join('');
      }
      case 'require':
        return this.#pure ? '' : `if(!${this.#js(instr.test)})return 0;`;
      case 'count':
        return `s[f+${instr.of === 'preempt' ? PREEMPT : NOSLEEP}]+=${this.#js(instr.by)};`;
      case 'mask':
        return `s[f+${IRQS_OFF}]=${this.#js(instr.value)};`;
      case 'masked':
        return `r${instr.dst.id}=s[f+${IRQS_OFF}];`;
      case 'alloc':
        return `r${instr.dst.id}=alloc(s,${this.#js(instr.size)});if(!r${instr.dst.id})${this.#full()}`;
      case 'free':
        return `a=free(s,${this.#js(instr.object)},${instr.lost});if(a){${this.#stop('a')}}`;
      case 'progress':
        return `F|=${PROGRESS};`;
      case 'cover':
        return `C[${instr.statement}]|=1<<t;`;
      default:
        return unreachable(instr);
    }
  }

  #full(): string {
    return this.#beyond('a pool of objects is full');
  }

  #beyond(reason: string): string {
    const text = JSON.stringify(reason);
    return this.#pure ? `throw new Error("in the setup: "+${text});` : `return beyond(${text});`;
  }

  /** The cell behind an address; for one that is known only at run time, the code that finds and checks it. */
  #cell(address: Value, count: number, access: 'peek' | 'poke'): { code: string; cell: string } {
    const { regions, routine } = this.#c.frame;
    if (address.kind === 'local' && address.cell >= 0 && address.cell + count <= routine.memory[address.region]!.length)
      return { code: '', cell: `f+${regions[address.region]! + 1 + address.cell}` };
    if (address.kind === 'const' && address.value >>> 30 === 1) {
      const object = this.#c.objects[(address.value >>> OBJECT_SHIFT) & OBJECT_MASK];
      const cell = address.value & CELL_MASK;
      if (object && cell + count <= object.size) return { code: '', cell: `${object.base + cell}` };
    }
    return { code: `a=${access}(s,${this.#js(address)},${count});if(a<0){${this.#stop('-a')}}`, cell: 'a' };
  }

  #js(value: Value): string {
    return expression(value, this.#c.locals);
  }

  #return(): string {
    return this.#progress ? 'return F;' : `return ${this.#flags()};`;
  }

  #stop(why: string): string {
    return this.#pure ? `return fail(${why});` : `return halt(s,f,t,${why});`;
  }

  #end(result: Value | undefined): string {
    if (this.#pure) return `return ${result ? this.#js(result) : 0};`;
    return `${this.#zero(new Set())}s[f]=${DONE};${this.#return()}`;
  }

  #arrive(point: number): string {
    const slots = this.#c.frame.slot;
    const alive = this.#c.frame.liveAt.get(point)!;
    const kept = new Set(alive.map((r) => slots.get(r.id)!));
    const writes = alive.filter((r) => this.#assigned.has(r.id)).map((r) => `s[f+${slots.get(r.id)!}]=r${r.id};`);
    return `${this.#zero(kept)}${writes.join('')}s[f]=${this.#c.pcOf.get(point)!};${this.#return()}`;
  }

  #zero(kept: ReadonlySet<number>): string {
    const dead = new Set(this.#alive.map((r) => this.#c.frame.slot.get(r.id)!).filter((slot) => !kept.has(slot)));
    return [...dead].map((slot) => `s[f+${slot}]=0;`).join('');
  }
}

// Which registers are still needed at each point of a routine: only these get a slot in the state, and what is dead
// is zero there, so that two states that cannot differ any more are one.

import type { Instr, Register, Routine, Value } from './instr.ts';

/** Indices of the instructions that can run next. */
export function successors(instrs: readonly Instr[], i: number): readonly number[] {
  const instr = instrs[i]!;
  switch (instr.op) {
    case 'jump':
      return [instr.to.at];
    case 'unless':
      return [i + 1, instr.to.at];
    case 'stop':
    case 'end':
      return [];
    default:
      return [i + 1];
  }
}

function* used(value: Value): Generator<Register> {
  switch (value.kind) {
    case 'register':
      yield value.register;
      return;
    case 'unary':
    case 'convert':
      yield* used(value.a);
      return;
    case 'binary':
      yield* used(value.a);
      yield* used(value.b);
      return;
    default:
  }
}

function uses(instr: Instr): readonly Value[] {
  switch (instr.op) {
    case 'set':
      return [instr.value];
    case 'load':
      return [instr.address];
    case 'store':
      return [instr.address, ...instr.values];
    case 'require':
    case 'unless':
      return [instr.test];
    case 'preempt':
      return [instr.count];
    case 'alloc':
      return [instr.size];
    case 'free':
      return [instr.object];
    case 'end':
      return instr.result ? [instr.result] : [];
    default:
      return [];
  }
}

/** Registers that an instruction writes. */
export function defined(instr: Instr): readonly Register[] {
  switch (instr.op) {
    case 'set':
    case 'chosen':
    case 'alloc':
      return [instr.dst];
    case 'load':
      return instr.dst;
    default:
      return [];
  }
}

/** A row of bits for each instruction: the registers (by id) whose value may be read at it or later. */
export interface Liveness {
  alive(instr: number, register: number): boolean;
}

export function liveness(routine: Routine): Liveness {
  const { instrs } = routine;
  const words = (routine.registers.length + 31) >>> 5;
  const rows = new Uint32Array(words * instrs.length);
  const reads = instrs.map((instr) => uses(instr).flatMap((value) => [...used(value)].map((r) => r.id)));
  const writes = instrs.map((instr) => defined(instr).map((r) => r.id));
  const next = instrs.map((_, i) => successors(instrs, i));
  // Against the direction of control, so that all but loops are right the first time. A point or a jump that nothing
  // changes in costs a copy of its row, no more.
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = instrs.length - 1; i >= 0; i--) {
      const [a, b] = next[i]!;
      if (a === undefined && reads[i]!.length === 0) continue;
      const at = i * words;
      for (let w = 0; w < words; w++) {
        let bits = a === undefined ? 0 : rows[a * words + w]!;
        if (b !== undefined) bits |= rows[b * words + w]!;
        for (const id of writes[i]!) if (id >>> 5 === w) bits &= ~(1 << (id & 31));
        for (const id of reads[i]!) if (id >>> 5 === w) bits |= 1 << (id & 31);
        if (rows[at + w] === bits >>> 0) continue;
        rows[at + w] = bits;
        changed = true;
      }
    }
  }
  return { alive: (instr, register) => ((rows[instr * words + (register >>> 5)]! >>> (register & 31)) & 1) === 1 };
}

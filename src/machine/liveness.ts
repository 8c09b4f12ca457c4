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
  const row = new Uint32Array(words);
  // Against the direction of control, so that all but loops are right the first time.
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = instrs.length - 1; i >= 0; i--) {
      const [a, b] = next[i]!;
      if (a === undefined) row.fill(0);
      else row.set(rows.subarray(a * words, (a + 1) * words));
      if (b !== undefined) for (let w = 0, from = b * words; w < words; w++) row[w]! |= rows[from + w]!;
      for (const id of writes[i]!) row[id >>> 5]! &= ~(1 << (id & 31));
      for (const id of reads[i]!) row[id >>> 5]! |= 1 << (id & 31);
      const at = i * words;
      for (let w = 0; w < words; w++)
        if (rows[at + w] !== row[w]) {
          rows[at + w] = row[w]!;
          changed = true;
        }
    }
  }
  return { alive: (instr, register) => ((rows[instr * words + (register >>> 5)]! >>> (register & 31)) & 1) === 1 };
}

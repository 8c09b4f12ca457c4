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
    case 'beyond':
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
    case 'count':
      return [instr.by];
    case 'mask':
      return [instr.value];
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
    case 'masked':
    case 'alloc':
      return [instr.dst];
    case 'load':
      return instr.dst;
    default:
      return [];
  }
}

/** Which registers (by id) may be read at an instruction or later. */
export interface Liveness {
  /** The registers alive at an instruction. */
  at(instr: number): number[];
}

export function liveness(routine: Routine): Liveness {
  const { instrs } = routine;
  const next = instrs.map((_, i) => successors(instrs, i));
  const reads = instrs.map((instr) => uses(instr).flatMap((value) => [...used(value)].map((r) => r.id)));
  const writes = instrs.map((instr) => defined(instr).map((r) => r.id));

  const { ids, columns } = farRegisters(routine, reads, writes, next);
  const words = (ids.length + 31) >>> 5;
  const rows = new Uint32Array(words * instrs.length);
  const toColumns = (list: readonly number[]) => list.map((id) => columns[id]!).filter((c) => c >= 0);
  const readColumns = reads.map(toColumns);
  const writeColumns = writes.map(toColumns);
  const row = new Uint32Array(words);
  // Against the direction of control, so that all but loops are right the first time.
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = instrs.length - 1; i >= 0; i--) {
      const [a, b] = next[i]!;
      for (let w = 0; w < words; w++)
        row[w] = (a === undefined ? 0 : rows[a * words + w]!) | (b === undefined ? 0 : rows[b * words + w]!);
      for (const c of writeColumns[i]!) row[c >>> 5]! &= ~(1 << (c & 31));
      for (const c of readColumns[i]!) row[c >>> 5]! |= 1 << (c & 31);
      for (let w = 0, at = i * words; w < words; w++)
        if (rows[at + w] !== row[w]) {
          rows[at + w] = row[w]!;
          changed = true;
        }
    }
  }
  return { at: (instr) => ids.filter((_, c) => (rows[instr * words + (c >>> 5)]! >>> (c & 31)) & 1) };
}

/**
 * Registers that are used outside one straight run of instructions, and a column of bits for each. Most are not: they are
 * written and read between two points, and need no row.
 */
function farRegisters(
  { instrs, registers }: Routine,
  reads: readonly (readonly number[])[],
  writes: readonly (readonly number[])[],
  next: readonly (readonly number[])[],
): { ids: number[]; columns: Int32Array } {
  const entered = new Uint8Array(instrs.length);
  for (const [i, after] of next.entries()) for (const n of after) if (n !== i + 1 || after.length > 1) entered[n] = 1;
  const UNSEEN = -1;
  const FAR = -2;
  const home = new Int32Array(registers.length).fill(UNSEEN);
  let run = 0;
  for (const [i, instr] of instrs.entries()) {
    if (entered[i] || instr.op === 'point') run++;
    for (const id of reads[i]!) if (home[id] !== run) home[id] = FAR;
    for (const id of writes[i]!) home[id] = home[id] === UNSEEN || home[id] === run ? run : FAR;
  }
  const ids: number[] = [];
  const columns = new Int32Array(registers.length).fill(-1);
  for (const { id } of registers) if (home[id] === FAR) columns[id] = ids.push(id) - 1;
  return { ids, columns };
}

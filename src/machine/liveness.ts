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

/** For each instruction, the registers (by id) whose value may be read at it or later. */
export function liveness(routine: Routine): readonly ReadonlySet<number>[] {
  const { instrs } = routine;
  const live: Set<number>[] = instrs.map(() => new Set());
  const before: number[][] = instrs.map(() => []);
  for (const i of instrs.keys()) for (const next of successors(instrs, i)) before[next]!.push(i);

  const queue = [...instrs.keys()];
  const queued = new Uint8Array(instrs.length).fill(1);
  while (queue.length > 0) {
    const i = queue.pop()!;
    queued[i] = 0;
    const now = new Set<number>();
    for (const next of successors(instrs, i)) for (const id of live[next]!) now.add(id);
    for (const register of defined(instrs[i]!)) now.delete(register.id);
    for (const value of uses(instrs[i]!)) for (const register of used(value)) now.add(register.id);
    // Sets only grow, so the size tells whether anything changed.
    if (now.size === live[i]!.size) continue;
    live[i] = now;
    for (const previous of before[i]!)
      if (!queued[previous]) {
        queued[previous] = 1;
        queue.push(previous);
      }
  }
  return live;
}

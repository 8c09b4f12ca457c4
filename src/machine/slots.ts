// Registers that are alive at some point share slots of the frame: two that are never alive at the same point may have
// the same one. Integers and pointers have slots of their own, see layout.ts.

import type { Register, Routine } from './instr.ts';
import { liveness } from './liveness.ts';

export interface Frame {
  readonly routine: Routine;
  /** Slot of a register, counted from the start of the frame; none for those that never outlive a step. */
  readonly slot: ReadonlyMap<number, number>;
  /** Registers alive at a point, by index of its instruction. */
  readonly liveAt: ReadonlyMap<number, readonly Register[]>;
  /** Registers alive where the routine begins, and where a loop does. */
  readonly carried: ReadonlyMap<number, readonly Register[]>;
  /** Of each local in memory, the cell of its status; its own cells follow. */
  readonly regions: readonly number[];
  /** First cell of the memory. */
  readonly memory: number;
  readonly size: number;
  /** Cells that hold pointers. */
  readonly pointers: readonly number[];
}

export const PC = 0;
export const PREEMPT = 1;
export const NOSLEEP = 2;
/** What the task set with `set_irqs_off()`. */
export const IRQS_OFF = 3;
const FIRST_SLOT = 4;

export function assignSlots(routine: Routine): Frame {
  const heads = new Set([0, ...loopsOf(routine).map((l) => l.from)]);
  const liveAt = liveness(routine, heads);
  const carried = new Map([...heads].map((i) => [i, liveAt.get(i)!]));
  for (const i of heads) if (routine.instrs[i]!.op !== 'point') liveAt.delete(i);
  const isPointer = (r: Register) => r.type.kind === 'pointer';
  const integers = color(liveAt, (r) => !isPointer(r));
  const pointers = color(liveAt, isPointer);
  const slot = new Map<number, number>();
  for (const [id, n] of integers.slots) slot.set(id, FIRST_SLOT + n);
  const firstPointer = FIRST_SLOT + integers.count;
  for (const [id, n] of pointers.slots) slot.set(id, firstPointer + n);
  const memory = firstPointer + pointers.count;
  const inMemory: number[] = [];
  const regions: number[] = [];
  let size = memory;
  for (const types of routine.memory) {
    regions.push(size);
    for (const [i, type] of types.entries()) if (type.kind === 'pointer') inMemory.push(size + 1 + i);
    size += 1 + types.length;
  }
  const slots = Array.from({ length: pointers.count }, (_, i) => firstPointer + i);
  return { routine, slot, liveAt, carried, regions, memory, size, pointers: [...slots, ...inMemory] };
}

/** Jumps back. */
export function loopsOf({ instrs }: Routine): { readonly from: number; readonly to: number }[] {
  return instrs.flatMap((instr, i) =>
    (instr.op === 'jump' || instr.op === 'unless') && instr.to.at <= i ? [{ from: instr.to.at, to: i }] : [],
  );
}

/** First fit: each register gets the lowest slot that none alive beside it has. */
function color(liveAt: ReadonlyMap<number, readonly Register[]>, wanted: (r: Register) => boolean) {
  const points = new Map<number, number[]>();
  let point = 0;
  for (const registers of liveAt.values()) {
    for (const r of registers)
      if (wanted(r)) {
        const known = points.get(r.id);
        if (known) known.push(point);
        else points.set(r.id, [point]);
      }
    point++;
  }
  /** By slot: the points at which it is taken. */
  const taken: Uint8Array[] = [];
  const slots = new Map<number, number>();
  for (const [id, at] of points) {
    let n = taken.findIndex((busy) => at.every((p) => busy[p] === 0));
    if (n < 0) n = taken.push(new Uint8Array(liveAt.size)) - 1;
    for (const p of at) taken[n]![p] = 1;
    slots.set(id, n);
  }
  return { slots, count: taken.length };
}

// What generated steps call: access to memory with all its checks, allocation, and the end of a task by a mistake.

import { Refusal } from '../../base/diagnostic.ts';
import { CELL_MASK, FREED, LEAK_CELL, LIVE, OBJECT_MASK, OBJECT_SHIFT, POINTER, UNUSED } from '../layout.ts';
import { OK, STOPPED } from './codes.ts';

/** The setup, or a condition, stopped as a task does. */
export class StoppedAlone extends Refusal {}

/** Where everything lies, for one machine. */
export interface Tables {
  /** By object: first cell, cells, cell of its status or -1. */
  readonly base: Int32Array;
  readonly size: Int32Array;
  readonly status: Int32Array;
  /** By cell: 1 if it may be read after its object was freed. */
  readonly stable: Uint8Array;
  readonly pools: readonly { readonly first: number; readonly count: number }[];
  /** By task: where the memory begins in its frame. What lies there stays when it stops: others may point to it. */
  readonly memory: readonly number[];
  /** Set by the first object that is allocated or freed. */
  readonly witnessed: { allocated: number; freed: number };
}

export interface Runtime {
  /** The cell behind a pointer, for reading n cells; or minus the reason to stop. */
  peek(s: Int32Array, pointer: number, n: number): number;
  /** The same for writing. */
  poke(s: Int32Array, pointer: number, n: number): number;
  /** A pointer to a fresh object; 0 if the pool is full. `size` is what `sizeof` gives: the number of the pool, from 1. */
  alloc(s: Int32Array, size: number): number;
  /** 0, or the reason to stop. */
  free(s: Int32Array, pointer: number, lost: boolean): number;
  halt(s: Int32Array, frame: number, task: number, why: number): number;
  /** What runs before the tasks, or a condition, stops. */
  fail(why: number): never;
}

export function runtime({ base, size, status, stable, pools, memory, witnessed }: Tables): Runtime {
  /** The object, if n cells from the pointer on are its own; or minus the reason to stop. */
  const objectAt = (p: number, n: number): number => {
    if (p >>> 30 !== 1) return p >= 0 && p <= CELL_MASK ? -STOPPED.null : -STOPPED.bounds;
    const o = (p >>> OBJECT_SHIFT) & OBJECT_MASK;
    return o >= base.length || (p & CELL_MASK) + n > size[o]! ? -STOPPED.bounds : o;
  };
  return {
    peek: (s, p, n) => {
      const o = objectAt(p, n);
      if (o < 0) return o;
      const a = base[o]! + (p & CELL_MASK);
      if (status[o]! >= 0 && s[status[o]!] !== LIVE)
        for (let k = 0; k < n; k++) if (!stable[a + k]) return -STOPPED['use-after-free'];
      return a;
    },
    poke: (s, p, n) => {
      const o = objectAt(p, n);
      if (o < 0) return o;
      if (status[o]! >= 0 && s[status[o]!] !== LIVE) return -STOPPED['use-after-free'];
      return base[o]! + (p & CELL_MASK);
    },
    alloc: (s, typeSize) => {
      const { first, count } = pools[typeSize - 1]!;
      for (let o = first; o < first + count; o++)
        if (s[status[o]!] === UNUSED) {
          s[status[o]!] = LIVE;
          witnessed.allocated = 1;
          return POINTER | (o << OBJECT_SHIFT);
        }
      return 0;
    },
    free: (s, p, lost) => {
      const o = objectAt(p, 0);
      if (o < 0) return -o;
      if (!pools.some(({ first, count }) => o >= first && o < first + count) || p & CELL_MASK) return STOPPED.bug;
      if (s[status[o]!] !== LIVE) return STOPPED['double-free'];
      s[status[o]!] = FREED;
      s.fill(0, base[o], base[o]! + size[o]!);
      if (lost) s[LEAK_CELL] = 1;
      witnessed.freed = 1;
      return 0;
    },
    fail: (why) => {
      const [reason] = Object.entries(STOPPED).find(([, code]) => code === why) ?? ['bug'];
      throw new StoppedAlone(`Cannot run the scenario: what comes before its tasks stops (${reason}).`);
    },
    halt: (s, frame, task, why) => {
      s.fill(0, frame + 1, frame + memory[task]!);
      s[frame] = why;
      return OK;
    },
  };
}

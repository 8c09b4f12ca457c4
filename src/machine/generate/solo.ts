// Where a task may go alone: nothing that another task can do before it moves has a bearing on its move, or the reverse.
// Then the moves of others may wait, and the state in between is left out. Which others can is known by what stands in
// `harmless` (reduction): for a program counter of the task and the locks that it holds, a byte by program counter of another.

import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  eq,
  global,
  increase,
  load,
  load8,
  load16,
  loopWhile,
  ltU,
  mul,
  ne,
  not,
  num,
  or,
  ret,
  shl,
  shrU,
  store,
  sub,
  type Variable,
  when,
  write,
} from '../wasm/write.ts';
import type { Accesses } from './accesses.ts';
import type { Image } from './image.ts';
import type { Interned } from './interned.ts';

/** Locks that are looked at, at most; and different situations: program counter, task, locks it holds. */
export const MOST_LOCKS = 6;
export const SITUATIONS = 1 << 13;
const MOST_SITUATIONS = SITUATIONS - (SITUATIONS >> 2);
/** Bytes for what is harmless. */
const HARMLESS = 1 << 21;

/** A situation in one number: the program counter, the task from 0, two bits a lock (the task holds it; as a minus). */
export const SITUATION = { task: 16, locks: 20 } as const;

export interface Solo {
  readonly accesses: Accesses;
  /** `(program counter, task, address of the shared cells)`: address of what is harmless, or 0. */
  readonly look: number;
  /** What `made` found for the last move. */
  readonly row: Variable;
  /** Adds `(row of a state, task, what is harmless)`: whether all other tasks stand where they do no harm. */
  goesAlone(module: ModuleBuilder, frames: Interned, tasks: number): number;
  /** How many locks there are, then the offset of each among the shared cells, in bytes. */
  readonly locks: number;
  /** How many situations are known. */
  readonly known: number;
  /** By situation: its number and 1 more, address of what is harmless. */
  readonly situations: number;
  readonly harmless: number;
  /** First byte behind it and the other tables. */
  readonly end: number;
}

/** Adds the tables and what looks into them to a module whose memory goes on at an address. */
export function soloOf(module: ModuleBuilder, { taskLevels, taskCpus }: Image, accesses: Accesses): Solo {
  const locks = accesses.end;
  const known = locks + 4 * (1 + MOST_LOCKS);
  const situations = 8 * Math.ceil((known + 4) / 8);
  const harmless = situations + 8 * SITUATIONS;
  const missed = global(module.global('missed'));
  const row = global(module.global('solo'));
  // A handler comes in between the moves of others of its CPU, and keeps them off.
  const handled = new Set(taskCpus.filter((_, t) => taskLevels[t]! > 0));
  const excluded = taskCpus.reduce((mask, cpu, t) => mask | (handled.has(cpu) ? 1 << t : 0), 0);
  const look = module.declare(3, 1, 'look');
  module.define(
    look,
    write(3, 5, ([pc, t, cells, key, k, value, at, end]) => [
      ...(excluded ? [when(and(shrU(num(excluded), t!.get), num(1)), [ret(num(0))])] : []),
      key!.set(or(pc!.get, shl(t!.get, num(SITUATION.task)))),
      end!.set(load(num(locks))),
      loopWhile(
        ltU(k!.get, end!.get),
        value!.set(load(add(cells!.get, load(shl(k!.get, num(2)), locks + 4)))),
        value!.set(or(eq(value!.get, add(t!.get, num(1))), shl(eq(value!.get, sub(num(-1), t!.get)), num(1)))),
        key!.set(or(key!.get, shl(value!.get, add(num(SITUATION.locks), shl(k!.get, num(1)))))),
        increase(k!),
      ),
      increase(key!),
      k!.set(shrU(mul(key!.get, num(0x9e3779b1)), num(19))),
      at!.set(add(num(situations), shl(k!.get, num(3)))),
      loopWhile(
        load(at!.get),
        when(eq(load(at!.get), key!.get), [ret(load(at!.get, 4))]),
        k!.set(and(add(k!.get, num(1)), num(SITUATIONS - 1))),
        at!.set(add(num(situations), shl(k!.get, num(3)))),
      ),
      when(ltU(load(num(known)), num(MOST_SITUATIONS)), [
        store(at!.get, key!.get),
        store(num(known), add(load(num(known)), num(1))),
        missed.set(num(1)),
      ]),
      num(0),
    ]),
  );
  return {
    accesses,
    look,
    row,
    goesAlone: (m, frames, tasks) => {
      const fn = m.declare(3, 1, 'goesAlone');
      m.define(
        fn,
        write(3, 2, ([state, t, may, u, pc]) => [
          when(not(may!.get), [ret(num(0))]),
          loopWhile(
            ltU(u!.get, num(tasks)),
            when(ne(u!.get, t!.get), [
              pc!.set(
                load(add(frames.rows.get, mul(load16(add(state!.get, shl(u!.get, num(1))), 4), num(frames.bytes)))),
              ),
              when(not(load8(add(may!.get, pc!.get))), [ret(num(0))]),
            ]),
            increase(u!),
          ),
          num(1),
        ]),
      );
      return fn;
    },
    locks,
    known,
    situations,
    harmless,
    end: harmless + HARMLESS,
  };
}

// How far a task goes at once: in a reduced search the states that it passes are not kept. It goes on
//
// - while it may go alone (solo.ts): what it does might as well come before what others do,
// - and one move further where all that it has done since others could move might as well come after what they do: they have
//   done it before. So the section of a lock is one move though there is something in it that others see without the lock.
//   That one never waits: two tasks that hold a lock each and wait for the other's would not be found stuck.
//   Where the task went alone already from the state that it comes from, others have not moved there, and it stops.
//
// At a choice both ways are gone. Where it would do wrong to sleep and does, it stops: a property asks for that.

import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  drop,
  global,
  increase,
  load,
  load16,
  loopWhile,
  ltU,
  mul,
  not,
  num,
  or,
  type Put,
  ret,
  shl,
  shrU,
  store,
  sub,
  type Variable,
  when,
  write,
} from '../wasm/write.ts';
import { ATTRIBUTE } from './attributes.ts';
import { BOUND } from './codes.ts';
import { mayNotSleep } from './hold.ts';
import type { Image } from './image.ts';
import type { Interned } from './interned.ts';
import type { Moves } from './moves.ts';
import { BRANCH_UNTIL, type Rows } from './rows.ts';
import type { Solo } from './solo.ts';

/** Moves that may be waiting to come after those of others, at most. */
export const MOST_TAKEN = 16;

export interface ChaseSpec {
  readonly module: ModuleBuilder;
  readonly image: Image;
  readonly solo: Solo;
  readonly moves: Moves;
  readonly rows: Rows;
  readonly shared: Interned;
  readonly frames: Interned;
  /** Address of the table of program counters. */
  readonly pcs: number;
  /** There may be no room for one move more. */
  readonly isFull: Put;
  readonly transitions: Variable;
  /** `(row, task)`: puts what the last move made into a row. */
  readonly apply: (row: Variable, t: Variable) => readonly Put[];
}

export interface Chase {
  /** `(row, task, how many moves wait)`: the row in which the task stops. Other ways to choose are staged behind it. */
  readonly chase: number;
  /** `(row, task, what is harmless)`. */
  readonly goesAlone: number;
  /** The first move that waits is that from this row of the table of program counters. */
  readonly begin: (pc: Put) => Put;
}

/** Adds `chase` to a module. */
export function chaseOf(spec: ChaseSpec): Chase {
  const { module, image, solo, moves, rows, shared, frames, pcs, isFull, transitions, apply } = spec;
  const { staging, staged, entryBytes } = rows;
  const taken = global(module.global('taken'));
  const goesAlone = solo.goesAlone(module, frames, image.tasks);
  const waiting = (k: Put): Put => add(taken.get, shl(k, num(2)));
  const chase = module.declare(3, 0, 'chase');
  module.define(
    chase,
    write(3, 5, ([row, t, count, pc, code, isChoice, k, other]) => {
      const made = (of: Variable, choice: number): Put =>
        call(moves.made, of.get, t!.get, num(choice), pc!.get, call(moves.place, of.get, t!.get, num(choice), pc!.get));
      const stopUnlessMade = when(or(not(code!.get), and(code!.get, num(BOUND))), [ret()]);
      const frame = add(frames.rows.get, mul(load16(add(row!.get, shl(t!.get, num(1))), 4), num(frames.bytes)));
      const mayComeAfter = call(
        goesAlone,
        row!.get,
        t!.get,
        call(
          solo.look,
          shrU(sub(load(waiting(k!.get)), num(pcs)), num(3)),
          t!.get,
          add(shared.rows.get, mul(load(row!.get), num(shared.bytes))),
        ),
      );
      return [
        loopWhile(
          not(isFull),
          pc!.set(add(num(pcs), shl(load(frame), num(3)))),
          code!.set(load(pc!.get)),
          when(and(code!.get, num(ATTRIBUTE.over)), [ret()]),
          when(and(code!.get, num(ATTRIBUTE.sleeps)), [when(mayNotSleep(frame), [ret()])]),
          code!.set(shrU(code!.get, num(ATTRIBUTE.choice))),
          isChoice!.set(num(0)),
          when(code!.get, [isChoice!.set(and(shrU(load(num(image.switches)), sub(code!.get, num(1))), num(1)))]),
          when(and(isChoice!.get, not(ltU(staged.get, num(BRANCH_UNTIL)))), [ret()]),
          code!.set(made(row!, 0)),
          stopUnlessMade,
          when(
            call(goesAlone, row!.get, t!.get, solo.row.get),
            [
              when(count!.get, [
                when(
                  ltU(count!.get, num(MOST_TAKEN)),
                  [store(waiting(count!.get), pc!.get), increase(count!)],
                  [count!.set(num(0))],
                ),
              ]),
            ],
            [
              when(or(not(count!.get), and(load(pc!.get), num(ATTRIBUTE.waits))), [ret()]),
              k!.set(num(0)),
              loopWhile(ltU(k!.get, count!.get), when(not(mayComeAfter), [ret()]), increase(k!)),
              count!.set(num(0)),
            ],
          ),
          when(isChoice!.get, [
            other!.set(add(add(staging.get, mul(staged.get, num(entryBytes))), num(8))),
            ...rows.copy(other!.get, row!.get),
            code!.set(made(other!, 1)),
            stopUnlessMade,
            ...apply(other!, t!),
            increase(staged),
            increase(transitions),
            call(chase, other!.get, t!.get, count!.get),
            drop(made(row!, 0)),
          ]),
          increase(transitions),
          ...apply(row!, t!),
        ),
      ];
    }),
  );
  return { chase, goesAlone, begin: (pc) => store(taken.get, pc) };
}

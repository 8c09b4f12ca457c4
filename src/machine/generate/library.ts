// What the steps of a machine call: access to memory with all its checks, allocation, the end of a task by a mistake.

import {
  ACCESSIBLE,
  CELL_MASK,
  FREED,
  LEAK_CELL,
  LIVE,
  OBJECT_MASK,
  OBJECT_SHIFT,
  POINTER,
  PRIVATE,
  UNUSED,
} from '../layout.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  clear,
  eq,
  geU,
  global,
  gtU,
  increase,
  load,
  load8,
  loopWhile,
  ltS,
  ltU,
  ne,
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
import { type Accesses, READ, WRITE } from './accesses.ts';
import { OK, STOPPED } from './codes.ts';
import type { Image } from './image.ts';

export interface Library {
  /** `(pointer, n)`: the address of the cell behind a pointer, for reading n cells; or minus the reason to stop. */
  readonly peek: number;
  /** The same for writing. */
  readonly poke: number;
  /** `(size)`: a pointer to a fresh object; 0 if the pool is full. The size is what `sizeof` gives: the number of the pool, from 1. */
  readonly alloc: number;
  /** `(pointer, lost)`: 0, or the reason to stop. */
  readonly free: number;
  /** `(frame, why)`: the task has stopped. Its locals in memory stay: others may point to them. */
  readonly halt: number;
  /** `(address, task)`: the task ran the statement that is recorded there. */
  readonly cover: number;
  /** Globals. Some shared cell was written; the number of the reason of the last BOUND; why a pure routine stopped. */
  readonly dirty: number;
  readonly why: number;
  readonly failed: number;
  /** Set by the first object that is allocated or freed. */
  readonly allocated: number;
  readonly freed: number;
  /** Set by the first statement whose execution is recorded. */
  readonly covers: number;
  /** Turns of loops in this step. */
  readonly turns: number;
  /** The number of a reason for BOUND. */
  readonly reason: (text: string) => number;
  readonly reasons: readonly string[];
}

/** Adds the library to a module; `accesses` if it is to note them. */
export function libraryOf(module: ModuleBuilder, image: Image, accesses: Accesses | undefined): Library {
  const reasons: string[] = [];
  const dirty = module.global('dirty');
  const failed = module.global('failed');
  const allocated = module.global('allocated');
  const freed = module.global('freed');
  const covers = module.global('covers');
  const why = module.global('why');
  const turns = module.global('turns');
  const objectAt = module.declare(2, 1, 'objectAt');
  const peek = module.declare(2, 1, 'peek');
  const poke = module.declare(2, 1, 'poke');
  const alloc = module.declare(1, 1, 'alloc');
  const free = module.declare(2, 1, 'free');
  const halt = module.declare(2, 1, 'halt');
  const cover = module.declare(2, 0, 'cover');
  const { objectTable: table, cells } = image;
  /** What others cannot reach is nothing that a task could get into the way of another with. */
  const note = (address: Put, n: Put, status: Variable, how: number): readonly Put[] =>
    accesses
      ? [
          when(
            status.get,
            [
              when(ne(load(status.get), num(PRIVATE)), [
                call(accesses.note, address, n, num(how)),
                call(accesses.note, status.get, num(1), num(READ)),
              ]),
            ],
            [call(accesses.note, address, n, num(how))],
          ),
        ]
      : [];

  // The row of the object, if n cells from the pointer on are its own; or minus the reason to stop.
  module.define(
    objectAt,
    write(2, 1, ([p, n, row]) => [
      when(ne(shrU(p!.get, num(30)), num(1)), [
        when(gtU(p!.get, num(CELL_MASK)), [ret(num(-STOPPED.bounds))]),
        ret(num(-STOPPED.null)),
      ]),
      row!.set(and(shrU(p!.get, num(OBJECT_SHIFT)), num(OBJECT_MASK))),
      when(geU(row!.get, num(image.objectCount)), [ret(num(-STOPPED.bounds))]),
      row!.set(add(num(table), shl(row!.get, num(4)))),
      when(gtU(add(and(p!.get, num(CELL_MASK)), n!.get), load(row!.get, 4)), [ret(num(-STOPPED.bounds))]),
      row!.get,
    ]),
  );

  module.define(
    peek,
    write(2, 4, ([p, n, row, address, status, k]) => [
      row!.set(call(objectAt, p!.get, n!.get)),
      when(ltS(row!.get, num(0)), [ret(row!.get)]),
      address!.set(add(load(row!.get), shl(and(p!.get, num(CELL_MASK)), num(2)))),
      status!.set(load(row!.get, 8)),
      when(status!.get, [
        when(not(and(load(status!.get), num(ACCESSIBLE))), [
          loopWhile(
            ltU(k!.get, n!.get),
            // Of the locals of a task no cell is stable.
            when(
              or(
                geU(sub(address!.get, num(cells)), num(4 * image.layout.end)),
                eq(load8(add(num(image.stable), add(shrU(sub(address!.get, num(cells)), num(2)), k!.get))), num(0)),
              ),
              [ret(num(-STOPPED['use-after-free']))],
            ),
            increase(k!),
          ),
        ]),
      ]),
      ...note(address!.get, n!.get, status!, READ),
      address!.get,
    ]),
  );

  module.define(
    poke,
    write(2, 3, ([p, n, row, status, address]) => [
      row!.set(call(objectAt, p!.get, n!.get)),
      when(ltS(row!.get, num(0)), [ret(row!.get)]),
      status!.set(load(row!.get, 8)),
      when(status!.get, [when(not(and(load(status!.get), num(ACCESSIBLE))), [ret(num(-STOPPED['use-after-free']))])]),
      global(dirty).set(num(1)),
      address!.set(add(load(row!.get), shl(and(p!.get, num(CELL_MASK)), num(2)))),
      ...note(address!.get, n!.get, status!, WRITE),
      address!.get,
    ]),
  );

  module.define(
    alloc,
    write(1, 4, ([size, pool, o, end, status]) => [
      when(geU(sub(size!.get, num(1)), num(image.layout.pools.length)), [ret(num(0))]),
      pool!.set(add(num(image.pools - 8), shl(size!.get, num(3)))),
      o!.set(load(pool!.get)),
      end!.set(add(o!.get, load(pool!.get, 4))),
      loopWhile(
        ltU(o!.get, end!.get),
        status!.set(load(add(num(table), shl(o!.get, num(4))), 8)),
        when(eq(load(status!.get), num(UNUSED)), [
          store(status!.get, num(accesses ? PRIVATE : LIVE)),
          global(allocated).set(num(1)),
          global(dirty).set(num(1)),
          ret(or(num(POINTER), shl(o!.get, num(OBJECT_SHIFT)))),
        ]),
        increase(o!),
      ),
      num(0),
    ]),
  );

  module.define(
    free,
    write(2, 2, ([p, lost, row, status]) => [
      row!.set(call(objectAt, p!.get, num(0))),
      when(ltS(row!.get, num(0)), [ret(sub(num(0), row!.get))]),
      when(or(eq(load(row!.get, 12), num(0)), and(p!.get, num(CELL_MASK))), [ret(num(STOPPED.bug))]),
      status!.set(load(row!.get, 8)),
      when(not(and(load(status!.get), num(ACCESSIBLE))), [ret(num(STOPPED['double-free']))]),
      ...note(status!.get, num(1), status!, WRITE),
      ...note(load(row!.get), load(row!.get, 4), status!, WRITE),
      store(status!.get, num(FREED)),
      clear(load(row!.get), shl(load(row!.get, 4), num(2))),
      when(lost!.get, [store(num(cells + 4 * LEAK_CELL), num(1))]),
      global(freed).set(num(1)),
      global(dirty).set(num(1)),
      num(0),
    ]),
  );

  module.define(
    halt,
    write(2, 0, ([frame, reason]) => [
      clear(add(frame!.get, num(4)), num(4 * image.frame - 4)),
      store(frame!.get, reason!.get),
      num(OK),
    ]),
  );

  module.define(
    cover,
    write(2, 0, ([at, task]) => [
      store(at!.get, or(load(at!.get), shl(num(1), task!.get))),
      global(covers).set(num(1)),
    ]),
  );

  return {
    peek,
    poke,
    alloc,
    free,
    halt,
    cover,
    dirty,
    why,
    failed,
    allocated,
    freed,
    covers,
    turns,
    reasons,
    reason: (text) => {
      const known = reasons.indexOf(text);
      return known >= 0 ? known : reasons.push(text) - 1;
    },
  };
}

// What each step was seen to access, for reduced searches: by program counter and by class of cells. A cell of a global or
// of a task's locals is a class of its own; the same cell of all objects of a pool is one, since objects are renumbered.

import type { Code } from '../wasm/code.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  geU,
  global,
  increase,
  load8,
  load16,
  loopWhile,
  ltU,
  not,
  num,
  or,
  type Put,
  ret,
  shrU,
  store8,
  sub,
  when,
  write,
} from '../wasm/write.ts';
import type { Image } from './image.ts';

export const READ = 1;
export const WRITE = 2;

export interface Accesses {
  /** `(address, n, READ or WRITE)`: n cells from an address on are accessed. */
  readonly note: number;
  /** What comes belongs to the row of a program counter; or to the one behind the last, for what is no step. */
  readonly of: (pc: Put) => Put;
  /** Where the tables begin: the classes of the shared cells. */
  readonly at: number;
  /** Number of classes; the class of each shared cell. */
  readonly classes: number;
  readonly classOf: Uint16Array;
  /** A byte by program counter and class. */
  readonly seen: number;
  /** Two rows behind the others: of conditions, and of what else is no step. */
  readonly conditions: number;
  readonly none: number;
  /** First byte behind the tables. */
  readonly end: number;
}

/** Adds the notes to a module whose memory goes on at an address. */
export function accessesOf(module: ModuleBuilder, image: Image, pcs: number, at: number): Accesses {
  const { classOf, classes } = classesOf(image);
  const seen = at + 8 * Math.ceil((2 * image.shared) / 8);
  const conditions = seen + classes * pcs;
  const row = global(module.global('noted'));
  /** Something was seen for the first time. */
  const grew = global(module.global('grew'));
  const note = module.declare(3, 0, 'note');
  module.define(
    note,
    write(3, 3, ([address, n, how, k, to, known]) => [
      // What belongs to no task is not in the state.
      when(geU(sub(address!.get, num(image.cells)), num(4 * image.shared)), [ret()]),
      address!.set(add(num(at), shrU(sub(address!.get, num(image.cells)), num(1)))),
      loopWhile(
        ltU(k!.get, n!.get),
        to!.set(add(row.get, load16(address!.get))),
        known!.set(load8(to!.get)),
        when(not(and(known!.get, how!.get)), [store8(to!.get, or(known!.get, how!.get)), grew.set(num(1))]),
        increase(k!),
        increase(address!, num(2)),
      ),
    ]),
  );
  return {
    note,
    at,
    of: (pc) =>
      row.set(
        add(num(seen), (c) => {
          pc(c);
          c.i32(classes);
          c.op('i32.mul');
        }),
      ),
    classes,
    classOf,
    seen,
    conditions,
    none: conditions + classes,
    end: seen + 8 * Math.ceil((classes * (pcs + 2)) / 8),
  };
}

/** So many cells are accessed, from `offset` bytes behind a base. */
export function putNote(
  c: Code,
  accesses: Accesses | undefined,
  base: () => void,
  offset: number,
  count: number,
  how: number,
): void {
  if (!accesses) return;
  base();
  c.i32(offset);
  c.op('i32.add');
  c.i32(count);
  c.i32(how);
  c.call(accesses.note);
}

function classesOf({ layout, shared }: Image): { classOf: Uint16Array; classes: number } {
  const classOf = new Uint16Array(shared);
  let classes = 0;
  const first = layout.pools[0]?.first ?? layout.objects.length;
  const pooled = layout.objects[first]?.status ?? layout.end;
  const own = (from: number, to: number): void => {
    for (let cell = from; cell < to; cell++) classOf[cell] = classes++;
  };
  own(0, pooled);
  for (const { first: o, count, size } of layout.pools) {
    for (let i = 0; i < count; i++)
      for (let cell = 0; cell <= size; cell++) classOf[layout.objects[o + i]!.status + cell] = classes + cell;
    classes += size + 1;
  }
  own(layout.end, shared);
  return { classOf, classes };
}

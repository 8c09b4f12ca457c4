// The table of states: rows of the numbers of their parts, each once, in the order in which they were found. What is looked
// up waits in a staging area until there are some dozens: then the first touch of their places in the table overlaps.

import { Code, I64 } from '../wasm/code.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  clear,
  copy64,
  differ64,
  eq,
  global,
  gtU,
  increase,
  load,
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
import { mixed } from './interned.ts';

/** So many successors that wait to be looked up are. */
const FLUSH_AT = 96;

/** While fewer wait, a task that goes on at once may go both ways at a choice. */
export const BRANCH_UNTIL = FLUSH_AT + 32;

/** Successors that wait at most, of so many tasks. */
export const stagedAtMost = (tasks: number): number => BRANCH_UNTIL + 2 * tasks + 1;

/**
 * Slots for so many states: a power of two, of which at most four in seven are taken. Room is made for a power of two of
 * states and a few more: with one slot in two there would be twice as many as are used.
 */
export function slotsFor(states: number): number {
  let slots = 1024;
  while (slots <= 1.75 * states) slots *= 2;
  return slots;
}

/** Bytes of a row: the number of the shared cells in 32 bits, that of each frame in 16. */
export const rowBytesOf = (tasks: number): number => 8 * Math.ceil((4 + 2 * tasks) / 8);

/** More frames than this have no number. */
export const MOST_FRAMES = 0xffff;

export interface Rows {
  /** `(row)`: its hash. */
  readonly hash: number;
  /** `(row, hash)`: the number of the state, which is new if it equals the count before. */
  readonly lookUp: number;
  /** `()`: looks up what waits, and writes the numbers where they are waited for. */
  readonly flush: number;
  /** `()`: the same if enough waits. */
  readonly flushMany: Put;
  /** Address of the row of a state. */
  readonly at: (n: Put) => Put;
  readonly copy: (to: Put, from: Put) => readonly Put[];
  readonly count: Variable;
  /** With more states than this, nobody may begin one. */
  readonly limit: Variable;
  /** Where what waits begins, and how many do. An entry: hash, address that waits for the number or 0, row. */
  readonly staging: Variable;
  readonly staged: Variable;
  readonly entryBytes: number;
  readonly tracing: Variable;
  readonly places: Variable;
}

/** Adds the table to a module. */
export function rowsOf(module: ModuleBuilder, tasks: number): Rows {
  const variable = (name: string) => global(module.global(name));
  const rowBytes = rowBytesOf(tasks);
  const entryBytes = 8 + rowBytes;
  const rows = variable('rows');
  const slots = variable('slots');
  const mask = variable('mask');
  const count = variable('count');
  const limit = variable('limit');
  const staging = variable('staging');
  const staged = variable('staged');
  const touched = variable('touched');
  /** What waits has the state that it was found from, and 1 more, instead of an address. */
  const tracing = variable('tracing');
  const places = variable('places');

  const hashRow = module.declare(1, 1, 'hashRow');
  {
    const c = new Code(1);
    const h = c.local(I64);
    c.i64(1n);
    c.set(h);
    for (let i = 0; i < rowBytes; i += 8) {
      c.get(h);
      c.get(0);
      c.load64(i);
      c.op('i64.xor');
      c.i64(0x9fb21c651e98df25n);
      c.op('i64.mul');
      c.i64(23n);
      c.op('i64.rotl');
      c.set(h);
    }
    c.get(h);
    mixed(c, h);
    module.define(hashRow, c);
  }
  const slot = (i: Variable): Put => add(slots.get, shl(i.get, num(2)));
  const rowAt = (n: Put): Put => add(rows.get, mul(n, num(rowBytes)));

  // ( mask ) puts all states into a table of another size.
  const rehash = module.declare(1, 0, 'rehash');
  module.define(
    rehash,
    write(1, 2, ([size, n, i]) => [
      mask.set(size!.get),
      clear(slots.get, shl(add(mask.get, num(1)), num(2))),
      loopWhile(
        ltU(n!.get, count.get),
        i!.set(and(call(hashRow, rowAt(n!.get)), mask.get)),
        loopWhile(load(slot(i!)), i!.set(and(add(i!.get, num(1)), mask.get))),
        increase(n!),
        store(slot(i!), n!.get),
      ),
    ]),
  );
  module.export('rehash', rehash);

  const copyRow = (to: Put, from: Put): readonly Put[] =>
    Array.from({ length: rowBytes / 8 }, (_, i) => copy64(to, from, 8 * i));

  const lookUp = module.declare(2, 1, 'lookUp');
  module.define(
    lookUp,
    write(2, 3, ([row, h, i, known, at]) => [
      i!.set(and(h!.get, mask.get)),
      known!.set(load(slot(i!))),
      loopWhile(
        known!.get,
        at!.set(rowAt(sub(known!.get, num(1)))),
        when(not(differ64(at!.get, row!.get, rowBytes / 8)), [ret(sub(known!.get, num(1)))]),
        i!.set(and(add(i!.get, num(1)), mask.get)),
        known!.set(load(slot(i!))),
      ),
      at!.set(rowAt(count.get)),
      ...copyRow(at!.get, row!.get),
      increase(count),
      store(slot(i!), count.get),
      when(gtU(add(add(count.get, shrU(count.get, num(1))), shrU(count.get, num(2))), mask.get), [
        call(rehash, or(shl(mask.get, num(1)), num(1))),
      ]),
      sub(count.get, num(1)),
    ]),
  );

  const flush = module.declare(0, 0, 'flush');
  module.define(
    flush,
    write(0, 5, ([at, end, to, sum, before]) => [
      end!.set(add(staging.get, mul(staged.get, num(entryBytes)))),
      at!.set(staging.get),
      loopWhile(
        ltU(at!.get, end!.get),
        sum!.set(add(sum!.get, load(add(slots.get, shl(and(load(at!.get), mask.get), num(2)))))),
        increase(at!, num(entryBytes)),
      ),
      at!.set(staging.get),
      loopWhile(
        ltU(at!.get, end!.get),
        to!.set(load(add(slots.get, shl(and(load(at!.get), mask.get), num(2))))),
        when(to!.get, [sum!.set(add(sum!.get, load(rowAt(sub(to!.get, num(1))))))]),
        increase(at!, num(entryBytes)),
      ),
      touched.set(sum!.get),
      at!.set(staging.get),
      loopWhile(
        ltU(at!.get, end!.get),
        before!.set(count.get),
        to!.set(call(lookUp, add(at!.get, num(8)), load(at!.get))),
        when(
          tracing.get,
          [when(eq(to!.get, before!.get), [store(add(places.get, shl(to!.get, num(2))), load(at!.get, 4))])],
          [when(load(at!.get, 4), [store(load(at!.get, 4), to!.get)])],
        ),
        increase(at!, num(entryBytes)),
      ),
      staged.set(num(0)),
    ]),
  );

  return {
    hash: hashRow,
    lookUp,
    flush,
    flushMany: when(gtU(staged.get, num(FLUSH_AT)), [call(flush)]),
    at: rowAt,
    copy: copyRow,
    count,
    limit,
    staging,
    staged,
    entryBytes,
    tracing,
    places,
  };
}

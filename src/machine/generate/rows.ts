// The table of states: rows of the numbers of their parts, each once, in the order in which they were found. What is looked
// up waits in a staging area until there are some dozens: then the first touch of their places in the table overlaps.

import { Code } from '../wasm/code.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  clear,
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
  xor,
} from '../wasm/write.ts';
import { mixed } from './interned.ts';

/** So many successors that wait to be looked up are. */
const FLUSH_AT = 48;

/** Successors that wait at most, of so many tasks. */
export const stagedAtMost = (tasks: number): number => FLUSH_AT + 2 * tasks + 1;

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
}

/** Adds the table to a module. */
export function rowsOf(module: ModuleBuilder, tasks: number): Rows {
  const variable = (name: string) => global(module.global(name));
  const rowBytes = 4 * (1 + tasks);
  const entryBytes = 8 + rowBytes;
  const rows = variable('rows');
  const slots = variable('slots');
  const mask = variable('mask');
  const count = variable('count');
  const limit = variable('limit');
  const staging = variable('staging');
  const staged = variable('staged');
  const touched = variable('touched');

  const hashRow = module.declare(1, 1);
  {
    const c = new Code(1);
    const h = c.local(0x7e);
    c.i64(1n);
    c.set(h);
    for (let i = 0; i <= tasks; i++) {
      c.get(h);
      c.i64(23n);
      c.op('i64.rotl');
      c.get(0);
      c.load(4 * i);
      c.op('i64.extend_i32_u');
      c.op('i64.xor');
      c.i64(0x9fb21c651e98df25n);
      c.op('i64.mul');
      c.set(h);
    }
    c.get(h);
    mixed(c, h);
    module.define(hashRow, c);
  }
  const slot = (i: Variable): Put => add(slots.get, shl(i.get, num(2)));
  const rowAt = (n: Put): Put => add(rows.get, mul(n, num(rowBytes)));

  const grow = module.declare(0, 0);
  module.define(
    grow,
    write(0, 2, ([n, i]) => [
      mask.set(or(shl(mask.get, num(1)), num(1))),
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

  /** Whether two rows at addresses differ. */
  const differ = (a: Put, b: Put): Put => {
    const pairs = Array.from({ length: tasks + 1 }, (_, i) => xor(load(a, 4 * i), load(b, 4 * i)));
    return pairs.reduce((x, y) => or(x, y));
  };
  const copyRow = (to: Put, from: Put): readonly Put[] =>
    Array.from({ length: tasks + 1 }, (_, i) => store(to, load(from, 4 * i), 4 * i));

  const lookUp = module.declare(2, 1);
  module.define(
    lookUp,
    write(2, 3, ([row, h, i, known, at]) => [
      i!.set(and(h!.get, mask.get)),
      known!.set(load(slot(i!))),
      loopWhile(
        known!.get,
        at!.set(rowAt(sub(known!.get, num(1)))),
        when(not(differ(at!.get, row!.get)), [ret(sub(known!.get, num(1)))]),
        i!.set(and(add(i!.get, num(1)), mask.get)),
        known!.set(load(slot(i!))),
      ),
      at!.set(rowAt(count.get)),
      ...copyRow(at!.get, row!.get),
      increase(count),
      store(slot(i!), count.get),
      when(gtU(add(count.get, shrU(count.get, num(1))), mask.get), [call(grow)]),
      sub(count.get, num(1)),
    ]),
  );

  const flush = module.declare(0, 0);
  module.define(
    flush,
    write(0, 4, ([at, end, to, sum]) => [
      end!.set(add(staging.get, mul(staged.get, num(entryBytes)))),
      at!.set(staging.get),
      loopWhile(
        ltU(at!.get, end!.get),
        sum!.set(add(sum!.get, load(add(slots.get, shl(and(load(at!.get), mask.get), num(2)))))),
        increase(at!, num(entryBytes)),
      ),
      touched.set(sum!.get),
      at!.set(staging.get),
      loopWhile(
        ltU(at!.get, end!.get),
        to!.set(call(lookUp, add(at!.get, num(8)), load(at!.get))),
        when(load(at!.get, 4), [store(load(at!.get, 4), to!.get)]),
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
  };
}

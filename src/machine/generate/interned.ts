// Rows of cells, each kept once and known by a number from then on: an open-addressing hash table over an array that
// only grows. Who asks for a number sees to it that there is room.

import { Code } from '../wasm/code.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  clear,
  copy,
  eq,
  global,
  gtU,
  increase,
  load,
  loopWhile,
  ltU,
  mul,
  num,
  or,
  ret,
  shl,
  store,
  type Variable,
  when,
  write,
} from '../wasm/write.ts';

const FACTOR = 0x9e3779b97f4a7c15n;
const OTHER = 0xc2b2ae3d27d4eb4fn;

export interface RowTools {
  /** `(address, bytes)`: hash of a row whose length is a multiple of 16 bytes. */
  readonly hash: number;
  /** `(a, b, bytes)`: whether two such rows are equal. */
  readonly equal: number;
}

export function rowTools(module: ModuleBuilder): RowTools {
  const hash = module.declare(2, 1, 'hash');
  const equal = module.declare(3, 1, 'equal');
  module.define(hash, hashCode());
  module.define(equal, equalCode());
  return { hash, equal };
}

/** Two chains of multiplications that the processor works on side by side. */
function hashCode(): Code {
  const c = new Code(2);
  const [at, bytes] = [0, 1];
  const one = c.local(0x7e);
  const two = c.local(0x7e);
  c.get(bytes!);
  c.get(at!);
  c.op('i32.add');
  c.set(bytes!);
  c.loop();
  for (const [h, offset, factor] of [
    [one, 0, FACTOR],
    [two, 8, OTHER],
  ] as const) {
    c.get(h);
    c.get(at!);
    c.load64(offset);
    c.op('i64.xor');
    c.i64(factor);
    c.op('i64.mul');
    c.i64(31n);
    c.op('i64.rotl');
    c.set(h);
  }
  c.get(at!);
  c.i32(16);
  c.op('i32.add');
  c.tee(at!);
  c.get(bytes!);
  c.op('i32.lt_u');
  c.brIf(0);
  c.end();
  c.get(one);
  c.get(two);
  c.i64(17n);
  c.op('i64.rotl');
  c.op('i64.xor');
  mixed(c, one);
  return c;
}

/** Takes a 64-bit number; leaves 32 bits on which all of its bits bear. */
export function mixed(c: Code, scratch: number): void {
  c.i64(FACTOR);
  c.op('i64.mul');
  c.set(scratch);
  c.get(scratch);
  c.get(scratch);
  c.i64(29n);
  c.op('i64.shr_u');
  c.op('i64.xor');
  c.i64(OTHER);
  c.op('i64.mul');
  c.i64(32n);
  c.op('i64.shr_u');
  c.op('i32.wrap_i64');
}

function equalCode(): Code {
  const c = new Code(3);
  const [a, b, bytes] = [0, 1, 2];
  c.get(bytes!);
  c.get(a!);
  c.op('i32.add');
  c.set(bytes!);
  c.loop();
  for (const offset of [0, 8]) {
    c.get(a!);
    c.load64(offset);
    c.get(b!);
    c.load64(offset);
    c.op('i64.ne');
    c.if();
    c.i32(0);
    c.op('return');
    c.end();
  }
  for (const p of [b!, a!]) {
    c.get(p);
    c.i32(16);
    c.op('i32.add');
    c.set(p);
  }
  c.get(a!);
  c.get(bytes!);
  c.op('i32.lt_u');
  c.brIf(0);
  c.end();
  c.i32(1);
  return c;
}

export interface Interned {
  /** `(address)`: number of the row, which is new if it equals the count before. */
  readonly intern: number;
  readonly rows: Variable;
  readonly count: Variable;
  /** With more rows than this, nobody may begin a state. */
  readonly limit: Variable;
  readonly bytes: number;
}

/** Adds a table of rows of so many bytes, a multiple of 16. Its globals are exported under its name, for `Rooms` to set. */
export function internedOf(module: ModuleBuilder, name: string, bytes: number, { hash, equal }: RowTools): Interned {
  const variable = (of: string) => global(module.global(name + of));
  const rows = variable('Rows');
  const hashes = variable('Hashes');
  const slots = variable('Slots');
  const mask = variable('Mask');
  const count = variable('Count');
  const limit = variable('Limit');
  const grow = module.declare(0, 0, `${name} grow`);
  const intern = module.declare(1, 1, `${name} intern`);
  const slot = (i: Variable) => add(slots.get, shl(i.get, num(2)));
  module.define(
    grow,
    write(0, 2, ([n, i]) => [
      mask.set(or(shl(mask.get, num(1)), num(1))),
      clear(slots.get, shl(add(mask.get, num(1)), num(2))),
      loopWhile(
        ltU(n!.get, count.get),
        i!.set(and(load(add(hashes.get, shl(n!.get, num(2)))), mask.get)),
        loopWhile(load(slot(i!)), i!.set(and(add(i!.get, num(1)), mask.get))),
        increase(n!),
        store(slot(i!), n!.get),
      ),
    ]),
  );
  module.define(
    intern,
    write(1, 4, ([row, h, i, known, to]) => [
      h!.set(call(hash, row!.get, num(bytes))),
      i!.set(and(h!.get, mask.get)),
      known!.set(load(slot(i!))),
      loopWhile(
        known!.get,
        increase(known!, num(-1)),
        when(eq(load(add(hashes.get, shl(known!.get, num(2)))), h!.get), [
          when(call(equal, add(rows.get, mul(known!.get, num(bytes))), row!.get, num(bytes)), [ret(known!.get)]),
        ]),
        i!.set(and(add(i!.get, num(1)), mask.get)),
        known!.set(load(slot(i!))),
      ),
      to!.set(count.get),
      copy(add(rows.get, mul(to!.get, num(bytes))), row!.get, num(bytes)),
      store(add(hashes.get, shl(to!.get, num(2))), h!.get),
      increase(count),
      store(slot(i!), count.get),
      when(gtU(shl(count.get, num(1)), mask.get), [call(grow)]),
      to!.get,
    ]),
  );
  return { intern, rows, count, limit, bytes };
}

// Pool objects are renumbered in the order in which they are reached, first from the shared cells, then from the frames,
// so that states that differ only in which object was taken are one. What is live and reached by nothing is a leak: it
// leaves the state and sets the leak mark. A freed object stays as long as a pointer to it is left.

import { ACCESSIBLE, CELL_MASK, LEAK_CELL, LIVE, OBJECT_MASK, OBJECT_SHIFT, POINTER, PRIVATE } from '../layout.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  clear,
  copy,
  drop,
  eq,
  geU,
  global,
  increase,
  load,
  loopWhile,
  ltU,
  mul,
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
  when,
  write,
} from '../wasm/write.ts';
import type { Image } from './image.ts';
import type { Library } from './library.ts';

export interface Canonical {
  /**
   * `()`: renumbers the cells. 0 if no frame but the mover's had a say in it: every object that is used is reached from
   * shared cells, and none had to be renumbered.
   */
  readonly canonical: number;
  /**
   * `(task, shared cells before, frame before)`: whether a move that renumbered nothing would have done so beside whatever
   * other frames: no pointer outside of frames changed, and no status; the mover has its objects in the same order.
   */
  readonly neutral: number;
  /** Global: 1 if the last call renumbered something, frames too. None if there is nothing to renumber. */
  readonly moved: number | undefined;
  /** Bytes behind the image that it works in. */
  readonly room: number;
  /** What stands there at first. */
  readonly tables: Int32Array;
}

/**
 * Adds the function to a module whose memory goes on at an address. `publishes`: an object that shared cells lead to is
 * private no longer.
 */
export function canonicalOf(
  module: ModuleBuilder,
  image: Image,
  library: Library,
  at: number,
  publishes: boolean,
): Canonical {
  const { pools, objects } = image.layout;
  const canonical = module.declare(0, 1, 'canonical');
  if (pools.length === 0) {
    module.define(
      canonical,
      write(0, 0, () => [num(0)]),
    );
    return { canonical, neutral: canonical, moved: undefined, room: 0, tables: new Int32Array(0) };
  }
  const first = pools[0]!.first;
  const total = objects.length - first;
  const cell = (n: number): number => image.cells + 4 * n;
  const from = objects[first]!.status;
  const bytes = 4 * (image.layout.end - from);

  const words: number[] = [];
  const table = (numbers: readonly number[]): number => {
    const address = at + 4 * words.length;
    words.push(...numbers);
    return address;
  };
  const isPool = pools.flatMap((p, i) => new Array<number>(p.count).fill(i));
  const poolOf = table(isPool.map((i) => 4 * i));
  const base = table(objects.slice(first).map((o) => cell(o.base)));
  const status = table(objects.slice(first).map((o) => cell(o.status)));
  const firsts = table(pools.map((p) => p.first));
  const next = table(pools.map(() => 0));
  const sizes = table(pools.map((p) => 4 + 4 * p.size));
  // Of each pool, where the list of its pointers begins, and its end.
  const starts = table([...pools.map(() => 0), 0]);
  const lists: number[] = [];
  for (const [i, p] of pools.entries()) {
    words[(starts - at) / 4 + i] = at + 4 * (words.length + lists.length);
    lists.push(...p.pointers.map((c) => 4 * c));
  }
  words[(starts - at) / 4 + pools.length] = at + 4 * (words.length + lists.length);
  table(lists);
  const roots = table(image.roots.map(cell));
  const frameRoots = table(image.frameRoots.flat().map(cell));
  const rootsEnd = at + 4 * words.length;
  const frameListOf = (t: number): number => frameRoots + 4 * image.frameRoots.slice(0, t).flat().length;
  const number = table(new Array<number>(total).fill(0));
  const order = table(new Array<number>(total).fill(0));
  // What `neutral` compares: cells whose change has a bearing, and where the pointers of each task's frame begin and end.
  const bearing = table(
    [
      ...image.roots,
      ...objects.slice(first).flatMap((o, i) => [o.status, ...pools[isPool[i]!]!.pointers.map((c) => o.base + c)]),
    ].map((c) => 4 * c),
  );
  const bearingEnd = at + 4 * words.length;
  const ofFrame = table(image.frameRoots.flatMap((_, t) => [frameListOf(t), frameListOf(t + 1)]));
  const seen = table(new Array<number>(total).fill(0));
  const before = table(new Array<number>(total + 1).fill(0));
  const after = table(new Array<number>(total + 1).fill(0));
  const old = at + 4 * words.length;

  const reached = module.global('reached');
  const moved = module.global('moved');
  const visit = module.declare(1, 0, 'visit');
  const follow = module.declare(1, 1, 'follow');
  const renumber = module.declare(1, 0, 'renumber');
  const at4 = (start: number, index: Put): Put => load(shl(index, num(2)), start);

  // The number of what a pointer leads to, if it is a pool's object that has none yet.
  module.define(
    visit,
    write(1, 3, ([v, o, pool, n]) => [
      when(ne(shrU(v!.get, num(30)), num(1)), [ret()]),
      o!.set(sub(and(shrU(v!.get, num(OBJECT_SHIFT)), num(OBJECT_MASK)), num(first))),
      when(geU(o!.get, num(total)), [ret()]),
      when(at4(number, o!.get), [ret()]),
      pool!.set(at4(poolOf, o!.get)),
      n!.set(load(pool!.get, next)),
      store(pool!.get, add(n!.get, num(1)), next),
      store(shl(o!.get, num(2)), n!.get, number),
      when(ne(n!.get, add(o!.get, num(first))), [global(moved).set(num(1))]),
      store(shl(global(reached).get, num(2)), o!.get, order),
      increase(global(reached)),
    ]),
  );

  // Goes on from the object at a place of the order; the place behind the last one.
  module.define(
    follow,
    write(1, 4, ([i, o, pointer, end, start]) => [
      loopWhile(
        ltU(i!.get, global(reached).get),
        o!.set(at4(order, i!.get)),
        start!.set(at4(base, o!.get)),
        pointer!.set(load(at4(poolOf, o!.get), starts)),
        end!.set(load(at4(poolOf, o!.get), starts + 4)),
        loopWhile(
          ltU(pointer!.get, end!.get),
          call(visit, load(add(start!.get, load(pointer!.get)))),
          increase(pointer!, num(4)),
        ),
        increase(i!),
      ),
      i!.get,
    ]),
  );

  // The pointer at an address gets its new number.
  module.define(
    renumber,
    write(1, 2, ([address, v, o]) => [
      v!.set(load(address!.get)),
      when(ne(shrU(v!.get, num(30)), num(1)), [ret()]),
      o!.set(sub(and(shrU(v!.get, num(OBJECT_SHIFT)), num(OBJECT_MASK)), num(first))),
      when(geU(o!.get, num(total)), [ret()]),
      store(
        address!.get,
        or(or(num(POINTER), shl(at4(number, o!.get), num(OBJECT_SHIFT))), and(v!.get, num(CELL_MASK))),
      ),
    ]),
  );

  module.define(
    canonical,
    write(0, 6, ([i, k, o, pool, to, end]) => {
      const each = (start: number, count: number, body: Put): readonly Put[] => [
        k!.set(num(start)),
        loopWhile(ltU(k!.get, num(start + 4 * count)), body, increase(k!, num(4))),
      ];
      const visitRoots = (start: number, count: number) => each(start, count, call(visit, load(load(k!.get))));
      const renumberRoots = (start: number, count: number) => each(start, count, call(renumber, load(k!.get)));
      const isLost = and(not(at4(number, o!.get)), ne(load(at4(status, o!.get)), num(0)));
      const frameCount = (rootsEnd - frameRoots) / 4;
      return [
        clear(num(number), num(4 * total)),
        copy(num(next), num(firsts), num(4 * pools.length)),
        global(reached).set(num(0)),
        global(moved).set(num(0)),
        ...visitRoots(roots, image.roots.length),
        i!.set(call(follow, num(0))),
        ...(publishes
          ? [
              k!.set(num(0)),
              loopWhile(
                ltU(k!.get, i!.get),
                to!.set(at4(status, at4(order, k!.get))),
                when(eq(load(to!.get), num(PRIVATE)), [store(to!.get, num(LIVE)), global(library.dirty).set(num(1))]),
                increase(k!),
              ),
            ]
          : []),
        when(not(global(moved).get), [
          o!.set(num(0)),
          loopWhile(and(ltU(o!.get, num(total)), not(isLost)), increase(o!)),
          when(eq(o!.get, num(total)), [ret(num(0))]),
        ]),
        ...visitRoots(frameRoots, frameCount),
        i!.set(call(follow, i!.get)),
        o!.set(num(0)),
        loopWhile(
          ltU(o!.get, num(total)),
          when(isLost, [
            when(and(load(at4(status, o!.get)), num(ACCESSIBLE)), [store(num(cell(LEAK_CELL)), num(1))]),
            global(moved).set(num(1)),
          ]),
          increase(o!),
        ),
        when(not(global(moved).get), [ret(num(1))]),
        global(library.dirty).set(num(1)),
        copy(num(old), num(cell(from)), num(bytes)),
        clear(num(cell(from)), num(bytes)),
        i!.set(num(0)),
        loopWhile(
          ltU(i!.get, global(reached).get),
          o!.set(at4(order, i!.get)),
          pool!.set(at4(poolOf, o!.get)),
          to!.set(at4(status, sub(at4(number, o!.get), num(first)))),
          copy(to!.get, add(sub(at4(status, o!.get), num(cell(from))), num(old)), load(pool!.get, sizes)),
          k!.set(load(pool!.get, starts)),
          end!.set(load(pool!.get, starts + 4)),
          loopWhile(
            ltU(k!.get, end!.get),
            call(renumber, add(add(to!.get, num(4)), load(k!.get))),
            increase(k!, num(4)),
          ),
          increase(i!),
        ),
        ...renumberRoots(roots, image.roots.length),
        ...renumberRoots(frameRoots, frameCount),
        num(1),
      ];
    }),
  );
  // ( task, from the cells to a copy of the frame, where to ) → lists the objects that the frame alone leads to.
  const privates = module.declare(3, 0, 'privates');
  module.define(
    privates,
    write(3, 3, ([t, shift, out, k, end, o]) => [
      clear(num(seen), num(4 * total)),
      k!.set(load(shl(t!.get, num(3)), ofFrame)),
      end!.set(load(shl(t!.get, num(3)), ofFrame + 4)),
      loopWhile(
        ltU(k!.get, end!.get),
        o!.set(load(add(load(k!.get), shift!.get))),
        when(eq(shrU(o!.get, num(30)), num(1)), [
          o!.set(sub(and(shrU(o!.get, num(OBJECT_SHIFT)), num(OBJECT_MASK)), num(first))),
          when(ltU(o!.get, num(total)), [
            when(not(or(at4(number, o!.get), at4(seen, o!.get))), [
              store(shl(o!.get, num(2)), num(1), seen),
              store(out!.get, add(o!.get, num(1))),
              increase(out!, num(4)),
            ]),
          ]),
        ]),
        increase(k!, num(4)),
      ),
      store(out!.get, num(0)),
    ]),
  );

  const neutral = module.declare(3, 1, 'neutral');
  module.define(
    neutral,
    write(3, 1, ([t, sharedBefore, frameBefore, k]) => [
      k!.set(num(bearing)),
      loopWhile(
        ltU(k!.get, num(bearingEnd)),
        when(ne(load(load(k!.get), cell(0)), load(add(sharedBefore!.get, load(k!.get)))), [ret(num(0))]),
        increase(k!, num(4)),
      ),
      // Only shared cells count as reached while the frames are gone through.
      clear(num(number), num(4 * total)),
      copy(num(next), num(firsts), num(4 * pools.length)),
      global(reached).set(num(0)),
      k!.set(num(roots)),
      loopWhile(
        ltU(k!.get, num(roots + 4 * image.roots.length)),
        call(visit, load(load(k!.get))),
        increase(k!, num(4)),
      ),
      drop(call(follow, num(0))),
      call(privates, t!.get, num(0), num(after)),
      call(
        privates,
        t!.get,
        sub(frameBefore!.get, add(num(cell(image.frames[0]!)), mul(t!.get, num(4 * image.frame)))),
        num(before),
      ),
      k!.set(num(0)),
      loopWhile(
        load(k!.get, before),
        when(ne(load(k!.get, before), load(k!.get, after)), [ret(num(0))]),
        increase(k!, num(4)),
      ),
      not(load(k!.get, after)),
    ]),
  );
  return { canonical, neutral, moved, room: 4 * words.length + bytes, tables: Int32Array.from(words) };
}

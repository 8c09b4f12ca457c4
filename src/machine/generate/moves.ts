// What a move makes of a state. A step sees the shared cells and its own frame: what it makes of such a pair is remembered
// where no other frame has a say in it, so that most moves of a large search run no step at all.

import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  copy,
  global,
  gtU,
  increase,
  load,
  load16,
  loopWhile,
  ltU,
  mul,
  ne,
  not,
  num,
  or,
  type Put,
  put,
  ret,
  shl,
  shrU,
  store,
  store16,
  sub,
  type Variable,
  when,
  write,
  xor,
} from '../wasm/write.ts';
import { ATTRIBUTE } from './attributes.ts';
import type { Canonical } from './canonical.ts';
import { OK } from './codes.ts';
import type { Image } from './image.ts';
import { type Interned, mixed } from './interned.ts';
import type { Library } from './library.ts';
import type { Solo } from './solo.ts';

export const ALLOCATES = 64;
export const FREES = 128;
/** A statement whose execution is recorded began. */
export const COVERS = 256;
/** Bytes of what is remembered of a move. */
export const memoBytes = (isReduced: boolean): number => (isReduced ? 32 : 16);

export interface Moves {
  /** `(row, task, choice, program counter's row)`: an address that `made` will look at, to be touched early. */
  readonly place: number;
  /** The same and that address: a code of codes.ts with the flags above; what the move makes is in the variables. */
  readonly made: number;
  readonly nextShared: Variable;
  readonly nextFrame: Variable;
  /** The frames of all tasks, if some were renumbered: then this is 0 and `moved` is 1. */
  readonly isOwn: Variable;
  readonly moved: Variable | undefined;
  readonly others: Variable;
  /** Address of a task's frame among the cells. */
  readonly frameOf: (t: Variable) => Put;
  /** Makes the memory for moves larger when there are many states. */
  readonly widen: (count: Variable) => Put;
}

export interface MovesSpec {
  readonly module: ModuleBuilder;
  readonly image: Image;
  readonly library: Library;
  readonly canonical: Canonical;
  readonly shared: Interned;
  readonly frames: Interned;
  /** Where the table of program counters begins. */
  readonly pcs: number;
  /** Type of steps. */
  readonly stepType: number;
  readonly solo: Solo | undefined;
}

/** Adds the making of moves to a module. */
export function movesOf({ module, image, library, canonical, shared, frames, pcs, stepType, solo }: MovesSpec): Moves {
  const { tasks } = image;
  const variable = (name: string) => global(module.global(name));
  const memo = variable('memo');
  const memoMask = variable('memoMask');
  const memoMost = variable('memoMost');
  /** Shared cells that stand in the cells now, from 1; 0 for none. */
  const loaded = variable('loaded');
  const dirty = global(library.dirty);
  const allocated = global(library.allocated);
  const freed = global(library.freed);
  const covers = global(library.covers);
  const moved = canonical.moved === undefined ? undefined : global(canonical.moved);
  const cell = (n: number): number => image.cells + 4 * n;
  const nextShared = variable('nextShared');
  const nextFrame = variable('nextFrame');
  const isOwn = variable('isOwn');
  const others = variable('others');
  const makes = variable('makes');
  /** Some move has. */
  const didAllocate = variable('didAllocate');
  const didFree = variable('didFree');
  const make = module.declare(4, 1, 'make');
  const frameOf = (t: Variable): Put => add(num(cell(image.frames[0]!)), mul(t.get, num(4 * image.frame)));
  const loadFrame = (row: Variable, t: Variable): Put =>
    copy(
      frameOf(t),
      add(frames.rows.get, mul(load16(add(row.get, shl(t.get, num(1))), 4), num(frames.bytes))),
      num(frames.bytes),
    );
  module.define(
    make,
    write(4, 2, ([row, t, choice, pc, code, k]) => [
      when(ne(loaded.get, add(load(row!.get), num(1))), [
        copy(num(cell(0)), add(shared.rows.get, mul(load(row!.get), num(shared.bytes))), num(shared.bytes)),
      ]),
      loaded.set(add(load(row!.get), num(1))),
      increase(makes),
      dirty.set(num(0)),
      allocated.set(num(0)),
      freed.set(num(0)),
      covers.set(num(0)),
      ...(moved ? [loopWhile(ltU(k!.get, num(tasks)), loadFrame(row!, k!), increase(k!))] : [loadFrame(row!, t!)]),
      ...(solo ? [solo.accesses.of(load(frameOf(t!)))] : []),
      (c) => {
        put(c, frameOf(t!), load(shl(t!.get, num(2)), image.memoryTable), t!.get, choice!.get, load(pc!.get, 4));
        c.callIndirect(stepType);
        code!.set(() => {})(c);
      },
      when(not(and(code!.get, num(OK))), [loaded.set(num(0)), isOwn.set(not(code!.get)), ret(code!.get)]),
      didAllocate.set(or(didAllocate.get, allocated.get)),
      didFree.set(or(didFree.get, freed.get)),
      isOwn.set(not(call(canonical.canonical))),
      ...(moved
        ? [
            when(not(or(isOwn.get, moved.get)), [
              isOwn.set(
                call(
                  canonical.neutral,
                  t!.get,
                  add(shared.rows.get, mul(load(row!.get), num(shared.bytes))),
                  add(frames.rows.get, mul(load16(add(row!.get, shl(t!.get, num(1))), 4), num(frames.bytes))),
                ),
              ),
            ]),
          ]
        : []),
      nextShared.set(load(row!.get)),
      when(dirty.get, [nextShared.set(call(shared.intern, num(cell(0)))), loaded.set(num(0))]),
      nextFrame.set(call(frames.intern, frameOf(t!))),
      ...(moved
        ? [
            when(moved.get, [
              k!.set(num(0)),
              loopWhile(
                ltU(k!.get, num(tasks)),
                store16(add(others.get, shl(k!.get, num(1))), call(frames.intern, frameOf(k!))),
                increase(k!),
              ),
            ]),
          ]
        : []),
      or(
        or(code!.get, mul(covers.get, num(COVERS))),
        or(mul(allocated.get, num(ALLOCATES)), mul(freed.get, num(FREES))),
      ),
    ]),
  );

  /** Entry of the memo, in 32-bit words: shared cells from 1; key; what they become; frame and code; what solo.ts found. */
  const entryBytes = memoBytes(solo !== undefined);
  // The key of a move, beside the shared cells: frame, choice, and the number of the task where the step asks for it, or
  // whether the task may go alone.
  const keyOf = (row: Variable, t: Variable, choice: Put, pc: Variable): Put => {
    const task = shl(add(t.get, num(1)), num(17));
    return or(
      or(load16(add(row.get, shl(t.get, num(1))), 4), shl(choice, num(16))),
      solo ? task : mul(ne(and(load(pc.get), num(ATTRIBUTE.numbered)), num(0)), task),
    );
  };
  const entryAt = (row: Variable, key: Put): Put =>
    add(
      memo.get,
      mul(
        and((c) => {
          const h = c.local(0x7e);
          put(c, add(mul(load(row.get), num(0x9e3779b1)), mul(key, num(0x85ebca77))));
          c.op('i64.extend_i32_u');
          mixed(c, h);
        }, memoMask.get),
        num(entryBytes),
      ),
    );

  // ( row, task, choice, pc row ) → where the memo has the move, if it has it.
  const place = module.declare(4, 1, 'place');
  module.define(
    place,
    write(4, 1, ([row, t, choice, pc, key]) => [key!.set(keyOf(row!, t!, choice!.get, pc!)), entryAt(row!, key!.get)]),
  );

  // ( row, task, choice, pc row, place ) → code, remembered or made.
  const made = module.declare(5, 1, 'made');
  module.define(
    made,
    write(5, 2, ([row, t, choice, pc, at, key, code]) => [
      key!.set(keyOf(row!, t!, choice!.get, pc!)),
      when(not(or(xor(load(at!.get), add(load(row!.get), num(1))), xor(load(at!.get, 4), key!.get))), [
        nextShared.set(load(at!.get, 8)),
        nextFrame.set(load16(at!.get, 12)),
        isOwn.set(num(1)),
        ...(solo ? [solo.row.set(load(at!.get, 16))] : []),
        ret(load16(at!.get, 14)),
      ]),
      code!.set(call(make, row!.get, t!.get, choice!.get, pc!.get)),
      ...(solo
        ? [
            solo.row.set(num(0)),
            when(not(and(load(pc!.get), num(ATTRIBUTE.shares))), [
              solo.row.set(
                call(
                  solo.look,
                  shrU(sub(pc!.get, num(pcs)), num(3)),
                  t!.get,
                  add(shared.rows.get, mul(load(row!.get), num(shared.bytes))),
                ),
              ),
            ]),
          ]
        : []),
      when(isOwn.get, [
        store(at!.get, add(load(row!.get), num(1))),
        store(at!.get, key!.get, 4),
        store(at!.get, nextShared.get, 8),
        store(at!.get, or(nextFrame.get, shl(code!.get, num(16))), 12),
        ...(solo ? [store(at!.get, solo.row.get, 16)] : []),
      ]),
      code!.get,
    ]),
  );

  return {
    place,
    made,
    nextShared,
    nextFrame,
    isOwn,
    moved,
    others,
    frameOf,
    widen: (count) =>
      when(and(gtU(count.get, shrU(memoMask.get, num(1))), ltU(memoMask.get, memoMost.get)), [
        memoMask.set(or(shl(memoMask.get, num(1)), num(1))),
      ]),
  };
}

// The state space in the memory of the module. A state is a row of numbers: of its shared cells and of each task's frame,
// of which each is kept once. Out come records of moves, or counts alone.

import { ATOMIC, DONE, HELD, IDLE, MODE_MASK, PINNED, STOPPED } from '../mode.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  clear,
  copy,
  eq,
  geU,
  global,
  gtU,
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
  store16,
  sub,
  type Variable,
  when,
  write,
} from '../wasm/write.ts';
import { ATTRIBUTE } from './attributes.ts';
import type { Canonical } from './canonical.ts';
import { chaseOf } from './chase.ts';
import { BOUND } from './codes.ts';
import { holdOf, isPinned, mayNotSleep } from './hold.ts';
import type { Image } from './image.ts';
import { internedOf, rowTools } from './interned.ts';
import type { Library } from './library.ts';
import { movesOf } from './moves.ts';
import { rowsOf } from './rows.ts';
import type { Solo } from './solo.ts';

/** In the first number of a record: a bound kept some moves from being made. */
export const CUT = 1 << 30;

export interface SpaceSpec {
  readonly module: ModuleBuilder;
  readonly image: Image;
  readonly library: Library;
  readonly canonical: Canonical;
  /** Address of a row of two numbers by program counter: attributes, slot of the step. */
  readonly pcs: number;
  /** Type of steps. */
  readonly stepType: number;
  /** If states are left out in which a task may go alone. */
  readonly solo: Solo | undefined;
}

/** Adds `expand`, `run` and `add` to a module. */
export function addSpace({ module, image, library, canonical, pcs, stepType, solo }: SpaceSpec): void {
  const { tasks } = image;
  const variable = (name: string) => global(module.global(name));
  const tools = rowTools(module);
  const shared = internedOf(module, 'shared', 4 * image.shared, tools);
  const frames = internedOf(module, 'frame', 4 * image.frame, tools);
  const hold = holdOf(module, image, frames, pcs);
  const rows = rowsOf(module, tasks);
  const { count, staging, staged, entryBytes } = rows;
  const moves = movesOf({ module, image, library, canonical, shared, frames, pcs, stepType, solo });
  const { nextShared, nextFrame, isOwn, moved, others, frameOf } = moves;
  const { places, tracing } = rows;
  const expanding = variable('expanding');
  /** Of each task, where its frame, its program counter's row, and what is remembered of its move are. */
  const moving = variable('moving');
  const touched = variable('touchedMoves');
  const records = variable('records');
  const recordsEnd = variable('recordsEnd');
  const recording = variable('recording');
  const expanded = variable('expanded');
  const transitions = variable('transitions');
  /** States in which somebody was stopped; in which nobody moves and somebody is not over. */
  const stopped = variable('stopped');
  const stuck = variable('stuck');
  const cell = (n: number): number => image.cells + 4 * n;

  const anyStopped = variable('anyStopped');
  const allOver = variable('allOver');
  const record = (value: Put): readonly Put[] => [store(recordsEnd.get, value), increase(recordsEnd, num(4))];

  /** Puts what a task's move made into a row. */
  const apply = (row: Variable, t: Variable): readonly Put[] => [
    store(row.get, nextShared.get),
    store16(add(row.get, shl(t.get, num(1))), nextFrame.get, 4),
    ...(moved ? [when(and(not(isOwn.get), moved.get), [copy(add(row.get, num(4)), others.get, num(2 * tasks))])] : []),
  ];
  const isFull = or(
    or(gtU(count.get, rows.limit.get), gtU(shared.count.get, shared.limit.get)),
    gtU(frames.count.get, frames.limit.get),
  );
  const chasing =
    solo && chaseOf({ module, image, solo, moves, rows, shared, frames, pcs, isFull, transitions, apply });
  const alone = variable('alone');

  /** What is staged gets its hash, and where it was found from. */
  const finish = (entry: Variable): readonly Put[] => [
    store(entry.get, call(rows.hash, add(entry.get, num(8)))),
    store(entry.get, mul(tracing.get, add(expanding.get, num(1))), 4),
  ];

  // ( row, task, place of the record )
  const expandTask = module.declare(3, 0, 'expandTask');
  module.define(
    expandTask,
    write(3, 9, ([row, t, place, frame, pc, attributes, mode, choice, outcomes, code, entry, at]) => {
      const held = hold.isHeld(row!, t!);
      const active = hold.isActive(t!, attributes!);
      const addFlags = [
        when(isPinned(frame!.get), [mode!.set(or(mode!.get, num(PINNED)))]),
        when(or(mayNotSleep(frame!.get), active), [mode!.set(or(mode!.get, num(ATOMIC)))]),
      ];
      return [
        frame!.set(load(add(moving.get, shl(t!.get, num(4))))),
        pc!.set(load(add(moving.get, shl(t!.get, num(4))), 4)),
        attributes!.set(load(pc!.get)),
        mode!.set(and(attributes!.get, num(15))),
        when(not(and(attributes!.get, num(ATTRIBUTE.over))), [
          when(
            held,
            [mode!.set(num(HELD))],
            [
              choice!.set(shrU(attributes!.get, num(ATTRIBUTE.choice))),
              outcomes!.set(num(1)),
              when(choice!.get, [
                when(and(shrU(load(num(image.switches)), sub(choice!.get, num(1))), num(1)), [outcomes!.set(num(2))]),
              ]),
              choice!.set(num(0)),
              loopWhile(
                ltU(choice!.get, outcomes!.get),
                when(
                  choice!.get,
                  [at!.set(call(moves.place, row!.get, t!.get, choice!.get, pc!.get))],
                  [at!.set(load(add(moving.get, shl(t!.get, num(4))), 8))],
                ),
                code!.set(call(moves.made, row!.get, t!.get, choice!.get, pc!.get, at!.get)),
                when(
                  not(code!.get),
                  [mode!.set(and(shrU(attributes!.get, num(ATTRIBUTE.blocked)), num(15)))],
                  [
                    when(
                      and(code!.get, num(BOUND)),
                      [store(place!.get, or(load(place!.get), num(CUT)))],
                      [
                        increase(transitions),
                        entry!.set(add(staging.get, mul(staged.get, num(entryBytes)))),
                        increase(staged),
                        ...rows.copy(add(entry!.get, num(8)), row!.get),
                        increase(entry!, num(8)),
                        ...apply(entry!, t!),
                        ...(solo && chasing
                          ? [
                              alone.set(call(chasing.goesAlone, row!.get, t!.get, solo.row.get)),
                              chasing.begin(pc!.get),
                              call(chasing.chase, entry!.get, t!.get, not(alone.get)),
                            ]
                          : []),
                        increase(entry!, num(-8)),
                        at!.set(entry!.get),
                        ...finish(at!),
                        ...(chasing
                          ? [
                              increase(at!, num(entryBytes)),
                              loopWhile(
                                ltU(at!.get, add(staging.get, mul(staged.get, num(entryBytes)))),
                                ...finish(at!),
                                increase(at!, num(entryBytes)),
                              ),
                            ]
                          : []),
                        when(recording.get, [
                          store(entry!.get, recordsEnd.get, 4),
                          ...record(num(0)),
                          ...record(or(or(t!.get, shl(choice!.get, num(8))), shl(code!.get, num(16)))),
                          store(place!.get, add(load(place!.get), num(1))),
                        ]),
                      ],
                    ),
                  ],
                ),
                increase(choice!),
              ),
            ],
          ),
        ]),
        ...addFlags,
        when(recording.get, [store(add(place!.get, shl(t!.get, num(2))), mode!.get, 4)]),
        mode!.set(and(mode!.get, num(MODE_MASK))),
        anyStopped.set(or(anyStopped.get, eq(mode!.get, num(STOPPED)))),
        allOver.set(and(allOver.get, or(eq(mode!.get, num(DONE)), eq(mode!.get, num(IDLE))))),
      ];
    }),
  );

  // ( state )
  const expandState = module.declare(1, 0, 'expandState');
  module.define(
    expandState,
    write(1, 8, ([n, t, row, place, before, base, mark, at, sum]) => [
      increase(expanded),
      expanding.set(n!.get),
      before!.set(transitions.get),
      anyStopped.set(num(0)),
      allOver.set(num(1)),
      row!.set(rows.at(n!.get)),
      place!.set(recordsEnd.get),
      when(
        recording.get,
        [
          // From where the records begin, and never 0.
          store(add(places.get, shl(n!.get, num(2))), add(sub(place!.get, records.get), num(4))),
          clear(place!.get, num(4 * (1 + tasks))),
          increase(recordsEnd, num(4 * (1 + tasks))),
        ],
        [store(place!.get, num(0))],
      ),
      base!.set(staged.get),
      // What is remembered of all their moves is touched first, so that waiting for memory overlaps.
      at!.set(moving.get),
      loopWhile(
        ltU(t!.get, num(tasks)),
        store(at!.get, add(frames.rows.get, mul(load16(add(row!.get, shl(t!.get, num(1))), 4), num(frames.bytes)))),
        store(at!.get, add(num(pcs), shl(load(load(at!.get)), num(3))), 4),
        store(at!.get, call(moves.place, row!.get, t!.get, num(0), load(at!.get, 4)), 8),
        sum!.set(add(sum!.get, load(load(at!.get, 8)))),
        increase(at!, num(16)),
        increase(t!),
      ),
      touched.set(sum!.get),
      t!.set(num(0)),
      loopWhile(
        ltU(t!.get, num(tasks)),
        mark!.set(staged.get),
        alone.set(num(0)),
        call(expandTask, row!.get, t!.get, place!.get),
        ...(chasing
          ? [
              when(not(or(not(alone.get), load(place!.get))), [
                // It goes alone: what the tasks before it would do is left for later.
                copy(
                  add(staging.get, mul(base!.get, num(entryBytes))),
                  add(staging.get, mul(mark!.get, num(entryBytes))),
                  mul(sub(staged.get, mark!.get), num(entryBytes)),
                ),
                staged.set(add(base!.get, sub(staged.get, mark!.get))),
                ret(),
              ]),
            ]
          : []),
        increase(t!),
      ),
      increase(stopped, anyStopped.get),
      when(eq(before!.get, transitions.get), [increase(stuck, and(not(anyStopped.get), not(allOver.get)))]),
    ]),
  );

  // ( state ) → whether there is room to expand another one.
  const expand = module.declare(1, 1, 'expand');
  module.define(
    expand,
    write(1, 0, ([n]) => [moves.widen(count), call(expandState, n!.get), call(rows.flush), not(isFull)]),
  );
  module.export('expand', expand);

  // ( state, most ) → the first state that is not expanded; it stops at the limit, or after so many.
  const run = module.declare(2, 1, 'run');
  module.define(
    run,
    write(2, 1, ([n, most, end]) => [
      end!.set(add(n!.get, most!.get)),
      loopWhile(
        ltU(n!.get, end!.get),
        when(geU(n!.get, count.get), [call(rows.flush), when(geU(n!.get, count.get), [ret(n!.get)])]),
        when(isFull, [call(rows.flush), ret(n!.get)]),
        moves.widen(count),
        rows.flushMany,
        when(
          recording.get,
          [when(not(load(add(places.get, shl(n!.get, num(2))))), [call(expandState, n!.get)])],
          [call(expandState, n!.get)],
        ),
        increase(n!),
      ),
      call(rows.flush),
      n!.get,
    ]),
  );
  module.export('run', run);

  // Takes the cells as a state; its number.
  const addState = module.declare(0, 1, 'addState');
  module.define(
    addState,
    write(0, 1, ([t]) => [
      store(staging.get, call(shared.intern, num(cell(0))), 8),
      loopWhile(
        ltU(t!.get, num(tasks)),
        store16(add(staging.get, shl(t!.get, num(1))), call(frames.intern, frameOf(t!)), 12),
        increase(t!),
      ),
      call(rows.lookUp, add(staging.get, num(8)), call(rows.hash, add(staging.get, num(8)))),
    ]),
  );
  module.export('add', addState);
}

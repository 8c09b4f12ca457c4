// Whom interrupts keep off. A handler is active from the move that leaves its idle point, or its arrival, to where it
// is back at one or ends. Meanwhile no task of its CPU that is below it or on its level makes any move. It begins only
// while none such is active, and nobody below it has interrupts off or, if it is a softirq, bottom halves.

import { IRQS_OFF, NOSLEEP, PREEMPT } from '../slots.ts';
import type { ModuleBuilder } from '../wasm/module.ts';
import {
  add,
  and,
  call,
  eq,
  gtS,
  load,
  load16,
  mul,
  ne,
  not,
  num,
  or,
  type Put,
  ret,
  shl,
  type Variable,
  when,
  write,
} from '../wasm/write.ts';
import { ATTRIBUTE } from './attributes.ts';
import type { Image } from './image.ts';
import type { Interned } from './interned.ts';

/** Preempt counts from here on are those of local_bh_disable(), as in the kernel. */
const BOTTOM_HALVES = 8;

/** Whether preemption or interrupts are off in the frame at an address. */
export const isPinned = (frame: Put): Put => or(gtS(load(frame, 4 * PREEMPT), num(0)), load(frame, 4 * IRQS_OFF));

/** Whether they are, or it is in an RCU section: its task may not sleep. */
export const mayNotSleep = (frame: Put): Put => or(isPinned(frame), gtS(load(frame, 4 * NOSLEEP), num(0)));

export interface Hold {
  /** The task can make no move for now, whatever it stands at. */
  isHeld(row: Variable, task: Variable): Put;
  /** The task is a handler, and runs; from the attributes of its program counter. */
  isActive(task: Variable, attributes: Variable): Put;
}

/** Adds what tells it from a row of a state. */
export function holdOf(
  module: ModuleBuilder,
  { taskLevels: levels, taskCpus, levels: table }: Image,
  frames: Interned,
  pcs: number,
): Hold {
  if (levels.every((level) => level === 0)) return { isHeld: () => num(0), isActive: () => num(0) };
  const tasks = [...levels.keys()];
  const others = tasks.map((t) => tasks.filter((u) => u !== t && taskCpus[u] === taskCpus[t]));
  const held = module.declare(2, 1, 'held');
  module.define(
    held,
    write(2, 1, ([row, task, frame]) => {
      const at = (u: number): Put =>
        frame!.set(add(frames.rows.get, mul(load16(row!.get, 4 + 2 * u), num(frames.bytes))));
      const attributes = load(add(num(pcs), shl(load(frame!.get), num(3))));
      const isActive = (u: number): Put => (levels[u]! > 0 ? not(and(attributes, num(ATTRIBUTE.rests))) : num(0));
      const keepsOff = (level: number): Put => {
        const masked = ne(load(frame!.get, 4 * IRQS_OFF), num(0));
        const halves = (c: Parameters<Put>[0]): void => {
          load(frame!.get, 4 * PREEMPT)(c);
          c.i32(BOTTOM_HALVES);
          c.op('i32.shr_s');
          c.i32(0);
          c.op('i32.gt_s');
        };
        const keeps = level === 1 ? or(masked, halves) : masked;
        return and(keeps, not(and(attributes, num(ATTRIBUTE.over))));
      };
      return [
        ...tasks.map((t) => {
          const above = others[t]!.filter((u) => levels[u]! >= Math.max(1, levels[t]!));
          const below = others[t]!.filter((u) => levels[u]! < levels[t]!);
          return when(eq(task!.get, num(t)), [
            ...above.flatMap((u) => [at(u), when(isActive(u), [ret(num(1))])]),
            ...(levels[t] === 0
              ? []
              : [
                  at(t),
                  when(isActive(t), [ret(num(0))]),
                  ...below.flatMap((u) => [at(u), when(keepsOff(levels[t]!), [ret(num(1))])]),
                ]),
            ret(num(0)),
          ]);
        }),
        num(0),
      ];
    }),
  );
  return {
    isHeld: (row, task) => call(held, row.get, task.get),
    isActive: (task, attributes) =>
      and(ne(load(shl(task.get, num(2)), table), num(0)), not(and(attributes.get, num(ATTRIBUTE.rests)))),
  };
}

// Whom interrupts keep off. A handler is active from the move that leaves its idle point, or its arrival, to where it
// is back at one or ends. Meanwhile no task of its CPU that is below it or on its level makes any move. It begins only
// while none such is active, and nobody below it has interrupts off or, if it is a softirq, bottom halves.

import { levelOf } from '../model/context.ts';
import type { Task } from '../model/model.ts';
import { STOPPED } from './generate/codes.ts';
import type { Pc } from './machine.ts';
import { IRQS_OFF, PREEMPT } from './slots.ts';

const OVER: ReadonlySet<string> = new Set(['done', ...Object.keys(STOPPED)]);

/** Preempt counts from here on are those of local_bh_disable(), as in the kernel. */
const BOTTOM_HALVES = 8;

export interface Hold {
  /** The task can make no move for now, whatever it stands at. */
  isHeld(s: Int32Array, task: number): boolean;
  /** The task is a handler, and runs. */
  isActive(s: Int32Array, task: number): boolean;
}

export function holdOf(tasks: readonly Task[], frames: readonly number[], pcs: readonly Pc[]): Hold {
  const levels = tasks.map(levelOf);
  if (levels.every((level) => level === 0)) return { isHeld: () => false, isActive: () => false };
  const others = tasks.map((task, t) => [...tasks.keys()].filter((u) => u !== t && tasks[u]!.cpu === task.cpu));
  const above = others.map((mates, t) => mates.filter((u) => levels[u]! >= Math.max(1, levels[t]!)));
  const below = others.map((mates, t) => mates.filter((u) => levels[u]! < levels[t]!));
  const over = pcs.map((pc) => OVER.has(pc.kind));
  const rests = pcs.map((pc) => OVER.has(pc.kind) || pc.kind === 'idle' || pc.kind === 'arrival');
  const at = (s: Int32Array, t: number): number => s[frames[t]!]!;
  const isActive = (s: Int32Array, t: number): boolean => levels[t]! > 0 && !rests[at(s, t)];
  const keepsOff = (s: Int32Array, u: number, level: number): boolean => {
    const f = frames[u]!;
    return s[f + IRQS_OFF] !== 0 || (level === 1 && s[f + PREEMPT]! >> BOTTOM_HALVES > 0);
  };
  return {
    isActive,
    isHeld: (s, t) => {
      for (const u of above[t]!) if (isActive(s, u)) return true;
      if (levels[t] === 0 || isActive(s, t)) return false;
      for (const u of below[t]!) if (!over[at(s, u)] && keepsOff(s, u, levels[t]!)) return true;
      return false;
    },
  };
}

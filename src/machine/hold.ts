// Whom interrupts keep off. An interrupt handler is active from the move that leaves its idle point, or its arrival, to
// where it is back at one or ends. It begins only while none is active on its CPU and every task there that has not ended has interrupts on.

import type { Task } from '../model/model.ts';
import { STOPPED } from './generate/codes.ts';
import type { Pc } from './machine.ts';
import { IRQS_OFF } from './slots.ts';

const OVER: ReadonlySet<string> = new Set(['done', ...Object.keys(STOPPED)]);

export interface Hold {
  /** The task can make no move for now, whatever it stands at. */
  isHeld(s: Int32Array, task: number): boolean;
  /** The task is a handler, and runs. */
  isActive(s: Int32Array, task: number): boolean;
}

export function holdOf(tasks: readonly Task[], frames: readonly number[], pcs: readonly Pc[]): Hold {
  const numbers = [...tasks.keys()];
  const onCpuOf = numbers.map((t) => numbers.filter((u) => tasks[u]!.cpu === tasks[t]!.cpu));
  const handlers = onCpuOf.map((mates, t) => mates.filter((u) => u !== t && tasks[u]!.context === 'irq'));
  const interruptible = onCpuOf.map((mates) => mates.filter((u) => tasks[u]!.context !== 'irq'));
  if (!tasks.some((t) => t.context === 'irq')) return { isHeld: () => false, isActive: () => false };
  const over = pcs.map((pc) => OVER.has(pc.kind));
  const rests = pcs.map((pc) => OVER.has(pc.kind) || pc.kind === 'idle' || pc.kind === 'arrival');
  const at = (s: Int32Array, t: number): number => s[frames[t]!]!;
  const isActive = (s: Int32Array, t: number): boolean => tasks[t]!.context === 'irq' && !rests[at(s, t)];
  return {
    isActive,
    isHeld: (s, t) => {
      for (const u of handlers[t]!) if (isActive(s, u)) return true;
      if (tasks[t]!.context !== 'irq' || isActive(s, t)) return false;
      for (const u of interruptible[t]!) if (s[frames[u]! + IRQS_OFF] !== 0 && !over[at(s, u)]) return true;
      return false;
    },
  };
}

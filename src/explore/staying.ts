import { STRIDE, type Work } from '../base/work.ts';
import { ASLEEP, kindOf, SPINNING, TIMED, WAITING } from './mode.ts';
import type { Play } from './schedule.ts';
import { taskOf } from './word.ts';

const STAYS: ReadonlySet<number> = new Set([WAITING, SPINNING, ASLEEP, TIMED]);

/** Whether some task waits or sleeps in some run, or goes back to where it was: if nobody does, every call returns. */
export function* someStays({ nodes, numbers, first, ends, state, graph }: Play): Work<boolean> {
  const { table } = graph;
  const tasks = graph.machine.tasks.length;
  for (let n = 0; n < nodes; n++) {
    if (n % STRIDE === STRIDE - 1) yield;
    const modes = graph.place(state(n)) + 1;
    for (let t = 0; t < tasks; t++) if (STAYS.has(kindOf(graph.numbers[modes + t]!))) return true;
    for (let at = first[n]!; at < ends[n]!; at += 2) {
      const task = taskOf(numbers[at + 1]!);
      const after = table.pc(state(numbers[at]!), task);
      // Steps of a routine are numbered in the order of its text; what ends it is no step.
      if (graph.machine.pcs[after]!.site !== undefined && after <= table.pc(state(n), task)) return true;
    }
  }
  return false;
}

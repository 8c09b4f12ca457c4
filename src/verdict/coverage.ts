import { STRIDE, type Work } from '../base/work.ts';
import type { Judge } from '../explore/judge.ts';
import type { ScheduleName } from '../model/model.ts';

/**
 * The tasks (a bit each) that ran each statement that the machine records, under some schedules of a graph. The search
 * goes every way; a schedule need not.
 */
export function* ranUnder(judge: Judge, schedules: readonly ScheduleName[]): Work<Int32Array> {
  const { graph } = judge;
  const { machine, table } = graph;
  const tasks = (1 << machine.tasks.length) - 1;
  machine.setSwitches(graph.switches);
  machine.forgetCovered();
  machine.initial();
  const state = new Int32Array(machine.size);
  for (const schedule of schedules) {
    const reached = yield* judge.playing(schedule);
    for (let n = 0; n < reached.nodes; n++) {
      if (n % STRIDE === STRIDE - 1) yield;
      for (const { task, choice, covers } of reached.moves(n)) {
        if (!covers) continue;
        table.read(reached.state(n), state);
        machine.move(state, task, choice);
      }
    }
  }
  return machine.covered.map((bits) => bits & tasks);
}

import { STRIDE, type Work } from '../base/work.ts';
import type { Judge } from '../explore/judge.ts';
import { choiceOf, DOES, taskOf } from '../explore/word.ts';
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
  const cells = new Int32Array(machine.size);
  // A step sees the shared cells and its own frame: what it runs is the same wherever these are. By task and choice.
  const made: (Set<number> | undefined)[] = [];
  for (const schedule of schedules) {
    const reached = yield* judge.playing(schedule);
    const { numbers, first, ends } = reached;
    for (let n = 0; n < reached.nodes; n++) {
      if (n % STRIDE === STRIDE - 1) yield;
      for (let at = first[n]!; at < ends[n]!; at += 2) {
        const word = numbers[at + 1]!;
        if ((word & DOES.covers) === 0) continue;
        const task = taskOf(word);
        const state = reached.state(n);
        const parts = table.shared(state) * FRAMES + table.frame(state, task);
        made[2 * task + choiceOf(word)] ??= new Set();
        const known = made[2 * task + choiceOf(word)]!;
        if (known.has(parts)) continue;
        known.add(parts);
        table.read(state, cells);
        machine.move(cells, task, choiceOf(word));
      }
    }
  }
  return machine.covered.map((bits) => bits & tasks);
}

/** More than there are different frames. */
const FRAMES = 2 ** 16;

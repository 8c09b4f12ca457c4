import { kindOf, SPINNING, WAITING } from '../explore/mode.ts';
import type { DrawnStep } from '../explore/order.ts';
import type { Play } from '../explore/schedule.ts';
import { Sites } from '../explore/sites.ts';
import { leadingTo } from '../explore/witness.ts';
import { taskOf } from '../explore/word.ts';
import type { Stmt } from '../model/ast.ts';

/** A step that no run makes, by its place among the steps. */
export interface Impossible {
  readonly step: number;
  /** What it cannot follow; null if it is drawn more often than it is run. */
  readonly after: number | null;
  /** Who would have to make that, and waits until the step is over. */
  readonly waits: { readonly task: number; readonly at: Stmt } | null;
}

/** Why no run makes the next of some steps. `nodes`: by number of steps made, where runs stand. */
export function whyImpossible(
  play: Play,
  nodes: readonly ReadonlySet<number>[],
  steps: readonly DrawnStep[],
): Impossible {
  const { machine, table } = play.graph;
  const sites = new Sites(machine.pcs);
  const pcOf = (node: number, task: number): number => table.pc(play.state(node), task);
  const last = nodes.length - 1;
  const { task, part } = steps[last]!;
  const executing = sites.executing(part);
  const makes: number[] = [];
  const { numbers, first, ends } = play;
  const isMadeBy = (n: number, mover: number): boolean =>
    (task ?? mover) === mover && executing(pcOf(n, mover)).length > 0;
  for (let n = 0; n < play.nodes; n++)
    for (let at = first[n]!; at < ends[n]!; at += 2)
      if (isMadeBy(n, taskOf(numbers[at + 1]!))) {
        makes.push(n);
        break;
      }
  const ahead = leadingTo(play, makes);
  // The last moment at which it was still to come.
  let after = last;
  while (after > 0 && ![...nodes[after]!].some((n) => ahead[n] === 1)) after--;
  if (after === last) return { step: last, after: null, waits: null };
  const waiter = steps[after]!.task;
  for (const n of nodes[after]!) {
    if (ahead[n] !== 1 || waiter === null || waiter === task) continue;
    const mode = kindOf(play.graph.modes(play.state(n))[waiter] ?? 0);
    const at = machine.pcs[pcOf(n, waiter)]!.site?.statement;
    if ((mode === WAITING || mode === SPINNING) && at) return { step: last, after, waits: { task: waiter, at } };
  }
  return { step: last, after, waits: null };
}

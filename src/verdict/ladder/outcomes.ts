// How the runs of a scenario end, in so few words that more tasks need not mean more of them. In: all that a schedule
// reaches; out: a set of texts, one for each kind of end. A run ends where nobody can move, or by going round for ever.
// A kind of end says of each role how its tasks end; tasks that run the same function under the same terms are one role,
// and it does not say how many of them.

import { STRIDE, type Work } from '../../base/work.ts';
import { fairComponents } from '../../explore/components.ts';
import type { Graph } from '../../explore/graph.ts';
import { DONE, IDLE, kindOf, SPINNING, STOPPED, WAITING } from '../../explore/mode.ts';
import { type Play, playing } from '../../explore/schedule.ts';
import { DOES, taskOf } from '../../explore/word.ts';
import type { Site } from '../../machine/instr.ts';
import type { Machine, Pc } from '../../machine/machine.ts';
import type { ScheduleName, Task } from '../../model/model.ts';

/** What a task that was stopped was stopped by. */
const STOPS: Readonly<Record<string, string>> = {
  bug: 'BUG',
  null: 'NULL pointer',
  bounds: 'access outside an object',
  'use-after-free': 'use after free',
  'double-free': 'double free',
};

/** The kinds of ends of all runs that a schedule allows, sorted. */
export function* outcomesOf(graph: Graph, schedule: ScheduleName, declared: readonly Task[]): Work<string[]> {
  const { machine } = graph;
  const play = yield* playing(graph, schedule);
  const roles = rolesOf(machine.tasks, declared);
  const found = new Set<string>();
  const cells = new Int32Array(machine.size);
  for (let n = 0; n < play.nodes; n++) {
    if (n % STRIDE === STRIDE - 1) yield;
    const state = play.state(n);
    if (graph.isCut(state) || play.first[n] !== play.ends[n]) continue;
    graph.table.read(state, cells);
    const modes = graph.modes(state);
    const ends = machine.tasks.map((_, t) => standing(machine, cells, t, modes[t]!));
    found.add(endText(roles, ends) + (machine.leaked(cells) ? '; something is lost' : ''));
  }
  for (const component of yield* fairComponents(play)) {
    yield;
    found.add(endText(roles, endless(play, component, cells)));
  }
  return [...found].sort();
}

/** The role of each task. A role has the names of the declared tasks that are in it. */
function rolesOf(tasks: readonly Task[], declared: readonly Task[]): string[] {
  const terms = ({ more: _, name: _name, about: _about, cpu: _cpu, ...rest }: Task): string => JSON.stringify(rest);
  // A copy stands behind its original, which may run something else on higher rungs.
  const original = tasks.map((t) => declared.find((d) => d.name === t.name));
  for (let t = 1; t < original.length; t++) original[t] ??= original[t - 1];
  return original.map((task) => {
    const same = declared.filter((d) => terms(d) === terms(task!));
    return same.map((d) => d.name).join('/');
  });
}

/** `owner: done; looper: for ever in f()`. Servers that have nothing to do are not told. */
function endText(roles: readonly string[], ends: readonly string[]): string {
  const parts = [...new Set(roles)].flatMap((role) => {
    const of = new Set(ends.filter((_, t) => roles[t] === role && ends[t] !== 'idle'));
    return of.size === 0 ? [] : [`${role}: ${[...of].sort().join(' and ')}`];
  });
  return parts.join('; ');
}

/** How a task ends where nobody can move. */
function standing(machine: Machine, cells: Int32Array, task: number, mode: number): string {
  const pc = machine.pcs[cells[machine.frames[task]!]!]!;
  switch (kindOf(mode)) {
    case DONE:
      return 'done';
    case IDLE:
      return 'idle';
    case STOPPED:
      return STOPS[pc.kind] ?? pc.kind;
    case WAITING:
    case SPINNING:
      return `waits in ${placeOf(pc)}`;
    default:
      return `gets no turn in ${placeOf(pc)}`;
  }
}

/** How each task ends in a run that stays in a component. */
function endless(play: Play, component: readonly number[], cells: Int32Array): string[] {
  const { machine, table } = play.graph;
  const inside = new Set(component);
  const turning = new Set<number>();
  const { numbers, first, ends } = play;
  for (const n of component)
    for (let at = first[n]!; at < ends[n]!; at += 2)
      if (inside.has(numbers[at]!) && (numbers[at + 1]! & DOES.progress) === 0) turning.add(taskOf(numbers[at + 1]!));
  const node = component.reduce((a, b) => Math.min(a, b));
  const modes = play.graph.modes(play.state(node));
  table.read(play.state(node), cells);
  return machine.tasks.map((_, t) => {
    if (!turning.has(t)) return standing(machine, cells, t, modes[t]!);
    return `for ever in ${callOf(machine.pcs[cells[machine.frames[t]!]!]!)}`;
  });
}

/** The innermost function, and who called it if that is the kernel's: `wait_on_page() of lock_page()`. */
function placeOf({ site }: Pc): string {
  if (!site) return 'nothing';
  const { fn, caller } = site;
  return `${fn.name}()${caller?.fn.file === undefined ? '' : ` of ${caller.fn.name}()`}`;
}

/** The call of the scenario into the kernel that does not return. */
function callOf({ site }: Pc): string {
  const chain: Site[] = [];
  for (let at = site; at; at = at.caller) chain.unshift(at);
  const call = chain.find((s) => s.fn.file !== undefined) ?? chain[0];
  return call ? `${call.fn.name}()` : 'nothing';
}

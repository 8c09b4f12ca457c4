// Whether a run can make some steps in a given order. In: what a schedule reaches, and steps of which each is a call or a
// statement. Out: the run with the fewest moves of others than whose turn it is, or how far any run gets.
//
// A step is made at any moment while its statement is being executed, calls in it included; one execution makes one step.
// If no run is found so, one is enough that has come to the call. Who made a step goes on as he likes; then it is the turn
// of who makes the next. Events (wake-ups, arrivals) are nobody's.

import type { Move } from '../machine/trace.ts';
import { isEvent } from './mode.ts';
import type { Play, PlayMove } from './schedule.ts';
import { type Part, Sites } from './sites.ts';

export interface DrawnStep {
  /** Who makes it; null: anybody. */
  readonly task: number | null;
  readonly part: Part;
}

export interface Ordered {
  readonly moves: readonly Move[];
  /** Of them, those that others made than whose turn it was. */
  readonly further: number;
  /** Node at the end, and the tasks that made the steps. */
  readonly end: number;
  readonly tasks: readonly number[];
}

export type OrderAnswer =
  | ({ readonly kind: 'possible'; readonly leads: boolean } & Ordered)
  /** The first of the steps are possible, and the next is not. By number of steps: where runs stand that made so many. */
  | { readonly kind: 'impossible'; readonly nodes: readonly ReadonlySet<number>[] }
  | { readonly kind: 'unknown'; readonly reason: string };

interface Visit {
  readonly node: number;
  /** Steps made so far, and whose turn it is: `goes-on` for who made the last one, `next` for who makes the next. */
  readonly made: number;
  readonly turn: number;
  readonly phase: 'goes-on' | 'next';
  /** Executions that have made their step and are still going on, by task. */
  readonly used: readonly (readonly number[])[];
  readonly cost: number;
  /** The move that led here; none where only the turn changed. */
  readonly via: PlayMove | undefined;
  /** The visit before it; -1 at the start. */
  readonly from: number;
}

const LIMIT = 1_000_000;

/** A run that makes the steps in their order, preferably to a node from where `leads` is true. */
export function runInOrder(play: Play, steps: readonly DrawnStep[], leads: (node: number) => boolean): OrderAnswer {
  const strict = search(play, steps, leads, 'executing');
  return strict.kind === 'impossible' ? search(play, steps, leads, 'calling') : strict;
}

function search(
  play: Play,
  steps: readonly DrawnStep[],
  leads: (node: number) => boolean,
  mode: 'executing' | 'calling',
): OrderAnswer {
  const { graph } = play;
  const { machine, table } = graph;
  const everybody = machine.tasks.map((_, t) => t);
  const sites = new Sites(machine.pcs);
  const executing = steps.map((s) => sites.executing(s.part));
  const cells = new Int32Array(machine.size);
  const pcsAt: (readonly number[] | undefined)[] = [];
  const pcsOf = (node: number): readonly number[] => {
    const known = pcsAt[node];
    if (known) return known;
    table.read(play.state(node), cells);
    const found = machine.frames.slice(0, everybody.length).map((f) => cells[f]!);
    pcsAt[node] = found;
    return found;
  };
  const turnsAt = (made: number): readonly number[] => {
    const task = steps[made]?.task;
    return task === undefined || task === null ? everybody : [task];
  };

  const visits: Visit[] = [];
  const seen = new Set<string>();
  const nodes: Set<number>[] = [];
  let last: Ordered | undefined;
  // Buckets of a search by cost: visits of this cost, and of the next.
  let now: number[] = [];
  let later: number[] = [];
  const visit = (v: Visit, free: boolean): void => {
    nodes[v.made] ??= new Set();
    nodes[v.made]!.add(v.node);
    (free ? now : later).push(visits.push(v) - 1);
  };
  const start = { node: 0, made: 0, phase: 'next', cost: 0, via: undefined, from: -1 } as const;
  for (const turn of turnsAt(0)) visit({ ...start, turn, used: everybody.map(() => []) }, true);

  for (; now.length > 0; now = later, later = []) {
    for (let i = 0; i < now.length; i++) {
      const at = now[i]!;
      const here = visits[at]!;
      const key = `${here.node} ${here.made} ${here.phase} ${here.turn} ${here.used.join(';')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > LIMIT) return { kind: 'unknown', reason: 'there are too many ways to make its steps' };
      if (here.made === steps.length) {
        last ??= unwind(at);
        if (leads(here.node)) return { kind: 'possible', leads: true, ...unwind(at) };
        continue;
      }
      if (here.phase === 'goes-on')
        for (const turn of turnsAt(here.made)) visit({ ...here, turn, phase: 'next', via: undefined, from: at }, true);
      if (here.phase === 'next' && mode === 'calling') {
        const { turn } = here;
        const pc = pcsOf(here.node)[turn]!;
        const begun = executing[here.made]!(pc).find((id) => !here.used[turn]!.includes(id) && sites.hasBegun(id, pc));
        const used = here.used.map((list, t) => (t === turn && begun !== undefined ? [...list, begun] : list));
        if (begun !== undefined)
          visit({ ...here, made: here.made + 1, phase: 'goes-on', used, via: undefined, from: at }, true);
      }
      const modes = graph.modes(play.state(here.node));
      for (const via of play.moves(here.node)) {
        const { task } = via.edge;
        const [before, after] = [pcsOf(here.node)[task]!, pcsOf(via.to)[task]!];
        const used = here.used.map((list, t) => (t === task ? list.filter((id) => sites.isIn(id, after)) : list));
        const free = task === here.turn || isEvent(modes[task]!);
        const next = { node: via.to, cost: here.cost + (free ? 0 : 1), via, from: at };
        visit({ ...next, made: here.made, turn: here.turn, phase: here.phase, used }, free);
        if (task !== here.turn || here.phase === 'goes-on') continue;
        // One move may be part of several calls, one in the other.
        let mine = here.used[task]!;
        let outer = -1;
        for (let made = here.made; made < steps.length && turnsAt(made).includes(task); made++) {
          const all = executing[made]!(before);
          outer = all.findIndex((id, i) => i > outer && !mine.includes(id));
          if (outer < 0) break;
          mine = [...mine, all[outer]!];
          const left = mine.filter((id) => sites.isIn(id, after));
          const then = used.map((list, t) => (t === task ? left : list));
          visit({ ...next, made: made + 1, turn: task, phase: 'goes-on', used: then }, free);
        }
      }
    }
  }
  if (last) return { kind: 'possible', leads: false, ...last };
  if (play.bound) return { kind: 'unknown', reason: play.bound };
  return { kind: 'impossible', nodes };

  function unwind(end: number): Ordered {
    const moves: Move[] = [];
    const tasks: number[] = [];
    for (let i = end; visits[i]!.from >= 0; i = visits[i]!.from) {
      const { via, from, made, turn } = visits[i]!;
      if (via) moves.push({ task: via.edge.task, choice: via.edge.choice });
      for (let k = visits[from]!.made; k < made; k++) tasks.push(turn);
    }
    const { node, cost } = visits[end]!;
    return { moves: moves.reverse(), further: cost, end: node, tasks: tasks.reverse() };
  }
}

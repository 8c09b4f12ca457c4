// What a schedule reaches, written from docs/soundness.md. A node is a state and what the scheduler remembers: who has
// each CPU under `coop`, and whom each timed sleeper must let go first.

import type { ScheduleName, Task } from '../../../src/model/model.ts';
import type { Edge, Interpreted, TaskState } from './interpreted.ts';

export interface Node {
  readonly state: number;
  /** By CPU, the task that has it; -1 for none. */
  readonly holders: readonly number[];
  /** By task, if it sleeps for a time: those that wanted its CPU then and made no step since. */
  readonly owed: readonly (readonly number[])[];
}

export interface Played {
  readonly nodes: readonly Node[];
  /** The moves that the schedule allows at each node; `to` is a node. */
  readonly moves: readonly (readonly Edge[])[];
}

const isHandler = (task: Task): boolean => task.context === 'irq' || task.context === 'softirq';
const isEvent = ({ status }: TaskState): boolean => ['unarrived', 'asleep', 'asleep-timed'].includes(status);
const wantsCpu = ({ status }: TaskState): boolean => ['runnable', 'spinning', 'held'].includes(status);

/** Everything that can happen under a schedule. Throws `TooBig` if it is more than so many nodes. */
export function played(graph: Interpreted, schedule: ScheduleName): Played {
  const scheduler = new Scheduler(graph.question.scenario.tasks, schedule);
  const known = new Map<string, number>();
  const nodes: Node[] = [];
  const add = (node: Node): number => {
    const key = JSON.stringify([node.state, node.holders, node.owed]);
    if (!known.has(key)) known.set(key, nodes.push(node) - 1);
    return known.get(key)!;
  };
  add(scheduler.start(graph.states[0]!.tasks));
  const moves: Edge[][] = [];
  for (let n = 0; n < nodes.length; n++) {
    const node = nodes[n]!;
    const now = graph.states[node.state]!.tasks;
    const allowed = scheduler.allowed(node, now, graph.edges(node.state));
    moves.push(
      allowed.map((edge) => ({ ...edge, to: add(scheduler.after(node, now, edge, graph.states[edge.to]!.tasks)) })),
    );
  }
  return { nodes, moves };
}

class Scheduler {
  readonly #tasks: readonly Task[];
  readonly #schedule: ScheduleName;

  constructor(tasks: readonly Task[], schedule: ScheduleName) {
    this.#tasks = tasks;
    this.#schedule = schedule;
  }

  start(tasks: readonly TaskState[]): Node {
    const cpus = Math.max(...this.#tasks.map((t) => t.cpu)) + 1;
    const owed = tasks.map(({ status }, t) => (status === 'asleep-timed' ? this.#rivals(t, tasks) : []));
    return { state: 0, holders: Array(cpus).fill(-1), owed };
  }

  allowed(node: Node, now: readonly TaskState[], edges: readonly Edge[]): Edge[] {
    const steps = edges.filter((e) => !isEvent(now[e.task]!) && this.#mayStep(node, now, e.task));
    const events = edges.filter((e) => isEvent(now[e.task]!));
    return [...steps, ...events.filter((e) => !node.owed[e.task]!.some((u) => steps.some((s) => s.task === u)))];
  }

  after(node: Node, now: readonly TaskState[], { task, to }: Edge, then: readonly TaskState[]): Node {
    // A scheduler grants no event, and nothing to a handler.
    const granted = !isEvent(now[task]!) && !isHandler(this.#tasks[task]!);
    const holders = node.holders.map((before, cpu) => {
      if (this.#schedule !== 'coop') return -1;
      const isHere = granted && this.#tasks[task]!.cpu === cpu;
      const holder = !isHere ? before : now[task]!.offers ? -1 : task;
      return holder >= 0 && wantsCpu(then[holder]!) ? holder : -1;
    });
    const owed = node.owed.map((before, t) => {
      if (t === task) return then[t]!.status === 'asleep-timed' ? this.#rivals(t, then) : [];
      return granted ? before.filter((u) => u !== task) : before;
    });
    return { state: to, holders, owed };
  }

  #mayStep({ holders }: Node, now: readonly TaskState[], task: number): boolean {
    const { cpu, priority } = this.#tasks[task]!;
    if (this.#schedule === 'fair' || isHandler(this.#tasks[task]!)) return true;
    const rivals = this.#rivals(task, now);
    const isOutranked = rivals.some((u) => this.#tasks[u]!.priority > priority);
    if (this.#schedule === 'coop') return holders[cpu]! >= 0 ? holders[cpu] === task : !isOutranked;
    return now[task]!.isPinned || (!isOutranked && !rivals.some((u) => now[u]!.isPinned));
  }

  /** Others that ask the scheduler for the task's CPU. */
  #rivals(task: number, now: readonly TaskState[]): number[] {
    return [...this.#tasks.keys()].filter(
      (u) =>
        u !== task &&
        this.#tasks[u]!.cpu === this.#tasks[task]!.cpu &&
        !isHandler(this.#tasks[u]!) &&
        wantsCpu(now[u]!),
    );
  }
}

// What a schedule lets happen, written from docs/soundness.md. A node is a state and what the scheduler remembers: who has
// each CPU under `coop`, and whom each timed sleeper must let go first.

import type { Move } from '../../../src/machine/trace.ts';
import type { ScheduleName, Task } from '../../../src/model/model.ts';
import type { TaskState } from './interpreted.ts';

export interface Node {
  readonly state: number;
  /** By CPU, the task that has it; -1 for none. */
  readonly holders: readonly number[];
  /** By task, if it sleeps for a time: those that wanted its CPU then and made no step since. */
  readonly owed: readonly (readonly number[])[];
}

const isHandler = (task: Task): boolean => task.context === 'irq' || task.context === 'softirq';
const isEvent = ({ status }: TaskState): boolean => ['unarrived', 'asleep', 'asleep-timed'].includes(status);
const wantsCpu = ({ status }: TaskState): boolean => ['runnable', 'spinning', 'held'].includes(status);

export class Scheduler {
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

  allowed(node: Node, now: readonly TaskState[]): Move[] {
    const able = [...now.keys()].filter((t) => now[t]!.outcomes > 0);
    const steps = able.filter((t) => !isEvent(now[t]!) && this.#mayStep(node, now, t));
    const events = able.filter((t) => isEvent(now[t]!) && !node.owed[t]!.some((u) => steps.includes(u)));
    return [...steps, ...events].flatMap((task) =>
      Array.from({ length: now[task]!.outcomes }, (_, choice) => ({ task, choice })),
    );
  }

  after(node: Node, now: readonly TaskState[], task: number, to: number, then: readonly TaskState[]): Node {
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

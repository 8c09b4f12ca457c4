// What a schedule allows at a node, and what it remembers from one node to the next. Tasks are bits of a number.
//
// A memory is, under `coop`, the task that has each CPU, or -1; and where somebody may sleep for a time, for each timed
// sleeper the tasks that it must let go first.

import { levelOf } from '../model/context.ts';
import type { ScheduleName, Task } from '../model/model.ts';
import type { Doing } from './doing.ts';

export class Rules {
  /** Cells of a memory. */
  readonly size: number;
  readonly #schedule: ScheduleName;
  readonly #doing: Doing;
  readonly #tasks: readonly Task[];
  readonly #levels: readonly number[];
  /** CPUs whose holder is remembered. */
  readonly #cpus: number;
  /** Where in a memory it stands whom the tasks must let go first; -1: nowhere. */
  readonly #owed: number;
  /** Of each task, who else asks the scheduler for its CPU; and those of them who go before it. */
  readonly #rivals: readonly number[];
  readonly #betters: readonly number[];
  /** At the node that is looked at. */
  #memory: Int32Array = new Int32Array(0);
  #events = 0;
  #pinned = 0;
  #wants = 0;

  constructor(tasks: readonly Task[], schedule: ScheduleName, timed: boolean, doing: Doing) {
    this.#tasks = tasks;
    this.#schedule = schedule;
    this.#doing = doing;
    this.#levels = tasks.map(levelOf);
    this.#cpus = schedule === 'coop' ? 1 + Math.max(...tasks.map((t) => t.cpu)) : 0;
    this.#owed = timed ? this.#cpus : -1;
    this.size = this.#cpus + (timed ? tasks.length : 0);
    const bits = (test: (other: Task, u: number) => boolean): number =>
      tasks.reduce((mask, other, u) => (test(other, u) ? mask | (1 << u) : mask), 0);
    this.#rivals = tasks.map((task, t) => bits((o, u) => u !== t && o.cpu === task.cpu && this.#levels[u] === 0));
    this.#betters = tasks.map((task, t) => this.#rivals[t]! & bits((other) => other.priority > task.priority));
  }

  /** The memory at state 0. */
  begin(into: Int32Array): void {
    into.fill(-1);
    if (this.#owed < 0) return;
    const wants = this.#doing.wants(0);
    const timed = this.#doing.timed(0);
    for (let t = 0; t < this.#tasks.length; t++)
      into[this.#owed + t] = (timed & (1 << t)) !== 0 ? this.#rivals[t]! & wants : 0;
  }

  /** Looks at a node: what follows is asked about it. */
  look(state: number, memory: Int32Array): void {
    this.#memory = memory;
    this.#wants = this.#doing.wants(state);
    this.#events = this.#doing.events(state);
    this.#pinned = this.#doing.pinned(state);
  }

  /** Whether a task's next move is a step, and one that the scheduler grants. */
  allowsStep(task: number): boolean {
    if ((this.#events & (1 << task)) !== 0) return false;
    if (this.#schedule === 'fair' || this.#levels[task]! > 0) return true;
    const rivals = this.#rivals[task]! & this.#wants;
    if (this.#schedule === 'coop') {
      const holder = this.#memory[this.#tasks[task]!.cpu]!;
      if (holder >= 0) return holder === task;
    } else if ((this.#pinned & (1 << task)) !== 0) return true;
    else if ((this.#pinned & rivals) !== 0) return false;
    return (this.#betters[task]! & rivals) === 0;
  }

  /** Whether a task's next move is an event, and no timed sleep that others come before, who may step. */
  allowsEvent(task: number, stepping: number): boolean {
    if ((this.#events & (1 << task)) === 0) return false;
    return this.#owed < 0 || (this.#memory[this.#owed + task]! & stepping) === 0;
  }

  /** The memory behind a move, to a state, of the node that is looked at. */
  pass(task: number, to: number, yields: boolean, into: Int32Array): void {
    const memory = this.#memory;
    const isFree = (this.#events & (1 << task)) !== 0 || this.#levels[task]! > 0;
    const wants = this.#doing.wants(to);
    // The mover has its CPU then, unless he offered it; nobody has one whose holder no longer wants it.
    for (let cpu = 0; cpu < this.#cpus; cpu++) {
      const isMovers = !isFree && this.#tasks[task]!.cpu === cpu;
      const holder = !isMovers ? memory[cpu]! : yields ? -1 : task;
      into[cpu] = holder >= 0 && (wants & (1 << holder)) !== 0 ? holder : -1;
    }
    if (this.#owed < 0) return;
    const dozing = this.#doing.timed(to) | this.#doing.held(to);
    for (let t = 0; t < this.#tasks.length; t++) {
      const owed = memory[this.#owed + t]!;
      into[this.#owed + t] =
        (dozing & (1 << t)) === 0 ? 0 : t === task ? this.#rivals[t]! & wants : isFree ? owed : owed & ~(1 << task);
    }
  }
}

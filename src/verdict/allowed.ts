// Whom a schedule lets move, told from what the interpreter says of the tasks, and of the code they stand in. It is
// written from docs/soundness.md alone and shares nothing with the search: it judges its runs.

import { unreachable } from '../base/unreachable.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import type { Run, Status } from '../machine/interpret/run.ts';
import { levelOf } from '../model/context.ts';
import type { Scenario, ScheduleName } from '../model/model.ts';
import { type Open, Standing } from './standing.ts';

/** Follows a run and knows who may make its next move. */
export class Allowance {
  readonly #scenario: Scenario;
  readonly #schedule: ScheduleName;
  readonly #run: Run;
  readonly #standing: Standing;
  /** By CPU, the task that `coop` leaves it to. */
  readonly #holders = new Map<number, number>();
  /** By timed sleeper, those that wanted its CPU when it went to sleep and made no step since. */
  readonly #owed = new Map<number, Set<number>>();

  constructor(scenario: Scenario, schedule: ScheduleName, run: Run) {
    this.#scenario = scenario;
    this.#schedule = schedule;
    this.#run = run;
    this.#standing = new Standing(scenario.tasks.length);
    for (const e of run.started) this.#standing.note(e);
    for (const t of scenario.tasks.keys()) this.#sleeps(t);
  }

  /** Whether a task can move now and is allowed to. */
  mayMove(task: number): boolean {
    if (this.#run.enabled(task) === 0) return false;
    if (!isEvent(this.#run.status(task))) return this.#isHandler(task) || this.#mayStep(task);
    return ![...(this.#owed.get(task) ?? [])].some((u) => this.#canStep(u));
  }

  /** Tasks that can move now and are allowed to. */
  allowed(): number[] {
    return [...this.#scenario.tasks.keys()].filter((t) => this.mayMove(t));
  }

  /** Statements that a task is in the middle of. */
  standing(task: number): readonly Open[] {
    return this.#standing.of(task);
  }

  /** To be called before a move is made; what it returns, behind it. */
  moving(task: number): (events: readonly StepEvent[]) => void {
    const event = isEvent(this.#run.status(task)) || this.#isHandler(task);
    const offers = isOffer(this.#standing.of(task).at(-1));
    return (events) => {
      for (const e of events) this.#standing.note(e);
      const { cpu } = this.#scenario.tasks[task]!;
      if (!event) {
        this.#holders.set(cpu, task);
        for (const owed of this.#owed.values()) owed.delete(task);
        if (offers) this.#holders.delete(cpu);
      }
      for (const [on, holder] of this.#holders) if (!wantsCpu(this.#run.status(holder))) this.#holders.delete(on);
      this.#sleeps(task);
    };
  }

  /** What the schedule knows beyond the state of the run. */
  memory(): string {
    const holders = this.#schedule === 'coop' ? [...this.#holders].sort((a, b) => a[0] - b[0]) : [];
    const owed = [...this.#owed].sort((a, b) => a[0] - b[0]).map(([t, set]) => [t, ...[...set].sort((a, b) => a - b)]);
    return `${holders.join(' ')};${owed.join(' ')}`;
  }

  /** Notes, if the task has just begun a timed sleep, whom it must let go first. */
  #sleeps(task: number): void {
    if (this.#run.status(task) === 'asleep-timed') this.#owed.set(task, new Set(this.#rivals(task)));
    else this.#owed.delete(task);
  }

  #canStep(task: number): boolean {
    return this.#run.enabled(task) > 0 && !isEvent(this.#run.status(task)) && this.#mayStep(task);
  }

  #mayStep(task: number): boolean {
    if (this.#schedule === 'fair') return true;
    const { cpu, priority } = this.#scenario.tasks[task]!;
    const rivals = this.#rivals(task);
    const isOutranked = rivals.some((u) => this.#scenario.tasks[u]!.priority > priority);
    switch (this.#schedule) {
      case 'coop': {
        const holder = this.#holders.get(cpu);
        return holder === undefined ? !isOutranked : holder === task;
      }
      case 'preempt':
        if (this.#run.isPinned(task)) return true;
        return !isOutranked && !rivals.some((u) => this.#run.isPinned(u));
      default:
        return unreachable(this.#schedule);
    }
  }

  /** No scheduler grants it anything. */
  #isHandler(task: number): boolean {
    return levelOf(this.#scenario.tasks[task]!) > 0;
  }

  /** Others that want the task's CPU. */
  #rivals(task: number): number[] {
    const { tasks } = this.#scenario;
    return [...tasks.keys()].filter(
      (u) => u !== task && tasks[u]!.cpu === tasks[task]!.cpu && !this.#isHandler(u) && wantsCpu(this.#run.status(u)),
    );
  }
}

/** Its next move is not granted by a scheduler: an arrival, a wake-up. */
export function isEvent(status: Status): boolean {
  return status === 'unarrived' || status === 'asleep' || status === 'asleep-timed';
}

export function wantsCpu(status: Status): boolean {
  return status === 'runnable' || status === 'spinning' || status === 'held';
}

/** In the statement `resched()`, of which nothing but that call is a step. */
export function isOffer(open: Open | undefined): boolean {
  const s = open?.statement;
  return s?.kind === 'expression' && s.expr.kind === 'call' && s.expr.callee === 'resched';
}

// Whom a schedule lets move, told from what the interpreter says of the tasks, and of the code they stand in. It is
// written from docs/dialect.md and the table of schedules alone and shares nothing with the search: it judges its runs.

import { unreachable } from '../base/unreachable.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import type { Run, Status } from '../machine/interpret/run.ts';
import type { Stmt } from '../model/ast.ts';
import type { Scenario, ScheduleName } from '../model/model.ts';

/** Follows a run and knows who may make its next move. */
export class Allowance {
  readonly #scenario: Scenario;
  readonly #schedule: ScheduleName;
  readonly #run: Run;
  /** By CPU, the task that `coop` leaves it to. */
  readonly #holders = new Map<number, number>();
  /** By task, the statements that it is in the middle of. */
  readonly #open: Stmt[][];

  constructor(scenario: Scenario, schedule: ScheduleName, run: Run) {
    this.#scenario = scenario;
    this.#schedule = schedule;
    this.#run = run;
    this.#open = scenario.tasks.map(() => []);
    this.#note(run.started);
  }

  /** Tasks that can move now and are allowed to. */
  allowed(): number[] {
    return this.#scenario.tasks.flatMap((_, t) => (this.#run.enabled(t) > 0 && this.#mayMove(t) ? [t] : []));
  }

  /** To be called before a move is made; what it returns, behind it. */
  moving(task: number): (events: readonly StepEvent[]) => void {
    const event = isEvent(this.#run.status(task));
    const offers = isOffer(this.#open[task]!.at(-1));
    return (events) => {
      this.#note(events);
      const { cpu } = this.#scenario.tasks[task]!;
      if (!event) this.#holders.set(cpu, task);
      if (!event && offers) this.#holders.delete(cpu);
      for (const [on, holder] of this.#holders) if (!wantsCpu(this.#run.status(holder))) this.#holders.delete(on);
    };
  }

  /** What the schedule knows beyond the state of the run. */
  memory(): string {
    return this.#schedule === 'coop' ? [...this.#holders].sort((a, b) => a[0] - b[0]).join(' ') : '';
  }

  #mayMove(task: number): boolean {
    if (isEvent(this.#run.status(task))) return true;
    const rivals = this.#rivals(task);
    const { cpu, priority } = this.#scenario.tasks[task]!;
    const isOutranked = rivals.some((u) => this.#scenario.tasks[u]!.priority > priority);
    switch (this.#schedule) {
      case 'fair':
        return true;
      case 'coop': {
        const holder = this.#holders.get(cpu);
        return holder === undefined ? !isOutranked : holder === task;
      }
      case 'preempt':
        if (this.#run.preemptCount(task) > 0) return true;
        return !isOutranked && !rivals.some((u) => this.#run.preemptCount(u) > 0);
      default:
        return unreachable(this.#schedule);
    }
  }

  /** Others that want the task's CPU. */
  #rivals(task: number): number[] {
    const { cpu } = this.#scenario.tasks[task]!;
    return this.#scenario.tasks.flatMap((other, u) =>
      u !== task && other.cpu === cpu && wantsCpu(this.#run.status(u)) ? [u] : [],
    );
  }

  #note(events: readonly StepEvent[]): void {
    for (const e of events) {
      if (e.kind === 'enter') this.#open[e.task]!.push(e.statement);
      if (e.kind === 'leave') this.#open[e.task]!.pop();
    }
  }
}

/** Its next move is not granted by a scheduler: an arrival, a wake-up. */
export function isEvent(status: Status): boolean {
  return status === 'unarrived' || status === 'asleep' || status === 'asleep-timed';
}

export function wantsCpu(status: Status): boolean {
  return status === 'runnable' || status === 'spinning';
}

/** The statement `resched()`, which nothing but that call is a step of. */
function isOffer(s: Stmt | undefined): boolean {
  return s?.kind === 'expression' && s.expr.kind === 'call' && s.expr.callee === 'resched';
}

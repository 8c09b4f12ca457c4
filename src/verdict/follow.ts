// Goes along a run with the interpreter. In: a lasso and the schedule that it is said to be allowed by. Out: what happened
// at each move, and the first thing that is wrong with it. Nothing is taken from the search but the moves.

import { Refusal } from '../base/diagnostic.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import { type Run, runsOf, type Status, startRun } from '../machine/interpret/run.ts';
import type { Lasso, Move } from '../machine/trace.ts';
import type { Program } from '../model/ast.ts';
import type { Scenario, ScheduleName } from '../model/model.ts';
import { Allowance } from './allowed.ts';
import type { Open } from './standing.ts';

export interface FollowedMove {
  readonly move: Move;
  readonly events: readonly StepEvent[];
  /** Of each task, after it. */
  readonly statuses: readonly Status[];
}

export interface Followed {
  readonly started: readonly StepEvent[];
  /** The prefix, then the cycle as often as it took to close; up to the move that could not be made. */
  readonly moves: readonly FollowedMove[];
  readonly failed?: { readonly index: number; readonly reason: string };
  /** The cycle leads back to where it came by before; true without a cycle. */
  readonly closed: boolean;
  /** Tasks that may move somewhere on the cycle and never do. */
  readonly starved: readonly number[];
  /** Tasks that may move at the end. */
  readonly allowed: readonly number[];
  /** Statements that each task is in the middle of at the end. */
  readonly standing: readonly (readonly Open[])[];
  readonly run: Run;
}

/** Variables that nobody reads any more may differ the first times round, and count here though not in the search. */
const ROUNDS = 4;

/**
 * Makes the moves of a lasso one by one; `watch` sees the run at the start and after each move. One that is `traced` can be
 * sliced (slice.ts).
 */
export function follow(
  program: Program,
  scenario: Scenario,
  switches: readonly string[],
  schedule: ScheduleName,
  lasso: Lasso,
  watch?: (run: Run) => void,
  traced = false,
): Followed {
  const run = traced
    ? startRun(program, scenario, { switchesOn: new Set(switches), traced })
    : startAgain(program, scenario, switches);
  const allowance = new Allowance(scenario, schedule, run);
  const tasks = [...scenario.tasks.keys()];
  const moves: FollowedMove[] = [];
  const onCycle = new Set<number>();
  let failed: Followed['failed'];

  const go = (list: readonly Move[], isCycle: boolean): boolean => {
    for (const move of list) {
      if (isCycle) for (const t of allowance.allowed()) onCycle.add(t);
      const reason = whyNot(move, scenario, schedule, run, allowance);
      if (reason !== undefined) {
        failed = { index: moves.length, reason };
        return false;
      }
      const moved = allowance.moving(move.task);
      try {
        const events = run.move(move);
        moved(events);
        moves.push({ move, events, statuses: tasks.map((t) => run.status(t)) });
        watch?.(run);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        failed = { index: moves.length, reason: error.message.replace(/\.$/, '') };
        return false;
      }
    }
    return true;
  };

  watch?.(run);
  let closed = go(lasso.prefix, false) && lasso.cycle.length === 0;
  if (!failed && lasso.cycle.length > 0) {
    const seen = new Set<string>();
    for (let round = 0; !closed && !failed; round++) {
      const state = `${allowance.memory()}\n${run.fingerprint()}`;
      closed = seen.has(state);
      seen.add(state);
      if (closed || round === ROUNDS) break;
      go(lasso.cycle, true);
    }
  }
  return {
    started: run.started,
    moves,
    ...(failed && { failed }),
    closed,
    starved: [...onCycle].filter((t) => !lasso.cycle.some((m) => m.task === t)),
    allowed: allowance.allowed(),
    standing: tasks.map((t) => [...allowance.standing(t)]),
    run,
  };
}

/** What starts runs of a program, by scenario and switches: many runs of one are gone along, and it is set up once. */
const STARTS = new WeakMap<Program, WeakMap<Scenario, Map<string, () => Run>>>();

function startAgain(program: Program, scenario: Scenario, switches: readonly string[]): Run {
  const ofProgram = STARTS.get(program) ?? new WeakMap<Scenario, Map<string, () => Run>>();
  STARTS.set(program, ofProgram);
  const known = ofProgram.get(scenario) ?? new Map<string, () => Run>();
  ofProgram.set(scenario, known);
  const key = switches.join('+');
  const start = known.get(key) ?? runsOf(program, scenario, { switchesOn: new Set(switches) });
  known.set(key, start);
  return start();
}

/** Why a move cannot be made now. */
function whyNot(
  { task, choice }: Move,
  scenario: Scenario,
  schedule: ScheduleName,
  run: Run,
  allowance: Allowance,
): string | undefined {
  const name = scenario.tasks[task]?.name;
  if (name === undefined) return `there is no task ${task}`;
  const status = run.status(task);
  if (run.enabled(task) === 0) return `${name} is ${typeof status === 'string' ? status : 'stopped'}`;
  if (choice >= run.enabled(task)) return `there is nothing to choose for ${name}`;
  return allowance.mayMove(task) ? undefined : `\`${schedule}\` does not let ${name} move`;
}

// Goes along a run with the interpreter. In: a lasso and the schedule that it is said to be allowed by. Out: what happened
// at each move, and the first thing that is wrong with it. Nothing is taken from the search but the moves.

import { Refusal } from '../base/diagnostic.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import { type Run, type Status, startRun } from '../machine/interpret/run.ts';
import type { Lasso, Move } from '../machine/trace.ts';
import type { Program } from '../model/ast.ts';
import type { Scenario, ScheduleName } from '../model/model.ts';
import { Allowance } from './allowed.ts';

export interface FollowedMove {
  readonly move: Move;
  readonly events: readonly StepEvent[];
  /** Tasks that were allowed to move. */
  readonly allowed: readonly number[];
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
  /** Tasks that may move again and again on the cycle and never do. */
  readonly starved: readonly number[];
  /** Tasks that may move at the end. */
  readonly allowed: readonly number[];
  readonly run: Run;
}

/** Variables that nobody reads any more may differ the first times round, and count here though not in the search. */
const ROUNDS = 4;

/** Makes the moves of a lasso one by one. */
export function follow(
  program: Program,
  scenario: Scenario,
  switches: readonly string[],
  schedule: ScheduleName,
  lasso: Lasso,
): Followed {
  const run = startRun(program, scenario, { switchesOn: new Set(switches) });
  const allowance = new Allowance(scenario, schedule, run);
  const moves: FollowedMove[] = [];
  let failed: Followed['failed'];
  const statuses = (): Status[] => scenario.tasks.map((_, t) => run.status(t));

  const go = (list: readonly Move[]): boolean => {
    for (const move of list) {
      const allowed = allowance.allowed();
      const name = scenario.tasks[move.task]?.name ?? `task ${move.task}`;
      try {
        if (!allowed.includes(move.task) && run.enabled(move.task) > 0)
          throw new Refusal(`Cannot move \`${name}\`: ${schedule} does not let it have the CPU.`);
        const made = allowance.moving(move.task);
        const events = run.move(move);
        made(events);
        moves.push({ move, events, allowed, statuses: statuses() });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        failed = { index: moves.length, reason: error.message };
        return false;
      }
    }
    return true;
  };

  let closed = go(lasso.prefix) && lasso.cycle.length === 0;
  if (!failed && lasso.cycle.length > 0) {
    const seen = new Set<string>();
    for (let round = 0; !closed && !failed; round++) {
      const state = `${allowance.memory()}\n${run.fingerprint()}`;
      closed = seen.has(state);
      seen.add(state);
      if (closed || round === ROUNDS) break;
      go(lasso.cycle);
    }
  }
  const around = lasso.cycle.length > 0 ? moves.slice(-lasso.cycle.length) : [];
  const moving = new Set(around.map((m) => m.move.task));
  const starved = [...new Set(around.flatMap((m) => m.allowed))].filter((t) => !moving.has(t));
  return { started: run.started, moves, ...(failed && { failed }), closed, starved, allowed: allowance.allowed(), run };
}

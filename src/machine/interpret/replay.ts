// Goes through a run that the machine found, and says whether it is one: every move was possible, and the cycle leads
// back to a state that it passed before.

import { Refusal } from '../../base/diagnostic.ts';
import type { Program } from '../../model/ast.ts';
import type { Scenario } from '../../model/model.ts';
import type { Lasso, Move } from '../trace.ts';
import type { StepEvent } from './events.ts';
import { type Run, startRun } from './run.ts';

export interface ReplayedMove {
  readonly move: Move;
  readonly events: readonly StepEvent[];
}

export interface Replayed {
  /** Before the first move. */
  readonly started: readonly StepEvent[];
  readonly prefix: readonly ReplayedMove[];
  /** The first time round. */
  readonly cycle: readonly ReplayedMove[];
  /** The first move that was not possible; nothing after it was made. */
  readonly failed?: { readonly index: number; readonly move: Move; readonly reason: string };
  /** The cycle can be repeated for ever; false without a cycle. */
  readonly closed: boolean;
  /** Where it ended: behind the prefix if there is no cycle. */
  readonly run: Run;
}

/**
 * Variables that nobody reads any more may differ the first time round, and count here though not in the machine; they
 * have their value after it.
 */
const ROUNDS = 4;

/** Replays a run. Pools have no bound here: a bound limits the search, it is no event. */
export function replay(program: Program, scenario: Scenario, switchesOn: ReadonlySet<string>, lasso: Lasso): Replayed {
  const run = startRun(program, scenario, { switchesOn });
  const made: ReplayedMove[] = [];
  let failed: Replayed['failed'];

  const go = (moves: readonly Move[]): boolean => {
    for (const move of moves) {
      try {
        made.push({ move, events: run.move(move) });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        failed = { index: made.length, move, reason: error.message };
        return false;
      }
    }
    return true;
  };

  let closed = false;
  if (go(lasso.prefix) && lasso.cycle.length > 0) {
    const seen = new Set<string>();
    for (let round = 0; round <= ROUNDS && !closed && !failed; round++) {
      const state = run.fingerprint();
      closed = seen.has(state);
      seen.add(state);
      if (!closed && round < ROUNDS) go(lasso.cycle);
    }
  }
  const { length } = lasso.prefix;
  return {
    started: run.started,
    prefix: made.slice(0, length),
    cycle: made.slice(length, length + lasso.cycle.length),
    ...(failed && { failed }),
    closed,
    run,
  };
}

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { runsOf, toldOf } from '../view/runs.ts';
import type { RunView } from '../view/view.ts';
import { witnessTable } from '../witness.ts';
import type { Outcome } from './outcome.ts';

/** The run of an outcome that failed. */
export function runOf(v: ThreadVerdict, { check, candidate }: Outcome, file: string): RunView | undefined {
  return runsOf(v, file).find((r) => r.check === check.check.id && r.candidate === candidate);
}

/** It as a table, with the command that replays it. */
export function runLines(v: ThreadVerdict, run: RunView): string[] {
  return [...witnessTable(toldOf(v, run), 80), '', ...run.replay.map((l, i) => (i === 0 ? l : `  ${l}`))];
}

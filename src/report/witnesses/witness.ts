import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { deciding } from '../../verdict/verdict.ts';
import { type Told, type ToldRun, toldRun } from '../told-run.ts';
import { runsOf, toldOf } from '../view/runs.ts';
import { traceView } from '../view/trace-view.ts';
import type { RunView, TraceView } from '../view/view.ts';
import { type OtherSide, otherSide } from './other-side.ts';

/** A run with all that is said of it. */
export interface Witness {
  readonly described: boolean;
  readonly run: RunView;
  readonly told: Told;
  /** Whole, with the cells that matter. */
  readonly toldRun: ToldRun;
  readonly trace: TraceView;
  /** What becomes of its schedule on the other side of the patch; nothing if there is none. */
  readonly other: OtherSide | undefined;
}

/**
 * The runs of the checks that were asked for by name or, if none was, of those that the thread describes: before the
 * patches, and after the newest.
 */
export function witnessesOf(v: ThreadVerdict, file: string): Witness[] {
  const isNamed = v.checks.some((c) => c.named);
  const asked = v.checks.filter((c) => (isNamed ? c.named : c.described));
  const newest = deciding(v.candidates)?.id ?? null;
  const shown = runsOf(v, file).filter((r) => r.candidate === null || r.candidate === newest);
  return asked.flatMap(({ check, described }) =>
    shown
      .filter((r) => r.check === check.id)
      .map((run) => {
        const told = toldOf(v, run);
        return {
          described,
          run,
          told,
          toldRun: toldRun(told, { whole: true, sliced: true }),
          trace: traceView(v, run),
          other: otherSide(told),
        };
      }),
  );
}

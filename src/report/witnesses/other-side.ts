import type { Told } from '../told-run.ts';
import { goAlong, type Outcome, type PartingText, partingText } from './outcome.ts';

/** What becomes of a run's schedule in the program on the other side of the patch. */
export interface OtherSide extends Outcome {
  /** Id of the candidate; null for the program before. */
  readonly candidate: string | null;
  /** `after the patch`. */
  readonly when: string;
  readonly parts: PartingText | null;
}

/** Goes along a run in the other program. Nothing if there is none. */
export function otherSide(told: Told): OtherSide | undefined {
  if (!told.other) return undefined;
  const { program, candidate, when } = told.other;
  const own = goAlong(told.program, told);
  const theirs = goAlong(program, told);
  const [before, after] = candidate === null ? [theirs, own] : [own, theirs];
  return { candidate, when, ...theirs.outcome, parts: partingText(before, after, told.scenario) };
}

// What a test imports that was made of a run, as `patchcheck/witness`.

import { type Replayed, replaySchedule, type Schedule } from '../report/witnesses/replay.ts';
import { packageRoot } from './package-root.ts';

export type { Replayed, Schedule };

/** Goes along one schedule of a check, step by step, before the patch or with the patches of a candidate. */
export function replay(schedule: Schedule): Promise<Replayed> {
  return replaySchedule(schedule, packageRoot());
}

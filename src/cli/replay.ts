import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import type { ModelOptions } from './options.ts';

export interface ReplayOptions extends ModelOptions {
  /** Id of the candidate whose program is run; the program before, if it is absent. */
  readonly candidate?: string;
}

/** `patchcheck replay FILE CHECK RUN`: goes through one run step by step. `run` is what src/verdict/run-text.ts prints. */
export async function replayRun(file: string, check: string, run: string, _options: ReplayOptions): Promise<ExitCode> {
  throw new CommandError(3, `Cannot replay ${run} of ${check} in ${file}: this command is not there yet.`);
}

import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { readInputs } from './input.ts';
import type { ModelOptions } from './options.ts';
import { packageRoot } from './package-root.ts';
import { page } from './pager.ts';

export interface ReplayOptions extends ModelOptions {
  /** Id of the candidate whose program is run; the program before, if it is absent. */
  readonly candidate?: string;
  /** What there is more of in the scenario: `reader:1`. */
  readonly more?: string;
}

/**
 * `patchcheck replay FILE CHECK RUN`: goes along one run step by step. `run` is what src/verdict/run-text.ts prints. 0 if
 * the run shows the violation, 1 if it does not.
 */
export async function replayRun(file: string, check: string, run: string, options: ReplayOptions): Promise<ExitCode> {
  const [input, ...onto] = await readInputs([file, ...options.onto]);
  const { CannotReplay, replayText } = await import('../report/replay.ts');
  try {
    const request = { root: packageRoot(), onto, config: options.config, check, run };
    const { candidate, more } = options;
    const { text, confirmed } = await replayText(input!, {
      ...request,
      ...(candidate !== undefined && { candidate }),
      ...(more !== undefined && { more }),
    });
    await page(text, options);
    return confirmed ? 0 : 1;
  } catch (error) {
    if (error instanceof CannotReplay) throw new CommandError(error.isUsage ? 2 : 125, error.message);
    throw error;
  }
}

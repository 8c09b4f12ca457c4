import type { JudgedMutant } from '../mutate/mutation.ts';
import { ASCII_GROWS } from '../report/ascii.ts';
import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { readInputs } from './input.ts';
import { endBy } from './interrupt.ts';
import { checkOptions } from './judge.ts';
import { openLook } from './look.ts';
import type { VerdictOptions } from './options.ts';
import { write } from './output.ts';
import { page } from './pager.ts';
import { hasColor, isAscii, width } from './screen.ts';
import { version } from './version.ts';

export interface MutateCommandOptions extends VerdictOptions {
  /** Id of the candidate; the one that decides the verdict of the thread, if it is absent. */
  readonly candidate?: string;
}

/** `patchcheck mutate FILE`: judges the mutants of a patch; of a run that was interrupted, those that it came to. */
export async function mutate(file: string, options: MutateCommandOptions): Promise<ExitCode> {
  const [input, ...onto] = await readInputs([file, ...options.onto]);
  const { CannotMutate, mutateThread } = await import('../mutate/mutate.ts');
  const { candidate } = options;
  const { look, interrupt, close } = openLook();
  const asked = { ...checkOptions(options), onto, look, ...(candidate !== undefined && { candidate }) };
  try {
    const mutation = await mutateThread(input!, asked).finally(close);
    if (options.json) {
      const { mutationJson } = await import('../report/mutation-json.ts');
      const { escapeJson } = await import('../report/escape.ts');
      write(1, `${escapeJson(JSON.stringify(mutationJson(mutation, version), null, 2))}\n`);
    } else {
      const { mutationText } = await import('../report/mutation-text.ts');
      const columns = isAscii() ? Math.min(width(), 100) - ASCII_GROWS : width();
      const content = file === '-' ? '' : Buffer.from(input!.bytes).toString();
      const screen = { width: columns, color: hasColor(options), file, content };
      await page(mutationText(mutation, screen), options);
    }
    if (!interrupt.signal) return exitCodeFor(mutation.mutants);
  } catch (error) {
    if (!(error instanceof CannotMutate)) throw error;
    if (!interrupt.signal) throw new CommandError(error.isUsage ? 2 : 125, error.message);
    write(2, `patchcheck: ${error.message}\n`);
  }
  endBy(interrupt.signal);
  return 130;
}

/** 0 if the checks tell each mutant from the patch, 1 if something is not shown to be needed, 125 if that is not decided. */
function exitCodeFor(mutants: readonly JudgedMutant[]): ExitCode {
  const has = (...kinds: string[]): boolean => mutants.some((m) => kinds.includes(m.outcome.kind));
  if (has('survived', 'never-ran')) return 1;
  return has('undecided') || !has('killed') ? 125 : 0;
}

import type { Lasso } from '../machine/trace.ts';
import type { Task } from '../model/model.ts';
import type { Check } from '../verdict/checks.ts';
import { printRun } from '../verdict/run-text.ts';
import { shellWord } from './words.ts';

export interface Replayable {
  /** As it was given. */
  readonly file: string;
  readonly onto: readonly string[];
  readonly config: Readonly<Record<string, boolean>>;
  readonly check: Check;
  readonly tasks: readonly Task[];
  readonly lasso: Lasso;
  /** Absent for the program before. */
  readonly candidate?: string;
  /** What there is more of in the scenario: `reader:1`. */
  readonly more?: string;
}

/** The command that goes along a run again, as a shell takes it: long ones go on on the next line. */
export function replayCommand({ file, onto, config, check, tasks, lasso, candidate, more }: Replayable): string[] {
  const options: (readonly string[])[] = [
    ...(candidate === undefined ? [] : [['--candidate', candidate]]),
    ...(more === undefined ? [] : [['--more', more]]),
    ...onto.map((name) => ['--onto', name]),
    ...Object.entries(config).map(([name, value]) => ['--config', `${name}=${value ? 'y' : 'n'}`]),
  ];
  // A name that looks like an option is none.
  const name = /^-./.test(file) ? `./${file}` : file;
  const parts = [['patchcheck', 'replay', ...options.flat(), name], [check.id], [printRun(lasso, tasks)]];
  const lines = parts.map((words) => words.map(shellWord).join(' '));
  return lines.map((line, i) => (i < lines.length - 1 ? `${line} \\` : line));
}

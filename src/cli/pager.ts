import { spawnSync } from 'node:child_process';
import { write } from './output.ts';
import { canPage, isAscii } from './screen.ts';

export interface PageOptions {
  /** False with `--no-pager`. */
  readonly pager: boolean;
}

/** Prints a report: on a terminal through the pager that git would use, else as it is. */
export async function page(report: string, { pager: isWanted }: PageOptions): Promise<void> {
  const text = isAscii() ? (await import('../report/ascii.ts')).toAscii(report) : report;
  const pager = isWanted && canPage() ? pagerCommand() : 'cat';
  if (pager === '' || pager === 'cat') return void write(1, text);
  // Less must not clear the screen for what fits on it, and must show colours.
  const env = { LESS: 'FRX', LV: '-c', ...process.env };
  // An interrupt is for the pager, which stays: the shell must not take the terminal back from under it.
  process.on('SIGINT', ignore);
  const { error, status } = spawnSync(pager, { shell: true, input: text, stdio: ['pipe', 'inherit', 'inherit'], env });
  process.off('SIGINT', ignore);
  if ((error && (error as NodeJS.ErrnoException).code !== 'EPIPE') || status === COMMAND_NOT_FOUND) write(1, text);
}

const ignore = (): void => {};

const COMMAND_NOT_FOUND = 127;

/** As `git var GIT_PAGER` has it, where there is git. */
function pagerCommand(): string {
  const { stdout, status } = spawnSync('git', ['var', 'GIT_PAGER'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : (process.env.GIT_PAGER ?? process.env.PAGER ?? 'less');
}

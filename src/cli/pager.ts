import { spawnSync } from 'node:child_process';
import { write } from './output.ts';

/** Prints a report: on a terminal through the pager that git would use, else as it is. */
export function page(text: string): void {
  const pager = process.stdout.isTTY ? pagerCommand() : 'cat';
  if (pager === '' || pager === 'cat') return void write(1, text);
  // Less must not clear the screen for what fits on it, and must show colours.
  const env = { LESS: 'FRX', LV: '-c', ...process.env };
  const { error, status } = spawnSync(pager, { shell: true, input: text, stdio: ['pipe', 'inherit', 'inherit'], env });
  if (error || status === COMMAND_NOT_FOUND) write(1, text);
}

const COMMAND_NOT_FOUND = 127;

/** As `git var GIT_PAGER` has it, where there is git. */
function pagerCommand(): string {
  const { stdout, status } = spawnSync('git', ['var', 'GIT_PAGER'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : (process.env.GIT_PAGER ?? process.env.PAGER ?? 'less');
}

// The command as a process of its own, from the bundle that is installed.

import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const THREAD = `${ROOT}fixtures/threads/2020-swapin-livelock.txt`;

export interface Result {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Makes the bundle; does nothing if it is up to date. */
export function build(): void {
  execFileSync(process.execPath, [`${ROOT}scripts/build.mjs`], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Runs the command and waits for its end. */
export function patchcheck(args: readonly string[], stdin: string | Uint8Array = '', cwd = ROOT): Result {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [`${ROOT}dist/cli.js`, ...args], {
    cwd,
    input: stdin,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { exit: status, out: stdout.toString(), err: stderr.toString() };
}

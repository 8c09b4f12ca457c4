// The command as it is now, in a folder of its own: models that somebody edits while a test runs would be others to the
// two processes of which the test compares the results.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Result, ROOT } from '../cli/run.ts';

export interface Frozen {
  /** Holds nothing but what the test puts there. */
  readonly folder: string;
  readonly run: (...args: string[]) => Result;
  /** As a shell takes it. */
  readonly command: (...args: string[]) => string;
  readonly start: (...args: string[]) => ChildProcess;
  readonly remove: () => void;
}

export function freeze(): Frozen {
  build();
  const base = mkdtempSync(join(tmpdir(), 'patchcheck-batch-'));
  const program = join(base, 'program');
  for (const name of ['dist', 'models', 'package.json'])
    cpSync(join(ROOT, name), join(program, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(program, 'node_modules'));
  const folder = mkdtempSync(join(base, 'work-'));
  const cli = join(program, 'dist', 'cli.js');
  const env = { ...process.env, NO_COLOR: '1' };
  return {
    folder,
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
        cwd: folder,
        env,
        maxBuffer: 1 << 28,
        encoding: 'utf8',
      });
      return { exit: status, out: stdout, err: stderr };
    },
    command: (...args) => [process.execPath, cli, ...args].join(' '),
    start: (...args) =>
      spawn(process.execPath, [cli, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

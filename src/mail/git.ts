// The only file that runs git. An archive comes from anywhere, so nothing that its configuration names is run, and
// nothing is fetched.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { badRepository, noGit } from './messages.ts';

/** A git that runs. */
export interface Git {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The end of what it says on standard error. */
  said: string;
}

/** Starts git on a bare repository. */
export function git(path: string, args: readonly string[]): Git {
  const child = spawn('git', [`--git-dir=${path}`, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: environment() });
  const run: Git = { child, said: '' };
  // Read as it comes: git waits for ever if nobody does.
  child.stderr.on('data', (chunk: Buffer) => {
    run.said = (run.said + chunk.toString('utf8')).slice(-2000);
  });
  // What went wrong is told by `ended`; a pipe that broke says nothing new.
  child.stdin.on('error', () => {});
  child.on('error', () => {});
  return run;
}

/** Without a repository that the environment names, and with no way to fetch what a partial clone lacks. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_(?!EXEC_PATH$)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
}

/** Waits for git to end; throws a `MailError` if it failed. */
export async function ended(run: Git, path: string): Promise<void> {
  const { child } = run;
  if (child.pid === undefined) throw noGit(path);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  if (child.exitCode === 0) return;
  const why = run.said.trim().split('\n').at(-1) ?? '';
  throw badRepository(
    path,
    why.replace(/^(fatal|error): /, '') || `it ended with ${child.exitCode ?? child.signalCode}`,
  );
}

/** The lines that git prints, as many at a time as come at a time. One that is not read to the end is stopped. */
export async function* linesOf({ child }: Git): AsyncGenerator<string[]> {
  child.stdin.end();
  let whole = false;
  try {
    let rest = '';
    for await (const chunk of child.stdout) {
      const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
    whole = true;
  } finally {
    // Not when all is said: it ends by itself then, and its exit status counts.
    if (!whole) child.kill();
  }
}

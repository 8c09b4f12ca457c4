// A text in the reviewer's editor, as git opens one.

import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export type Edited = { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly message: string };

/** Opens a file and waits until the editor is closed. The terminal is its own meanwhile. */
export function edit(path: string): Edited {
  // Standard input may be where the mail came from.
  const stdin = process.stdin.isTTY ? 'inherit' : openSync('/dev/tty', 'r');
  const editor = editorCommand();
  const { error, status, signal } = spawnSync('sh', ['-c', `${editor} "$@"`, editor, path], {
    stdio: [stdin, 'inherit', 'inherit'],
  });
  if (stdin !== 'inherit') closeSync(stdin);
  if (error) return { kind: 'failed', message: `Cannot run sh: ${error.message}` };
  if (status === 0) return { kind: 'closed' };
  return { kind: 'failed', message: `The editor \`${editor}\` ended with ${signal ?? `status ${status}`}.` };
}

/** `GIT_EDITOR`, `core.editor`, `VISUAL`, `EDITOR`, in this order, as git has it; without git, of the environment. */
function editorCommand(): string {
  const { stdout, status } = spawnSync('git', ['var', 'GIT_EDITOR'], { encoding: 'utf8' });
  if (status === 0 && stdout.trim() !== '') return stdout.trim();
  const { GIT_EDITOR, VISUAL, EDITOR } = process.env;
  return GIT_EDITOR || VISUAL || EDITOR || 'vi';
}

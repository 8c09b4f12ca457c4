// A package of its own in a temporary folder: the bundle and the vocabulary, and the models of a test instead of ours.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Result, ROOT } from './run.ts';

/** What of our package is linked, and what has to lie in the other: Node takes the bundle from where it really is. */
const LINKED = ['node_modules', 'src', 'models/kernel'];
const COPIED = ['dist', 'package.json', 'tsconfig.json', 'models/tsconfig.json', 'vitest.config.ts'];

export interface OtherPackage {
  readonly root: string;
  write(path: string, text: string): void;
  /** Runs a program of Node in its folder. */
  node(args: readonly string[]): Result;
  remove(): void;
}

/** Makes a package with these files; the bundle has to be there. */
export function otherPackage(files: Readonly<Record<string, string>>): OtherPackage {
  const root = mkdtempSync(join(tmpdir(), 'patchcheck-package-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(join(root, 'models'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(root, path), { recursive: true });
  for (const path of LINKED) symlinkSync(join(ROOT, path), join(root, path));
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    root,
    write,
    node: (args) => {
      const outer = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
      const env = { ...Object.fromEntries(outer), NO_COLOR: '1' };
      const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: root, env });
      if (error) throw error;
      return { exit: status, out: stdout.toString(), err: stderr.toString() };
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

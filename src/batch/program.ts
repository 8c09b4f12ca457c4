// By what results are told apart: the version of the program, the models, and what was asked. A result of another one
// says nothing about this one.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Setting } from './task.ts';

/** What judges: the same in every process of the same installation, on whichever machine. */
export function engineOf(root: string, version: string): string {
  const folder = join(root, 'models');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const hash = createHash('sha256').update(`${version}\n`);
  for (const name of names.sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(folder, name)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** What judges, and what it is asked. */
export function programOf(engine: string, setting: Setting): string {
  const fields = Object.entries(setting).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([engine, fields]))
    .digest('hex')
    .slice(0, 16);
}

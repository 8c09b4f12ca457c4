// Models as the build has read them: a tree is read back in a tenth of the time that parsing takes. In: a model's folder;
// out: what loading it makes, if each file that it was made of says what it said then, letter for letter. In every other
// case there is nothing, and the model is read anew (docs/decisions/0016).
//
// One file for each model, in a folder beside the bundle whose name is made of the code that wrote it.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { Source } from '../base/source.ts';
import type { Model } from './model.ts';
import type { ParsedFile } from './ts/parse.ts';

export interface Kept {
  readonly model: Model;
  /** Names of the model's own files, which are all that its folder holds. */
  readonly own: readonly string[];
  /** The texts of all files, own and of the vocabulary. */
  readonly sources: readonly Source[];
  /** Not part of the program, but read in the same way. */
  readonly proposals: readonly ParsedFile[];
}

/** The name of the folder, which the build gives; from `src/` there is none. */
declare const KEPT_MODELS: string | undefined;

/** What was kept of a model, if it is still so. `own`: names of the files that its folder holds now. */
export function readKept(name: string, own: readonly string[], root: string): Kept | undefined {
  if (typeof KEPT_MODELS === 'undefined') return undefined;
  const path = join(fileURLToPath(new URL(KEPT_MODELS, import.meta.url)), name);
  if (!existsSync(path)) return undefined;
  const kept = read(path);
  return kept && isCurrent(kept, own, root) ? kept : undefined;
}

/** Whether files are what a model was made of. */
export function isCurrent(kept: Kept, own: readonly string[], root: string): boolean {
  return kept.own.join('\n') === own.join('\n') && kept.sources.every((source) => says(root, source));
}

function says(root: string, { name, text }: Source): boolean {
  const path = join(root, name);
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

/** Another version of Node may have written it, or not to the end. */
function read(path: string): Kept | undefined {
  try {
    return deserialize(readFileSync(path)) as Kept;
  } catch {
    return undefined;
  }
}

/** Keeps a model in a folder. */
export function writeKept(kept: Kept, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, kept.model.name);
  const next = `${path}.${process.pid}`;
  writeFileSync(next, serialize(kept));
  renameSync(next, path);
}

// Results of earlier sessions, in $XDG_CACHE_HOME/patchcheck: safe to delete at any time, and of no use to anybody else.
// What a result depends on is in its name: the mails, the options, the program and the models.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ThreadView, TraceView } from '../../report/view/view.ts';
import type { Input } from '../../verdict/onto.ts';
import { writeWhole } from '../write-whole.ts';
import type { Setting } from './protocol.ts';
import type { Summary } from './summary.ts';

export interface Cached {
  readonly summary: Summary;
  readonly view: ThreadView;
}

export interface Cache {
  readonly result: (input: Input) => Promise<Cached | null>;
  readonly keep: (input: Input, result: Cached) => void;
  readonly trace: (input: Input, run: string) => Promise<TraceView | null>;
  readonly keepTrace: (input: Input, run: string, trace: TraceView) => void;
}

/** A cache in a folder. `program` says which program judges: anything that changes with it. */
export function openCache(folder: string, { root, onto, asked, checks }: Setting, program: string): Cache {
  const setting = createHash('sha256');
  setting.update(JSON.stringify([program, asked, checks, onto.map((o) => o.name)]));
  for (const { bytes } of onto) setting.update(digest(bytes));
  setting.update(modelsDigest(join(root, 'models')));
  const common = setting.digest('hex');
  const pathOf = ({ bytes, name }: Input, what: string): string =>
    join(folder, `${digest(`${common}\0${digest(bytes)}\0${name}\0${what}`)}.json`);
  return {
    result: (input) => read<Cached>(pathOf(input, 'thread')),
    keep: (input, result) => write(pathOf(input, 'thread'), result),
    trace: (input, run) => read<TraceView>(pathOf(input, `run ${run}`)),
    keepTrace: (input, run, trace) => write(pathOf(input, `run ${run}`), trace),
  };
}

/** A cache that keeps nothing. */
export const NO_CACHE: Cache = {
  result: async () => null,
  keep: () => {},
  trace: async () => null,
  keepTrace: () => {},
};

function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Of all models: names and texts. */
function modelsDigest(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(`${name}\0${digest(readFileSync(join(folder, name)))}\n`);
  return hash.digest('hex');
}

/** What cannot be read is not there: it is made anew. */
async function read<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return null;
  }
}

function write(path: string, value: unknown): void {
  try {
    writeWhole(path, JSON.stringify(value), 'made-again');
  } catch {
    // A disk that is full or read-only costs time, nothing else.
  }
}

// What the reviewer decided, in $XDG_DATA_HOME/patchcheck/reviews: a JSON file for each version of a patch, under its
// content key. Nothing that the machine found is in it, and nothing of it goes into what the machine finds.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../write-whole.ts';
import { isEmpty, type Mark } from './mark.ts';

const SCHEMA = 'patchcheck.review/1';

/** All marks in a folder, by key. Files that are none are left alone. */
export function readMarks(folder: string): Record<string, Mark> {
  const marks: Record<string, Mark> = {};
  for (const name of namesIn(folder)) {
    const mark = readMark(join(folder, name));
    if (mark && name === `${mark.key}.json`) marks[mark.key] = mark;
  }
  return marks;
}

/** Keeps a mark; one in which nothing is decided any more is taken away. */
export function saveMark(folder: string, mark: Mark): void {
  const path = join(folder, `${mark.key}.json`);
  if (isEmpty(mark)) rmSync(path, { force: true });
  else writeWhole(path, `${JSON.stringify({ schema: SCHEMA, ...mark }, null, 2)}\n`);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readMark(path: string): Mark | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { schema, key, opinion, progress, note, candidate, version, title, author, date } = value as Record<
    string,
    unknown
  >;
  const isText = (t: unknown): t is string => typeof t === 'string';
  if (schema !== SCHEMA || !isText(key) || typeof version !== 'number') return null;
  if (!isText(note) || !isText(candidate) || !isText(title) || !isText(author) || !isText(date)) return null;
  return {
    ...{ key, note, candidate, version, title, author, date },
    opinion: opinion === 'agree' || opinion === 'disagree' ? opinion : null,
    progress: progress === 'done' || progress === 'skipped' ? progress : null,
  };
}

// What a folder is, and what in it is mail. In: a path; out: the files and repositories to read, in order.

import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Something in a folder that may hold mail. */
export type Source =
  | { readonly kind: 'file'; readonly path: string; readonly flags: string }
  /** A bare repository of a public-inbox. */
  | { readonly kind: 'epoch'; readonly path: string };

const byName = new Intl.Collator('en', { numeric: true });
const epoch = /^\d+\.git$/;

/** Every source in a folder, sub-folders included, ordered by name with numbers by value. */
export async function* sourcesIn(path: string, seen = new Set<string>()): AsyncGenerator<Source> {
  const { dev, ino } = await stat(path);
  if (seen.has(`${dev}:${ino}`)) return;
  seen.add(`${dev}:${ino}`);
  const names = (await readdir(path)).sort(byName.compare);
  if (isRepository(names)) return yield { kind: 'epoch', path };
  if (names.includes('.git') && names.every((name) => name === '.git' || name === 'm'))
    return yield { kind: 'epoch', path: join(path, '.git') };
  if (names.includes('git') && (await list(join(path, 'git'))).some((name) => epoch.test(name)))
    return yield* sourcesIn(join(path, 'git'), seen);
  if (names.includes('cur') && names.includes('new')) {
    yield* maildir(path);
    const folders = names.filter((name) => /^\.[^.]/.test(name));
    return yield* each(path, folders, seen);
  }
  // all.git of a public-inbox only borrows the objects of the epochs.
  const epochs = names.some((name) => epoch.test(name));
  const shown = names.filter((name) => !name.startsWith('.') && !(epochs && name === 'all.git'));
  yield* each(path, shown, seen);
}

async function* each(path: string, names: readonly string[], seen: Set<string>): AsyncGenerator<Source> {
  for (const name of names) {
    const full = join(path, name);
    const found = await stat(full).catch(() => null);
    if (found?.isDirectory()) yield* sourcesIn(full, seen);
    else if (found?.isFile() && !name.startsWith('.')) yield { kind: 'file', path: full, flags: '' };
  }
}

function isRepository(names: readonly string[]): boolean {
  return (
    names.includes('HEAD') && names.includes('objects') && (names.includes('refs') || names.includes('packed-refs'))
  );
}

/** The mails of `cur` and `new` together, oldest first; what is in `tmp` is not delivered yet. */
async function* maildir(path: string): AsyncGenerator<Source> {
  const files: string[] = [];
  for (const folder of ['cur', 'new'])
    for (const name of await list(join(path, folder))) if (!name.startsWith('.')) files.push(join(folder, name));
  files.sort((a, b) => byName.compare(basename(a), basename(b)));
  for (const file of files) {
    const full = join(path, file);
    if ((await stat(full).catch(() => null))?.isFile()) yield { kind: 'file', path: full, flags: flagsOf(file) };
  }
}

/** `1590084000.M1.host:2,RS` has the flags R and S; where a colon may not be in a name, another sign stands for it. */
function flagsOf(name: string): string {
  return /[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
}

async function list(path: string): Promise<string[]> {
  return readdir(path).catch(() => []);
}

// An epoch of a public-inbox in (a bare repository), its mails out, oldest commit first.
//
//   commit   tree        one `git log` names the blobs, one `git cat-file --batch` gives them
//   A        m           a mail
//   B        m           the next one
//   C        d           the mail of B was removed (spam): counted
//   D        12/34ab…    a mail in the older format (v1)

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MailError } from './error.ts';
import { ended, git, linesOf } from './git.ts';
import { mailLimit } from './limits.ts';
import type { ArchiveNotes, RawMail } from './raw.ts';
import { Window } from './window.ts';

/** `:100644 100644 old new A<TAB>path`. */
const change = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]{40,64}) ([AMD])\t(.*)$/;
const mailPath = /^(?:m|[0-9a-f]{2}\/[0-9a-f]{38})$/;
const promisor = '^(extensions\\.partialclone|remote\\..*\\.promisor)$';
const logArgs = [
  ...['-c', 'log.showSignature=false', '-c', 'log.showRoot=true', 'log', '--reverse', '--raw', '--no-abbrev'],
  ...['--no-renames', '--no-ext-diff', '--no-textconv', '--format=', '--all'],
];

/**
 * The mails of a repository, but for those that commits before `tips` brought. Removals and missing blobs are counted in
 * `notes`. Throws `MailError` if git cannot read it.
 */
export async function* readEpoch(
  path: string,
  notes: ArchiveNotes,
  tips: readonly string[] = [],
): AsyncGenerator<RawMail> {
  const absent = await leftOut(path);
  yield* readBlobs(path, blobsOf(path, notes, absent, tips), notes);
}

/** The commits at which the history of a repository ends. Throws `MailError` if git cannot read it. */
export async function tipsOf(path: string): Promise<string[]> {
  return [...new Set(await said(path, ['rev-parse', '--all']))].sort();
}

/** Whether the history of a repository still holds these commits: one that was purged does not. */
export async function holdsCommits(path: string, tips: readonly string[]): Promise<boolean> {
  if (tips.length === 0) return true;
  try {
    return (await said(path, ['rev-list', '--max-count=1', ...tips, '--not', '--all'])).length === 0;
  } catch (error) {
    if (error instanceof MailError) return false;
    throw error;
  }
}

async function said(path: string, args: readonly string[]): Promise<string[]> {
  const run = git(path, args);
  const found: string[] = [];
  for await (const lines of linesOf(run)) found.push(...lines.filter((line) => line !== ''));
  await ended(run, path);
  return found;
}

/** The blobs of a repository, one at a time, as they are asked for. */
export interface Blobs {
  /** The bytes of a mail, no more than are kept of one; null if the repository does not have it. */
  readonly read: (oid: string) => Promise<Buffer | null>;
  readonly close: () => void;
}

/** Opens a repository for reading blobs out of their order. One is read at a time. */
export function openBlobs(path: string): Blobs {
  const cat = git(path, ['cat-file', '--batch']);
  const window = new Window(cat.child.stdout);
  return {
    read: async (oid) => {
      cat.child.stdin.write(`${oid}\n`);
      const line = await takeLine(window);
      if (line === null) await ended(cat, path);
      const [, type, size] = (line ?? '').split(' ');
      if (type === undefined || size === undefined) return null;
      const { bytes } = await takeBytes(window, Number(size));
      return type === 'blob' ? bytes : null;
    },
    close: () => cat.child.kill(),
  };
}

/** What a partial clone lacks. Asked for it, git would fetch it, and give up if it may not (before 2.45). */
async function leftOut(path: string): Promise<Set<string>> {
  const absent = new Set<string>();
  let partial = false;
  for await (const _ of linesOf(git(path, ['config', '--name-only', '--get-regexp', promisor]))) partial = true;
  if (!partial) return absent;
  for await (const lines of linesOf(git(path, ['rev-list', '--objects', '--missing=print', '--all'])))
    for (const line of lines) if (line.startsWith('?')) absent.add(line.slice(1));
  return absent;
}

/** The blobs of a repository, in the order in which they are asked for. */
async function* readBlobs(
  path: string,
  oids: AsyncIterable<readonly string[]>,
  notes: ArchiveNotes,
): AsyncGenerator<RawMail> {
  const cat = git(path, ['cat-file', '--batch', '--buffer']);
  const asked = pipeline(Readable.from(asLines(oids)), cat.child.stdin).catch((error: unknown) => error);
  const window = new Window(cat.child.stdout);
  try {
    for (let line = await takeLine(window); line !== null; line = await takeLine(window)) {
      const [oid = '', type, size] = line.split(' ');
      if (type === undefined || size === undefined) notes.missing++;
      else {
        const { bytes, cut } = await takeBytes(window, Number(size));
        const place = { kind: 'blob', path, oid } as const;
        if (type === 'blob') yield { bytes, shape: 'mail', place, damage: cut ? ['mail-cut'] : [] };
      }
    }
    await ended(cat, path);
    const error = await asked;
    if (error) throw error;
  } finally {
    cat.child.kill();
  }
}

/** Names of the mails in the history, oldest first, as many at a time as git tells at a time. */
async function* blobsOf(
  path: string,
  notes: ArchiveNotes,
  absent: Set<string>,
  tips: readonly string[],
): AsyncGenerator<string[]> {
  const log = git(path, [...logArgs, ...(tips.length > 0 ? ['--not', ...tips] : []), '--']);
  for await (const lines of linesOf(log)) {
    const named = lines.flatMap((line) => mailOf(line, notes));
    const held = absent.size === 0 ? named : named.filter((oid) => !absent.has(oid));
    notes.missing += named.length - held.length;
    yield held;
  }
  await ended(log, path);
}

function mailOf(line: string, notes: ArchiveNotes): string[] {
  const [, oid = '', kind, name = ''] = change.exec(line) ?? [];
  const removal = name === 'd' ? kind !== 'D' : kind === 'D' && name !== 'm';
  if (kind !== undefined && removal) notes.removed++;
  return kind !== undefined && kind !== 'D' && mailPath.test(name) ? [oid] : [];
}

async function* asLines(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const oids of batches) if (oids.length > 0) yield `${oids.join('\n')}\n`;
}

async function takeLine(window: Window): Promise<string | null> {
  for (;;) {
    const end = window.bytes.indexOf(10);
    if (end >= 0) {
      const line = window.bytes.toString('latin1', 0, end);
      window.drop(end + 1);
      return line;
    }
    if (!(await window.more())) return null;
  }
}

/** Takes a blob and the line end behind it; what is beyond the limit is let go by. */
async function takeBytes(window: Window, size: number): Promise<{ bytes: Buffer; cut: boolean }> {
  const kept = Math.min(size, mailLimit);
  await window.fill(kept);
  const bytes = window.bytes.subarray(0, kept);
  for (let left = size + 1; left > 0; ) {
    if (window.bytes.length === 0 && !(await window.more())) break;
    const gone = Math.min(left, window.bytes.length);
    window.drop(gone);
    left -= gone;
  }
  return { bytes, cut: kept < size };
}

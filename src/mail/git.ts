// The only file that runs git. An epoch of a public-inbox in (a bare repository), its mails out, oldest commit first.
//
//   commit   tree        one `git log` names the blobs, one `git cat-file --batch` gives them
//   A        m           a mail
//   B        m           the next one
//   C        d           the mail of B was removed (spam): counted
//   D        12/34ab…    a mail in the older format (v1)
//
// An archive comes from anywhere, so nothing that its configuration names is run, and nothing is fetched.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mailLimit } from './limits.ts';
import { badRepository, noGit } from './messages.ts';
import type { ArchiveNotes, RawMail } from './raw.ts';
import { Window } from './window.ts';

type Git = ChildProcessByStdio<Writable, Readable, Readable>;

/** `:100644 100644 old new A<TAB>path`. */
const change = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]{40,64}) ([AMD])\t(.*)$/;
const mailPath = /^(?:m|[0-9a-f]{2}\/[0-9a-f]{38})$/;
const logArgs = [
  ...['-c', 'log.showSignature=false', '-c', 'log.showRoot=true', 'log', '--reverse', '--raw', '--no-abbrev'],
  ...['--no-renames', '--no-ext-diff', '--no-textconv', '--format=', 'HEAD', '--'],
];

/** The mails of a repository. Removals and missing blobs are counted in `notes`. Throws `MailError` if git cannot read it. */
export async function* readEpoch(path: string, notes: ArchiveNotes): AsyncGenerator<RawMail> {
  const log = git(path, logArgs);
  log.stdin.end();
  yield* readBlobs(path, blobsOf(log, path, notes), notes);
}

/** The blobs of a repository, in the order in which they are asked for. */
export async function* readBlobs(
  path: string,
  oids: AsyncIterable<readonly string[]>,
  notes: ArchiveNotes,
): AsyncGenerator<RawMail> {
  const cat = git(path, ['cat-file', '--batch', '--buffer']);
  const asked = pipeline(Readable.from(asLines(oids)), cat.stdin).catch((error: unknown) => error);
  const window = new Window(cat.stdout);
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
    cat.kill();
  }
}

/** Names of the mails in the history, oldest first, as many at a time as git tells at a time. */
async function* blobsOf(log: Git, path: string, notes: ArchiveNotes): AsyncGenerator<string[]> {
  try {
    let rest = '';
    for await (const chunk of log.stdout) {
      const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      yield lines.flatMap((line) => mailOf(line, notes));
    }
    await ended(log, path);
  } finally {
    log.kill();
  }
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

function git(path: string, args: readonly string[]): Git {
  const child = spawn('git', [`--git-dir=${path}`, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: environment() });
  // What went wrong is told by `ended`; a pipe that broke says nothing new.
  child.stdin.on('error', () => {});
  child.on('error', () => {});
  return child;
}

/** Without a repository that the environment names, and with no way to fetch what a partial clone lacks. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_(?!EXEC_PATH$)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
}

/** Waits for git to end; throws if it failed. */
async function ended(child: Git, path: string): Promise<void> {
  if (child.pid === undefined) throw noGit(path);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stderr) chunks.push(chunk as Buffer);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (child.exitCode === 0) return;
  const said = Buffer.concat(chunks).toString('utf8').trim().split('\n').at(-1) ?? '';
  throw badRepository(path, said.replace(/^(fatal|error): /, ''));
}

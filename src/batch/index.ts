// Archives into the index of a store: what is new of them is read once, mail by mail. What is written tells how far that
// went, so that whoever comes next goes on from there.

import { setTimeout as pause } from 'node:timers/promises';
import { sourcesOf } from '../mail/archive.ts';
import { MailError } from '../mail/error.ts';
import type { Source } from '../mail/folder.ts';
import { newNotes } from '../mail/raw.ts';
import { contentOf } from './content.ts';
import { dueMails, type IndexedMail } from './mails.ts';
import { dueOf, type Mark, stateOf } from './mark.ts';
import type { Store } from './store.ts';

export interface Indexing {
  readonly signal: AbortSignal;
  /** Mails that were read so far. */
  readonly tell: (mails: number) => void;
  /** What could not be read. */
  readonly warn: (text: string) => void;
}

/** Mails that are written at once. */
const BATCH = 4000;
/** Threads that are written at once. */
const THREADS = 1000;
/** How long another process that reads the same source is given, in milliseconds. */
const PAUSE = 300;

/** A source is another one than it was: what the index says of it is of no use. */
class Rewritten extends Error {}

/** Brings the index of a store up to date with archives. Fails as the file system does. */
export async function indexArchives(store: Store, roots: readonly string[], indexing: Indexing): Promise<void> {
  let mails = 0;
  const told: Indexing = {
    ...indexing,
    tell: (more) => {
      mails += more;
      indexing.tell(mails);
    },
  };
  for (let again = true; again && !indexing.signal.aborted; ) {
    again = false;
    try {
      for (const root of roots) await indexRoot(store, root, told);
    } catch (error) {
      if (!(error instanceof Rewritten)) throw error;
      store.forgetIndex();
      again = true;
    }
  }
  nameThreads(store);
}

async function indexRoot(store: Store, root: string, indexing: Indexing): Promise<void> {
  const seen = new Set<string>();
  for await (const source of sourcesOf(root)) {
    if (indexing.signal.aborted) return;
    if (store.isOwn(source.path)) continue;
    const name = nameOf(source);
    seen.add(name);
    try {
      await indexSource(store, root, name, source, indexing);
    } catch (error) {
      if (!(error instanceof MailError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
      indexing.warn((error as Error).message);
    }
  }
  for (const [name, { mark }] of store.sourcesOf(root))
    if (!seen.has(name) && (mark?.mails ?? 0) > 0) throw new Rewritten();
}

/** A mail of a maildir is the same under other flags. */
function nameOf({ kind, path, ...rest }: Source): string {
  const flags = kind === 'file' && 'flags' in rest && rest.flags !== '' ? rest.flags.length : 0;
  return flags > 0 ? path.replace(/[:;!]2,[A-Za-z]*$/, '') : path;
}

async function indexSource(
  store: Store,
  root: string,
  name: string,
  source: Source,
  indexing: Indexing,
): Promise<void> {
  for (;;) {
    const known = store.source(root, name, source.path, source.kind);
    const state = await stateOf(source);
    const due = await dueOf(source, known.mark, state);
    if (due.kind === 'nothing') return;
    if (due.kind === 'other') throw new Rewritten();
    const notes = newNotes();
    let mark = known.mark;
    let batch: IndexedMail[] = [];
    let number = mark?.mails ?? 0;
    let stop: number | null = null;
    let isMine = true;
    const write = (whole: boolean): void => {
      const last = batch.at(-1);
      const next: Mark = {
        mails: number,
        whole,
        last:
          last && last.shape === 'mbox' && !isPacked(state)
            ? { start: last.start, digest: last.digest }
            : last
              ? null
              : (mark?.last ?? null),
        state,
      };
      isMine = store.addMails(known.id, mark, batch, next, whole ? notes.missing : 0, stop);
      mark = next;
      stop = null;
      batch = [];
    };
    let isFirst = due.kind === 'from';
    try {
      for await (const mail of dueMails(source, due, number, notes)) {
        if (indexing.signal.aborted) return void write(false);
        if (isFirst && due.kind === 'from') {
          if (mail.start !== due.start || mail.digest !== due.digest) throw new Rewritten();
          stop = mail.stop;
          isFirst = false;
          continue;
        }
        batch.push(mail);
        number++;
        indexing.tell(1);
        if (batch.length === BATCH) write(false);
        if (!isMine) break;
      }
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      indexing.warn(error.message);
    }
    if (isMine) write(true);
    if (isMine) return;
    // Another process reads the same source: it goes on where that one is.
    await pause(PAUSE);
  }
}

function isPacked(state: Mark['state']): boolean {
  return state.kind === 'file' && state.packed;
}

/** Gives every thread that has changed the name of its content. */
function nameThreads(store: Store): void {
  for (;;) {
    const done = store.db.atomically(() => {
      const changed = store.sql('SELECT id FROM thread WHERE content IS NULL LIMIT ?').all(THREADS);
      for (const { id } of changed) {
        const rows = store.sql('SELECT digest FROM mail WHERE thread = ? ORDER BY source, start').all(id!);
        store
          .sql('UPDATE thread SET content = ? WHERE id = ?')
          .run(contentOf(rows.map((r) => r.digest as string)), id!);
      }
      return changed.length;
    });
    if (done < THREADS) return;
  }
}

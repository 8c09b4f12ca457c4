// Any archive of mail in, its mails out, one at a time: a file, standard input, a maildir, a public-inbox, a folder.
// No more is held than the mail at hand and the chunk it came in.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { MailError } from './error.ts';
import { type Source, sourcesIn } from './folder.ts';
import { noMails } from './messages.ts';
import { readEpoch } from './public-inbox.ts';
import { type ArchiveNotes, newNotes, type RawMail } from './raw.ts';
import { readStream } from './stream.ts';

/** The mails of an archive in its own order, to be read once; `notes` counts along. */
export interface Archive extends AsyncIterable<RawMail> {
  readonly path: string;
  readonly notes: ArchiveNotes;
}

const chunkSize = 1 << 20;

/**
 * Opens an archive: an mbox (mboxo, mboxrd, mboxcl, mboxcl2), one mail, a saved page, each also gzipped; a maildir; a
 * public-inbox or one epoch of it; a folder of any of these; `-` for standard input.
 *
 * What cannot be read is skipped and noted. Only where there is no mail at all, reading throws: a `MailError`, or the
 * error of the file system.
 */
export function openArchive(path: string): Archive {
  const notes = newNotes();
  return { path, notes, [Symbol.asyncIterator]: () => readArchive(path, notes) };
}

async function* readArchive(path: string, notes: ArchiveNotes): AsyncGenerator<RawMail> {
  for await (const source of sourcesOf(path)) {
    try {
      for await (const raw of readSource(source, notes)) {
        notes.mails++;
        yield raw;
      }
    } catch (error) {
      if (!(error instanceof MailError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
      notes.skipped.push(error as Error);
    }
  }
  if (notes.mails > 0) return;
  if (notes.skipped.length === 1) throw notes.skipped[0];
  if (notes.missing + notes.removed === 0) throw noMails(path);
}

/** What an archive is made of, in its order. Fails if the file system does. */
export async function* sourcesOf(path: string): AsyncGenerator<Source> {
  if (path !== '-' && (await stat(path)).isDirectory()) yield* sourcesIn(path);
  else yield { kind: 'file', path, flags: '' };
}

function readSource(source: Source, notes: ArchiveNotes): AsyncIterable<RawMail> {
  if (source.kind === 'epoch') return readEpoch(source.path, notes);
  if (source.path === '-') return readStream(process.stdin, 'standard input');
  return readStream(createReadStream(source.path, { highWaterMark: chunkSize }), source.path, source.flags);
}

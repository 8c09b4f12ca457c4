// The mails of one source that are due, as the index keeps them.

import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Source } from '../mail/folder.ts';
import { linksOf } from '../mail/index.ts';
import { readEpoch } from '../mail/public-inbox.ts';
import type { ArchiveNotes, RawMail } from '../mail/raw.ts';
import { readStream } from '../mail/stream.ts';
import type { Due } from './mark.ts';

/** How a mail stands in its source: among others in an mbox, as a file of its own, as a blob, or as a saved page. */
export type Shape = 'mbox' | 'file' | 'blob' | 'page';

/** A mail as the index keeps it. */
export interface IndexedMail {
  readonly start: number;
  /** Where the next one begins; null for the last of a file. */
  stop: number | null;
  readonly blob: string | null;
  readonly size: number;
  readonly digest: string;
  /** Milliseconds. */
  readonly date: number | null;
  readonly shape: Shape;
  /** Message-IDs that join it to others: its own, and those that it refers to. */
  readonly names: readonly string[];
}

const CHUNK = 1 << 20;
/** A name that nobody gives to mails: a longer one is cut, and told apart by its digest. */
const NAME = 250;

/** By what a mail is known again. */
export function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64url');
}

/**
 * The mails of a source that are due, in its order. `mails` is how many of it are known already. An mbox that is read on
 * begins with the mail that was its last one.
 */
export async function* dueMails(
  source: Source,
  due: Exclude<Due, { readonly kind: 'nothing' | 'other' }>,
  mails: number,
  notes: ArchiveNotes,
): AsyncGenerator<IndexedMail> {
  const from = due.kind === 'from' ? due.start : 0;
  const raws =
    source.kind === 'epoch'
      ? readEpoch(source.path, notes, due.kind === 'commits' ? due.tips : [])
      : readStream(createReadStream(source.path, { highWaterMark: CHUNK, start: from }), source.path, source.flags);
  let number = due.kind === 'commits' ? mails : 0;
  const skip = due.kind === 'all' ? due.skip : 0;
  let held: IndexedMail | null = null;
  for await (const raw of raws) {
    if (number++ < skip) continue;
    const mail = toIndexed(raw, raw.place.kind === 'mbox' ? from + raw.place.offset : number - 1);
    if (held) {
      if (raw.place.kind === 'mbox') held.stop = mail.start;
      yield held;
    }
    held = mail;
  }
  if (held) yield held;
}

function toIndexed(raw: RawMail, start: number): IndexedMail {
  const shape = raw.shape === 'page' ? 'page' : raw.place.kind;
  const { messageId, inReplyTo, references, date } = shape === 'page' ? PAGE : linksOf(raw.bytes);
  const names = [messageId, inReplyTo, ...references].filter((id) => id !== null);
  return {
    start,
    stop: null,
    blob: raw.place.kind === 'blob' ? raw.place.oid : null,
    size: raw.bytes.length,
    digest: digestOf(raw.bytes),
    date: date?.getTime() ?? null,
    shape,
    names: [...new Set(names.map(shortened))],
  };
}

/** A saved page is a thread of its own, whatever it says. */
const PAGE = { messageId: null, inReplyTo: null, references: [], date: null } as const;

function shortened(name: string): string {
  return name.length <= NAME ? name : `${name.slice(0, NAME)}${digestOf(Buffer.from(name))}`;
}

// The headers of every mail of an archive, without reading the mails: what is needed to find threads and diffs.

import { openArchive } from './archive.ts';
import { parseZonedDate } from './date.ts';
import { first, type Head, readHead } from './headers.ts';
import { mayHoldDiff } from './holds-diff.ts';
import { fromOf, subjectOf } from './mail.ts';
import type { Mailbox } from './message.ts';
import { messageIds } from './message-id.ts';
import type { Place, RawMail } from './raw.ts';
import { readRaw } from './read.ts';

/** A mail as its headers tell it; the fields are those of `Message`. */
export interface HeaderRecord {
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly subject: string;
  readonly from: Mailbox;
  readonly date: Date | null;
  readonly zone: number | null;
  /** False is certain; true means that it is worth looking. */
  readonly holdsDiff: boolean;
  /** Bytes of the mail. */
  readonly size: number;
  readonly place: Place;
}

/** The headers of an archive's mails, in its order. Fails as `openArchive` does. */
export async function* indexArchive(path: string): AsyncGenerator<HeaderRecord> {
  for await (const raw of openArchive(path)) yield raw.shape === 'page' ? await indexPage(raw) : indexMail(raw);
}

/** What a mail refers to, and when it was written. */
export type Links = Pick<HeaderRecord, 'messageId' | 'inReplyTo' | 'references' | 'date' | 'zone'>;

/** The links of one mail. */
export function linksOf(bytes: Uint8Array): Links {
  return linksIn(readHead(bytes));
}

function linksIn(head: Head): Links {
  const written = parseZonedDate(first(head, 'date'));
  return {
    messageId: messageIds(head, 'message-id')[0] ?? null,
    inReplyTo: messageIds(head, 'in-reply-to')[0] ?? null,
    references: messageIds(head, 'references'),
    date: written?.date ?? null,
    zone: written?.zone ?? null,
  };
}

/** The headers of one mail. */
export function indexMail(raw: RawMail): HeaderRecord {
  const head = readHead(raw.bytes);
  return {
    ...linksIn(head),
    subject: subjectOf(head),
    from: fromOf(head),
    holdsDiff: mayHoldDiff(raw.bytes, head.body),
    size: raw.bytes.length,
    place: raw.place,
  };
}

async function indexPage(raw: RawMail): Promise<HeaderRecord> {
  const { messageId, inReplyTo, references, subject, from, date, zone } = await readRaw(raw, 0);
  const holdsDiff = mayHoldDiff(raw.bytes, 0);
  return {
    messageId,
    inReplyTo,
    references,
    subject,
    from,
    date,
    zone,
    holdsDiff,
    size: raw.bytes.length,
    place: raw.place,
  };
}

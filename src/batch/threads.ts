// The threads of a store that are due, as parcels: read again from the archives, one by one.

import type { MailReader, Spot } from '../mail/again.ts';
import { parcelOf } from './content.ts';
import { digestOf } from './mails.ts';
import { StaleArchive, tooLarge } from './messages.ts';
import type { Problem } from './record.ts';
import type { PlacedMail, Store } from './store.ts';
import type { Parcel } from './task.ts';

/** What is done of the threads of a store. */
export interface Selection {
  readonly program: string;
  /** Only threads with a mail of these archives. */
  readonly roots: readonly string[];
  /** Only threads with a mail since then, in milliseconds. */
  readonly since: number | null;
  /** Threads that a model covers are judged, too. */
  readonly judges: boolean;
}

export interface DueThread {
  readonly id: number;
  readonly content: string;
  readonly isTriaged: boolean;
}

/** Beyond these a thread is no thread, but mails that a broken program has tied together. */
const MOST_MAILS = 5000;
const MOST_BYTES = 128 << 20;
const PAGE = 500;

const DUE = `FROM thread t LEFT JOIN result r ON r.content = t.content AND r.program = $program
  WHERE (r.content IS NULL OR ($judges AND r.depth = 'triaged' AND r.model IS NOT NULL))
    AND ($since IS NULL OR t.newest >= $since)
    AND EXISTS (SELECT 1 FROM mail m JOIN source s ON s.id = m.source
                WHERE m.thread = t.id AND s.root IN (SELECT value FROM json_each($roots)))`;

function bound(sql: string): string {
  return sql
    .replaceAll('$program', '?1')
    .replaceAll('$judges', '?2')
    .replaceAll('$since', '?3')
    .replaceAll('$roots', '?4');
}

function valuesOf({ program, judges, since, roots }: Selection): [string, number, number | null, string] {
  return [program, judges ? 1 : 0, since, JSON.stringify(roots)];
}

/** How many threads are due. */
export function countDue(store: Store, selection: Selection): number {
  return store.sql(bound(`SELECT count(*) AS n ${DUE}`)).get(...valuesOf(selection))!.n as number;
}

/** The threads that are due, in the order in which they were met. */
export function* dueThreads(store: Store, selection: Selection): Generator<DueThread> {
  const query = store.sql(
    bound(`SELECT t.id, t.content, r.content IS NOT NULL AS triaged ${DUE} AND t.id > ?5 ORDER BY t.id LIMIT ${PAGE}`),
  );
  for (let last = 0; ; ) {
    const rows = query.all(...valuesOf(selection), last);
    for (const row of rows)
      yield { id: row.id as number, content: row.content as string, isTriaged: row.triaged === 1 };
    if (rows.length < PAGE) return;
    last = rows.at(-1)!.id as number;
  }
}

/** Reads a thread again; or says why it is not read. Throws `StaleArchive` if it is not there any more. */
export async function readParcel(
  store: Store,
  reader: MailReader,
  { id, content }: DueThread,
): Promise<Parcel | Problem> {
  const mails = eachOnce(store.mailsOf(id));
  const bytes = mails.reduce((n, m) => n + m.size, 0);
  if (mails.length > MOST_MAILS || bytes > MOST_BYTES) return tooLarge(mails.length, Math.ceil(bytes / 1e6));
  const read = [];
  for (const mail of mails) {
    const found = await reader.read(spotOf(mail), (given) => digestOf(given) === mail.digest);
    if (!found) throw new StaleArchive(mail.path);
    read.push({ shape: mail.shape, bytes: found });
  }
  return parcelOf(content, read);
}

function eachOnce(mails: readonly PlacedMail[]): PlacedMail[] {
  return [...new Map(mails.toReversed().map((m) => [m.digest, m])).values()].reverse();
}

function spotOf({ path, shape, start, stop, blob }: PlacedMail): Spot {
  if (shape === 'blob') return { kind: 'blob', path, oid: blob! };
  return shape === 'mbox' ? { kind: 'mbox', path, start, stop } : { kind: 'file', path };
}

import type { MailDamage } from './damage.ts';

/** Where a mail stands in an archive. */
export type Place =
  /** A file that is one mail or one page; `flags` are those of a maildir, such as `RS`. */
  | { readonly kind: 'file'; readonly path: string; readonly flags: string }
  /** Offset of its separator in an mbox (unpacked, if that is packed; what is left out of a line in front does not count). */
  | { readonly kind: 'mbox'; readonly path: string; readonly offset: number }
  /** A blob of a public-inbox. */
  | { readonly kind: 'blob'; readonly path: string; readonly oid: string };

/** One mail of an archive, not yet read. */
export interface RawMail {
  /** Often a view of something larger: copy it to keep it. */
  readonly bytes: Uint8Array;
  /** A mail with headers, or the saved text page of an archive. */
  readonly shape: 'mail' | 'page';
  readonly place: Place;
  /** What happened to the bytes. */
  readonly damage: readonly MailDamage[];
}

/** What was read from an archive so far, and what was not. */
export interface ArchiveNotes {
  mails: number;
  /** Removals (`d`) in a public-inbox. The removed mails are still in its history, and are read. */
  removed: number;
  /** Blobs that a public-inbox names and does not have. */
  missing: number;
  /** Files that hold no mail or could not be read to their end: what they are is in the message. */
  readonly skipped: Error[];
}

export function newNotes(): ArchiveNotes {
  return { mails: 0, removed: 0, missing: 0, skipped: [] };
}

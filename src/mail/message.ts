import type { MailDamage } from './damage.ts';

export interface Mailbox {
  /** Display name, or the address where there is none; empty if the mail does not say. */
  readonly name: string;
  /** As given; archives redact it (`hughd@xxxxxxxxxx`). */
  readonly address: string | null;
}

/** An attached text, such as a patch. */
export interface Part {
  readonly fileName: string | null;
  readonly type: string;
  /** Decoded, lines end in LF. */
  readonly text: string;
}

/** What `format=flowed` says: the text is left as sent, and its reader may unstuff or unfold it (RFC 3676). */
export interface Flowed {
  /** `delsp=yes`: the blank at the end of a flowed line goes away when lines are joined. */
  readonly delsp: boolean;
}

export interface Message {
  /** Place in the thread, from 0. */
  readonly index: number;
  /** With its angle brackets. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** Oldest ancestor first. */
  readonly references: readonly string[];
  readonly subject: string;
  readonly from: Mailbox;
  /** Null if missing or unparsable, never now. */
  readonly date: Date | null;
  /** The author's zone, in minutes east of Greenwich; null if the date names none. */
  readonly zone: number | null;
  /** Decoded body, lines end in LF. */
  readonly text: string;
  /** Null unless the text came as `format=flowed`. */
  readonly flowed: Flowed | null;
  readonly parts: readonly Part[];
  readonly damage: readonly MailDamage[];
}

export interface Thread {
  /** That of the oldest message; empty if it has none. */
  readonly subject: string;
  /** In the order of the file. */
  readonly messages: readonly Message[];
}

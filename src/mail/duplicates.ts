// Copies of one mail: lists deliver a mail that went to several of them several times, each with a footer of its own.
// In: messages; out: each mail once, with every Message-ID that it goes by. Mails of one Message-ID that say different
// things are kept.

import { createHash } from 'node:crypto';
import type { Message } from './message.ts';

/** One mail, however many copies of it came. */
export interface Entry {
  /** The copy that is kept: the one that lost the least. */
  readonly message: Message;
  /** Message-IDs of all copies, that of the kept one first. */
  readonly ids: readonly string[];
  /** Tells entries apart and sorts them, whatever the order in which they came. */
  readonly key: string;
  /** Copies that are left out. */
  readonly copies: number;
}

/** Each mail once: copies are told by content first, then by Message-ID. Sorted by content. */
export function withoutCopies(messages: readonly Message[]): Entry[] {
  const bodies = new Map(messages.map((m) => [m, bodyKey(m)]));
  const sameContent = merge(messages.map(entryOf), ({ message }) => contentKey(message, bodies.get(message)!));
  const sameId = merge(sameContent, ({ message }) =>
    message.messageId === null ? null : `${message.messageId} ${bodies.get(message)!}`,
  );
  return sameId.sort((a, b) => compare(a.key, b.key));
}

function entryOf(message: Message): Entry {
  return { message, ids: message.messageId === null ? [] : [message.messageId], key: fullKey(message), copies: 0 };
}

function merge(entries: readonly Entry[], keyOf: (entry: Entry) => string | null): Entry[] {
  const found = new Map<string, Entry>();
  const alone: Entry[] = [];
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = key === null ? undefined : found.get(key);
    if (key === null) alone.push(entry);
    else found.set(key, known ? joined(known, entry) : entry);
  }
  return [...found.values(), ...alone];
}

/** The copy with the most text has lost the least white space and footer. */
function joined(a: Entry, b: Entry): Entry {
  const by = b.message.text.length - a.message.text.length || compare(a.key, b.key);
  const [kept, other] = by <= 0 ? [a, b] : [b, a];
  const others = [...new Set([...kept.ids.slice(1), ...other.ids])].filter((id) => id !== kept.ids[0]).sort();
  return { ...kept, ids: [...kept.ids.slice(0, 1), ...others], copies: a.copies + b.copies + 1 };
}

/** Dates count here: the same words to the same mail at the same second are not said twice. */
function contentKey(message: Message, body: string): string {
  const { subject, from, date, inReplyTo } = message;
  const sender = (from.address ?? from.name).toLowerCase();
  return JSON.stringify([sender, squeezed(subject), date?.getTime() ?? null, inReplyTo, body]);
}

/** What the mail says, without white space and without the footers of lists. */
function bodyKey(message: Message): string {
  const parts = message.parts.map((part) => squeezed(part.text));
  return hash(JSON.stringify([squeezed(withoutFooter(message.text)), ...parts]));
}

function fullKey(message: Message): string {
  const { index: _, ...rest } = message;
  return hash(JSON.stringify(rest));
}

const footer =
  /\n(?:-- ?\n)?(?:_{30,}\n(?:.*\n){0,6}?.*(?:mailing list|listinfo|lists\.)|(?:-\n)?To unsubscribe from this list: send the line)/i;

function withoutFooter(text: string): string {
  const tail = Math.max(0, text.length - 1000);
  const at = text.slice(tail).search(footer);
  return at < 0 ? text : text.slice(0, tail + at);
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

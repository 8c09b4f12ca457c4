// One mail with headers: bytes in, Message out. A mail of one text is decoded here; one of several parts goes through
// mime.ts. Both ways give the same answer for a mail of one text, and a test holds them to it.

import { parseMailbox } from './address.ts';
import { decodeCharset } from './charset.ts';
import { parseContentType } from './content-type.ts';
import type { MailDamage } from './damage.ts';
import { parseZonedDate } from './date.ts';
import { bufferOf, first, type Head, readHead } from './headers.ts';
import type { Flowed, Mailbox, Message, Part } from './message.ts';
import { messageIds } from './message-id.ts';
import { decodeSigned } from './signed.ts';
import { finish, oneLine } from './text.ts';
import { decodeTransfer } from './transfer.ts';
import { decodeWords } from './words.ts';

/** The body of a mail. */
export interface Decoded {
  readonly text: string;
  readonly flowed: Flowed | null;
  readonly parts: readonly Part[];
  readonly damage: readonly MailDamage[];
}

/** Reads one mail. Never throws, whatever the bytes. */
export async function readMail(bytes: Uint8Array, index: number): Promise<Message> {
  const head = readHead(bytes);
  const decoded = hasParts(head)
    ? (decodeSigned(bytes, head) ?? (await decodeMime(bytes, head)))
    : decodePlain(bytes, head);
  return toMessage(head, decoded, index);
}

function toMessage(head: Head, decoded: Decoded, index: number): Message {
  const damage: MailDamage[] = [];
  const written = parseZonedDate(first(head, 'date'));
  const subject = subjectOf(head);
  const from = fromOf(head);
  if (head.broken) damage.push('header-broken');
  if (head.cut) damage.push('header-cut');
  if (!written) damage.push('date-unreadable');
  if (from.name === '' && from.address === null) damage.push('from-missing');
  if (subject === '') damage.push('subject-missing');
  return {
    index,
    messageId: messageIds(head, 'message-id')[0] ?? null,
    inReplyTo: messageIds(head, 'in-reply-to')[0] ?? null,
    references: messageIds(head, 'references'),
    subject,
    from,
    date: written?.date ?? null,
    zone: written?.zone ?? null,
    text: decoded.text,
    flowed: decoded.flowed,
    parts: decoded.parts,
    damage: [...damage, ...decoded.damage],
  };
}

/** The subject, decoded and in one line. */
export function subjectOf(head: Head): string {
  return oneLine(decodeWords(first(head, 'subject')));
}

/** The sender. Encoded words are decoded behind the syntax: a decoded name may hold commas and brackets. */
export function fromOf(head: Head): Mailbox {
  const { name, address } = parseMailbox(first(head, 'from'));
  return { name: oneLine(decodeWords(name)), address };
}

/** Whether the body is not one text: multipart, HTML, or something attached to nothing. */
export function hasParts(head: Head): boolean {
  const { type } = parseContentType(first(head, 'content-type'));
  return !type.startsWith('text/') || type === 'text/html';
}

/** The body of a mail that is one text, in any charset and encoding. */
export function decodePlain(bytes: Uint8Array, head: Head): Decoded {
  const { charset, flowed } = parseContentType(first(head, 'content-type'));
  const body = decodeTransfer(bufferOf(bytes).subarray(head.body), first(head, 'content-transfer-encoding'));
  const read = decodeCharset(body.bytes, charset);
  const damage: MailDamage[] = [];
  if (body.broken) damage.push('encoding-broken');
  if (flowed) damage.push('format-flowed');
  const { text, damage: all } = finish(read.text, [...damage, ...read.damage]);
  return { text, flowed, parts: [], damage: all };
}

async function decodeMime(bytes: Uint8Array, head: Head): Promise<Decoded> {
  const { decodeWithMailparser } = await import('./mime.ts');
  return decodeWithMailparser(bytes, head);
}

// One mail with headers: bytes in, Message out. Plain mails (most of the kernel's) are decoded here; those which need
// MIME go through mime.ts. Both ways give the same answer for a plain mail, and a test holds them to it.

import { parseMailbox } from './address.ts';
import type { MailDamage } from './damage.ts';
import { parseZonedDate } from './date.ts';
import { type Head, readHead } from './headers.ts';
import type { Flowed, Message, Part } from './message.ts';

/** What MIME can change about a mail. */
export interface Decoded {
  readonly subject: string;
  readonly from: string;
  readonly text: string;
  readonly flowed: Flowed | null;
  readonly parts: readonly Part[];
  readonly damage: readonly MailDamage[];
}

/** Reads one mail. Never throws, whatever the bytes. */
export async function readMail(bytes: Uint8Array, index: number): Promise<Message> {
  const head = readHead(bytes);
  const decoded = needsMime(head) ? await decodeMime(bytes, head) : decodePlain(bytes, head);
  return toMessage(head, decoded, index);
}

function toMessage(head: Head, decoded: Decoded, index: number): Message {
  const damage: MailDamage[] = [];
  const written = parseZonedDate(first(head, 'date'));
  if (head.broken) damage.push('header-broken');
  if (!written) damage.push('date-unreadable');
  if (decoded.from === '') damage.push('from-missing');
  if (decoded.subject === '') damage.push('subject-missing');
  return {
    index,
    messageId: ids(head, 'message-id')[0] ?? null,
    inReplyTo: ids(head, 'in-reply-to')[0] ?? null,
    references: ids(head, 'references'),
    subject: decoded.subject,
    from: parseMailbox(decoded.from),
    date: written?.date ?? null,
    zone: written?.zone ?? null,
    text: decoded.text,
    flowed: decoded.flowed,
    parts: decoded.parts,
    damage: [...damage, ...decoded.damage],
  };
}

/** First value of a header, or an empty text. */
export function first(head: Head, name: string): string {
  return head.values.get(name)?.[0] ?? '';
}

/** Multipart, an encoding, a charset beyond UTF-8, flowed text or encoded words in the headers that are shown. */
export function needsMime(head: Head): boolean {
  const type = first(head, 'content-type').toLowerCase();
  const encoding = first(head, 'content-transfer-encoding').toLowerCase().trim();
  if (type !== '' && !/^text\/plain\b/.test(type)) return true;
  if (!/^(7bit|8bit|binary|)$/.test(encoding)) return true;
  const charset = /charset\s*=\s*"?([^\s";]+)/.exec(type)?.[1] ?? 'us-ascii';
  if (!/^(us-ascii|ascii|utf-?8)$/.test(charset)) return true;
  if (/format\s*=\s*"?flowed/.test(type)) return true;
  return /=\?/.test(first(head, 'subject') + first(head, 'from'));
}

/** A mail without MIME, or whose MIME says no more than "plain text in UTF-8". */
export function decodePlain(bytes: Uint8Array, head: Head): Decoded {
  const { text, damage } = decodeText(bytes.subarray(head.body));
  return { subject: oneLine(first(head, 'subject')), from: first(head, 'from'), text, flowed: null, parts: [], damage };
}

async function decodeMime(bytes: Uint8Array, head: Head): Promise<Decoded> {
  const { decodeWithMailparser } = await import('./mime.ts');
  return decodeWithMailparser(bytes, head);
}

/** UTF-8, or windows-1252 with a word about it; lines end in LF. */
export function decodeText(bytes: Uint8Array): { text: string; damage: MailDamage[] } {
  let text: string;
  const damage: MailDamage[] = [];
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('windows-1252').decode(bytes);
    damage.push('charset-guessed');
  }
  return { text: unixLines(text), damage };
}

/** CRLF, CRCRLF and lone CR become LF. */
export function unixLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r+\n|\r/g, '\n') : text;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `<a@b>`; old mailers write words around it, or leave the brackets out. */
function ids(head: Head, name: string): string[] {
  const value = (head.values.get(name) ?? []).join(' ');
  const bracketed = value.match(/<[^<>\s]+>/g);
  if (bracketed) return [...new Set(bracketed)];
  return /^[^\s<>]+@[^\s<>]+$/.test(value) ? [`<${value}>`] : [];
}

// Headers of a mail. In: text of any kind, also from a hostile mail. Out: lines of printable ASCII that begin with the name
// of a header or with a blank: whatever the text is, it adds no header and ends none.

import type { Mailbox } from '../../mail/message.ts';

/** The longest line, and the longest encoded word (RFC 2047). */
const LINE = 76;
const WORD = 75;

/** A header with a text for a value, encoded where that is needed, folded between words. */
export function textHeader(name: string, text: string): string {
  return folded(name, encodedWords(text, name.length + 2));
}

/** A header with mailboxes; those without an address that mail can be sent to are left out. None: no header. */
export function addressHeader(name: string, boxes: readonly Mailbox[]): string[] {
  const texts = boxes.flatMap((box) => mailboxText(box) ?? []);
  return texts.length === 0 ? [] : [`${name}: ${texts.join(`,\n    `)}`];
}

/** A header with Message-IDs; what is none is left out. None: no header. */
export function idHeader(name: string, ids: readonly (string | null)[]): string[] {
  const known = [...new Set(ids)].filter((id): id is string => id !== null && isMessageId(id));
  return known.length === 0 ? [] : [`${name}: ${known.join('\n ')}`];
}

export function isMessageId(text: string): boolean {
  return text.length < 500 && /^<[!-;=?-~]+>$/.test(text);
}

/** `Hugh Dickins <hughd@example.com>`; nothing for an address that is none, or that an archive has made unreadable. */
export function mailboxText({ name, address }: Mailbox): string | undefined {
  if (address === null || !isAddress(address)) return undefined;
  const shown = plain(name);
  if (shown === '' || shown === address) return address;
  if (!/^[ -~]{0,200}$/.test(shown)) return `${encodedWords(shown, 4).join('\n ')} <${address}>`;
  const words = /^[\w!#$%&'*+/=?^`{|}~ -]+$/.test(shown) ? shown : `"${shown.replace(/(["\\])/g, '\\$1')}"`;
  return `${words} <${address}>`;
}

/** Can be sent to: archives write `hughd@xxxxxxxxxx`. */
export function isAddress(address: string): boolean {
  return (
    /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(address) && !/@x+(\.x+)*$/i.test(address)
  );
}

/** One line without anything that is not to be seen. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a text; if it is not ASCII, or looks encoded itself, as encoded words of UTF-8. */
function encodedWords(text: string, used: number): string[] {
  const shown = plain(text);
  if (/^[ -~]*$/.test(shown) && !shown.includes('=?') && !/\S{200}/.test(shown)) return shown.split(' ');
  const words: string[] = [];
  let bytes: number[] = [];
  let room = WORD - used;
  const flush = (): void => {
    if (bytes.length > 0) words.push(`=?UTF-8?B?${Buffer.from(bytes).toString('base64')}?=`);
    bytes = [];
    room = WORD;
  };
  for (const c of shown) {
    const more = [...Buffer.from(c)];
    if (12 + 4 * Math.ceil((bytes.length + more.length) / 3) > room) flush();
    bytes.push(...more);
  }
  flush();
  return words;
}

function folded(name: string, words: readonly string[]): string {
  const lines = [`${name}:`];
  for (const word of words) {
    const line = lines.at(-1)!;
    if (line.length + 1 + word.length > LINE && line !== `${name}:`) lines.push(` ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}

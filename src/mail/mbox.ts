// mboxo, mboxrd, mboxcl and mboxcl2: a stream of bytes in, one mail at a time out.
//
//   From hughd Thu May 21 22:56:20 2020     the separator, behind a blank line or at the start
//   Subject: …
//                                           `>From ` in the body was `From ` (mboxo, mboxrd, mboxcl);
//   > quoted                                with a true Content-Length nothing in the body separates (mboxcl2)
//                                           the blank line in front of the next separator is none of the mail
//
// No more than one mail and one chunk is held, and of a mail no more than `mailLimit`. Each mail is a view of the bytes
// that came in, unless an escaped line had to be restored.

import { mailLimit } from './limits.ts';
import { Window } from './window.ts';

/** A mail of an mbox, without its separator. */
export interface MboxMail {
  readonly bytes: Buffer;
  /** Of the separator, in the (unpacked) file. */
  readonly offset: number;
  /** Its end was lost, since it is longer than `mailLimit`. */
  readonly cut: boolean;
}

const separator = /^From \S.*\d{1,2}:\d{2}(:\d{2})?.*\d{4}/;
const header = /^[!-9;-~]+:/;
/** What is looked at to know a separator. */
const sight = 400;
const NEWLINE = 10;
const RETURN = 13;
const GREATER = 62;

/** Whether a text begins as an mbox does. */
export function isMbox(start: string): boolean {
  const text = start.replace(/^\s*\n/, '');
  const [first = '', second = ''] = text.slice(0, 2 * sight).split(/\r?\n/, 2);
  return separator.test(first) || (/^From \S/.test(first) && header.test(second));
}

/** The mails of an mbox. Whatever stands in front of the first separator is dropped. */
export async function* splitMbox(
  source: AsyncIterable<Buffer> | Iterable<Buffer> | Window,
  limit = mailLimit,
  known: Readonly<Dialect> = { escapes: true },
): AsyncGenerator<MboxMail> {
  const window = source instanceof Window ? source : new Window(source);
  const file: Dialect = { ...known };
  try {
    await skipToSeparator(window);
    while (window.bytes.length > 0) yield await takeMail(window, file, limit);
  } finally {
    await window.close();
  }
}

/** What the mails so far have told about the file. */
export interface Dialect {
  /** False as soon as a mail with a true Content-Length holds a bare `From `: mboxcl2 escapes nothing. */
  escapes: boolean;
}

/** What was seen inside a mail: where `>From ` begins a line (the place of its F), and whether `From ` does. */
interface Seen {
  readonly escapes: number[];
  bare: boolean;
}

/** What most mails are in these bytes of an mbox, which hold one: all but its separator and the blank line at the end. */
export function likelyMail(bytes: Buffer): Buffer {
  const start = endOfLine(bytes, 0);
  return bytes.subarray(start, withoutBlank(bytes, start, bytes.length));
}

/** Takes the mail at whose separator the window begins; it then begins at the next one. */
async function takeMail(window: Window, file: Dialect, limit: number): Promise<MboxMail> {
  const offset = window.start;
  const seen: Seen = { escapes: [], bare: false };
  const next = await nextSeparator(window, 5, seen, limit);
  if (next === null) {
    const kept = Buffer.from(window.bytes.subarray(endOfLine(window.bytes, 0), limit));
    window.drop(limit - 8);
    await skipToSeparator(window, 8);
    return { bytes: kept, offset, cut: true };
  }
  const start = endOfLine(window.bytes, 0);
  const counted = await contentEnd(window, start, next, limit);
  if (counted === null)
    return { bytes: take(window, start, withoutBlank(window.bytes, start, next), next), offset, cut: false };
  if (seen.bare || counted > next) file.escapes = false;
  const bytes = take(window, start, counted, counted);
  await skipToSeparator(window);
  return { bytes, offset, cut: false };

  function take(from: Window, first: number, end: number, rest: number): Buffer {
    const whole = from.bytes.subarray(first, end);
    from.drop(rest);
    return file.escapes
      ? unescaped(
          whole,
          seen.escapes.map((at) => at - first),
        )
      : whole;
  }
}

/** Where the next mail begins; null if this one is longer than `limit`. Notes what it sees on the way. */
async function nextSeparator(window: Window, from: number, seen: Seen, limit: number): Promise<number | null> {
  for (let at = from; ; at += 5) {
    for (;;) {
      const found = window.bytes.indexOf('From ', at);
      at = found < 0 ? Math.max(at, window.bytes.length - 4) : found;
      if (at > limit) return null;
      if (found >= 0 && found + sight <= window.bytes.length) break;
      if (await window.more()) continue;
      if (found < 0) return window.bytes.length;
      break;
    }
    if (isSeparator(window.bytes, at)) return at;
    if (window.bytes[at - 1] === NEWLINE) seen.bare = true;
    if (isEscaped(window.bytes, at)) seen.escapes.push(at);
  }
}

/** Drops everything in front of the next separator, or all there is. */
async function skipToSeparator(window: Window, from = 0): Promise<void> {
  for (let at = from; ; ) {
    const found = window.bytes.indexOf('From ', at);
    if (found >= 0 && found + sight <= window.bytes.length) {
      if (isSeparator(window.bytes, found)) return window.drop(found);
      at = found + 5;
      continue;
    }
    // A line start and the blank line before it are kept with what may become a separator.
    const keep = Math.max(0, Math.min(found < 0 ? Infinity : found, window.bytes.length - 4) - 8);
    window.drop(keep);
    at = Math.max(0, at - keep);
    if (await window.more()) continue;
    const last = found < 0 ? -1 : found - keep;
    return window.drop(last >= 0 && isSeparator(window.bytes, last) ? last : window.bytes.length);
  }
}

/**
 * `From ` at the start of a line, behind a blank line or the start of all, with a date in the line or a header in the
 * next one ("From what I see" is prose). Without a blank line before it must have both.
 */
function isSeparator(bytes: Buffer, at: number): boolean {
  if (at > 0 && bytes[at - 1] !== NEWLINE) return false;
  const [first = '', second = ''] = bytes.toString('latin1', at, Math.min(bytes.length, at + sight)).split(/\r?\n/, 2);
  const dated = separator.test(first);
  const headed = /^From \S/.test(first) && header.test(second);
  return at === 0 || blankBefore(bytes, at) ? dated || headed : dated && headed;
}

function blankBefore(bytes: Buffer, at: number): boolean {
  return at < 2 || bytes[at - 2] === NEWLINE || (bytes[at - 2] === RETURN && (at < 3 || bytes[at - 3] === NEWLINE));
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let first = at;
  while (bytes[first - 1] === GREATER) first--;
  return first < at && bytes[first - 1] === NEWLINE;
}

function endOfLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(NEWLINE, at);
  return end < 0 ? bytes.length : end + 1;
}

/** Without the one blank line that the mbox adds. */
function withoutBlank(bytes: Buffer, start: number, end: number): number {
  if (end - 2 < start || bytes[end - 1] !== NEWLINE) return end;
  if (bytes[end - 2] === NEWLINE) return end - 1;
  return bytes[end - 2] === RETURN && bytes[end - 3] === NEWLINE && end - 3 >= start ? end - 2 : end;
}

/** Where Content-Length says that the mail ends, if the next mail or the end of the file is there. */
async function contentEnd(window: Window, start: number, next: number, limit: number): Promise<number | null> {
  const body = bodyOf(window.bytes.subarray(start, next));
  const head = window.bytes.subarray(start, start + body);
  if (!head.includes('ontent-Length:') && !head.includes('ontent-length:')) return null;
  const length = Number(
    /^content-length:[ \t]*(\d{1,12})[ \t]*\r?$/im.exec(head.toString('latin1'))?.[1] ?? Number.NaN,
  );
  const end = start + body + length;
  if (!(end <= limit)) return null;
  await window.fill(end + 16);
  if (end > window.bytes.length) return null;
  return /^(\r?\n)*(From \S|$)/.test(window.bytes.toString('latin1', end, end + 16)) ? end : null;
}

function bodyOf(mail: Buffer): number {
  const unix = mail.indexOf('\n\n', 0, 'latin1');
  const dos = (unix > 1 ? mail.subarray(0, unix + 1) : mail).indexOf('\n\r\n', 0, 'latin1');
  const ends = [unix + 2, dos + 3].filter((end) => end > 3);
  return ends.length > 0 ? Math.min(...ends) : mail.length;
}

/** Takes one `>` off the lines at which an escaped `From ` was seen, but for those of the header. */
function unescaped(mail: Buffer, escapes: readonly number[]): Buffer {
  if (escapes.length === 0) return mail;
  const body = bodyOf(mail);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const at of escapes) {
    if (at <= body || at > mail.length) continue;
    pieces.push(mail.subarray(from, at - 1));
    from = at;
  }
  return Buffer.concat([...pieces, mail.subarray(from)]);
}

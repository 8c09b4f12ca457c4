// mboxo, mboxrd, mboxcl and mboxcl2: bytes in, one mail at a time out.
//
//   From hughd Thu May 21 22:56:20 2020     the separator, behind a blank line or at the start
//   Subject: …
//                                           `>From ` in the body was `From ` (mboxo, mboxrd, mboxcl);
//   > quoted                                with a true Content-Length nothing in the body separates (mboxcl2)
//
// Each yielded mail is a view of the bytes that came in, unless an escaped line had to be restored.

import { readHead } from './headers.ts';

const separator = /^From \S.*\d{1,2}:\d{2}(:\d{2})?.*\d{4}/;
const escaped = Buffer.from('\n>From ');
const escapedTwice = /^>+From /;

/** Whether a text begins as an mbox does. */
export function isMbox(start: string): boolean {
  const text = start.replace(/^\s*\n/, '');
  const [first = '', second = ''] = text.split(/\r?\n/, 2);
  return separator.test(first) || (/^From \S/.test(first) && /^[!-9;-~]+:/.test(second));
}

/** The mails of an mbox, without their separators. */
export function* splitMbox(bytes: Uint8Array): Generator<Uint8Array> {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = all.indexOf('From ');
  while (at >= 0 && at < all.length) {
    const start = endOfLine(all, at);
    const bounded = contentEnd(all, start);
    const next = nextSeparator(all, bounded ?? start);
    const mail = all.subarray(start, bounded ?? next);
    yield bounded !== null && holdsSeparator(mail) ? mail : unescaped(mail);
    at = next;
  }
}

function endOfLine(all: Buffer, at: number): number {
  const end = all.indexOf(10, at);
  return end < 0 ? all.length : end + 1;
}

/** Where Content-Length says that the mail ends, if the next mail or the end of the file is there. */
function contentEnd(all: Buffer, start: number): number | null {
  const head = readHead(all.subarray(start));
  const length = Number(head.values.get('content-length')?.[0] ?? Number.NaN);
  if (!Number.isSafeInteger(length) || length < 0) return null;
  const end = start + head.body + length;
  if (end > all.length) return null;
  return /^(\r?\n)*(From \S|$)/.test(all.toString('latin1', end, end + 16)) ? end : null;
}

function nextSeparator(all: Buffer, from: number): number {
  for (let at = Math.max(0, from - 1); ; at++) {
    at = all.indexOf('\nFrom ', at);
    if (at < 0) return all.length;
    if (isSeparator(all, at + 1)) return at + 1;
  }
}

/** A blank line before, and either a date in the line or a header in the next one: "From what I see" is prose. */
function isSeparator(all: Buffer, at: number): boolean {
  const blankBefore = all[at - 2] === 10 || (all[at - 2] === 13 && all[at - 3] === 10);
  return blankBefore && isMbox(all.toString('latin1', at, Math.min(all.length, at + 400)));
}

function holdsSeparator(mail: Buffer): boolean {
  return nextSeparator(mail, 0) < mail.length;
}

function unescaped(mail: Buffer): Uint8Array {
  if (!mail.includes(escaped) && !mail.includes('\n>>From ')) return mail;
  const body = readHead(mail).body;
  const lines = mail.toString('latin1', body).split('\n');
  const text = lines.map((line) => (escapedTwice.test(line) ? line.slice(1) : line)).join('\n');
  return Buffer.concat([mail.subarray(0, body), Buffer.from(text, 'latin1')]);
}

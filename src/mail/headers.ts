// The header block of a mail: bytes in, header values and the offset of the body out. Every byte of the mail is
// either in the header block or in the body.

import { isAscii } from 'node:buffer';
import { headerLimit } from './limits.ts';

export interface Head {
  /** By lower-case name; unfolded values in the order of the mail. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Offset of the body in the mail. */
  readonly body: number;
  /** Ended at a line that is neither header nor blank. */
  readonly broken: boolean;
  /** A value was longer than `headerLimit`. */
  readonly cut: boolean;
}

/** A header's first line: name, colon, value. */
export const headerLine = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/;

interface Field {
  readonly name: string;
  value: string;
}

/** Reads the header block at the start of a mail; a BOM, blank lines and an mbox separator before it are skipped. */
export function readHead(bytes: Uint8Array): Head {
  const view = bufferOf(bytes);
  const fields: Field[] = [];
  const start = beginning(view);
  // Text up to the blank line, and on from there only if that one was none.
  let end = endOfBlock(view, start);
  let text = view.toString('latin1', start, end);
  let at = 0;
  let broken = false;
  let cut = false;
  let last: Field | undefined;
  for (;;) {
    if (at === text.length && end < view.length) {
      end = view.length;
      text = view.toString('latin1', start, end);
    }
    if (at === text.length) break;
    const found = text.indexOf('\n', at);
    const next = found < 0 ? text.length : found + 1;
    const stop = contentEnd(text, at, found < 0 ? text.length : found);
    if (stop === at) {
      at = next;
      if (!last) continue;
      break;
    }
    const kept = Math.min(stop, at + headerLimit);
    if (kept < stop) cut = true;
    const line = text.slice(at, kept);
    if (last && (line.startsWith(' ') || line.startsWith('\t'))) {
      const more = line.trim();
      if (last.value.length + more.length > headerLimit) cut = true;
      else if (more !== '') last.value += last.value === '' ? more : ` ${more}`;
    } else {
      const header = headerLine.exec(line);
      if (header) {
        last = { name: header[1]!.toLowerCase(), value: header[2]!.trimEnd() };
        fields.push(last);
      } else if (last || !/^>?From /.test(line)) {
        broken = true;
        break;
      }
    }
    at = next;
  }
  const body = start + at;
  return { values: valuesOf(fields, isAscii(view.subarray(start, body))), body, broken, cut };
}

/** Where something stands: behind a BOM and empty lines. */
function beginning(view: Buffer): number {
  let start = view[0] === 0xef && view[1] === 0xbb && view[2] === 0xbf ? 3 : 0;
  for (let at = start; view[at] === 10 || view[at] === 13; at++) if (view[at] === 10) start = at + 1;
  return start;
}

/** Behind the first line that may be empty. */
function endOfBlock(view: Buffer, from: number): number {
  const unix = view.indexOf('\n\n', from, 'latin1');
  const end = unix < 0 ? view.length : unix + 2;
  const dos = view.subarray(from, end).indexOf('\n\r', 0, 'latin1');
  if (dos < 0) return end;
  const line = view.indexOf(10, from + dos + 1);
  return line < 0 ? view.length : line + 1;
}

function valuesOf(fields: readonly Field[], isPlain: boolean): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const text = isPlain ? value : decoded(value);
    const known = values.get(name);
    if (known) known.push(text);
    else values.set(name, [text]);
  }
  return values;
}

/** End of a line without its CR. */
function contentEnd(text: string, from: number, end: number): number {
  let stop = end;
  while (stop > from && text.charCodeAt(stop - 1) === 13) stop--;
  return stop;
}

/** Raw eight-bit headers are UTF-8 or, if they are not, Latin-1. */
function decoded(latin1: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  const utf8 = Buffer.from(latin1, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? latin1 : utf8;
}

/** First value of a header, or an empty text. */
export function first(head: Head, name: string): string {
  return head.values.get(name)?.[0] ?? '';
}

/** The same bytes, with the methods of a Buffer. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// The header block of a mail: bytes in, header values and the offset of the body out. Every byte of the mail is
// either in the header block or in the body.

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
  let at = view.indexOf('\ufeff') === 0 ? 3 : 0;
  let broken = false;
  let cut = false;
  let last: Field | undefined;
  while (at < view.length) {
    const end = view.indexOf(10, at);
    const next = end < 0 ? view.length : end + 1;
    const stop = contentEnd(view, at, end < 0 ? view.length : end);
    if (stop === at) {
      at = next;
      if (!last) continue;
      break;
    }
    const kept = Math.min(stop, at + headerLimit);
    if (kept < stop) cut = true;
    const line = view.toString('latin1', at, kept);
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
  return { values: valuesOf(fields), body: at, broken, cut };
}

function valuesOf(fields: readonly Field[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const text = decoded(value);
    const known = values.get(name);
    if (known) known.push(text);
    else values.set(name, [text]);
  }
  return values;
}

/** End of a line without its CR. */
function contentEnd(view: Buffer, from: number, end: number): number {
  let stop = end;
  while (stop > from && view[stop - 1] === 13) stop--;
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

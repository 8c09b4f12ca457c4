// Encoded words of headers (RFC 2047): `=?iso-8859-1?q?J=F6rg?=`.

import { decodeCharset } from './charset.ts';

const word = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,40})?\?([qb])\?([^?]*)\?=/gi;

/** A header with its encoded words decoded. Blanks between two of them are none, and a character may be split over two. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  let text = '';
  let end = 0;
  let pending: { readonly charset: string; bytes: Buffer } | null = null;
  for (const found of value.matchAll(word)) {
    const between = value.slice(end, found.index);
    const charset = found[1]!.toLowerCase();
    const joined = pending !== null && /^\s*$/.test(between);
    if (pending && joined && pending.charset === charset)
      pending.bytes = Buffer.concat([pending.bytes, bytesOf(found)]);
    else {
      text += flushed(pending) + (joined ? '' : between);
      pending = { charset, bytes: bytesOf(found) };
    }
    end = found.index + found[0].length;
  }
  return text + flushed(pending) + value.slice(end);
}

function flushed(pending: { readonly charset: string; readonly bytes: Buffer } | null): string {
  return pending ? decodeCharset(pending.bytes, pending.charset).text : '';
}

function bytesOf(found: RegExpExecArray): Buffer {
  const text = found[3]!;
  if (found[2]!.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  const raw = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(raw, 'latin1');
}

// Whether it is worth looking for a diff in a mail, told from its bytes alone, without decoding it.

import { bufferOf } from './headers.ts';

/** `@@ -`, also of a combined diff and behind any quoting; in quoted-printable; a diff of nothing but modes or names. */
const signs = ['@@ -', 'diff --git ', '=40=40 -'];
const dataLimit = 4 << 20;

/**
 * Whether a mail may hold a diff, quoted or not. Never false for one that has a hunk; true for some that only talk of
 * one. Base64 is looked into, up to 4 MiB of each part.
 */
export function mayHoldDiff(bytes: Uint8Array, body: number): boolean {
  const text = bufferOf(bytes).subarray(body);
  return showsDiff(text) || ['ase64', 'ASE64'].some((word) => base64Of(bufferOf(bytes), word).some(showsDiff));
}

function showsDiff(text: Buffer): boolean {
  return signs.some((sign) => text.includes(sign));
}

/** What stands in base64: behind a header with that word, its own blank line, up to the next boundary. */
function base64Of(mail: Buffer, word: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = mail.indexOf(word); at >= 0; at = mail.indexOf(word, at + 5)) {
    const start = blankLine(mail, at);
    const boundary = mail.indexOf('\n--', start);
    const end = Math.min(boundary < 0 ? mail.length : boundary, start + dataLimit);
    found.push(Buffer.from(mail.toString('latin1', start, end), 'base64'));
    at = Math.max(at, end - 5);
  }
  return found;
}

function blankLine(mail: Buffer, from: number): number {
  const unix = mail.indexOf('\n\n', from);
  const dos = mail.indexOf('\n\r\n', from);
  return Math.min(unix < 0 ? mail.length : unix, dos < 0 ? mail.length : dos);
}

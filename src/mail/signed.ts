// The commonest mail of several parts: one text, and its signature. Its text is decoded as that of a mail of one text
// would be. Whatever else a mail may be is not for here: null, and mime.ts reads it. A test holds both to one answer.

import { type ContentType, parseContentType } from './content-type.ts';
import { bufferOf, first, type Head, readHead } from './headers.ts';
import { type Decoded, decodePlain } from './mail.ts';

const multipart = /^\s*multipart\/(?:mixed|signed)\s*;/i;
const boundaryOf = /;\s*boundary\s*=\s*(?:"([\w'()+,./:=?-]{1,70})"|([\w'+.-]{1,70}))\s*(?:;|$)/i;
const signature = /^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/;
const charsets = /^(?:|us-ascii|utf-8)$/;

/** The text of a mail that has one, and nothing else but signatures; null for any other. */
export function decodeSigned(bytes: Uint8Array, head: Head): Decoded | null {
  const type = first(head, 'content-type');
  if (!multipart.test(type) || first(head, 'content-transfer-encoding') !== '') return null;
  const boundary = boundaryOf.exec(type);
  const parts = boundary && partsOf(bufferOf(bytes).subarray(head.body), boundary[1] ?? boundary[2]!);
  if (!parts) return null;
  let text: Decoded | null = null;
  for (const part of parts) {
    // Without headers it is all text.
    if (part[0] === 10 || part[0] === 13) return null;
    const partHead = readHead(part);
    if (partHead.broken || partHead.cut || partHead.body === 0) return null;
    const content = parseContentType(first(partHead, 'content-type'));
    if (signature.test(content.type)) continue;
    if (text || !isPlain(content, partHead)) return null;
    if (isOdd(part, partHead)) return null;
    text = decodePlain(part, partHead);
  }
  // A text that is not what it says is for whoever guesses.
  return text && text.damage.length === 0 && text.text.trim() !== '' ? text : null;
}

function isPlain({ type, charset, flowed }: ContentType, head: Head): boolean {
  return (
    type === 'text/plain' &&
    charsets.test(charset) &&
    flowed === null &&
    /^(?:|inline)$/i.test(first(head, 'content-disposition').trim()) &&
    !/;\s*name/i.test(first(head, 'content-type')) &&
    /^(?:|7bit|8bit|quoted-printable)$/i.test(first(head, 'content-transfer-encoding'))
  );
}

/** What mailparser reads otherwise: a BOM in front of a text, blanks at the ends of quoted-printable lines. */
function isOdd(part: Buffer, head: Head): boolean {
  if (part[head.body] === 0xef || /^=EF/i.test(part.toString('latin1', head.body, head.body + 3))) return true;
  return (
    /quoted/i.test(first(head, 'content-transfer-encoding')) &&
    /[ \t]\r*(?:\n|$)/.test(part.toString('latin1', head.body))
  );
}

/** What stands between boundaries; null if they are not as they should be. */
function partsOf(body: Buffer, boundary: string): Buffer[] | null {
  const mark = `--${boundary}`;
  const parts: Buffer[] = [];
  let start = -1;
  for (let at = body.indexOf(mark, 0, 'latin1'); at >= 0; at = body.indexOf(mark, at + mark.length, 'latin1')) {
    if (at > 0 && body[at - 1] !== 10) return null;
    if (start >= 0) parts.push(body.subarray(start, Math.max(start, endOfPart(body, at))));
    const line = body.indexOf(10, at);
    const end = line < 0 ? body.length : line;
    const rest = body.toString('latin1', at + mark.length, end).trimEnd();
    start = end + 1;
    if (rest === '--') return body.subarray(start).toString('latin1').trim() === '' ? parts : null;
    if (rest !== '') return null;
  }
  return null;
}

/** The line end in front of a boundary is the boundary's. */
function endOfPart(body: Buffer, boundary: number): number {
  return body[boundary - 2] === 13 ? boundary - 2 : boundary - 1;
}

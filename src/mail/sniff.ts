// What a file is that is neither packed nor an mbox, by its content alone.

import { headerLine, readHead } from './headers.ts';
import { isPage } from './page.ts';

export type Shape = 'empty' | 'blank' | 'binary' | 'html' | 'diff' | 'mail' | 'page' | 'none';

const magic: readonly (readonly [what: string, bytes: string])[] = [
  ['xz', '\xfd7zXZ\0'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['bzip2', 'BZh'],
  ['zip', 'PK\x03\x04'],
  ['PDF', '%PDF-'],
  ['ELF', '\x7fELF'],
  ['PNG', '\x89PNG'],
  ['JPEG', '\xff\xd8\xff'],
  ['UTF-16 text', '\xff\xfe'],
  ['UTF-16 text', '\xfe\xff'],
  ['git pack', 'PACK\0'],
  ['SQLite', 'SQLite format 3\0'],
];

/** Tells the shape of a file. Headers of a mail win over everything that comes behind them, also over NUL bytes. */
export function sniff(bytes: Uint8Array): Shape {
  if (bytes.length === 0) return 'empty';
  const start = Buffer.from(bytes.subarray(0, 64 * 1024)).toString('latin1');
  if (isMail(bytes)) return 'mail';
  if (binaryKind(bytes) !== null) return 'binary';
  if (/^[\s\ufeff]*$/.test(start)) return 'blank';
  if (/^\s*(<!doctype html|<html|<\?xml)/i.test(start)) return 'html';
  const text = Buffer.from(bytes).toString('utf8').replace(/\r\n?/g, '\n');
  if (isPage(text)) return 'page';
  return /^(diff --git |Index: |--- \S.*\n\+\+\+ )/.test(text) ? 'diff' : 'none';
}

/** Name of a binary format, null for text. */
export function binaryKind(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 8192)).toString('latin1');
  const known = magic.find(([, head]) => start.startsWith(head));
  if (known) return known[0];
  if (start.includes('\0')) return 'it has NUL bytes';
  const controls = [...start].filter((c) => c < ' ' && !'\t\n\v\f\r\x1b'.includes(c)).length;
  return controls * 10 > start.length ? 'control characters' : null;
}

/**
 * A header block that knows a sender or a subject, and one of the headers that only a mail has. `Re: x` on top is a
 * subject line of an archive's page, not a header.
 */
function isMail(bytes: Uint8Array): boolean {
  const top = Buffer.from(bytes.subarray(0, 400))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .split(/[\r\n]/, 1)[0]!;
  const name = headerLine.exec(top)?.[1]?.toLowerCase();
  if (name === undefined || /^(re|aw|fwd?|sv|antw?)$/.test(name)) return false;
  const { values } = readHead(bytes);
  const sender = values.has('from') || values.has('subject');
  const only = [
    'message-id',
    'subject',
    'received',
    'mime-version',
    'return-path',
    'delivered-to',
    'to',
    'content-type',
  ];
  return sender && only.some((key) => values.has(key));
}

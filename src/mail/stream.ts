// One file, or standard input: chunks in, its mails out. What the file is, its content says.

import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreachable } from '../base/unreachable.ts';
import type { MailError } from './error.ts';
import { mailLimit } from './limits.ts';
import { withoutLongLines } from './long-lines.ts';
import { isMbox, splitMbox } from './mbox.ts';
import { badGzip, bareDiff, binaryFile, blankFile, emptyFile, htmlFile, noMail } from './messages.ts';
import type { RawMail } from './raw.ts';
import { binaryKind, type Shape, sniff } from './sniff.ts';
import { Window } from './window.ts';

const peek = 64 << 10;
/** A packed file may be packed again by whoever passes it on, but not for ever. */
const packings = 3;

/**
 * The mails of one file: an mbox, one mail, a saved page, each also gzipped.
 *
 * Throws a `MailError` if there is no mail in it, or at the place where its gzip data is damaged.
 */
export async function* readStream(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  name: string,
  flags = '',
): AsyncGenerator<RawMail> {
  yield* readWindow(new Window(chunks), name, flags, packings);
}

async function* readWindow(window: Window, name: string, flags: string, unpack: number): AsyncGenerator<RawMail> {
  try {
    await window.fill(peek);
    if (window.bytes[0] === 0x1f && window.bytes[1] === 0x8b) {
      if (unpack === 0) throw binaryFile(name, 'gzip in gzip');
      yield* readWindow(new Window(unpacked(window, name)), name, flags, unpack - 1);
    } else if (isMbox(window.bytes.toString('latin1', 0, peek))) {
      for await (const { bytes, offset, cut } of splitMbox(withoutLongLines(window.rest())))
        yield { bytes, shape: 'mail', place: { kind: 'mbox', path: name, offset }, damage: cut ? ['mail-cut'] : [] };
    } else yield await readWhole(new Window(withoutLongLines(window.rest())), name, flags);
  } finally {
    await window.close();
  }
}

async function readWhole(window: Window, name: string, flags: string): Promise<RawMail> {
  await window.fill(mailLimit + 1);
  const cut = window.bytes.length > mailLimit;
  const bytes = window.bytes.subarray(0, mailLimit);
  const shape = sniff(bytes);
  if (shape !== 'mail' && shape !== 'page') throw refusal(shape, bytes, name);
  return { bytes, shape, place: { kind: 'file', path: name, flags }, damage: cut ? ['mail-cut'] : [] };
}

function refusal(shape: Exclude<Shape, 'mail' | 'page'>, bytes: Buffer, name: string): MailError {
  switch (shape) {
    case 'empty':
      return emptyFile(name);
    case 'blank':
      return blankFile(name);
    case 'binary':
      return binaryFile(name, binaryKind(bytes) ?? 'unknown');
    case 'html':
      return htmlFile(name);
    case 'diff':
      return bareDiff(name);
    case 'none':
      return noMail(name);
    default:
      return unreachable(shape);
  }
}

async function* unpacked(window: Window, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 << 10 });
  // Its error comes out of the iteration.
  pipeline(Readable.from(window.rest()), gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw badGzip(name, (error as Error).message);
  }
}

// Mails again, from where an archive was found to have them: places in, bytes out. Files stay open, and one git for each
// repository; a file that is packed is unpacked once, to a file that goes away with the reader.

import { closeSync, createReadStream, createWriteStream, fstatSync, openSync, readSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { rawLineLimit } from './limits.ts';
import { withoutLongLines } from './long-lines.ts';
import { likelyMail, splitMbox } from './mbox.ts';
import { type Blobs, openBlobs } from './public-inbox.ts';

/** Where a mail stands; `stop` is where the next one begins, null for the last. */
export type Spot =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'mbox'; readonly path: string; readonly start: number; readonly stop: number | null }
  | { readonly kind: 'blob'; readonly path: string; readonly oid: string };

/** A file that can be read anywhere, and its size. Mails are small: to wait for one takes longer than to read it. */
interface Opened {
  readonly file: number;
  readonly size: number;
}

const MOST_OPEN = 64;
const MOST_GITS = 8;

/** Reads mails in any order, until it is closed. */
export class MailReader {
  readonly #files = new Map<string, Opened>();
  readonly #blobs = new Map<string, Blobs>();
  #folder: string | null = null;
  #unpacked = 0;

  /**
   * The bytes of a mail for which `isRight` holds, or null if it is not there any more. Fails if the file system or git
   * does.
   */
  async read(spot: Spot, isRight: (bytes: Uint8Array) => boolean): Promise<Uint8Array | null> {
    switch (spot.kind) {
      case 'blob':
        return checked(await (await this.#repository(spot.path)).read(spot.oid), isRight);
      case 'file':
        return checked(await this.#whole(spot.path), isRight);
      case 'mbox':
        return this.#part(spot, isRight);
    }
  }

  async close(): Promise<void> {
    for (const { file } of this.#files.values()) closeSync(file);
    for (const blobs of this.#blobs.values()) blobs.close();
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  async #part(
    spot: Spot & { readonly kind: 'mbox' },
    isRight: (bytes: Uint8Array) => boolean,
  ): Promise<Uint8Array | null> {
    const { path, start, stop } = spot;
    const { file, size } = await this.#open(path);
    const bytes = Buffer.allocUnsafe(Math.max(0, (stop ?? size) - start));
    const length = readSync(file, bytes, 0, bytes.length, start);
    const found = bytes.subarray(0, length);
    const likely = likelyMail(found);
    if (isRight(likely)) return likely;
    // What an mbox of several mails tells of how it escapes lines, one mail alone may not.
    for (const escapes of [true, false])
      for await (const mail of splitMbox(linesOf(found), undefined, { escapes }))
        if (isRight(mail.bytes)) return mail.bytes;
    return null;
  }

  async #whole(path: string): Promise<Buffer> {
    const bytes = await readFile(path);
    if (!isPacked(bytes)) return bytes;
    const { file, size } = await this.#open(path);
    const unpacked = Buffer.allocUnsafe(size);
    readSync(file, unpacked, 0, size, 0);
    return unpacked;
  }

  async #open(path: string): Promise<Opened> {
    const known = this.#files.get(path);
    if (known) return known;
    closeOldest(this.#files, MOST_OPEN, ({ file }) => closeSync(file));
    let file = openSync(path, 'r');
    const head = Buffer.alloc(2);
    readSync(file, head, 0, 2, 0);
    for (let from = path; isPacked(head); readSync(file, head, 0, 2, 0)) {
      closeSync(file);
      from = await this.#unpack(from);
      file = openSync(from, 'r');
    }
    const opened = { file, size: fstatSync(file).size };
    this.#files.set(path, opened);
    return opened;
  }

  async #unpack(path: string): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'patchcheck-mail-'));
    const target = join(this.#folder, String(this.#unpacked++));
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(target));
    return target;
  }

  async #repository(path: string): Promise<Blobs> {
    const known = this.#blobs.get(path);
    if (known) return known;
    closeOldest(this.#blobs, MOST_GITS, (blobs) => blobs.close());
    const blobs = openBlobs(path);
    this.#blobs.set(path, blobs);
    return blobs;
  }
}

function checked(bytes: Uint8Array | null, isRight: (bytes: Uint8Array) => boolean): Uint8Array | null {
  return bytes && isRight(bytes) ? bytes : null;
}

/** What came out of a file, as it comes out of a stream of it. */
async function* linesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length <= rawLineLimit) yield bytes;
  else yield* withoutLongLines([bytes]);
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function closeOldest<T>(open: Map<string, T>, most: number, close: (one: T) => void): void {
  if (open.size < most) return;
  const [path, one] = open.entries().next().value!;
  open.delete(path);
  close(one);
}

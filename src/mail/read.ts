import { unreachable } from '../base/unreachable.ts';
import { decodeText, readMail } from './mail.ts';
import { splitMbox } from './mbox.ts';
import type { Message, Thread } from './message.ts';
import { badGzip, bareDiff, binaryFile, blankFile, emptyFile, htmlFile, hugeGzip, noMail } from './messages.ts';
import { readPage } from './page.ts';
import { binaryKind, sniff } from './sniff.ts';

const unpackLimit = 512 << 20;

/**
 * Reads a file that holds a thread: an mbox, one mail, or the saved text page of an archive, each also gzipped.
 *
 * `name` is how error messages call the file. Throws `MailError` if the file holds no mail; a damaged mail is read as
 * far as it goes and says so in `damage`.
 */
export async function readThread(bytes: Uint8Array, name: string): Promise<Thread> {
  const shape = sniff(bytes);
  switch (shape) {
    case 'gzip':
      return readThread(await unpack(bytes, name), name);
    case 'mbox':
      return threadOf(await readMails(splitMbox(bytes)));
    case 'mail':
      return threadOf([await readMail(bytes, 0)]);
    case 'page':
      return threadOf([readPage(decodeText(bytes).text, 0)]);
    case 'empty':
      throw emptyFile(name);
    case 'blank':
      throw blankFile(name);
    case 'binary':
      throw binaryFile(name, binaryKind(bytes) ?? 'unknown');
    case 'html':
      throw htmlFile(name);
    case 'diff':
      throw bareDiff(name);
    case 'none':
      throw noMail(name);
    default:
      return unreachable(shape);
  }
}

/** A list that sends to several lists delivers several copies: the same Message-ID with the same text is one mail. */
async function readMails(mails: Iterable<Uint8Array>): Promise<Message[]> {
  const messages: Message[] = [];
  const seen = new Map<string, string>();
  for (const bytes of mails) {
    const message = await readMail(bytes, messages.length);
    if (message.messageId !== null && seen.get(message.messageId) === message.text) continue;
    if (message.messageId !== null) seen.set(message.messageId, message.text);
    messages.push(message);
  }
  return messages;
}

function threadOf(messages: readonly Message[]): Thread {
  const ids = new Set(messages.map((m) => m.messageId));
  const root = messages.find((m) => !ids.has(m.inReplyTo) && !m.references.some((id) => ids.has(id))) ?? messages[0];
  return { subject: root?.subject ?? '', messages };
}

async function unpack(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const { gunzipSync } = await import('node:zlib');
  try {
    return gunzipSync(bytes, { maxOutputLength: unpackLimit });
  } catch (e) {
    const error = e as NodeJS.ErrnoException;
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw hugeGzip(name, unpackLimit);
    throw badGzip(name, error.message);
  }
}

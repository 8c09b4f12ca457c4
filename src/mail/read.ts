import { decodeCharset } from './charset.ts';
import type { MailDamage } from './damage.ts';
import { bufferOf } from './headers.ts';
import { readMail } from './mail.ts';
import type { Message, Thread } from './message.ts';
import { hugeGzip } from './messages.ts';
import { readPage } from './page.ts';
import type { RawMail } from './raw.ts';
import { readStream } from './stream.ts';
import { finish } from './text.ts';

const unpackLimit = 512 << 20;

/**
 * Reads a file that holds a thread: an mbox, one mail, or the saved text page of an archive, each also gzipped.
 *
 * `name` is how error messages call the file. Throws `MailError` if the file holds no mail; a damaged mail is read as
 * far as it goes and says so in `damage`.
 */
export async function readThread(bytes: Uint8Array, name: string): Promise<Thread> {
  return threadOf(await collect(bounded(readStream([bufferOf(bytes)], name), name)));
}

/** Reads one mail of an archive. `index` becomes its place in the thread. Never throws, whatever the bytes. */
export async function readRaw(raw: RawMail, index: number): Promise<Message> {
  const message = raw.shape === 'page' ? readPageBytes(raw.bytes, index) : await readMail(raw.bytes, index);
  return withDamage(message, raw.damage);
}

function readPageBytes(bytes: Uint8Array, index: number): Message {
  const decoded = decodeCharset(bytes, '');
  const { text, damage } = finish(decoded.text, decoded.damage);
  return withDamage(readPage(text, index), damage);
}

function withDamage(message: Message, damage: readonly MailDamage[]): Message {
  return damage.length === 0 ? message : { ...message, damage: [...message.damage, ...damage] };
}

/**
 * Reads mails into messages, numbered from 0. A mail that was sent to several lists is delivered several times: the
 * same Message-ID with the same text and the same parts is one mail.
 */
async function collect(mails: AsyncIterable<RawMail>): Promise<Message[]> {
  const messages: Message[] = [];
  const seen = new Map<string, Message>();
  for await (const raw of mails) {
    const message = await readRaw(raw, messages.length);
    if (message.messageId !== null) {
      const other = seen.get(message.messageId);
      if (other && contentOf(other) === contentOf(message)) continue;
      seen.set(message.messageId, message);
    }
    messages.push(message);
  }
  return messages;
}

function contentOf({ text, parts }: Message): string {
  return [text, ...parts.map((part) => part.text)].join('\0');
}

/** A thread of these messages; its subject is that of the first one which answers none of them. */
function threadOf(messages: readonly Message[]): Thread {
  const ids = new Set(messages.map((m) => m.messageId));
  const root = messages.find((m) => !ids.has(m.inReplyTo) && !m.references.some((id) => ids.has(id))) ?? messages[0];
  return { subject: root?.subject ?? '', messages };
}

async function* bounded(mails: AsyncIterable<RawMail>, name: string): AsyncGenerator<RawMail> {
  let size = 0;
  for await (const raw of mails) {
    size += raw.bytes.length;
    if (size > unpackLimit) throw hugeGzip(name, unpackLimit);
    yield raw;
  }
}

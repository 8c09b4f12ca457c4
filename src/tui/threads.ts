// Inputs into threads. A file with one thread stays what it is; an archive of several becomes a file for each, so that it
// can be judged and replayed on its own.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openArchive } from '../mail/archive.ts';
import { toMboxrd } from '../mail/mboxrd.ts';
import type { Message } from '../mail/message.ts';
import type { RawMail } from '../mail/raw.ts';
import { readRaw } from '../mail/read.ts';
import { readStream } from '../mail/stream.ts';
import { threadsOf } from '../mail/threading.ts';
import type { Input } from '../verdict/onto.ts';
import { writeWhole } from './write-whole.ts';

/** A thread to be shown, and what its first mail says. */
export interface ReviewThread {
  readonly input: Input;
  readonly subject: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string | null;
}

/** An input: bytes that were read, or the path of an archive. */
export type Source = Input | { readonly path: string };

/**
 * The threads of an input, in the order in which they begin. Those of an archive are written to `folder`. Fails as
 * `openArchive` does.
 */
export async function threadsIn(source: Source, folder: string): Promise<ReviewThread[]> {
  const mails = await mailsOf(source);
  const pages = mails.filter((m) => m.shape === 'page').map((m) => ({ ...m, group: [m] }));
  const messages = mails.filter((m) => m.shape === 'mail').map((m) => m.message);
  const threads = threadsOf(messages).map(({ messages: group }) => {
    const ids = new Set(group.map((m) => m.messageId));
    // Copies stay: what is one mail is told anew when the thread is read.
    const own = mails.filter((m) => m.shape === 'mail' && (group.includes(m.message) || ids.has(m.message.messageId)));
    return { message: own[0]!.message, group: own };
  });
  const all = [...pages, ...threads].sort((a, b) => a.message.index - b.message.index);
  if (all.length === 1 && 'bytes' in source) return [threadOf(source, all[0]!.message)];
  return all.map(({ message, group }) => {
    const bytes = group[0]!.shape === 'page' ? group[0]!.bytes : toMboxrd(group.map((m) => m.bytes));
    const name = join(folder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.mbox`);
    writeWhole(name, bytes, 'made-again');
    return threadOf({ bytes, name }, message);
  });
}

interface Read {
  readonly bytes: Uint8Array;
  readonly shape: RawMail['shape'];
  readonly message: Message;
}

async function mailsOf(source: Source): Promise<Read[]> {
  const mails: Read[] = [];
  const raws = 'path' in source ? openArchive(source.path) : readStream([Buffer.from(source.bytes)], source.name);
  for await (const raw of raws) {
    const message = await readRaw(raw, mails.length);
    mails.push({ bytes: Uint8Array.from(raw.bytes), shape: raw.shape, message });
  }
  return mails;
}

function threadOf(input: Input, { subject, from, date }: Message): ReviewThread {
  return { input, subject, author: from.name, date: date?.toISOString() ?? null };
}

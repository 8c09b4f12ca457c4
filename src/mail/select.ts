// One thread of an archive: a Message-ID and an archive in, the mails of its thread out.
//
// Mails are of one thread if References or In-Reply-To join them, over however many mails that the archive lacks.

import { openArchive } from './archive.ts';
import { indexArchive } from './index.ts';
import { noSuchThread, onceOnly } from './messages.ts';
import type { RawMail } from './raw.ts';

/**
 * The Message-ID that a text names, with its brackets: `<ID>`, `ID`, or a URL of a public-inbox such as
 * `https://lore.kernel.org/r/ID` and `https://lore.kernel.org/linux-mm/ID/T/#u`. Null if it names none.
 */
export function threadIdOf(text: string): string | null {
  const trimmed = text.trim().replace(/^(?:message-id|id|mid|link):\s*/i, '');
  const bracketed = /^<([^<>\s]+)>$/.exec(trimmed);
  if (bracketed) return trimmed;
  if (/^https?:\/\//i.test(trimmed)) return idOfUrl(trimmed);
  return trimmed.length < 1000 && /^[^\s<>/@]+@[^\s<>/@]+$/.test(trimmed) ? `<${trimmed}>` : null;
}

function idOfUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const parts = new URL(text).pathname.split('/').filter(Boolean).map(unescaped);
  const redirect = parts[0] === 'r' || parts[0] === 'm' ? parts[1] : undefined;
  const id = parts.find((part) => part.includes('@')) ?? redirect;
  return id === undefined || /[\s<>]/.test(id) ? null : `<${id}>`;
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The mails of the thread to which a mail belongs, in the order of the archive. The mail itself need not be there, as
 * long as another one refers to it. The archive is read twice, the second time up to the last mail of the thread.
 *
 * Throws a `MailError` if the archive knows no such mail, or is standard input.
 */
export async function* selectThread(path: string, id: string): AsyncGenerator<RawMail> {
  if (path === '-') throw onceOnly();
  const wanted = await placesOf(path, id);
  if (wanted.size === 0) throw noSuchThread(path, id);
  let at = 0;
  for await (const raw of openArchive(path)) {
    if (wanted.delete(at++)) yield raw;
    if (wanted.size === 0) return;
  }
}

/** Which mails of the archive, counted from 0, are of the thread. */
async function placesOf(path: string, id: string): Promise<Set<number>> {
  const numbers = new Map<string, number>();
  const above: number[] = [];
  const mails: number[] = [];
  const numberOf = (known: string): number => {
    const number = numbers.get(known) ?? above.push(above.length) - 1;
    numbers.set(known, number);
    return number;
  };
  for await (const { messageId, inReplyTo, references } of indexArchive(path)) {
    const own = messageId === null ? above.push(above.length) - 1 : numberOf(messageId);
    mails.push(own);
    for (const other of inReplyTo === null ? references : [inReplyTo, ...references]) join(above, own, numberOf(other));
  }
  const asked = numbers.get(id);
  if (asked === undefined) return new Set();
  const root = rootOf(above, asked);
  return new Set(mails.flatMap((own, at) => (rootOf(above, own) === root ? [at] : [])));
}

function join(above: number[], a: number, b: number): void {
  above[rootOf(above, a)] = rootOf(above, b);
}

function rootOf(above: number[], start: number): number {
  let at = start;
  while (above[at] !== at) {
    above[at] = above[above[at]!]!;
    at = above[at]!;
  }
  return at;
}

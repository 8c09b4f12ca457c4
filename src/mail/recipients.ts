import { parseMailbox } from './address.ts';
import { bufferOf, readHead } from './headers.ts';
import type { Mailbox } from './message.ts';
import { messageIds } from './message-id.ts';
import { readStream } from './stream.ts';
import { oneLine } from './text.ts';
import { decodeWords } from './words.ts';

export interface Recipients {
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
}

/** Whom a mail of a file was sent to; nobody where the file does not say. */
export async function recipientsOf(bytes: Uint8Array, name: string, messageId: string): Promise<Recipients> {
  for await (const { bytes: mail, shape } of readStream([bufferOf(bytes)], name)) {
    if (shape !== 'mail') continue;
    const head = readHead(mail);
    if (messageIds(head, 'message-id')[0] !== messageId) continue;
    const all = (header: string): Mailbox[] => (head.values.get(header) ?? []).flatMap(mailboxes);
    return { to: all('to'), cc: all('cc') };
  }
  return { to: [], cc: [] };
}

/** The mailboxes of a list; names of groups are left out. */
export function mailboxes(value: string): Mailbox[] {
  // What stands in quotes, in brackets of either kind, or between commas.
  const items = value.match(/(?:"(?:\\.|[^"\\])*"|\((?:\\.|[^()\\])*\)|<[^<>]*>|[^,;])+/gs) ?? [];
  return items.flatMap((item) => {
    const { name, address } = parseMailbox(item.replace(/^\s*[^"<@]*:(?=\s)/, ''));
    return address?.includes('@') ? [{ name: oneLine(decodeWords(name)), address }] : [];
  });
}

// What can be told of a thread before it is judged.

import { readClaims } from '../../claim/claim.ts';
import { readThread } from '../../mail/read.ts';
import { candidatesOf } from '../../patch/candidates.ts';
import { messageViews } from '../../report/view/thread-view.ts';
import type { IsoDate, MessageView } from '../../report/view/view.ts';
import type { Input } from '../../verdict/onto.ts';
import { contentKey, type Version } from '../marks/version.ts';

export interface Summary {
  readonly subject: string;
  readonly author: string;
  readonly date: IsoDate | null;
  readonly version: number;
  readonly claims: readonly string[];
  readonly functions: readonly string[];
  readonly messages: readonly MessageView[];
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** The thread itself: what a mark is given to where nothing is proposed. */
  readonly whole: Version;
}

/** Reads a thread without judging it. Throws `MailError` for a file that holds no mail. */
export async function summarize({ bytes, name }: Input): Promise<Summary> {
  const thread = await readThread(bytes, name);
  const candidates = candidatesOf(thread);
  const claims = readClaims(thread);
  const newest = candidates.findLast((c) => c.kind === 'patch') ?? candidates.at(-1);
  const first = thread.messages[0];
  const hunks = candidates.flatMap((c) => c.parts.flatMap((p) => p.files.flatMap((f) => f.hunks)));
  const changed = hunks.flatMap((h) => /(\w+)\(/.exec(h.section)?.[1] ?? []);
  return {
    subject: thread.subject,
    author: newest?.author || first?.from.name || '',
    date: (newest?.parts[0]?.date ?? first?.date)?.toISOString() ?? null,
    version: newest?.version ?? 1,
    claims: [...new Set(claims.map((c) => c.class))],
    functions: [...new Set([...claims.flatMap((c) => c.functions), ...changed])],
    messages: messageViews(thread),
    versions: candidates.map(({ id, kind, version, title, author, message, parts }) => {
      const files = parts.flatMap((p) => p.files);
      return { id, kind, version, title, author, key: contentKey(files, thread.messages[message]?.text ?? '') };
    }),
    whole: {
      id: 'thread',
      kind: 'thread',
      version: 1,
      title: thread.subject,
      author: first?.from.name ?? '',
      key: contentKey([], `${thread.subject}\n${first?.text ?? ''}`),
    },
  };
}

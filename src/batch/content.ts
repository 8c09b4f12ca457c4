// Threads by what they hold: digests of mails in, and a name that is the same wherever the thread is found.

import { hash } from 'node:crypto';
import { toMboxrd } from '../mail/mboxrd.ts';
import type { Shape } from './mails.ts';
import type { Parcel } from './task.ts';

/** The name of a thread's content. A mail that an archive has twice counts once. */
export function contentOf(digests: readonly string[]): string {
  return hash('sha256', [...new Set(digests)].join('\n'), 'hex').slice(0, 32);
}

/** A thread as a file that can be judged on its own. */
export function parcelOf(
  content: string,
  mails: readonly { readonly shape: Shape; readonly bytes: Uint8Array }[],
): Parcel {
  const [only] = mails;
  const isPage = only?.shape === 'page';
  return {
    content,
    name: `thread-${content.slice(0, 12)}.${isPage ? 'txt' : 'mbox'}`,
    bytes: isPage ? Uint8Array.from(only.bytes) : toMboxrd(mails.map((m) => m.bytes)),
  };
}

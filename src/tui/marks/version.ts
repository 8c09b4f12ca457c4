// By what a version of a patch is known again, whatever mailbox it comes from: what its diff changes.

import { createHash } from 'node:crypto';

/** What a mark is given to. */
export interface Version {
  /** Of its content. */
  readonly key: string;
  /** As in the report: `patch-v2`, `reply-1`, the name of a proposal. */
  readonly id: string;
  readonly kind: 'patch' | 'reply-diff' | 'proposal' | 'thread';
  readonly version: number;
  readonly title: string;
  readonly author: string;
}

interface KeyedLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
}

interface KeyedFile {
  readonly path: string;
  readonly hunks: readonly { readonly lines: readonly KeyedLine[] }[];
}

/**
 * The key of a diff: of its files and lines. Numbers of lines and white space do not count, which archives lose; what has
 * no diff is known by its words.
 */
export function contentKey(files: readonly KeyedFile[], words: string): string {
  const hash = createHash('sha256');
  for (const { path, hunks } of files) {
    hash.update(`file ${path}\n`);
    for (const hunk of hunks) {
      hash.update('hunk\n');
      for (const { kind, text } of hunk.lines) hash.update(`${kind} ${text.replace(/\s+/g, '')}\n`);
    }
  }
  if (files.length === 0) hash.update(words.replace(/\s+/g, ' '));
  return hash.digest('hex');
}

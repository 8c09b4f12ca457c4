// Whether a source is what it was, told without reading it: unchanged, grown at its end, or another one.

import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { Source } from '../mail/folder.ts';
import { holdsCommits, tipsOf } from '../mail/public-inbox.ts';

/** What a source was when it was read. */
export interface Mark {
  /** Mails that were read. */
  readonly mails: number;
  /** False while it is being read. */
  readonly whole: boolean;
  /** Digest of the last mail, and where it begins in an mbox that is not packed. */
  readonly last: { readonly start: number; readonly digest: string } | null;
  readonly state: FileState | EpochState;
}

interface FileState {
  readonly kind: 'file';
  readonly size: number;
  readonly time: number;
  /** Digest of its beginning. */
  readonly head: string;
  readonly packed: boolean;
}

interface EpochState {
  readonly kind: 'epoch';
  readonly tips: readonly string[];
}

/** What is to be read of a source. */
export type Due =
  | { readonly kind: 'nothing' }
  /** All of it, but for the first mails. */
  | { readonly kind: 'all'; readonly skip: number }
  /** From the mail that was the last one; it must still be that one. */
  | { readonly kind: 'from'; readonly start: number; readonly digest: string }
  | { readonly kind: 'commits'; readonly tips: readonly string[] }
  /** It is not what was read before. */
  | { readonly kind: 'other' };

const HEAD = 4096;

/** The state of a source now. */
export async function stateOf(source: Source): Promise<Mark['state']> {
  if (source.kind === 'epoch') return { kind: 'epoch', tips: await tipsOf(source.path) };
  const { size, mtimeMs } = await stat(source.path);
  return { kind: 'file', size, time: mtimeMs, ...(await headOf(source.path, HEAD)) };
}

/** What of a source is new since a mark. `state` is what it is now. */
export async function dueOf(source: Source, mark: Mark | null, state: Mark['state']): Promise<Due> {
  if (!mark) return { kind: 'all', skip: 0 };
  const before = mark.state;
  if (state.kind === 'epoch' && before.kind === 'epoch') {
    if (!(await holdsCommits(source.path, before.tips))) return { kind: 'other' };
    if (!mark.whole) return sameTips(before, state) ? { kind: 'all', skip: mark.mails } : { kind: 'other' };
    return sameTips(before, state) ? { kind: 'nothing' } : { kind: 'commits', tips: before.tips };
  }
  if (state.kind !== 'file' || before.kind !== 'file') return { kind: 'other' };
  const isSame = state.size === before.size && state.time === before.time && state.head === before.head;
  if (isSame && mark.whole) return { kind: 'nothing' };
  if (isSame && mark.last === null) return { kind: 'all', skip: mark.mails };
  if (mark.last === null || state.size < before.size) return { kind: 'other' };
  const head = before.size < HEAD ? (await headOf(source.path, before.size)).head : state.head;
  return head === before.head ? { kind: 'from', ...mark.last } : { kind: 'other' };
}

function sameTips(a: EpochState, b: EpochState): boolean {
  return a.tips.join() === b.tips.join();
}

async function headOf(path: string, length: number): Promise<Pick<FileState, 'head' | 'packed'>> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(Math.min(length, HEAD));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const head = createHash('sha256').update(bytes.subarray(0, bytesRead)).digest('base64url');
    return { head, packed: bytes[0] === 0x1f && bytes[1] === 0x8b };
  } finally {
    await file.close();
  }
}

// What was understood of mails, before any model is asked: threads, their series, what they propose, who objects.

import { isTakenBack, type Withdrawal, withdrawalsOf } from '../claim/withdrawn.ts';
import type { Message } from '../mail/message.ts';
import { hasMessageId, type MailThread, type ThreadingOptions, threadsOf } from '../mail/threading.ts';
import { type Candidate, candidatesOfMails } from '../patch/candidates.ts';
import { compareQuoted, type QuotedHunk } from '../patch/compare.ts';
import type { Hunk, RecoveredPatch } from '../patch/patch.ts';
import { patchMails } from '../patch/posting.ts';
import { type PartSelection, selects } from '../patch/selection.ts';
import { type Series, type SeriesOptions, seriesOfMails } from '../patch/series.ts';

export interface ParseOptions extends ThreadingOptions, SeriesOptions {
  /** `-v N`: series and candidates of this version alone. */
  readonly version?: number;
  /** `-P LIST`: these parts of series alone. */
  readonly parts?: PartSelection;
  /** Only the thread that has, or names, this one. */
  readonly messageId?: string;
}

export interface ParsedDiff {
  readonly patch: RecoveredPatch;
  readonly where: 'inline' | 'attachment' | 'quoted';
  /** Of a quoted diff: what became of each of its hunks. */
  readonly quotes: ReadonlyMap<Hunk, QuotedHunk>;
}

export interface ParsedThread {
  readonly thread: MailThread;
  /** By message. */
  readonly diffs: readonly (readonly ParsedDiff[])[];
  readonly series: readonly Series[];
  readonly candidates: readonly Candidate[];
  readonly withdrawals: readonly Withdrawal[];
  /** The author of the newest patch took it back. */
  readonly withdrawn: boolean;
}

/** Threads of mails, in the order in which they begin. Each is read when it is asked for. */
export function* parseThreads(messages: readonly Message[], options: ParseOptions = {}): Generator<ParsedThread> {
  const { messageId } = options;
  for (const thread of threadsOf(messages, options))
    if (messageId === undefined || hasMessageId(thread, messageId)) yield parseThread(thread, options);
}

export function parseThread(thread: MailThread, options: ParseOptions = {}): ParsedThread {
  const mails = patchMails(thread);
  const patches = mails
    .toSorted((a, b) => a.message.index - b.message.index)
    .map((m) => m.patches.filter((p) => p.files.length > 0));
  const quotes = new Map(compareQuoted(patches.flat()).map((q) => [q.quoted.hunk, q]));
  const withdrawals = withdrawalsOf(thread, mails);
  return {
    thread,
    diffs: patches.map((own) => own.map((patch) => ({ patch, where: whereOf(patch), quotes }))),
    series: seriesOfMails(mails, options).flatMap((s) => chosen(s, options)),
    candidates: candidatesOfMails(mails, options).filter((c) => isOfVersion(c, options)),
    withdrawals,
    withdrawn: isTakenBack(thread, mails, withdrawals),
  };
}

export function whereOf({ quoted, attachment }: RecoveredPatch): ParsedDiff['where'] {
  return quoted ? 'quoted' : attachment === null ? 'inline' : 'attachment';
}

function chosen(series: Series, options: ParseOptions): Series[] {
  const { parts } = options;
  if (!isOfVersion(series, options)) return [];
  if (!parts) return [series];
  return [
    {
      ...series,
      parts: series.parts.filter((p) => selects(parts, p.number)),
      missing: series.missing.filter((n) => selects(parts, n)),
    },
  ];
}

function isOfVersion({ version }: { readonly version: number }, options: ParseOptions): boolean {
  return options.version === undefined || options.version === version;
}

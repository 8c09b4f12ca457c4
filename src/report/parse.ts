// What was understood of mails, before any model is asked: threads, their series, what they propose, who objects.

import { isWithdrawn, type Withdrawal, withdrawalsOf } from '../claim/withdrawn.ts';
import type { Message } from '../mail/message.ts';
import { hasMessageId, type MailThread, type ThreadingOptions, threadsOf } from '../mail/threading.ts';
import { type Candidate, candidatesOf } from '../patch/candidates.ts';
import { isCopy } from '../patch/copy.ts';
import type { RecoveredPatch } from '../patch/patch.ts';
import { recoverPatches } from '../patch/recover.ts';
import { type PartSelection, selects } from '../patch/selection.ts';
import { type Series, type SeriesOptions, seriesOf } from '../patch/series.ts';

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
  /** Of a quoted diff: the message that it copies, and whether every line of it agrees. */
  readonly original: { readonly message: number; readonly agrees: boolean } | null;
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
  const patches = thread.messages.map((m) => recoverPatches(m).filter((p) => p.files.length > 0));
  const sent = patches.flat().filter((p) => !p.quoted);
  return {
    thread,
    diffs: patches.map((own) => own.map((patch) => parsedDiff(patch, sent))),
    series: seriesOf(thread, options).flatMap((s) => chosen(s, options)),
    candidates: candidatesOf(thread, options).filter((c) => isOfVersion(c, options)),
    withdrawals: withdrawalsOf(thread),
    withdrawn: isWithdrawn(thread),
  };
}

export function whereOf({ quoted, attachment }: RecoveredPatch): ParsedDiff['where'] {
  return quoted ? 'quoted' : attachment === null ? 'inline' : 'attachment';
}

function parsedDiff(patch: RecoveredPatch, sent: readonly RecoveredPatch[]): ParsedDiff {
  const where = whereOf(patch);
  if (!patch.quoted) return { patch, where, original: null };
  const others = sent.filter((p) => p.message !== patch.message);
  const same = others.find((p) => isCopy(patch, [p]));
  const alike = same ?? others.find((p) => sharesHunk(patch, p));
  return { patch, where, original: alike ? { message: alike.message, agrees: same !== undefined } : null };
}

/** The same place of the same file: lines differ, or they would be copies. */
function sharesHunk(a: RecoveredPatch, b: RecoveredPatch): boolean {
  const places = new Set(b.files.flatMap((f) => f.hunks.map((h) => `${f.path} ${h.header}`)));
  return a.files.some((f) => f.hunks.some((h) => places.has(`${f.path} ${h.header}`)));
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

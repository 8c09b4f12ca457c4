// What a thread proposes. In: a thread; out: its candidates, oldest first.
//
//   patch-v2     a patch or series that is posted as one, or that is quoted while its original is not in the thread
//   reply-1      a diff in an answer ("how about this instead?")
//
// A quoted copy of what the thread has is no candidate. In doubt two series stay two.

import type { Thread } from '../mail/message.ts';
import { isCopy } from './copy.ts';
import type { RecoveredPatch } from './patch.ts';
import { type PatchMail, patchMails } from './posting.ts';
import { missingNumbers, type Series, type SeriesOptions, type SeriesPart, seriesOfMails } from './series.ts';

export interface Candidate {
  /** `patch-v1`, `reply-1`; a repeated one gets `.2`. */
  readonly id: string;
  /** A `proposal` is made in words: it has no parts, and its name is its id. */
  readonly kind: 'patch' | 'reply-diff' | 'proposal';
  readonly author: string;
  /** Of a series: that of its cover letter, if the thread has it. */
  readonly title: string;
  readonly version: number;
  /** Index of the message of the first part; of the first that is new, where others are kept from an earlier version. */
  readonly message: number;
  /** In the order in which they apply. */
  readonly parts: readonly RecoveredPatch[];
  /** Numbers of a series' parts that the thread does not have. */
  readonly missing: readonly number[];
}

/** What is proposed at once, before it has a name. */
interface Proposal {
  readonly kind: Candidate['kind'];
  /** Who sent or was quoted; the author of a part may be another. */
  readonly sender: string;
  readonly parts: RecoveredPatch[];
  readonly series: Series | null;
}

/** The candidates of a thread, oldest first. */
export function candidatesOf(thread: Thread): Candidate[] {
  return candidatesOfMails(patchMails(thread));
}

/** The same for mails that have been read already. */
export function candidatesOfMails(mails: readonly PatchMail[], options: SeriesOptions = {}): Candidate[] {
  const own = mails.flatMap((m) => m.sent);
  const begun = new Set<Series>();
  const series = new Map<number, Series>();
  for (const s of seriesOfMails(mails, options)) for (const part of s.parts.filter(isNew)) series.set(part.message, s);
  const proposals: Proposal[] = [];
  for (const { message, sent, quoted, isPosted } of mails) {
    const posted = series.get(message.index);
    const sender = message.from.name;
    if (posted && !begun.has(posted)) {
      begun.add(posted);
      proposals.push({ kind: 'patch', sender, parts: posted.parts.flatMap((p) => p.patches), series: posted });
    }
    if (!isPosted && sent.length > 0) proposals.push({ kind: 'reply-diff', sender, parts: [...sent], series: null });
    for (const patch of quoted.filter((p) => !isCopy(p, own))) addQuoted(proposals, patch);
  }
  return named(proposals);
}

/** Brings a diff that no earlier version has. */
function isNew({ isKept, patches }: SeriesPart): boolean {
  return !isKept && patches.length > 0;
}

/** The same quoted patch may be met in several answers: the one with the most whole hunks is kept. */
function addQuoted(proposals: Proposal[], patch: RecoveredPatch): void {
  const met = proposals.find((p) => p.parts.some((q) => q.quoted && (isCopy(patch, [q]) || isCopy(q, [patch]))));
  if (met) {
    const at = met.parts.findIndex((q) => q.quoted && (isCopy(patch, [q]) || isCopy(q, [patch])));
    if (wholeHunks(patch) > wholeHunks(met.parts[at]!)) met.parts[at] = patch;
    return;
  }
  const series = proposals.find((p) => takes(p, patch, patch.author));
  if (series) series.parts.push(patch);
  else proposals.push({ kind: 'patch', sender: patch.author, parts: [patch], series: null });
}

/** Whether a quoted patch is a further part of a quoted series: same version, same length, same sender, and a number not yet there. */
function takes({ kind, sender, parts }: Proposal, patch: RecoveredPatch, from: string): boolean {
  const first = parts[0]!;
  const [n, m] = patch.part;
  if (kind !== 'patch' || m < 2 || first.part[1] !== m || first.version !== patch.version || sender !== from)
    return false;
  return first.quoted && parts.every((p) => p.part[0] !== n);
}

function wholeHunks(patch: RecoveredPatch): number {
  return patch.files.flatMap((f) => f.hunks).filter((h) => h.countsSatisfied).length;
}

function named(proposals: readonly Proposal[]): Candidate[] {
  const used = new Map<string, number>();
  let replies = 0;
  return proposals.map(({ kind, sender, parts, series }) => {
    const sorted = [...parts].sort((a, b) => a.part[0] - b.part[0]);
    const first = sorted[0]!;
    const version = series?.version ?? first.version;
    // A `From:` in the body, or behind scissors, goes before that of the mail.
    const authors = series ? series.parts.filter(isNew).map((p) => p.author.name) : parts.map((p) => p.author);
    const base = kind === 'patch' ? `patch-v${version}` : `reply-${++replies}`;
    const times = (used.get(base) ?? 0) + 1;
    used.set(base, times);
    return {
      id: times === 1 ? base : `${base}.${times}`,
      kind,
      author: authors.every((name) => name === authors[0]) ? authors[0] || first.author : sender,
      title: series?.title ?? first.title,
      version,
      message: series?.parts.find(isNew)?.message ?? first.message,
      parts: sorted,
      missing: series
        ? withoutDiff(series)
        : kind === 'patch'
          ? missingNumbers(
              first.part[1],
              sorted.map((p) => p.part[0]),
            )
          : [],
    };
  });
}

function withoutDiff({ parts, missing }: Series): number[] {
  const bare = parts.filter((p) => p.patches.length === 0).map((p) => p.number);
  return [...missing, ...bare].sort((a, b) => a - b);
}

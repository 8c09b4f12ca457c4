// The series of a thread: what was posted together, with what is missing, who answers for it, and what is in doubt. In:
// a thread; out: series, oldest first. A single patch is a series of one.
//
// A version of which only some parts were sent again keeps the others, if each of its parts answers the patch that it
// replaces. It never takes parts from anywhere else.

import type { Mailbox, Thread } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import { scissorsIn, splitCommit } from './commit.ts';
import type { Doubt } from './doubt.ts';
import { followUps, type PlacedTrailer } from './follow-up.ts';
import type { RecoveredPatch } from './patch.ts';
import { type PatchMail, type Posting, patchMails, postingsOf, senderOf } from './posting.ts';
import { trailersIn } from './trailers.ts';

export interface SeriesPart {
  readonly number: number;
  /** Index of its message. */
  readonly message: number;
  /** That of the `Subject:` in the body, if there is one, else of the mail. */
  readonly title: string;
  /** By the `From:` in the body, else the sender. */
  readonly author: Mailbox;
  readonly date: Date | null;
  /** The diffs of the mail; empty if it holds none. */
  readonly patches: readonly RecoveredPatch[];
  /** Of the commit text and of answers. */
  readonly trailers: readonly PlacedTrailer[];
  /** Kept from an earlier version, of which only other parts were sent again. */
  readonly isKept: boolean;
}

export interface Series {
  /** `v2`; a repeated one gets `.2`. */
  readonly id: string;
  readonly version: number;
  /** m of `n/m`. */
  readonly count: number;
  /** Words of the brackets: `PATCH`, `RFC`, `net-next`. */
  readonly tags: readonly string[];
  readonly isRfc: boolean;
  readonly isResend: boolean;
  readonly sender: Mailbox;
  /** Of the cover, else of the first part. */
  readonly title: string;
  /** Index of the message. */
  readonly cover: number | null;
  /** By number. */
  readonly parts: readonly SeriesPart[];
  /** Numbers of which there is no mail. */
  readonly missing: readonly number[];
  /** Messages that send a part once more, unchanged. */
  readonly repeated: readonly number[];
  /** Every part is there, with a diff of which every hunk is whole. */
  readonly isComplete: boolean;
  /** Id of the version whose other parts are kept. */
  readonly keeps: string | null;
  /** Indexes of the messages that it is made of, in their order. */
  readonly messages: readonly number[];
  readonly doubts: readonly Doubt[];
}

export interface SeriesOptions {
  /** Read what stands behind scissors as the commit. */
  readonly scissors?: boolean;
}

/** The series that a thread posts. */
export function seriesOf(thread: Thread, options: SeriesOptions = {}): Series[] {
  return seriesOfMails(patchMails(thread), options);
}

/** The same for mails that have been read already. */
export function seriesOfMails(mails: readonly PatchMail[], options: SeriesOptions = {}): Series[] {
  const postings = postingsOf(mails).filter(isAboutDiffs);
  const home = new Map(postings.flatMap((p) => mailsOf(p).map((m) => [m, p] as const)));
  const answered = followUps(mails, home);
  const ids = named(postings);
  const made = new Map<Posting, Series>();
  for (const posting of postings) {
    const base = rerolled(posting, home);
    const earlier = base && made.get(base);
    const [kept, doubts] = earlier ? keptParts(posting, base, earlier) : [[], []];
    const parts = posting.parts.map((mail) => toPart(mail, answered.get(mail) ?? [], options));
    const keeps = kept.length > 0 ? earlier!.id : null;
    made.set(
      posting,
      toSeries(posting, { id: ids.get(posting)!, keeps }, parts, kept, [...doubts, ...readingDoubts(posting, options)]),
    );
  }
  return [...made.values()];
}

export function mailsOf({ cover, parts, repeated }: Posting): PatchMail[] {
  return cover ? [cover, ...parts, ...repeated] : [...parts, ...repeated];
}

/** `[RFC] what about x?` is a mail about a patch; `[PATCH] x` and `[PATCH 1/2] x` are one, if only a broken one. */
function isAboutDiffs({ cover, parts }: Posting): boolean {
  return cover !== null || parts.some(({ sent, subject }) => sent.length > 0 || subject.says.part || !subject.isRfc);
}

function named(postings: readonly Posting[]): Map<Posting, string> {
  const used = new Map<number, number>();
  return new Map(
    postings.map((posting) => {
      const times = (used.get(posting.version) ?? 0) + 1;
      used.set(posting.version, times);
      return [posting, `v${posting.version}${times === 1 ? '' : `.${times}`}`];
    }),
  );
}

/** The posting that this one answers. Where answers go in circles, it may be itself, or one that comes behind it. */
function rerolled({ parts, cover }: Posting, home: ReadonlyMap<PatchMail, Posting>): Posting | null {
  const above = (cover ?? parts[0])?.answers;
  return (above && home.get(above)) ?? null;
}

/** What a partial reroll keeps of the version that it answers, or why it keeps nothing. */
function keptParts(posting: Posting, base: Posting, series: Series): [SeriesPart[], Doubt[]] {
  const { parts, count } = posting;
  const own = new Set(parts.map(numberOf));
  const before = base.parts[0] ?? base.cover!;
  const related = senderOf(parts[0] ?? posting.cover!) === senderOf(before) && posting.version >= base.version;
  if (posting.cover || own.size >= count || base.count !== count || !related) return [[], []];
  const replaced = new Map([...base.parts, ...base.repeated].map((m) => [m, numberOf(m)]));
  const astray = parts.filter((m) => !m.answers || replaced.get(m.answers) !== numberOf(m));
  if (astray.length === 0) {
    const kept = series.parts.filter((p) => !own.has(p.number)).map((p) => ({ ...p, isKept: true }));
    return [kept, []];
  }
  const text = `not filled up from ${series.id}: ${astray.map((m) => m.subject.part.join('/')).join(', ')} does not answer the patch that it would replace`;
  return [[], [{ kind: 'not-filled', messages: astray.map((m) => m.message.index), text }]];
}

const numberOf = ({ subject }: PatchMail): number => subject.part[0];

function toPart(mail: PatchMail, answers: readonly PlacedTrailer[], options: SeriesOptions): SeriesPart {
  const { message, subject, sent } = mail;
  const commit = splitCommit(message.text, options);
  const own = trailersIn(message.text, commit.lines);
  return {
    number: subject.part[0],
    message: message.index,
    title: commit.subject === null ? subject.title : parseSubject(commit.subject).title,
    author: commit.from ?? message.from,
    date: commit.date ?? message.date,
    patches: sent,
    trailers: [...own.map((t) => ({ ...t, message: message.index, source: 'commit' as const })), ...answers],
    isKept: false,
  };
}

function toSeries(
  posting: Posting,
  { id, keeps }: Pick<Series, 'id' | 'keeps'>,
  own: readonly SeriesPart[],
  kept: readonly SeriesPart[],
  doubts: readonly Doubt[],
): Series {
  const { cover, count, version, repeated } = posting;
  const first = posting.parts[0] ?? cover!;
  const parts = [...own, ...kept].sort((a, b) => a.number - b.number);
  const numbers = parts.map((p) => p.number);
  const missing = missingNumbers(count, numbers);
  const messages = [...parts.map((p) => p.message), ...(cover ? [cover.message.index] : [])];
  return {
    id,
    version,
    count,
    tags: first.subject.tags,
    isRfc: first.subject.isRfc,
    isResend: first.subject.isResend,
    sender: first.message.from,
    title: cover?.subject.title ?? parts.find((p) => !p.isKept)?.title ?? first.subject.title,
    cover: cover?.message.index ?? null,
    parts,
    missing,
    repeated: repeated.map((m) => m.message.index),
    isComplete: missing.length === 0 && parts.every(isWhole),
    keeps,
    messages: messages.sort((a, b) => a - b),
    doubts: [...posting.doubts, ...doubts],
  };
}

/** Of 1 to `count`, those that are not there; none beside `8/7`, which belongs to no row. */
export function missingNumbers(count: number, numbers: readonly number[]): number[] {
  const present = new Set(numbers);
  if (numbers.some((n) => n > count)) return [];
  return Array.from({ length: count }, (_, i) => i + 1).filter((n) => !present.has(n));
}

function isWhole({ patches }: SeriesPart): boolean {
  return patches.length > 0 && patches.every((p) => p.files.every((f) => f.hunks.every((h) => h.countsSatisfied)));
}

function readingDoubts({ parts }: Posting, { scissors }: SeriesOptions): Doubt[] {
  const doubts: Doubt[] = [];
  for (const { message, subject, sent } of parts) {
    const about = { messages: [message.index] };
    const name = subject.says.part ? subject.part.join('/') : 'the patch';
    if (sent.length === 0)
      doubts.push({ ...about, kind: 'part-without-diff', text: `${name} holds no diff that can be read` });
    if (subject.part[0] > subject.part[1])
      doubts.push({ ...about, kind: 'beyond-count', text: `${name} comes on top of a series: it stands alone` });
    const line = scissorsIn(message.text);
    if (line !== null && !scissors)
      doubts.push({
        ...about,
        kind: 'scissors',
        text: `${name} has scissors in line ${line}: not cut, as nobody asked`,
      });
  }
  return doubts;
}

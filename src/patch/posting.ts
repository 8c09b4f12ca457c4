// Which mails were posted together. In: a thread; out: postings, oldest first, each the mails of one version of a series
// or one patch. The invariant: two postings never become one; where it cannot be told, they stay apart and say why.
//
//   [PATCH v2 0/2]                     one posting: a cover, and parts that answer it, or one another,
//   ├ [PATCH v2 1/2]                   or the same missing mail, with the same sender, version and count
//   │ └ Re: …
//   │   └ [PATCH v3 1/2]               another one, which answers a patch of the first
//   └ [PATCH v2 2/2]

import type { Message, Thread } from '../mail/message.ts';
import { oldestFirst, parentsIn } from '../mail/order.ts';
import { parseSubject, type Subject } from '../mail/subject.ts';
import { isCopy } from './copy.ts';
import type { Doubt } from './doubt.ts';
import type { RecoveredPatch } from './patch.ts';
import { recoverPatches } from './recover.ts';
import { type Told, tellApart } from './tell-apart.ts';

/** A mail with what it says about patches. */
export interface PatchMail {
  readonly message: Message;
  readonly subject: Subject;
  /** Every diff in it. */
  readonly patches: readonly RecoveredPatch[];
  /** Own diffs, the same one sent inline and attached counted once. */
  readonly sent: readonly RecoveredPatch[];
  readonly quoted: readonly RecoveredPatch[];
  /** Posted as a patch or cover, not as an answer. */
  readonly isPosted: boolean;
  /** The nearest posted mail above it. */
  readonly answers: PatchMail | null;
  /** Nothing stands between. */
  readonly isDirect: boolean;
}

export interface Posting {
  readonly cover: PatchMail | null;
  /** By their number. A single patch is 1 of 1. */
  readonly parts: readonly PatchMail[];
  /** Parts that were sent again unchanged. */
  readonly repeated: readonly PatchMail[];
  readonly sender: string;
  readonly version: number;
  readonly count: number;
  readonly doubts: readonly Doubt[];
}

/** The mails of a thread, oldest first. */
export function patchMails(thread: Thread): PatchMail[] {
  const parents = parentsIn(thread);
  const mails = new Map<Message, PatchMail>();
  for (const message of oldestFirst(thread)) {
    const subject = parseSubject(message.subject);
    const recovered = recoverPatches(message);
    const patches = recovered.filter(hasFiles);
    const sent = patches.filter((p) => !p.quoted).filter((p, i, own) => !isCopy(p, own.slice(0, i)));
    const parent = mails.get(parents.get(message)!) ?? null;
    mails.set(message, {
      message,
      subject,
      patches: recovered,
      sent,
      quoted: patches.filter((p) => p.quoted),
      isPosted: !subject.reply && (subject.isPatch || (sent.length > 0 && message.inReplyTo === null)),
      answers: parent?.isPosted ? parent : (parent?.answers ?? null),
      isDirect: parent?.isPosted ?? false,
    });
  }
  return [...mails.values()];
}

function hasFiles(patch: RecoveredPatch): boolean {
  return patch.files.some((f) => f.hunks.length > 0 || f.change !== undefined || f.mode !== undefined || f.binary);
}

interface Group {
  readonly number: number;
  readonly mails: PatchMail[];
  cover: PatchMail | null;
}

/** The postings of a thread, in the order of their oldest mails. */
export function postingsOf(mails: readonly PatchMail[]): Posting[] {
  const groups: Group[] = [];
  const home = new Map<PatchMail, Group>();
  const keyed = new Map<string, Group>();
  const join = (mail: PatchMail, group: Group): void => {
    group.mails.push(mail);
    home.set(mail, group);
  };
  for (const mail of mails.filter((m) => m.isPosted)) {
    const above = mail.answers && home.get(mail.answers);
    if (above && mail.isDirect && belongsTo(mail, mail.answers!)) {
      if (isUnnumberedCover(mail.answers!)) above.cover = mail.answers;
      join(mail, above);
      continue;
    }
    const key = placeKey(mail, above?.number ?? null);
    const known = key === null ? undefined : keyed.get(key);
    const group = known ?? { number: groups.length, mails: [], cover: null };
    if (!known) groups.push(group);
    if (!known && key !== null) keyed.set(key, group);
    join(mail, group);
  }
  return groups.flatMap(({ mails: all, cover }) =>
    tellApart(all.filter((m) => m !== cover)).map((told, i) => toPosting(told, i === 0 ? cover : null)),
  );
}

const isNumberedCover = ({ subject }: PatchMail): boolean => subject.says.part && subject.part[0] === 0;

/** `[PATCHSET v2] mm: things`: without a number and without a diff. */
const isUnnumberedCover = ({ subject, sent }: PatchMail): boolean =>
  !subject.says.part && sent.length === 0 && subject.isPatch;

/**
 * Whether a mail that answers another is posted with it. A cover may name the version for parts that do not; a part that
 * names one below a cover without is a reroll.
 */
function belongsTo(mail: PatchMail, above: PatchMail): boolean {
  const [a, b] = [mail.subject, above.subject];
  if (senderOf(mail) !== senderOf(above) || !a.says.part || a.part[0] > a.part[1] || a.isResend !== b.isResend)
    return false;
  const isCover = isUnnumberedCover(above) || isNumberedCover(above);
  if (a.version !== b.version && !(isCover && !a.says.version)) return false;
  if (isUnnumberedCover(above)) return a.part[0] > 0;
  return a.part[1] === b.part[1] && a.part[0] !== b.part[0];
}

/** What else holds a posting together: one place in the thread, one sender, version, count and kind. */
function placeKey(mail: PatchMail, above: number | null): string | null {
  const { version, part, isRfc, isResend } = mail.subject;
  if (!mail.subject.says.part || part[0] > part[1]) return null;
  const place = above !== null ? above : (mail.message.inReplyTo ?? 'top');
  return JSON.stringify([place, senderOf(mail), version, part[1], isRfc, isResend]);
}

export function senderOf({ message }: PatchMail): string {
  return (message.from.name || message.from.address || '').toLowerCase();
}

function toPosting(told: Told, unnumbered: PatchMail | null): Posting {
  const { mails, repeated } = told;
  const cover = unnumbered ?? mails.find(isNumberedCover) ?? null;
  const parts = mails.filter((m) => m !== cover).sort((a, b) => a.subject.part[0] - b.subject.part[0]);
  const first = parts[0] ?? cover!;
  const doubts: Doubt[] = [...told.doubts];
  if (cover && cover.subject.version !== first.subject.version) {
    const text = `v${cover.subject.version} stands in the cover alone, its parts name no version`;
    doubts.push({ kind: 'version-of-cover', messages: [cover.message.index], text });
  }
  return {
    cover,
    parts,
    repeated,
    sender: first.message.from.name,
    version: (cover ?? first).subject.version,
    count: first.subject.part[1],
    doubts,
  };
}

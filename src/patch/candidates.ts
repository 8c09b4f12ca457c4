// What a thread proposes. In: a thread; out: its candidates, oldest first.
//
//   patch-v2     a patch or series that is posted as one, or that is quoted while its original is not in the thread
//   reply-1      a diff in an answer ("how about this instead?")
//
// A quoted copy of what the thread has is no candidate. In doubt two series stay two.

import type { Message, Thread } from '../mail/message.ts';
import { oldestFirst } from '../mail/order.ts';
import { parseSubject } from '../mail/subject.ts';
import { isCopy } from './copy.ts';
import type { RecoveredPatch } from './patch.ts';
import { recoverPatches } from './recover.ts';

export interface Candidate {
  /** `patch-v1`, `reply-1`; a repeated one gets `.2`. */
  readonly id: string;
  readonly kind: 'patch' | 'reply-diff';
  readonly author: string;
  /** Of a series: that of its cover letter, if the thread has it. */
  readonly title: string;
  readonly version: number;
  /** Index of the message of the first part. */
  readonly message: number;
  /** In the order in which they apply. */
  readonly parts: readonly RecoveredPatch[];
  /** Numbers of a series' parts that the thread does not have. */
  readonly missing: readonly number[];
}

/** What is posted together, before it has a name. */
interface Proposal {
  readonly kind: Candidate['kind'];
  /** Who sent or was quoted; the author of a part may be another. */
  readonly sender: string;
  readonly parts: RecoveredPatch[];
}

/** The candidates of a thread, oldest first. */
export function candidatesOf(thread: Thread): Candidate[] {
  const messages = oldestFirst(thread);
  const patches = messages.map((message) => ({ message, patches: recoverPatches(message).filter(hasFiles) }));
  const own = patches.flatMap((m) => m.patches.filter((p) => !p.quoted));
  const proposals: Proposal[] = [];

  for (const { message, patches: found } of patches) {
    const sent = distinct(found.filter((p) => !p.quoted));
    if (sent.length > 0) addSent(proposals, message, sent);
    for (const patch of found.filter((p) => p.quoted && !isCopy(p, own))) addQuoted(proposals, patch);
  }
  return named(proposals, thread);
}

function hasFiles(patch: RecoveredPatch): boolean {
  return patch.files.some((f) => f.hunks.length > 0 || f.change !== undefined || f.mode !== undefined || f.binary);
}

/** Some mailers send the same diff inline and attached. */
function distinct(patches: readonly RecoveredPatch[]): RecoveredPatch[] {
  return patches.filter((p, i) => !isCopy(p, patches.slice(0, i)));
}

function addSent(proposals: Proposal[], message: Message, sent: RecoveredPatch[]): void {
  const { reply, isPatch } = parseSubject(message.subject);
  if (reply || (message.inReplyTo !== null && !isPatch)) {
    proposals.push({ kind: 'reply-diff', sender: message.from.name, parts: sent });
    return;
  }
  const series = proposals.find((p) => takes(p, sent[0]!, message.from.name));
  if (series) series.parts.push(...sent);
  else proposals.push({ kind: 'patch', sender: message.from.name, parts: [...sent] });
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
  else proposals.push({ kind: 'patch', sender: patch.author, parts: [patch] });
}

/** Whether a patch is a further part of a series: same version, same length, same sender, and a number not yet there. */
function takes({ kind, sender, parts }: Proposal, patch: RecoveredPatch, from: string): boolean {
  const first = parts[0]!;
  const [n, m] = patch.part;
  if (kind !== 'patch' || m < 2 || first.part[1] !== m || first.version !== patch.version || sender !== from)
    return false;
  return first.quoted === patch.quoted && parts.every((p) => p.part[0] !== n);
}

function wholeHunks(patch: RecoveredPatch): number {
  return patch.files.flatMap((f) => f.hunks).filter((h) => h.countsSatisfied).length;
}

function named(proposals: readonly Proposal[], thread: Thread): Candidate[] {
  const used = new Map<string, number>();
  let replies = 0;
  return proposals.map(({ kind, sender, parts }) => {
    const sorted = [...parts].sort((a, b) => a.part[0] - b.part[0]);
    const first = sorted[0]!;
    const base = kind === 'patch' ? `patch-v${first.version}` : `reply-${++replies}`;
    const times = (used.get(base) ?? 0) + 1;
    used.set(base, times);
    const present = new Set(sorted.map((p) => p.part[0]));
    return {
      id: times === 1 ? base : `${base}.${times}`,
      kind,
      author: parts.every((p) => p.author === first.author) ? first.author : sender,
      title: coverTitle(thread, first, sender) ?? first.title,
      version: first.version,
      message: first.message,
      parts: sorted,
      missing: kind === 'patch' ? numbersTo(first.part[1]).filter((n) => !present.has(n)) : [],
    };
  });
}

function numbersTo(m: number): number[] {
  return Array.from({ length: m }, (_, i) => i + 1);
}

function coverTitle(thread: Thread, patch: RecoveredPatch, sender: string): string | null {
  if (patch.part[1] < 2) return null;
  const covers = thread.messages.map((m) => ({ m, ...parseSubject(m.subject) }));
  const cover = covers.find(
    ({ m, part, version, reply }) =>
      !reply && part[0] === 0 && part[1] === patch.part[1] && version === patch.version && m.from.name === sender,
  );
  return cover?.title ?? null;
}

// Who takes a patch back, or says that it must not go in. Found in the words of people alone, never in what they quote.

import { samePerson } from '../mail/address.ts';
import type { Mailbox, Thread } from '../mail/message.ts';
import { oldestFirst } from '../mail/order.ts';
import { candidatesOfMails } from '../patch/candidates.ts';
import { type PatchMail, patchMails } from '../patch/posting.ts';
import { seriesOfMails } from '../patch/series.ts';
import { trailersIn } from '../patch/trailers.ts';
import { type Paragraph, paragraphsOf } from './prose.ts';

export interface Withdrawal {
  /** `ignore`: "plz ignore this patch"; `drop`; `retract`: "I withdraw it"; `hole`: "I found a hole"; `nak`. */
  readonly kind: 'ignore' | 'drop' | 'do-not-apply' | 'retract' | 'hole' | 'nak';
  readonly by: Mailbox;
  /** Whether the patch is his own; `unknown` where the thread neither has nor quotes it. */
  readonly role: 'author' | 'other' | 'unknown';
  /** Index of the message. */
  readonly message: number;
  /** 1-based line in its text. */
  readonly line: number;
  /** The words. */
  readonly text: string;
  /** Index of the patch or cover that the message answers; null if the thread has none. */
  readonly about: number | null;
}

const what =
  '(?:(?:this|the|that|my|these|those|it|above|previous|last|whole|v\\d+)\\s+){0,3}(?:patch(?:es|set)?|series|version|v\\d+|one|RFC)\\b';
const ask = '\\b(?:please|plz|pls|kindly|do)\\W+(?:just )?';
const bare = '^(?:so |sorry,? |and )?';
const ignore = '(?:ignore|discard|disregard|skip|forget(?: about)?|scratch)';
const forms: readonly (readonly [kind: Withdrawal['kind'], form: RegExp])[] = [
  ['ignore', new RegExp(`${ask}${ignore}\\s+${what}`, 'i')],
  ['ignore', new RegExp(`${bare}${ignore}\\s+${what}`, 'i')],
  [
    'ignore',
    new RegExp(
      `\\b(?:you|people|maintainers?) (?:can|may|should|could)\\s+(?:just |safely )?${ignore}\\s+${what}`,
      'i',
    ),
  ],
  ['drop', new RegExp(`${ask}drop\\s+${what}`, 'i')],
  ['drop', new RegExp(`${bare}drop\\s+${what}`, 'i')],
  [
    'do-not-apply',
    new RegExp(
      `\\b(?:please|plz|pls)\\s+(?:do not|don't)\\s+(?:apply|merge|take|queue)\\s+(?:${what}|it\\b|this\\b)`,
      'i',
    ),
  ],
  [
    'retract',
    new RegExp(
      `\\bI(?:'m| am|'ll| will| hereby| have to)?\\s+(?:withdraw(?:ing)?|retract(?:ing)?|drop(?:ping)?)\\s+(?:${what}|it\\b|this\\b)`,
      'i',
    ),
  ],
  [
    'hole',
    /\b(?:I|we)(?:'ve| have)?\s+(?:just\s+)?found\s+(?:a|another|one more|some)\s+(?:hole|serious bug|big problem)s?\b/i,
  ],
  // Devices have NAKs too: it counts as a word of its own, not as the subject of a sentence.
  [
    'nak',
    /(?:^|[.!]\s+|^so,?\s+)(?:(?:big|fat|hard|strong|still|again|sorry,?|that's a|a)\s+){0,3}nac?k(?:ed)?(?=\s*(?:$|[.,;:!(]|-\s|--|from me\b|(?:on|to|for) (?:this|that)\b|because\b|this\b))|\bself-?nac?k\b/i,
  ],
];
/** One of these is in each of them: what has none is not held against all. */
const stems = /ignore|discard|disregard|skip|forget|scratch|drop|apply|merge|take|queue|withdraw|retract|found|nac?k/i;
const negation = /(?:\bnot|n't|never)\s+$/i;

/** Every word of a thread that takes a patch back or refuses it, in the order of its messages. */
export function withdrawalsOf(thread: Thread, read: readonly PatchMail[] = patchMails(thread)): Withdrawal[] {
  const mails = new Map(read.map((m) => [m.message.index, m]));
  const found = paragraphsOf(thread).flatMap((p) => {
    const said = p.level === 0 ? sayings(p.text) : [];
    const kinds = said.filter(({ kind }, i) => said.findIndex((s) => s.kind === kind) === i);
    return kinds.map((s) => toWithdrawal(mails.get(p.message)!, s.kind, lineOf(thread, p, s.at), s.text));
  });
  for (const mail of read.filter(({ message }) => mayHoldNak(message.text)))
    for (const { name, value, line } of trailersIn(mail.message.text))
      if (name === 'Nacked-by') found.push(toWithdrawal(mail, 'nak', line, `${name}: ${value}`));
  return found.sort((a, b) => a.message - b.message || a.line - b.line);
}

/** Most mails hold none, which two searches for a plain text tell sooner than one for either. */
function mayHoldNak(text: string): boolean {
  return (text.includes('cked-') || text.includes('CKED-')) && /nacked-by/i.test(text);
}

function toWithdrawal(mail: PatchMail, kind: Withdrawal['kind'], line: number, text: string): Withdrawal {
  const { message, answers, quoted } = mail;
  const author = answers?.message.from ?? quoted[0]?.from;
  const role = author ? (samePerson(message.from, author) ? 'author' : 'other') : 'unknown';
  return { kind, by: message.from, role, message: message.index, line, text, about: answers?.message.index ?? null };
}

/**
 * Whether the author of the newest patch took it back: "plz ignore this patch", "I found a hole", a NAK of his own.
 *
 * The same words of anyone else are a review, those in front of a newer patch of the author are history, and those in
 * answer to an older version are about that one.
 */
export function isWithdrawn(thread: Thread): boolean {
  const mails = patchMails(thread);
  return isTakenBack(thread, mails, withdrawalsOf(thread, mails));
}

/** The same where all that has been read already. */
export function isTakenBack(thread: Thread, mails: readonly PatchMail[], withdrawals: readonly Withdrawal[]): boolean {
  if (withdrawals.length === 0) return false;
  const newest = candidatesOfMails(mails).findLast((c) => c.kind === 'patch');
  const patch = newest?.parts.find((p) => p.message === newest.message);
  if (!newest || !patch) return false;
  const series = seriesOfMails(mails).find((s) => s.parts.some((p) => p.message === newest.message && !p.isKept));
  const own = series && new Set([...series.messages, ...series.repeated]);
  const order = oldestFirst(thread).map((m) => m.index);
  const since = new Set(order.slice(order.indexOf(newest.message)));
  return withdrawals.some(
    ({ by, message, about, text }) =>
      since.has(message) &&
      (about === null || !own || own.has(about)) &&
      samePerson(by, patch.from) &&
      // "I'll drop this patch" takes one part out of a series, not the series back.
      !(newest.parts.length > 1 && /\b(?:patch|one)$/i.test(text)),
  );
}

interface Saying {
  readonly kind: Withdrawal['kind'];
  readonly text: string;
  /** Offset in the paragraph. */
  readonly at: number;
}

function sayings(text: string): Saying[] {
  if (!stems.test(text)) return [];
  return forms.flatMap(([kind, form]) => {
    const m = form.exec(text);
    if (m === null || negation.test(text.slice(0, m.index))) return [];
    return [{ kind, text: m[0].replace(/^[.!]?\s+/, ''), at: m.index }];
  });
}

/** A paragraph is its lines, joined by blanks. */
function lineOf(thread: Thread, { message, lines }: Paragraph, at: number): number {
  const text = thread.messages[message]!.text.split('\n');
  let end = 0;
  for (let line = lines[0]; line < lines[1]; line++) {
    end += text[line - 1]!.trim().length + 1;
    if (at < end) return line;
  }
  return lines[1];
}

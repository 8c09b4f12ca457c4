import { samePerson } from '../mail/address.ts';
import type { Thread } from '../mail/message.ts';
import { oldestFirst } from '../mail/order.ts';
import { candidatesOf } from '../patch/candidates.ts';
import { paragraphsOf } from './prose.ts';

const what =
  '(?:(?:this|the|that|my|these|those|it|above|previous|last|whole|v\\d+)\\s+){0,3}(?:patch(?:es|set)?|series|version|v\\d+|one|RFC)\\b';
const forms = [
  new RegExp(
    `\\b(?:please|plz|pls|kindly|do)\\W+(?:just )?(?:ignore|drop|discard|disregard|skip|forget(?: about)?)\\s+${what}`,
    'i',
  ),
  new RegExp(`^(?:so |sorry,? |and )?(?:ignore|drop|discard|disregard|scratch)\\s+${what}`, 'i'),
  new RegExp(
    `\\b(?:please|plz|pls)\\s+(?:do not|don't)\\s+(?:apply|merge|take|queue)\\s+(?:it\\b|this\\b|${what})`,
    'i',
  ),
  new RegExp(
    `\\bI(?:'m| am|'ll| will| hereby| have to)?\\s+(?:withdraw(?:ing)?|retract(?:ing)?|drop(?:ping)?)\\s+(?:it\\b|this\\b|${what})`,
    'i',
  ),
  /\b(?:I|we)(?:'ve| have)?\s+(?:just\s+)?found\s+(?:a|another|one more|some)\s+(?:hole|serious bug|big problem)s?\b/i,
  /^nac?k\b(?!-)|\bself-?nac?k\b/i,
];
const negation = /(?:\bnot|n't|never)\s+$/i;

/**
 * Whether the author of the newest patch took it back: "plz ignore this patch", "I found a hole", a NAK of his own.
 *
 * The same words of anyone else are a review, and those in front of a newer patch of the author are history.
 */
export function isWithdrawn(thread: Thread): boolean {
  const newest = candidatesOf(thread).findLast((c) => c.kind === 'patch');
  const patch = newest?.parts[0];
  if (!newest || !patch) return false;
  const order = oldestFirst(thread).map((m) => m.index);
  const since = order.slice(order.indexOf(patch.message));
  const ownWords = paragraphsOf(thread).filter((p) => p.level === 0 && since.includes(p.message));
  return ownWords.some(
    (p) => samePerson(thread.messages[p.message]!.from, patch.from) && takesBack(p.text, newest.parts.length > 1),
  );
}

/** "I'll drop this patch" takes one part out of a series, not the series back. */
function takesBack(text: string, series: boolean): boolean {
  return forms.some((form) => {
    const m = form.exec(text);
    if (m === null || negation.test(text.slice(0, m.index))) return false;
    return !(series && /\b(?:patch|one)$/i.test(m[0]));
  });
}

// Whether a claimed bug needs two or more to meet. A leak on an error path is a bug and no race; a leak that somebody
// shows between two CPUs is one.

import type { Thread } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import { isAsserted } from './assertion.ts';
import { type BugClass, raceWords } from './bug-class.ts';
import type { Claim } from './claim.ts';
import { type Paragraph, paragraphsOf } from './prose.ts';

/** Bugs that one task alone cannot have. */
const ALWAYS: ReadonlySet<BugClass> = new Set([
  'livelock',
  'deadlock',
  'lost-wakeup',
  'missing-barrier',
  'lost-event',
  'data-race',
  'race',
]);

/** The claims of a thread that are about concurrency: by their class, by a drawing, or by words for a race in the same mail. */
export function concurrentClaims(thread: Thread, claims: readonly Claim[]): Set<Claim> {
  const open = claims.filter((c) => !ALWAYS.has(c.class) && c.diagram === null);
  const paragraphs = open.length === 0 ? [] : paragraphsOf(thread);
  const racing = new Set(open.map((c) => c.message).filter((message) => speaksOfRace(thread, paragraphs, message)));
  return new Set(claims.filter((c) => !open.includes(c) || racing.has(c.message)));
}

function speaksOfRace({ messages }: Thread, paragraphs: readonly Paragraph[], message: number): boolean {
  const { title } = parseSubject(messages[message]!.subject);
  return (
    assertsRace(title, 'subject') ||
    paragraphs.some((p) => p.message === message && p.level === 0 && assertsRace(p.text, 'text'))
  );
}

function assertsRace(text: string, where: 'subject' | 'text'): boolean {
  return [...text.matchAll(raceWords)].some((m) => isAsserted(text, m.index, m.index + m[0].length, where));
}

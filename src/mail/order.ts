import { compare } from './duplicates.ts';
import type { Message, Thread } from './message.ts';
import { parseSubject } from './subject.ts';

interface Place {
  readonly time: number;
  readonly depth: number;
}

/** Messages oldest first. `Date:` lies, so an answer never comes before what it answers. */
export function oldestFirst(thread: Thread): Message[] {
  const parents = parentsIn(thread);
  const places = new Map<Message, Place>();
  for (const message of thread.messages) {
    const chain = [message];
    for (let m = parents.get(message); m && !places.has(m); m = parents.get(m)) chain.push(m);
    for (const m of chain.reverse()) {
      const parent = parents.get(m);
      const above = (parent && places.get(parent)) ?? { time: 0, depth: -1 };
      places.set(m, { time: Math.max(above.time, m.date?.getTime() ?? 0), depth: above.depth + 1 });
    }
  }
  const place = (m: Message): Place => places.get(m)!;
  return [...thread.messages].sort(
    (a, b) => place(a).time - place(b).time || place(a).depth - place(b).depth || sameTime(a, b),
  );
}

/** A series goes out within a second: its parts go by their numbers. The place in the file tells only the rest. */
function sameTime(a: Message, b: Message): number {
  const time = ({ date }: Message): number => date?.getTime() ?? 0;
  const part = ({ subject }: Message): number => parseSubject(subject).part[0];
  const id = ({ messageId }: Message): string => messageId ?? '';
  return time(a) - time(b) || part(a) - part(b) || compare(id(a), id(b)) || a.index - b.index;
}

/** What each message answers: its nearest ancestor that the thread has. Free of loops. */
export function parentsIn(thread: Thread): Map<Message, Message> {
  const byId = new Map<string, Message>();
  for (const m of thread.messages) if (m.messageId !== null && !byId.has(m.messageId)) byId.set(m.messageId, m);
  const parents = new Map<Message, Message>();
  for (const m of thread.messages) {
    const ids = m.inReplyTo === null ? m.references.toReversed() : [m.inReplyTo, ...m.references.toReversed()];
    const parent = ids.map((id) => byId.get(id)).find((p) => p !== undefined && p !== m);
    if (parent) parents.set(m, parent);
  }
  cutLoops(thread.messages, parents);
  return parents;
}

/** A loop is cut above the mail that looks most like a beginning, wherever in the file it stands. */
function cutLoops(messages: readonly Message[], parents: Map<Message, Message>): void {
  const done = new Set<Message>();
  for (const message of messages) {
    const path = new Set<Message>();
    let at: Message | undefined = message;
    for (; at && !done.has(at) && !path.has(at); at = parents.get(at)) path.add(at);
    if (at && path.has(at)) {
      const loop = [...path].slice([...path].indexOf(at));
      parents.delete(loop.reduce((a, b) => (beginning(a, b) <= 0 ? a : b)));
    }
    for (const m of path) done.add(m);
  }
}

function beginning(a: Message, b: Message): number {
  const rank = ({ subject }: Message): number => Number(parseSubject(subject).reply);
  return rank(a) - rank(b) || compare(a.messageId ?? '', b.messageId ?? '') || a.index - b.index;
}

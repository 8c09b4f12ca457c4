import type { Message, Thread } from './message.ts';

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
    (a, b) => place(a).time - place(b).time || place(a).depth - place(b).depth || a.index - b.index,
  );
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
  const done = new Set<Message>();
  for (const message of thread.messages) {
    const path = new Set<Message>();
    for (let m: Message | undefined = message; m && !done.has(m); m = parents.get(m)) {
      path.add(m);
      if (path.has(parents.get(m)!)) parents.delete(m);
    }
    for (const m of path) done.add(m);
  }
  return parents;
}

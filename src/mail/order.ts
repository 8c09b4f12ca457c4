import type { Message, Thread } from './message.ts';

interface Place {
  readonly time: number;
  readonly depth: number;
}

/** Messages oldest first. `Date:` lies, so an answer never comes before what it answers. */
export function oldestFirst(thread: Thread): Message[] {
  const byId = new Map(thread.messages.map((m) => [m.messageId, m]));
  const places = new Map<Message, Place>();
  for (const message of thread.messages) {
    const chain = [message];
    for (let m = parentOf(message, byId); m && !places.has(m) && !chain.includes(m); m = parentOf(m, byId))
      chain.push(m);
    for (const m of chain.reverse()) {
      const parent = parentOf(m, byId);
      const above = (parent && places.get(parent)) ?? { time: 0, depth: -1 };
      places.set(m, { time: Math.max(above.time, m.date?.getTime() ?? 0), depth: above.depth + 1 });
    }
  }
  const place = (m: Message): Place => places.get(m)!;
  return [...thread.messages].sort(
    (a, b) => place(a).time - place(b).time || place(a).depth - place(b).depth || a.index - b.index,
  );
}

/** The nearest ancestor that the thread has. */
function parentOf(message: Message, byId: ReadonlyMap<string | null, Message>): Message | undefined {
  const ids = [message.inReplyTo, ...message.references.toReversed()];
  return ids.map((id) => (id === null ? undefined : byId.get(id))).find((m) => m !== undefined && m !== message);
}

import type { Message, Thread } from './message.ts';

/** Messages oldest first. `Date:` lies, so an answer never comes before what it answers. */
export function oldestFirst(thread: Thread): Message[] {
  const byId = new Map(thread.messages.map((m) => [m.messageId, m]));
  const times = new Map<Message, number>();
  const timeOf = (m: Message, above: ReadonlySet<Message>): number => {
    const known = times.get(m);
    if (known !== undefined) return known;
    const parent = m.inReplyTo === null ? undefined : byId.get(m.inReplyTo);
    const floor = parent && !above.has(parent) ? timeOf(parent, new Set([...above, m])) : 0;
    const time = Math.max(m.date?.getTime() ?? 0, floor);
    times.set(m, time);
    return time;
  };
  return [...thread.messages].sort((a, b) => timeOf(a, new Set([a])) - timeOf(b, new Set([b])) || a.index - b.index);
}

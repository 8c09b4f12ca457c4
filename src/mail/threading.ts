// Mails into threads. In: messages in any order; out: threads, each a tree. Nothing is dropped but copies of one mail,
// and the order of the input changes nothing but the order of the threads.
//
//   [PATCH 0/2] a                      a mail that is there
//   ├ [PATCH 1/2] b
//   └ <17@x>                           a ghost: answered or named in References, but not there
//     └ Re: [PATCH 2/2] c
//
// The mail's own headers say what it answers: In-Reply-To, else the last of References. The other references place the
// ghosts between. Dates only order answers to the same mail.

import { compare, type Entry, withoutCopies } from './duplicates.ts';
import type { Message, Thread } from './message.ts';
import { parseSubject } from './subject.ts';

export interface ThreadNode {
  /** Index of the message in its thread; null for a ghost. */
  readonly message: number | null;
  /** Null only for a mail that has none. */
  readonly messageId: string | null;
  /** Index of the node above; null at the top. */
  readonly parent: number | null;
  readonly depth: number;
}

/** What was done that the mails themselves do not say. */
export type ThreadNote =
  /** Copies of a message were left out; some went by other Message-IDs. */
  | { readonly kind: 'copies'; readonly message: number; readonly count: number; readonly ids: readonly string[] }
  /** Other mails with the same Message-ID say other things. Answers to it stand under only one of them. */
  | { readonly kind: 'id-reused'; readonly message: number }
  /** The message stands, through others, in answer to itself: it is taken as the beginning. */
  | { readonly kind: 'loop'; readonly message: number }
  /** An answer without references, placed by its subject. */
  | { readonly kind: 'by-subject'; readonly message: number };

export interface MailThread extends Thread {
  /** Each behind the one above it. More than one stands at the top only where mails share a Message-ID. */
  readonly nodes: readonly ThreadNode[];
  readonly notes: readonly ThreadNote[];
}

export interface ThreadingOptions {
  /** Put answers that have no references at all under a mail of the same subject. */
  readonly bySubject?: boolean;
}

interface Node {
  readonly id: string | null;
  readonly entry: Entry | null;
  parent: Node | null;
  readonly children: Node[];
  /** Votes of other mails for what stands above, by key. */
  readonly votes: Map<Node, number>;
  reused: boolean;
  loop: boolean;
  bySubject: boolean;
}

/** The threads of any number of messages, in the order in which the first mail of each came. */
export function threadsOf(messages: readonly Message[], options: ThreadingOptions = {}): MailThread[] {
  const entries = withoutCopies(messages);
  const { nodes, holders } = makeNodes(entries);
  for (const node of nodes) addVotes(node, holders);
  const all = [...new Set([...nodes, ...holders.values()])];
  for (const node of all) node.parent = parentOf(node, holders);
  cutLoops(all);
  if (options.bySubject) placeBySubject(nodes);
  const shown = link(all);
  const arrived = arrivals(shown, holders, messages);
  return components(shown, holders)
    .map((roots) => ({ roots, at: Math.min(...roots.map((r) => arrived.get(r)!)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ roots }) => threadOf(roots));
}

/** One node for each mail; `holders` knows who has a Message-ID, ghosts too. */
function makeNodes(entries: readonly Entry[]): { nodes: Node[]; holders: Map<string, Node> } {
  const holders = new Map<string, Node>();
  const nodes = entries.map((entry) => makeNode(entry.message.messageId, entry));
  for (const node of nodes) {
    const first = node.id === null ? undefined : holders.get(node.id);
    if (first) first.reused = node.reused = true;
    else if (node.id !== null) holders.set(node.id, node);
  }
  for (const node of nodes) for (const id of node.entry!.ids) if (!holders.has(id)) holders.set(id, node);
  for (const node of nodes)
    for (const id of chainOf(node.entry!.message)) if (!holders.has(id)) holders.set(id, makeNode(id, null));
  return { nodes, holders };
}

function makeNode(id: string | null, entry: Entry | null): Node {
  return { id, entry, parent: null, children: [], votes: new Map(), reused: false, loop: false, bySubject: false };
}

/** Ancestors that a mail names, oldest first. */
function chainOf({ references, inReplyTo }: Message): string[] {
  const chain = inReplyTo === null ? references : [...references.filter((id) => id !== inReplyTo), inReplyTo];
  return [...new Set(chain)];
}

function addVotes(node: Node, holders: ReadonlyMap<string, Node>): void {
  const chain = chainOf(node.entry!.message).map((id) => holders.get(id)!);
  for (let i = 1; i < chain.length; i++) {
    const [above, below] = [chain[i - 1]!, chain[i]!];
    if (above !== below) below.votes.set(above, (below.votes.get(above) ?? 0) + 1);
  }
}

/** A mail knows itself what it answers; ghosts, and answers that have lost their references, are placed by the others. */
function parentOf(node: Node, holders: ReadonlyMap<string, Node>): Node | null {
  const message = node.entry?.message;
  if (message) {
    const { inReplyTo, references } = message;
    const named = references.map((id) => holders.get(id)!).filter((n) => n !== node);
    const answered = inReplyTo === null ? undefined : holders.get(inReplyTo)!;
    const last = named.at(-1);
    const strayed = answered && !answered.entry && last?.entry && !references.includes(inReplyTo!);
    if (answered && answered !== node && !strayed) return answered;
    if (last) return last;
    if (answered || !parseSubject(message.subject).reply) return null;
  }
  const votes = [...node.votes].filter(([above]) => above !== node);
  votes.sort(([a, m], [b, n]) => n - m || Number(b.entry !== null) - Number(a.entry !== null) || compareNodes(a, b));
  return votes[0]?.[0] ?? null;
}

function compareNodes(a: Node, b: Node): number {
  return compare(a.id ?? '', b.id ?? '') || compare(a.entry?.key ?? '', b.entry?.key ?? '');
}

/** Each loop is cut once, above the member that looks most like a beginning. */
function cutLoops(nodes: readonly Node[]): void {
  const done = new Set<Node>();
  for (const start of nodes) {
    const path = new Set<Node>();
    let at: Node | null = start;
    while (at && !done.has(at) && !path.has(at)) {
      path.add(at);
      at = at.parent;
    }
    if (at && path.has(at)) {
      const walked = [...path];
      const first = walked.slice(walked.indexOf(at)).sort(beginning)[0]!;
      first.parent = null;
      first.loop = true;
    }
    for (const node of path) done.add(node);
  }
}

function beginning(a: Node, b: Node): number {
  const rank = ({ entry }: Node): number => (entry ? Number(parseSubject(entry.message.subject).reply) : 2);
  return rank(a) - rank(b) || compareNodes(a, b);
}

function placeBySubject(nodes: readonly Node[]): void {
  const titleOf = (node: Node): string => parseSubject(node.entry!.message.subject).title.toLowerCase();
  const loose = nodes.filter((n) => n.parent === null && chainOf(n.entry!.message).length === 0 && titleOf(n) !== '');
  const isReply = (n: Node): boolean => parseSubject(n.entry!.message.subject).reply;
  const byTitle = new Map<string, Node[]>();
  for (const node of loose) {
    const known = byTitle.get(titleOf(node));
    if (known) known.push(node);
    else byTitle.set(titleOf(node), [node]);
  }
  for (const group of byTitle.values()) {
    const first = group.filter((n) => !isReply(n)).sort(siblings)[0] ?? [...group].sort(siblings)[0]!;
    for (const node of group.filter((n) => n !== first && isReply(n))) {
      node.parent = first;
      node.bySubject = true;
    }
  }
}

/** Hangs under its parent what is there or leads to what is there. Gives the tops. */
function link(all: readonly Node[]): Node[] {
  const kept = new Set<Node>();
  for (const node of all) for (let at = node.entry && node; at && !kept.has(at); at = at.parent) kept.add(at);
  for (const node of kept) node.parent?.children.push(node);
  return [...kept].filter((n) => n.parent === null).map(belowIdleGhosts);
}

/** Ghosts at the top that only stand above another ghost say nothing. */
function belowIdleGhosts(top: Node): Node {
  let node = top;
  while (node.entry === null && node.children.length === 1 && node.children[0]!.entry === null)
    node = node.children[0]!;
  node.parent = null;
  return node;
}

/** Tops that share a Message-ID are one thread. */
function components(tops: readonly Node[], holders: ReadonlyMap<string, Node>): Node[][] {
  const home = new Map<Node, Node>();
  for (const top of tops) for (const node of walk(top)) home.set(node, top);
  const groups = new Map<Node, Node[]>();
  for (const top of [...tops].sort(siblings)) {
    const holder = top.id === null ? top : (holders.get(top.id) ?? top);
    const group = home.get(holder) ?? top;
    groups.set(group, [...(groups.get(group) ?? []), top]);
  }
  return [...groups.values()];
}

function* walk(top: Node): Generator<Node> {
  const stack = [top];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    // An archive's worth of answers to one mail is more than a call takes as arguments.
    for (const child of node.children) stack.push(child);
  }
}

/** The place of each thread's first mail in the input. A copy that was left out counts too. */
function arrivals(
  tops: readonly Node[],
  holders: ReadonlyMap<string, Node>,
  messages: readonly Message[],
): Map<Node, number> {
  const places = new Map<string, number>();
  for (const [i, { messageId }] of messages.entries())
    if (messageId !== null && !places.has(messageId)) places.set(messageId, i);
  const own = new Map(messages.map((m, i) => [m, i]));
  const found = new Map<Node, number>();
  for (const top of tops) {
    let first = Infinity;
    for (const node of walk(top)) {
      if (node.entry) first = Math.min(first, own.get(node.entry.message)!);
      for (const id of node.entry?.ids ?? []) if (holders.get(id) === node) first = Math.min(first, places.get(id)!);
    }
    found.set(top, first);
  }
  return found;
}

/** Date, then part of a series, then Message-ID. */
function siblings(a: Node, b: Node): number {
  const time = (n: Node): number => n.entry?.message.date?.getTime() ?? 0;
  const part = (n: Node): number => (n.entry ? parseSubject(n.entry.message.subject).part[0] : 0);
  return time(a) - time(b) || part(a) - part(b) || compareNodes(a, b);
}

function threadOf(roots: readonly Node[]): MailThread {
  const nodes: ThreadNode[] = [];
  const messages: Message[] = [];
  const notes: ThreadNote[] = [];
  const stack = roots.toReversed().map((node) => ({ node, parent: null as number | null, depth: 0 }));
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { node, parent, depth } = at;
    const index = node.entry ? messages.length : null;
    nodes.push({ message: index, messageId: node.id, parent, depth });
    if (node.entry && index !== null) {
      messages.push({ ...node.entry.message, index });
      const { copies, ids } = node.entry;
      if (copies > 0) notes.push({ kind: 'copies', message: index, count: copies, ids: ids.slice(1) });
      if (node.reused) notes.push({ kind: 'id-reused', message: index });
      if (node.loop) notes.push({ kind: 'loop', message: index });
      if (node.bySubject) notes.push({ kind: 'by-subject', message: index });
    }
    const above = nodes.length - 1;
    for (const child of node.children.sort(siblings).toReversed())
      stack.push({ node: child, parent: above, depth: depth + 1 });
  }
  return { subject: messages[0]?.subject ?? '', messages, nodes, notes };
}

/** Whether a thread has a mail with this Message-ID, or names one that it does not have. */
export function hasMessageId({ nodes, notes }: MailThread, id: string): boolean {
  return nodes.some((n) => n.messageId === id) || notes.some((n) => n.kind === 'copies' && n.ids.includes(id));
}

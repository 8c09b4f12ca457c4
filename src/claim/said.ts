// The words of a thread by message: all lines but those of diffs and attributions, in blocks of one level of quoting.
// What is quoted from a mail that the thread has is not said again.

import { attributionsOf } from '../mail/attribution.ts';
import type { Message, Thread } from '../mail/message.ts';
import type { QuotedLine } from '../mail/quote.ts';
import { diffLines, quotedLines } from '../patch/recover.ts';

export interface Said {
  /** Index of the message. */
  readonly message: number;
  /** Lines that follow each other, empty ones too. */
  readonly blocks: readonly (readonly QuotedLine[])[];
}

/** What people say in a thread. Its claims and its withdrawals both ask. */
export function saidIn(thread: Thread): readonly Said[] {
  const known = read.get(thread);
  if (known) return known;
  const said = sayings(thread);
  read.set(thread, said);
  return said;
}

const read = new WeakMap<Thread, readonly Said[]>();

function sayings(thread: Thread): Said[] {
  const all = thread.messages.map(wordsOf);
  if (!all.some((lines) => lines.some((l) => l.level > 0 && !isEmpty(l))))
    return thread.messages.map(({ index }, i) => ({ message: index, blocks: blocksOf(all[i]!) }));
  const first = new Map<string, number>();
  for (const [i, lines] of all.entries())
    for (const l of lines) if (l.level === 0 && !first.has(key(l.text))) first.set(key(l.text), i);
  return thread.messages.map(({ index }, i) => {
    const fresh = all[i]!.filter((l) => isEmpty(l) || l.level === 0 || (first.get(key(l.text)) ?? i) === i);
    return { message: index, blocks: blocksOf(fresh) };
  });
}

function wordsOf(message: Message): QuotedLine[] {
  const lines = quotedLines(message);
  const taken = new Uint8Array(lines.length + 1);
  for (const line of diffLines(message)) taken[line] = 1;
  for (const { line } of attributionsOf(lines)) taken[line] = 1;
  return lines.filter(({ line }) => taken[line] === 0);
}

function key(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Whether a line holds nothing but blanks. */
export function isEmpty({ text }: QuotedLine): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === '';
}

/** An empty line belongs to the block that it stands in, however it is quoted. */
function blocksOf(lines: readonly QuotedLine[]): QuotedLine[][] {
  const blocks: QuotedLine[][] = [];
  let last: QuotedLine | undefined;
  let level = -1;
  for (const line of lines) {
    const empty = isEmpty(line);
    if (last && last.line + 1 === line.line && (empty || line.level === level)) blocks.at(-1)!.push(line);
    else blocks.push([line]);
    if (!empty) level = line.level;
    last = line;
  }
  return blocks;
}

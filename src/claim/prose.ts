// What a message says in words: paragraphs of its own and of what it quotes, without diffs, trailers and attributions.

import type { Thread } from '../mail/message.ts';
import type { QuotedLine } from '../mail/quote.ts';
import { isEmpty, type Said, saidIn } from './said.ts';

export interface Paragraph {
  readonly message: number;
  readonly level: number;
  /** On one line; the titles of other commits are blanked out. */
  readonly text: string;
  /** 1-based, first and last. */
  readonly lines: readonly [number, number];
  /** Where in the text each of the lines starts. */
  readonly starts: readonly number[];
}

/** Paragraphs of a thread in its order. Claims and withdrawals both ask. */
export function paragraphsOf(thread: Thread): readonly Paragraph[] {
  const known = read.get(thread);
  if (known) return known;
  const paragraphs = paragraphsIn(saidIn(thread));
  read.set(thread, paragraphs);
  return paragraphs;
}

const read = new WeakMap<Thread, readonly Paragraph[]>();

function paragraphsIn(said: readonly Said[]): Paragraph[] {
  return said.flatMap(({ message, blocks }) =>
    blocks.flatMap((block) => partsOf(block).map((part) => paragraph(message, part))),
  );
}

/** Trailers, links, code and diff lines that no hunk holds, site and list footers. */
function isMachinery(text: string): boolean {
  return /^(?:[A-Z][A-Za-z]+(?:-[A-Za-z]+)+|Fixes|Link|Cc|Closes|From|Date|To|Subject): |^(?:@@ |\+\+\+ |--- |diff |index [0-9a-f])|^[+-](?![ \w])|^-{2,}|^\s*[\w/.-]+\s+\|\s+\d+ /.test(
    text,
  );
}

function partsOf(block: readonly QuotedLine[]): QuotedLine[][] {
  const parts: QuotedLine[][] = [[]];
  for (const line of block) {
    if (isEmpty(line) || isMachinery(line.text)) parts.push([]);
    else parts.at(-1)!.push(line);
  }
  return parts.filter((part) => part.length > 0);
}

function paragraph(message: number, block: readonly QuotedLine[]): Paragraph {
  const lines = block.map((l) => l.text.trim());
  const starts: number[] = [];
  let length = 0;
  for (const line of lines) {
    starts.push(length);
    length += line.length + 1;
  }
  const text = lines.join(' ');
  const blank = (title: string): string => ' '.repeat(title.length);
  return {
    message,
    level: block[0]!.level,
    text: text.includes('"') ? text.replace(/\("[^"]*"\)|"[^"]*\w: [^"]*"/g, blank) : text,
    lines: [block[0]!.line, block.at(-1)!.line],
    starts,
  };
}

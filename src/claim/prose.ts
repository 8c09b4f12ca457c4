// What a message says in words: paragraphs of its own and of what it quotes, without diffs, trailers and attributions.

import { attributionsOf } from '../mail/attribution.ts';
import type { Message, Thread } from '../mail/message.ts';
import { type QuotedLine, quoteLines } from '../mail/quote.ts';
import { scanFiles } from '../patch/scan.ts';
import { viewsOf } from '../patch/view.ts';

export interface Paragraph {
  readonly message: number;
  readonly level: number;
  /** On one line; the titles of other commits are blanked out. */
  readonly text: string;
  /** 1-based, first and last. */
  readonly lines: readonly [number, number];
}

/** Paragraphs of a thread in its order. What is quoted from a mail that the thread has is not said again. */
export function paragraphsOf(thread: Thread): Paragraph[] {
  const said = new Map<string, number>();
  const all = thread.messages.map((message) => proseLines(message));
  for (const [i, lines] of all.entries()) {
    for (const l of lines) if (l.level === 0) said.set(key(l.text), said.get(key(l.text)) ?? i);
  }
  return thread.messages.flatMap((message, i) => {
    const fresh = all[i]!.filter((l) => l.level === 0 || (said.get(key(l.text)) ?? i) === i);
    return blocks(fresh).map((block) => paragraph(message.index, block));
  });
}

function key(text: string): string {
  return text.replace(/\s+/g, '');
}

function proseLines(message: Message): QuotedLine[] {
  const lines = quoteLines(message.text);
  const skip = new Set<number>(attributionsOf(lines).map((a) => a.line));
  for (const view of viewsOf(message.text)) {
    const files = scanFiles(view ?? []);
    for (const { line } of view ?? []) if (files.some((f) => f.lines[0] <= line && line <= f.lines[1])) skip.add(line);
  }
  return lines.filter((l) => !skip.has(l.line) && l.text.trim() !== '' && !isMachinery(l.text));
}

/** Trailers, links, code and diff lines that no hunk holds, site and list footers. */
function isMachinery(text: string): boolean {
  return /^(?:[A-Z][A-Za-z]+(?:-[A-Za-z]+)+|Fixes|Link|Cc|Closes|From|Date|To|Subject): |^(?:@@ |\+\+\+ |--- |diff |index [0-9a-f])|^[+-](?![ \w])|^-{2,}|^\s*[\w/.-]+\s+\|\s+\d+ /.test(
    text,
  );
}

function blocks(lines: readonly QuotedLine[]): QuotedLine[][] {
  const found: QuotedLine[][] = [];
  for (const line of lines) {
    const last = found.at(-1)?.at(-1);
    if (last && last.level === line.level && last.line + 1 === line.line) found.at(-1)!.push(line);
    else found.push([line]);
  }
  return found;
}

function paragraph(message: number, block: readonly QuotedLine[]): Paragraph {
  const text = block.map((l) => l.text.trim()).join(' ');
  const blank = (title: string): string => ' '.repeat(title.length);
  return {
    message,
    level: block[0]!.level,
    text: text.replace(/\("[^"]*"\)|"[^"]*\w: [^"]*"/g, blank),
    lines: [block[0]!.line, block.at(-1)!.line],
  };
}

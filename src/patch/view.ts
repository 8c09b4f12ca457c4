import { type QuotedLine, quoteLines } from '../mail/quote.ts';

/** A line of a text as one level of quoting sees it. */
export interface ViewLine {
  readonly text: string;
  /** 1-based line in the text. */
  readonly line: number;
  /** What stands directly before it: a line of this level, a comment quoted less deep, or a deeper quote. */
  readonly behind: 'line' | 'comment' | 'quote';
}

/** The lines of each level of quoting in a text, by level. */
export function viewsOf(text: string): ViewLine[][] {
  const views: ViewLine[][] = [];
  let before: QuotedLine | undefined;
  for (const now of quoteLines(text)) {
    const behind = !before || before.level === now.level ? 'line' : before.level < now.level ? 'comment' : 'quote';
    views[now.level] ??= [];
    views[now.level]!.push({ text: now.text, line: now.line, behind });
    before = now;
  }
  return views;
}

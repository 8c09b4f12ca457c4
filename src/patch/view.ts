// A text as each level of its quoting sees it. In: a text; out: for each level its lines, with escapes undone and blanks
// that are none made blanks. A line knows where it stands in the text and what was repaired in it.

import { type QuotedLine, quoteLines } from '../mail/quote.ts';
import type { PatchDamage } from './damage.ts';
import { unescapeText } from './unescape.ts';

/** A line of a text as one level of quoting sees it. */
export interface ViewLine {
  readonly text: string;
  /** 1-based line in the text. */
  readonly line: number;
  /** What stands directly before it: a line of this level, a comment quoted less deep, or a deeper quote. */
  readonly behind: 'line' | 'comment' | 'quote';
  /** What was repaired in the line itself. */
  readonly damage?: PatchDamage;
}

export interface Views {
  readonly views: readonly (readonly ViewLine[] | undefined)[];
  readonly quoted: readonly QuotedLine[];
  /** These lines are those of the text as it came: nothing was undone in it. */
  readonly isPlain: boolean;
}

/** What is quoted deeper than anyone reads has no level of its own. */
const deepest = 64;

/** The lines of each level of quoting in a text, by level. */
export function viewsOf(text: string): ViewLine[][] {
  return readViews(text).views as ViewLine[][];
}

/** The views of a text, and its lines with their levels: escapes are undone, line numbers are those of the original. */
export function readViews(original: string): Views {
  const { text, damage, lines } = unescapeText(original);
  const odd = oddBlank.test(text);
  const views: ViewLine[][] = [];
  const marked = withMarks(text);
  const quoted = numbered(quoteLines(marked), lines);
  let before = -1;
  for (const { level, text: raw, line } of quoted) {
    const turned = odd ? turnBlanks(raw) : raw;
    const behind = before < 0 || before === level ? 'line' : before < level ? 'comment' : 'quote';
    before = level;
    if (level > deepest) continue;
    let view = views[level];
    if (!view) {
      view = [];
      views[level] = view;
    }
    if (turned !== raw) view.push({ text: turned, line, behind, damage: 'blanks-turned' });
    else if (damage.length > 0) view.push({ text: raw, line, behind, damage: damage[0]! });
    else view.push({ text: raw, line, behind });
  }
  if (text.includes(' @@ -')) for (const view of views) if (view) partHeaders(view);
  return { views, quoted, isPlain: marked === original && !lines };
}

/**
 * An empty line of context that was joined with a hunk's header (see readUnfolded) is parted from it, if other headers
 * at that level stand where they should: an indented diff is none.
 */
function partHeaders(view: ViewLine[]): void {
  if (!view.some(({ text }) => joinedHeader.test(text)) || !view.some(({ text }) => text.startsWith('@@ -'))) return;
  const parted = view.flatMap((line, i): ViewLine[] => {
    if (i === 0 || !joinedHeader.test(line.text)) return [line];
    const header: ViewLine = { text: line.text.trimStart(), line: line.line, behind: 'line' };
    return [{ ...line, text: ' ', damage: 'blank-context-joined' }, header];
  });
  view.length = 0;
  for (const line of parted) view.push(line);
}

const joinedHeader = /^ {1,3}(?:@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@|diff --git a\/)/;

function numbered(quoted: QuotedLine[], lines: readonly number[] | null): QuotedLine[] {
  return lines ? quoted.map((q) => ({ ...q, line: lines[q.line - 1]! })) : quoted;
}

/**
 * Two manners of quoting that show in front of a hunk's header, and only there for sure:
 *
 *   | text   is a quote like `> text`; elsewhere a bar is a bar
 *   >text    the blank behind the mark is the line's own, so that it gets one more
 */
function withMarks(text: string): string {
  const marks = marksOfHunks(text);
  let marked = text;
  if (marks.some((mark) => mark.includes('|')))
    marked = marked.replace(/^[>|](?: ?[>|])*/gm, (prefix) => prefix.replaceAll('|', '>'));
  const quotes = marks.map((mark) => mark.replaceAll('|', '>'));
  const tight = new Set(quotes.filter((mark) => mark.endsWith('>')).map(withoutBlanks));
  for (const mark of quotes) if (mark.endsWith(' ')) tight.delete(withoutBlanks(mark));
  if (tight.size === 0) return marked;
  return marked.replace(/^>(?: *>)*(?=[^>\n])/gm, (mark) => (tight.has(withoutBlanks(mark)) ? `${mark} ` : mark));
}

/** What stands in front of the headers of hunks, each once. */
function marksOfHunks(text: string): string[] {
  const marks = new Set<string>();
  for (let at = text.indexOf('@@ -'); at >= 0; at = text.indexOf('@@ -', at + 4)) {
    if (at === 0 || text.charCodeAt(at - 1) === 0x0a) continue;
    const near = text.slice(Math.max(0, at - longestMark), at);
    const mark = near.slice(near.lastIndexOf('\n') + 1);
    if (mark.length < longestMark && /^[>|][>| ]*$/.test(mark)) marks.add(mark);
  }
  return [...marks];
}

const longestMark = 200;

function withoutBlanks(mark: string): string {
  return mark.replaceAll(' ', '');
}

const oddBlank = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]/;
const oddIndent = /^[+-]?[ \t]*[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff][\s\u200b\ufeff]*/;

/** Only in front of a line: inside of a string such a blank may be meant. */
function turnBlanks(line: string): string {
  return line.replace(oddIndent, (indent) =>
    indent.replace(/[\u200b\ufeff]/g, '').replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' '),
  );
}

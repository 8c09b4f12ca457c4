// Quoting taken off, line by line: `> > text` is `text` at level 2.

export interface QuotedLine {
  readonly level: number;
  /** Without the quoting. */
  readonly text: string;
  /** 1-based line in the text. */
  readonly line: number;
}

/** Splits a text into its lines with their quoting level. `>text`, `> text` and `>> text` are all understood. */
export function quoteLines(text: string): QuotedLine[] {
  const lines: QuotedLine[] = [];
  for (let start = 0, line = 1; start <= text.length; line++) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    let level = 0;
    let at = start;
    for (let char = text.charCodeAt(at); at < end; char = text.charCodeAt(++at)) {
      if (char === GREATER) level++;
      else if (level === 0 || char !== BLANK || at + 1 >= end || text.charCodeAt(at + 1) !== GREATER) break;
    }
    if (level > 0 && at < end && text.charCodeAt(at) === BLANK) at++;
    lines.push({ level, text: text.slice(at, end), line });
    start = end + 1;
  }
  return lines;
}

const GREATER = 0x3e;
const BLANK = 0x20;

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
  return text.split('\n').map((raw, i) => {
    let level = 0;
    let at = 0;
    while (raw[at] === '>' || (level > 0 && raw[at] === ' ' && raw[at + 1] === '>')) {
      if (raw[at] === '>') level++;
      at++;
    }
    if (level > 0 && raw[at] === ' ') at++;
    return { level, text: raw.slice(at), line: i + 1 };
  });
}

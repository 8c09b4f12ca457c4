import { blankComments, type Token, tokenize } from '../c/tokens.ts';

/** A token that knows the line it stands on, and what stands before it there. */
export interface LaidOut extends Token {
  /** 0-based line in its text. */
  readonly line: number;
  /** Last line; more than `line` for a string in pieces. */
  readonly lastLine: number;
  /** From the token before it on the line, or from the start of the line: blanks and words such as `static`. */
  readonly lead: string;
}

/** The tokens of a text with their lines. */
export function layOut(text: string, insideComment = false): LaidOut[] {
  const clean = blankComments(text, insideComment);
  let line = 0;
  let lineStart = 0;
  let done = 0;
  return tokenize(clean).map((t) => {
    for (
      let next = clean.indexOf('\n', lineStart);
      next >= 0 && next < t.start;
      next = clean.indexOf('\n', lineStart)
    ) {
      line++;
      lineStart = next + 1;
    }
    const lead = clean.slice(Math.max(done, lineStart), t.start);
    done = t.end;
    const lastLine = line + (clean.slice(t.start, t.end).split('\n').length - 1);
    return { ...t, line, lastLine, lead };
  });
}

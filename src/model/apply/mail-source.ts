import type { Source, Span } from '../../base/source.ts';
import type { Hunk, HunkLine } from '../../patch/patch.ts';

/** A text in which every line of a hunk stands on the line that it has in the mail, so that messages point there. */
export class MailSource {
  readonly source: Source;
  readonly #starts: number[] = [];

  constructor(name: string, hunk: Hunk) {
    let text = '';
    let line = 1;
    for (const l of hunk.lines) {
      if (l.line > line) {
        text += '\n'.repeat(l.line - line);
        line = l.line;
      }
      this.#starts.push(text.length + 1);
      text += MARK[l.kind] + l.text;
    }
    this.source = { name, text };
  }

  /** Columns of the hunk's line with this index. */
  span(index: number, from: number, to: number): Span {
    const start = this.#starts[index] ?? 0;
    return { source: this.source, start: start + from, end: start + Math.max(to, from + 1) };
  }

  /** The header, on a line of its own: it stands in front of the first line. */
  header(hunk: Hunk): Span {
    const line = (hunk.lines[0]?.line ?? 2) - 1;
    const text = `${'\n'.repeat(Math.max(0, line - 1))}${hunk.header}`;
    return { source: { name: this.source.name, text }, start: text.length - hunk.header.length, end: text.length };
  }

  /** The words of a line. */
  line(index: number, hunk: Hunk): Span {
    const text = hunk.lines[index]?.text ?? '';
    return this.span(index, text.length - text.trimStart().length, text.trimEnd().length);
  }
}

const MARK: Readonly<Record<HunkLine['kind'], string>> = { context: ' ', added: '+', removed: '-' };

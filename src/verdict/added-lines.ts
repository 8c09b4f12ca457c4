import { lineAt, type Span } from '../base/source.ts';
import type { RecoveredPatch } from '../patch/patch.ts';

/** The added lines of a patch, found again by their words: each once, in the order of the patch. */
export class AddedLines {
  readonly #lines: { readonly words: string; readonly line: number; taken: boolean }[];

  constructor({ files }: Pick<RecoveredPatch, 'files'>) {
    const hunks = files.flatMap((f) => f.hunks);
    this.#lines = hunks.flatMap((h) =>
      h.lines.filter((l) => l.kind === 'added').map((l) => ({ words: wordsOf(l.text), line: l.line, taken: false })),
    );
  }

  /** Line of the mail that a statement begins on, or goes on on; nothing if no added line has its words. */
  take({ source, start, end }: Span): number | undefined {
    for (let at = start; at < end; at = source.text.indexOf('\n', at) + 1 || end) {
      const words = wordsOf(lineAt(source, at));
      const alike = this.#lines.filter((l) => l.words === words);
      const found = alike.find((l) => !l.taken) ?? alike[0];
      if (!found) continue;
      found.taken = true;
      return found.line;
    }
    return undefined;
  }
}

function wordsOf(text: string): string {
  return text.replace(/\/\*.*?\*\//g, '').replace(/\s+/g, '');
}

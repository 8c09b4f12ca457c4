// Lines that fit. Widths are those of a terminal: wide characters count two, marks that combine none.

/** What Unicode calls wide or full-width, and what is drawn as a picture. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6]|[\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const COMBINING = /\p{Mn}|\p{Me}/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const c of text) width += COMBINING.test(c) ? 0 : WIDE.test(c) ? 2 : 1;
  return width;
}

/** The text, with blanks up to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * Breaks a text between words into lines of at most `width`. Lines after the first begin with `hang` blanks. A word
 * that is longer stands alone; if `cut`, it is broken behind its brackets and commas, and cut where it has none.
 */
export function wrap(text: string, width: number, hang = 0, cut = false): string[] {
  const lines: string[] = [];
  let line = '';
  const limit = () => (lines.length === 0 ? width : width - hang);
  for (const word of text.split(' '))
    for (const [i, given] of (cut && widthOf(word) > width - hang ? word.split(BEHIND) : [word]).entries()) {
      const gap = i === 0 ? ' ' : '';
      let piece = given;
      if (line !== '' && widthOf(line + gap + piece) > limit()) {
        lines.push(line);
        line = '';
      }
      while (cut && line === '' && widthOf(piece) > limit()) {
        const head = [...piece].slice(0, Math.max(1, limit())).join('');
        lines.push(head);
        piece = piece.slice(head.length);
      }
      line = line === '' ? piece : line + gap + piece;
    }
  lines.push(line);
  return lines.map((l, i) => (i === 0 ? l : ' '.repeat(hang) + l).trimEnd());
}

/** Where a statement without blanks may be broken. */
const BEHIND = /(?<=[([{,])(?![)\]}])/;

// Text into cells of a terminal. In: any text of a mail or of a model; out: text that only draws, as wide as it says.

import { escapeLine } from '../../report/escape.ts';
import { pad, widthOf } from '../../report/wrap.ts';

const TAB = 8;
/** They choose between two looks of the character before them, and terminals differ in what they make of it. */
const VARIATION = /[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;

/** One line as a terminal draws it: tabs are blanks up to the next stop, controls are spelt, accents are of one piece. */
export function cells(text: string): string {
  const plain = text.normalize('NFC').replace(VARIATION, '');
  if (!plain.includes('\t')) return escapeLine(plain);
  let out = '';
  for (const [i, piece] of plain.split('\t').entries()) {
    if (i > 0) out += ' '.repeat(TAB - (widthOf(out) % TAB));
    out += escapeLine(piece);
  }
  return out;
}

/** The text in at most `width` cells; what was cut ends in `…`. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  return `${head(text, width - 1)}…`;
}

/** The text in exactly `width` cells. */
export function fill(text: string, width: number): string {
  return pad(cut(text, width), width);
}

/** The text without its first cells; what is left of a wide character is a blank. */
export function from(text: string, column: number): string {
  const gone = head(text, column);
  const rest = text.slice(gone.length);
  const lost = column - widthOf(gone);
  if (column <= 0 || lost === 0 || rest === '') return rest;
  const [first] = rest;
  return ' '.repeat(widthOf(first!) - lost) + rest.slice(first!.length);
}

/** As many characters as fit. */
function head(text: string, width: number): string {
  let end = 0;
  let used = 0;
  for (const c of text) {
    used += widthOf(c);
    if (used > width) break;
    end += c.length;
  }
  return text.slice(0, end);
}

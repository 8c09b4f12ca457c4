// A line of the screen as data: pieces of text, each with what it means. Colours come last, in sgr.ts.

import { widthOf } from '../../report/wrap.ts';
import { cut, fill } from './cells.ts';

/** What a piece of text is; `plain` has no look of its own. Whatever has one also says so in words or by a sign. */
export type Style = 'plain' | 'strong' | 'faint' | 'good' | 'bad' | 'mark' | 'cursor' | 'bar';

export interface Piece {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Piece[];

export function piece(text: string, style: Style = 'plain'): Piece {
  return { text, style };
}

/** A line of one piece. */
export function line(text: string, style: Style = 'plain'): Line {
  return [{ text, style }];
}

export const BLANK: Line = [];

export function textOf(of: Line): string {
  return of.map((p) => p.text).join('');
}

/** The line in at most `width` cells. */
export function cutLine(of: Line, width: number): Line {
  const out: Piece[] = [];
  let room = width;
  for (const p of of) {
    if (room <= 0) break;
    const text = cut(p.text, room);
    out.push({ text, style: p.style });
    room -= widthOf(text);
    if (text !== p.text) break;
  }
  return out;
}

/** The line in exactly `width` cells. */
export function fillLine(of: Line, width: number): Line {
  const short = cutLine(of, width);
  const room = width - widthOf(textOf(short));
  return room > 0 ? [...short, piece(' '.repeat(room))] : short;
}

/** Two texts at the ends of a line; the left one gives way. */
export function ends(left: string, right: string, width: number, style: Style = 'plain'): Line {
  const short = cut(right, Math.max(0, width - 8));
  const gap = short === '' ? 0 : 1;
  return line(fill(left, width - widthOf(short) - gap) + ' '.repeat(gap) + short, style);
}

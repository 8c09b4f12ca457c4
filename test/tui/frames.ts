import { textOf } from '../../src/tui/draw/line.ts';
import { frame } from '../../src/tui/frame.ts';
import type { State } from '../../src/tui/state.ts';

/** What a state shows, as text. */
export function shown(state: State): string {
  return frame(state)
    .map((l) => textOf(l).trimEnd())
    .join('\n');
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what is looked for

/** What a terminal does not draw. */
export const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/;

/** A look with a colour. */
export const COLORS = /\u001b\[[^m]*3\d[^m]*m/;

/** A line as it is sent, without the looks that we give it ourselves. */
export function withoutLooks(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

// biome-ignore-end lint/suspicious/noControlCharactersInRegex: they were looked for

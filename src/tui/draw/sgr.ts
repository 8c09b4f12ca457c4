// Lines into what a terminal is sent: the only place where it is told how something looks.

import { type Line, type Style, textOf } from './line.ts';

/** Parameters of SGR: an attribute, and one of the 16 colours. */
const LOOKS: Readonly<Record<Style, { readonly attribute?: number; readonly color?: number }>> = {
  plain: {},
  strong: { attribute: 1 },
  faint: { attribute: 2 },
  good: { color: 32 },
  bad: { color: 31 },
  mark: { attribute: 1, color: 33 },
  cursor: { attribute: 7 },
  bar: { attribute: 7 },
};

/** The line as a terminal takes it. Without colours, attributes stay. */
export function sgr(line: Line, hasColor: boolean): string {
  // The renderer gives an empty text no line.
  if (textOf(line) === '') return ' ';
  return line
    .map(({ text, style }) => {
      const { attribute, color } = LOOKS[style];
      const parameters = [attribute, hasColor ? color : undefined].filter((n) => n !== undefined);
      return parameters.length === 0 || text === '' ? text : `\u001b[${parameters.join(';')}m${text}\u001b[0m`;
    })
    .join('');
}

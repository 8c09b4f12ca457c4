// Commands over the screen, to be copied.

import { escapeLine } from '../../report/escape.ts';
import { wrap } from '../../report/wrap.ts';
import { cells, from } from '../draw/cells.ts';
import { BLANK, type Line, line } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { traceAt } from '../screens/trace.ts';
import { type Offer, placeOf, type State } from '../state.ts';

/** The command that replays the run that is shown. */
export function drawReplay(state: State, area: Area): Line[] {
  const place = placeOf(state);
  const run = place.kind === 'trace' ? traceAt(state, place) : undefined;
  return drawOffer(
    { title: 'The command that goes along this run again:', command: run?.replay ?? [], notes: [] },
    area,
  );
}

/** A command between what it is for and what has to be minded. */
export function drawOffer({ title, command, notes }: Offer, { width, height }: Area): Line[] {
  const prose = (text: string): Line[] => wrap(cells(text), width, 0, true).map((l) => line(l));
  const lines = [
    ...prose(title),
    BLANK,
    ...command.flatMap((l) => broken(escapeLine(l), width)).map((l) => line(l, 'strong')),
    ...(notes.length > 0 ? [BLANK, ...notes.flatMap(prose)] : []),
  ];
  return [...lines.slice(0, height - 2), BLANK, line('any key closes', 'faint')];
}

/** A long line in pieces as wide as the terminal, which joins them again when they are copied. */
function broken(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; ; rest = from(rest, width)) {
    pieces.push(rest.length > width ? rest.slice(0, width) : rest);
    if (rest.length <= width) return pieces;
  }
}

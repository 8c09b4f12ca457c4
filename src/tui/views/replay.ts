import { escapeLine } from '../../report/escape.ts';
import { from } from '../draw/cells.ts';
import { BLANK, type Line, line } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { traceAt } from '../screens/trace.ts';
import { placeOf, type State } from '../state.ts';

/** The command that replays the run that is shown, in lines that can be copied. */
export function drawReplay(state: State, { width, height }: Area): Line[] {
  const place = placeOf(state);
  const run = place.kind === 'trace' ? traceAt(state, place) : undefined;
  return drawLines(['The command that goes along this run again:', '', ...(run?.replay ?? [])], { width, height });
}

/** Lines over the screen, which can be copied. */
export function drawLines(lines: readonly string[], { width, height }: Area): Line[] {
  const pieces = lines.flatMap((l) => broken(escapeLine(l), width)).map((l) => line(l));
  return [...pieces.slice(0, height - 2), BLANK, line('any key closes', 'faint')];
}

/** A long line in pieces that join to it again when they are copied: a terminal has no other way. */
function broken(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; ; rest = from(rest, width)) {
    pieces.push(rest.length > width ? rest.slice(0, width) : rest);
    if (rest.length <= width) return pieces;
  }
}

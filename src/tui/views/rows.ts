import { BLANK, type Line, piece } from '../draw/line.ts';
import { topOf } from '../draw/window.ts';

/** The rows around the cursor, drawn; only those that are seen. `draw` is told whether the cursor stands on the row. */
export function windowed<T>(
  rows: readonly T[],
  at: number,
  height: number,
  draw: (row: T, isAt: boolean, index: number) => Line,
): Line[] {
  const top = topOf(at, rows.length, height);
  const shown = rows.slice(top, top + Math.max(0, height)).map((row, i) => draw(row, top + i === at, top + i));
  return [...shown, ...Array.from({ length: Math.max(0, height - shown.length) }, () => BLANK)];
}

/** The line with the sign of the cursor in front, or a blank. */
export function pointed(line: Line, isAt: boolean): Line {
  return [piece(isAt ? '> ' : '  ', 'mark'), ...line];
}

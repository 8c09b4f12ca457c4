// Diagrams with a column for each actor.
//
// In: lines, and the one that may be the head. Out: the diagram with its cells, or null. Names of CPUs or threads make a
// head on their own; any other words only if what stands below has the looks of a diagram (evidence.ts).

import { barColumns, headless, withBars } from './bars.ts';
import { withBlanks } from './blanks.ts';
import type { Drawing } from './drawing.ts';
import { type Head, headAt } from './head.ts';
import { isBlank, isEnd, isRule, type Line } from './line.ts';

/** No diagram has more lines; none under mere words. */
const longest = { sure: 200, plain: 60 };

export function columnsAt(lines: readonly Line[], from: number): Drawing | null {
  const head = headAt(lines, from) ?? headless(lines, from);
  if (!head) return null;
  const rows = bodyOf(lines, head);
  if (rows.length === 0) return null;
  const first = lines[from]!;
  const bars = barColumns([first, ...rows]);
  if (bars.length > 0) return withBars(first, head, rows, bars);
  return head.naming === 'none' ? null : withBlanks(lines, from, head, rows);
}

/** Lines below a head that may belong to it. */
function bodyOf(lines: readonly Line[], head: Head): Line[] {
  const rows: Line[] = [];
  const reach = Math.max(0, ...head.cells.map((c) => c.at + c.text.length));
  const second = head.cells[1]?.at ?? 20;
  const most = head.naming === 'named' ? longest.sure : longest.plain;
  for (let i = head.body; i < lines.length && rows.length < most; i++) {
    const line = lines[i]!;
    if (isEnd(line) || (i > head.body && line.isHead) || isProse(line, second, reach)) break;
    if (isBlank(line) && [1, 2, 3].every((n) => !lines[i + n] || isBlank(lines[i + n]!))) break;
    if (!isRule(line)) rows.push(line);
  }
  while (rows.length > 0 && isBlank(rows.at(-1)!)) rows.pop();
  return rows;
}

/** A line of words that takes no notice of the columns. */
function isProse({ text, cells: [cell, ...more], bars }: Line, second: number, reach: number): boolean {
  if (bars.length > 0 || !cell || more.length > 0 || cell.at > 4 || cell.at >= second - 1) return false;
  if (/^(?:\/[/*]|[-*=]+>?\s)|[;{]$|\/\/| # /.test(cell.text)) return false;
  return text.length > Math.max(second + 10, Math.min(reach, 60)) && cell.text.split(' ').length > 6;
}

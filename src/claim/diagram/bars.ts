// Tables whose columns are parted by bars that stand under each other.

import type { Drawing, Entry } from './drawing.ts';
import { isDiagram } from './evidence.ts';
import { actorsOf, type Head } from './head.ts';
import { isCode } from './identifiers.ts';
import { isBlank, type Line } from './line.ts';
import { isTimed, withoutTime } from './time.ts';

/** A table that nobody put a head on: it begins where the bars begin. */
export function headless(lines: readonly Line[], from: number): Head | null {
  const first = lines[from]!;
  const second = lines[from + 1]?.bars.length ?? 0;
  if ((first.bars.length === 0 && second === 0) || (lines[from - 1]?.bars.length ?? 0) > 0) return null;
  const near = lines.slice(from, from + 6).filter((l) => l.bars.length > 0);
  if (near.length < 4) return null;
  if (first.bars.length === 0 && (first.text.length > 40 || !isCode(first.text))) return null;
  return { cells: [], naming: 'none', body: from, hasTime: false };
}

/** Columns in which bars stand under each other, in half of the rows that have any. */
export function barColumns(rows: readonly Line[]): number[] {
  const counts = new Map<number, number>();
  for (const { bars } of rows) for (const at of bars) counts.set(at, (counts.get(at) ?? 0) + 1);
  const filled = rows.filter((r) => r.bars.length > 0).length;
  const often = [...counts].filter(([, n]) => n >= 2 && n * 2 >= filled).map(([at]) => at);
  return often.sort((a, b) => a - b).filter((at, i, all) => i === 0 || at - all[i - 1]! > 2);
}

export function withBars(first: Line, head: Head, body: readonly Line[], bars: readonly number[]): Drawing | null {
  const rows = untilBarsEnd(body, bars);
  const barred = [first, ...rows].filter((r) => r.bars.length > 0);
  const opens = barred.every((r) => r.text.trimStart().startsWith('|'));
  const closes = barred.every((r) => r.text.endsWith('|'));
  const cuts = bars.slice(opens ? 1 : 0, closes ? -1 : undefined);
  const width = cuts.length + 1;
  if (cuts.length === 0 || width > 7 || (head.naming !== 'none' && head.cells.length !== width)) return null;
  const timed = isTimed(rows);
  const skipped = head.hasTime ? 1 : 0;
  const entries = rows
    .flatMap((row) => entriesIn(row, cuts, timed ? withoutTime(row.text) : row.text, opens))
    .filter(({ actor }) => actor === null || actor >= skipped)
    .map((e) => (e.actor === null ? e : { ...e, actor: e.actor - skipped }));
  if (rows.length < 2 || !isDiagram(head, entries, 'bars', timed || head.hasTime)) return null;
  const actors = head.naming === 'none' ? Array<string>(width).fill('') : actorsOf(head);
  return { lines: [first.number, rows.at(-1)!.number], actors, columns: 'kept', entries };
}

/** Up to the last row that has the bars; three or fewer without them may stand in between. */
function untilBarsEnd(rows: readonly Line[], bars: readonly number[]): Line[] {
  let end = 0;
  for (const [i, row] of rows.entries()) {
    if (i - end > 3) break;
    if (row.bars.some((b) => bars.some((c) => Math.abs(b - c) <= 1))) end = i + 1;
  }
  return rows.slice(0, end);
}

function entriesIn(row: Line, cuts: readonly number[], text: string, opens: boolean): Entry[] {
  const line = row.number;
  const at = cuts.map((c) => row.bars.find((b) => Math.abs(b - c) <= 1));
  if (at.every((b) => b === undefined)) {
    if (isBlank(row)) return [];
    // What runs across a bar is about both sides of it.
    const start = text.search(/\S/);
    const crosses = cuts.some((c) => start < c && text.length > c + 1);
    return [{ actor: crosses ? null : cuts.filter((c) => start > c).length, text: text.trim(), line }];
  }
  const entries: Entry[] = [];
  let start = opens ? text.indexOf('|') + 1 : 0;
  for (const [i, cut] of [...at, text.length].entries()) {
    if (cut === undefined) continue;
    const cell = text.slice(start, cut).replace(/\s*\|\s*$/, '');
    if (cell.trim() !== '') entries.push({ actor: i, text: cell.trim(), line });
    start = cut + 1;
  }
  return entries;
}

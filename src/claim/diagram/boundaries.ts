// Where one column of blanks ends and the next begins. Heads are centred, indented or flush, and so are the cells below:
// the cut between two heads goes where the cells of the next column begin.

import { type Cell, cellsOf, type Line } from './line.ts';

/** For each column but the first, the place from which on a cell belongs to it. */
export function boundariesOf(heads: readonly Cell[], rows: readonly Line[]): number[] {
  const cells = rows.flatMap((r) => r.cells.filter((c, i) => i === 0 || !isRemark(c)));
  cells.sort((a, b) => a.at - b.at);
  return heads.slice(1).map((_, i) => boundary(heads, i, cells));
}

/** A comment, or a word in brackets, that stands behind code is of that code's column. */
function isRemark({ text }: Cell): boolean {
  return /^(?:\/\/|\/\*|<-|\(.*\)$)/.test(text);
}

function boundary(heads: readonly Cell[], i: number, cells: readonly Cell[]): number {
  const right = heads[i + 1]!.at;
  const flush = cells.filter((c) => Math.abs(c.at - right) <= 1).length;
  const near = cells.filter((c) => c.at < right - 1 && c.at >= right - 8).length;
  if (flush > 0 && flush >= near) return right - 1;
  if (flush > 0) return jump(cells, heads[i]!.at, right);
  // A cell below one head alone is of that column. Between those of both, the widest gap in which no cell starts.
  const below = cells.map((c) => ({ at: c.at, over: heads.flatMap((h, k) => (overlap(c, h) ? [k] : [])) }));
  const sure = below.filter((c) => c.over.length === 1);
  const first = Math.max(heads[i]!.at, ...sure.filter((c) => c.over[0]! <= i).map((c) => c.at));
  const last = Math.min(right, ...sure.filter((c) => c.over[0]! > i && c.at > first).map((c) => c.at));
  const edges = [first, ...cells.map((c) => c.at).filter((at) => at > first && at < last), last];
  let best = 1;
  for (let k = 2; k < edges.length; k++) if (edges[k]! - edges[k - 1]! > edges[best]! - edges[best - 1]!) best = k;
  return edges[best]!;
}

/** Calls of calls go in by small steps, the next column by a large one. */
function jump(cells: readonly Cell[], left: number, right: number): number {
  const starts = cells.map((c) => c.at).filter((at) => at <= right);
  let best = right - 1;
  let widest = 9;
  for (let k = 1; k < starts.length; k++) {
    const gap = starts[k]! - starts[k - 1]!;
    if (gap <= widest || starts[k]! <= left) continue;
    widest = gap;
    best = Math.min(starts[k]!, right - 1);
  }
  return best;
}

function overlap(a: Cell, b: Cell): boolean {
  return a.at < b.at + b.text.length && b.at < a.at + a.text.length;
}

/** The text of each column in a row. Cells that fall into one column are one. */
export function cellsInRow(row: Line, cuts: readonly number[]): string[] {
  const texts = Array<string>(cuts.length + 1).fill('');
  let last = -1;
  for (const cell of row.cells.flatMap((c) => parted(c, cuts))) {
    const by = cuts.filter((c) => cell.at >= c).length;
    const column = last >= 0 && isRemark(cell) && !cuts.some((c) => Math.abs(c - cell.at) <= 1) ? last : by;
    texts[column] = texts[column] === '' ? cell.text : `${texts[column]} ${cell.text}`;
    last = column;
  }
  return texts;
}

/** A full cell leaves one blank to the next: `spin_lock(&a); spin_lock(&b);` where the second begins a column. */
function parted(cell: Cell, cuts: readonly number[]): Cell[] {
  for (const cut of cuts)
    for (const at of [cut, cut + 1]) {
      const i = at - cell.at;
      if (i < 2 || cell.text[i - 1] !== ' ' || !/^[A-Za-z_]/.test(cell.text.slice(i))) continue;
      const before = cell.text.slice(0, i - 1);
      if (!isWhole(before)) continue;
      return [{ at: cell.at, text: before }, ...parted(cellsOf(cell.text.slice(i), at)[0]!, cuts)];
    }
  return [cell];
}

/** It ends as code does, and nothing in it is open. */
function isWhole(text: string): boolean {
  return /[;)}]$/.test(text) && text.split('(').length === text.split(')').length;
}

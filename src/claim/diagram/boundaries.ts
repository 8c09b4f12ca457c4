// Where one column of blanks ends and the next begins. Heads are centred, indented or flush, and so are the cells below:
// the cut between two heads goes where the cells of the next column begin.

import { type Cell, cellsOf, type Line } from './line.ts';

/** For each column but the first, the place from which on a cell belongs to it. */
export function boundariesOf(heads: readonly Cell[], rows: readonly Line[]): number[] {
  const starts = rows.flatMap((r) => r.cells.filter((c, i) => i === 0 || !isRemark(c)).map((c) => c.at));
  starts.sort((a, b) => a - b);
  return heads.slice(1).map((head, i) => boundary(heads[i]!.at, head.at, starts));
}

/** A comment that stands behind code is of that code's column. */
function isRemark({ text }: Cell): boolean {
  return /^(?:\/\/|\/\*|<-|\/\/\/)/.test(text);
}

function boundary(left: number, right: number, starts: readonly number[]): number {
  const flush = starts.filter((s) => Math.abs(s - right) <= 1).length;
  const near = starts.filter((s) => s < right - 1 && s >= right - 8).length;
  if (flush >= 2 || (flush > 0 && flush >= near)) return right - 1;
  // The widest gap between the two heads in which no cell starts.
  const edges = [left, ...starts.filter((s) => s > left && s < right), right];
  let best = right;
  let widest = 0;
  for (let i = 1; i < edges.length; i++) {
    const gap = edges[i]! - edges[i - 1]!;
    if (gap > widest) {
      widest = gap;
      best = edges[i]!;
    }
  }
  return Math.min(best, right);
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
      if (
        i > 1 &&
        cell.text[i - 1] === ' ' &&
        /[;)}]$/.test(cell.text.slice(0, i - 1)) &&
        !/^\/[/*]/.test(cell.text.slice(i))
      )
        return [{ at: cell.at, text: cell.text.slice(0, i - 1) }, ...parted(cellsOf(cell.text.slice(i), at)[0]!, cuts)];
    }
  return [cell];
}

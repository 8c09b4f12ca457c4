// The head of a table: who stands over which column. Names of CPUs and threads, roles, functions; over two lines; over a
// rule; with a column of times in front.

import { bareName, type Naming, namingOf } from './actor.ts';
import { type Cell, isBlank, isRule, type Line } from './line.ts';

export interface Head {
  /** Over the columns, that of the times too. */
  readonly cells: readonly Cell[];
  /** The weakest of them; `none` if there is no head at all. */
  readonly naming: Naming | 'none';
  /** Index of the first line below. */
  readonly body: number;
  /** The first column is the time. */
  readonly hasTime: boolean;
}

const time = /^(?:time|ts?|tick|step|seq|when|#)$/i;

/** The head that a line is, if it may be one. */
export function headAt(lines: readonly Line[], from: number): Head | null {
  const cells = headCells(lines[from]!);
  const below = lines[from + 1];
  const hasRule = below !== undefined && isRule(below);
  if (cells.length === 1)
    return hasRule && namingOf(cells[0]!.text) === 'named'
      ? { cells, naming: 'named', body: from + 2, hasTime: false }
      : null;
  if (cells.length < 2 || cells.length > 7) return null;
  const hasTime = cells.length > 2 && time.test(cells[0]!.text);
  const namings = cells.slice(hasTime ? 1 : 0).map((c) => namingOf(c.text));
  if (namings.includes(null)) return null;
  const naming = namings.every((n) => n === 'named') ? 'named' : namings.includes('plain') ? 'plain' : 'holds-name';
  // Words over columns stand at the top of them.
  const above = lines[from - 1];
  if (naming === 'plain' && above && (above.cells.length > 1 || isRule(above))) return null;
  if (naming === 'plain' && !isStaggeredBelow(lines, from, cells)) return null;
  if (hasRule) return { cells, naming, body: from + 2, hasTime };
  const named = below?.isHead ? headCells(below) : [];
  if (named.length === cells.length) return { cells: joined(cells, named), naming: 'named', body: from + 2, hasTime };
  const after = lines[from + 2];
  const under = below && after && isRule(after) ? headCells(below) : [];
  if (under.length > 0 && under.length <= cells.length)
    return { cells: joined(cells, under), naming, body: from + 3, hasTime };
  const second = secondHead(lines, from, cells.length);
  return second
    ? { cells: joined(cells, second.cells), naming, body: second.body, hasTime }
    : { cells, naming, body: from + 1, hasTime };
}

/** Whether any line soon below keeps to a later column: else words are no heads, and nobody need look further. */
function isStaggeredBelow(lines: readonly Line[], from: number, [first, second]: readonly Cell[]): boolean {
  const least = Math.max(first!.at + 4, second!.at / 2);
  for (let i = from + 1; i < lines.length && i < from + 32; i++) {
    const { bars, cells } = lines[i]!;
    if (bars.length > 0 || (cells.length > 0 && cells[0]!.at >= least)) return true;
  }
  return false;
}

/** The actors that a head names. */
export function actorsOf({ cells, hasTime }: Head): string[] {
  return cells.slice(hasTime ? 1 : 0).map((c) => bareName(c.text));
}

function headCells(line: Line): Cell[] {
  if (line.bars.length === 0) return [...line.cells];
  const cells: Cell[] = [];
  let at = 0;
  for (const part of line.text.split('|')) {
    const text = part.trim();
    if (text !== '') cells.push({ at: at + part.indexOf(text), text });
    at += part.length + 1;
  }
  return cells;
}

/** A line alone between head and body that has something for each of them: what they run. */
function secondHead(lines: readonly Line[], from: number, width: number): { cells: Cell[]; body: number } | null {
  const [gap, line, under, ...more] = lines.slice(from + 1, from + 6);
  if (!gap || !line || !under || !isBlank(gap) || !isBlank(under) || more.length < 2 || more.some(isBlank)) return null;
  const cells = headCells(line);
  const isHead = cells.length === width && cells.every((c) => namingOf(c.text) !== null);
  return isHead && line.text.includes('()') ? { cells, body: from + 4 } : null;
}

/** `Reclaim   migration` over `(from mem offline)`: each goes to the head that it stands under. */
function joined(cells: readonly Cell[], under: readonly Cell[]): Cell[] {
  const texts = cells.map((c) => c.text);
  for (const u of under) {
    const distances = cells.map((c) => Math.abs(middle(c) - middle(u)));
    texts[distances.indexOf(Math.min(...distances))] += ` ${u.text}`;
  }
  return cells.map((c, i) => ({ at: c.at, text: texts[i]! }));
}

function middle({ at, text }: Cell): number {
  return at + text.length / 2;
}

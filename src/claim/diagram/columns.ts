// Diagrams with a column for each actor, parted by blanks, tabs or bars.
//
// In: lines, and the one that may be the head. Out: the diagram with its cells, or null.
//
// Heads that name CPUs or threads are believed. Any other words are heads only if what stands below is staggered, as
// things that happen one after the other are, and speaks of code: so no table of results, no listing and no code with
// comments beside it is a diagram.

import { bareName, headsInLine, type Naming, namingOf } from './actor.ts';
import { boundariesOf, cellsInRow } from './boundaries.ts';
import type { Drawing, Entry } from './drawing.ts';
import { isCode } from './identifiers.ts';
import { type Cell, isBlank, isEnd, isRule, type Line } from './line.ts';
import { isWrapped, lostBelow } from './lost.ts';

interface Head {
  readonly cells: readonly Cell[];
  readonly naming: Naming | 'none';
  /** First line below. */
  readonly body: number;
}

const longest = 200;

export function columnsAt(lines: readonly Line[], from: number): Drawing | null {
  const head = headAt(lines, from) ?? barsAlone(lines, from);
  if (!head) return null;
  const rows = bodyOf(lines, head);
  if (rows.length === 0) return null;
  const bars = barColumns([lines[from]!, ...rows]);
  if (head.naming === 'none' && bars.length === 0) return null;
  return bars.length > 0 ? withBars(lines, from, head, rows, bars) : withBlanks(lines, from, head, rows);
}

function headAt(lines: readonly Line[], from: number): Head | null {
  const line = lines[from]!;
  const below = lines[from + 1];
  const cells = headCells(line);
  if (cells.length === 1 && below && isRule(below) && namingOf(line.text.trim()) === 'named')
    return { cells, naming: 'named', body: from + 2 };
  if (cells.length < 2 || cells.length > 6) return null;
  const namings = cells.map((c) => namingOf(c.text));
  if (namings.includes(null)) return null;
  const naming = namings.every((n) => n === 'named') ? 'named' : namings.includes('plain') ? 'plain' : 'holds-name';
  const under = below && lines[from + 2] && !isRule(below) && isRule(lines[from + 2]!) ? headCells(below) : [];
  const rule = below && isRule(below) ? 1 : under.length > 0 ? 2 : 0;
  if (under.length > 0 && under.length <= cells.length)
    return { cells: joinHeads(cells, under), naming, body: from + 1 + rule };
  return { cells, naming, body: from + 1 + (rule === 1 ? 1 : 0) };
}

function headCells(line: Line): Cell[] {
  if (line.bars.length === 0) return [...line.cells];
  return line.text.split('|').reduce<{ at: number; cells: Cell[] }>(
    ({ at, cells }, part) => {
      const text = part.trim();
      return {
        at: at + part.length + 1,
        cells: text === '' ? cells : [...cells, { at: at + part.indexOf(text), text }],
      };
    },
    { at: 0, cells: [] },
  ).cells;
}

/** `Reclaim   migration` over `(from mem offline)`: each goes to the head that it stands under. */
function joinHeads(cells: readonly Cell[], under: readonly Cell[]): Cell[] {
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

/** A table of bars that nobody put a head on. */
function barsAlone(lines: readonly Line[], from: number): Head | null {
  const near = lines.slice(from, from + 6).filter((l) => l.bars.length > 0);
  const first = lines[from]!;
  if (near.length < 4 || (first.bars.length === 0 && (lines[from + 1]?.bars.length ?? 0) === 0)) return null;
  if (first.bars.length === 0 && (first.text.length > 40 || !isCode(first.text))) return null;
  return { cells: [], naming: 'none', body: from };
}

/** Lines below a head that may belong to it. */
function bodyOf(lines: readonly Line[], head: Head): Line[] {
  const rows: Line[] = [];
  const reach = Math.max(0, ...head.cells.map((c) => c.at + c.text.length));
  const second = head.cells[1]?.at ?? 20;
  for (let i = head.body; i < lines.length && rows.length < longest; i++) {
    const line = lines[i]!;
    if (isEnd(line) || (i > head.body && isHeadAgain(line))) break;
    if (isProse(line, second, reach)) break;
    if (isBlank(line) && lines.slice(i, i + 4).every(isBlank)) break;
    if (!isRule(line)) rows.push(line);
  }
  while (rows.length > 0 && isBlank(rows.at(-1)!)) rows.pop();
  return rows;
}

function isHeadAgain(line: Line): boolean {
  const cells = headCells(line);
  return (cells.length >= 2 && cells.every((c) => namingOf(c.text) === 'named')) || headsInLine(line.text) !== null;
}

/** A line of words that takes no notice of the columns. */
function isProse({ text, cells, bars }: Line, second: number, reach: number): boolean {
  if (bars.length > 0 || cells.length !== 1) return false;
  const { at } = cells[0]!;
  return (
    at < second - 1 && at <= 4 && text.length > Math.max(second + 10, Math.min(reach, 60)) && text.split(' ').length > 6
  );
}

/** Columns in which bars stand under each other. */
function barColumns(rows: readonly Line[]): number[] {
  const counts = new Map<number, number>();
  for (const { bars } of rows) for (const at of bars) counts.set(at, (counts.get(at) ?? 0) + 1);
  const filled = rows.filter((r) => r.bars.length > 0).length;
  const often = [...counts].filter(([, n]) => n >= 2 && n * 2 >= filled).map(([at]) => at);
  return often.sort((a, b) => a - b).filter((at, i, all) => i === 0 || at - all[i - 1]! > 2);
}

function withBars(
  lines: readonly Line[],
  from: number,
  head: Head,
  body: readonly Line[],
  bars: number[],
): Drawing | null {
  const rows = untilBarsEnd(body, bars);
  const cuts = bars.filter((b) => b > 0);
  const width = cuts.length + 1;
  if (cuts.length === 0 || width > 6) return null;
  const timed = isTimed(rows);
  const entries: Entry[] = [];
  for (const row of rows) {
    const text = timed ? row.text.replace(timeMark, (mark) => ' '.repeat(mark.length)) : row.text;
    const at = cuts.map((c) => row.bars.find((b) => Math.abs(b - c) <= 1) ?? null);
    if (at.every((b) => b === null) && text.trim() !== '') {
      const start = text.search(/\S/);
      const crosses = cuts.some((c) => start < c && text.length > c + 1);
      entries.push({
        actor: crosses ? null : cuts.filter((c) => start > c).length,
        text: text.trim(),
        line: row.number,
      });
      continue;
    }
    let start = 0;
    for (const [i, cut] of [...at, text.length].entries()) {
      if (cut === null) continue;
      const cell = text
        .slice(start, cut)
        .replace(/\s*\|\s*$/, '')
        .trim();
      if (cell !== '') entries.push({ actor: i, text: cell, line: row.number });
      start = cut + 1;
    }
  }
  const actors = head.cells.length === width ? head.cells.map((c) => bareName(c.text)) : Array<string>(width).fill('');
  if (head.naming !== 'none' && head.cells.length !== width) return null;
  const spread = spreadOf(entries, width);
  const enough =
    head.naming === 'named' || head.naming === 'holds-name'
      ? entries.length >= 1
      : rows.length >= 3 && (timed || (spread.first > 0 && spread.later > 0 && spread.code > 0));
  const alone = head.naming !== 'none' || (rows.length >= 4 && (timed || (spread.first > 1 && spread.later > 1)));
  if (!enough || !alone || spread.numbers || entries.length === 0) return null;
  return { lines: [lines[from]!.number, rows.at(-1)!.number], actors, columns: 'kept', entries };
}

/** Up to the last row that has the bars; one or two without them may stand in between. */
function untilBarsEnd(rows: readonly Line[], bars: readonly number[]): Line[] {
  let end = 0;
  for (const [i, row] of rows.entries()) {
    if (i - end > 3) break;
    if (row.bars.some((b) => bars.some((c) => Math.abs(b - c) <= 1))) end = i + 1;
  }
  return rows.slice(0, end);
}

const timeMark = /^\s*(?:t|time\s?)\d{1,3}\b:?/i;

/** Rows that begin with a time: `t1`, `t2`, each later than the one before. */
function isTimed(rows: readonly Line[]): boolean {
  const filled = rows.filter((r) => !isBlank(r));
  const times = filled.map((r) => Number(/\d+/.exec(timeMark.exec(r.text)?.[0] ?? '')?.[0] ?? Number.NaN));
  return times.length > 1 && times.every((t, i) => !Number.isNaN(t) && (i === 0 || t > times[i - 1]!));
}

function withBlanks(lines: readonly Line[], from: number, head: Head, body: readonly Line[]): Drawing | null {
  const heads = head.cells;
  const cuts = boundariesOf(heads, body);
  const actors = heads.map((c) => bareName(c.text));
  const placed = body.map((row) => cellsInRow(row, cuts));
  // The heads kept their places and nothing else did.
  if (heads.length > 1 && head.naming !== 'plain' && placed.every((texts) => texts.slice(1).every((t) => t === '')))
    return lostBelow(lines, from, head.body, actors);
  const rows = body.slice(0, lastRow(body, placed));
  if (rows.length === 0) return null;
  const timed = isTimed(rows);
  const entries: Entry[] = [];
  for (const [i, row] of rows.entries())
    if (i > 0 && entries.length > 0 && isWrapped(rows[i - 1]!, row.text))
      entries.push({ actor: entries.at(-1)!.actor, text: row.text.trim(), line: row.number, isWrapped: true });
    else
      for (const [column, text] of placed[i]!.entries()) {
        const cell = timed && column === 0 ? text.replace(timeMark, '').trim() : text;
        if (cell !== '') entries.push({ actor: column, text: cell, line: row.number });
      }
  const spread = spreadOf(entries, heads.length);
  if (entries.length === 0 || spread.numbers) return null;
  const place: readonly [number, number] = [lines[from]!.number, rows.at(-1)!.number];
  if (heads.length === 1) {
    const locks = entries.filter((e) => /^(?:\w*lock\w*\(|<Interrupt>)/i.test(e.text));
    return locks.length < 2 ? null : { lines: place, actors, columns: 'kept', entries: locks };
  }
  if (head.naming === 'plain')
    return spread.first > 0 && spread.later > 0 && (spread.codeColumns > 1 || spread.code > 2)
      ? { lines: place, actors, columns: 'kept', entries }
      : null;
  return { lines: place, actors, columns: 'kept', entries };
}

/** Paragraphs at the end that keep to the left are not of the table. */
function lastRow(rows: readonly Line[], placed: readonly (readonly string[])[]): number {
  let end = 0;
  let open = true;
  for (const [i, row] of rows.entries()) {
    if (isBlank(row)) open &&= end === 0;
    else if (open || placed[i]!.slice(1).some((text) => text !== '')) {
      end = i + 1;
      open = true;
    }
  }
  return end;
}

interface Spread {
  /** Rows with something in the first column alone; with something in a later one alone; with both. */
  readonly first: number;
  readonly later: number;
  readonly both: number;
  readonly code: number;
  readonly codeColumns: number;
  /** It is a table of numbers. */
  readonly numbers: boolean;
}

function spreadOf(entries: readonly Entry[], width: number): Spread {
  const byLine = new Map<number, Set<number | null>>();
  for (const { line, actor } of entries) byLine.set(line, (byLine.get(line) ?? new Set()).add(actor));
  const rows = [...byLine.values()];
  const code = entries.filter((e) => isCode(e.text));
  const numbers = entries.filter((e) =>
    /^[-+]?[\d.,:%()±x]+\s?(?:[KMGTkmgtn]?i?[Bbs%]?(?:\/s)?|us|ms|ns)$/.test(e.text),
  );
  return {
    first: rows.filter((r) => r.size === 1 && r.has(0)).length,
    later: rows.filter((r) => r.size === 1 && !r.has(0) && !r.has(null)).length,
    both: rows.filter((r) => r.size > 1).length,
    code: code.length,
    codeColumns: new Set(code.map((e) => e.actor)).size,
    numbers: numbers.length * 3 > entries.length && width > 0,
  };
}

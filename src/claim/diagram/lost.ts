// Diagrams whose columns an archive has squeezed together: `CPU0 CPU1` on one line, and below it what everyone does, line by
// line. Who did it is gone with the columns; only a row that names its actor, or has a call for each column, still says it.

import { bareName, headsInLine } from './actor.ts';
import type { Drawing, Entry } from './drawing.ts';
import { isOfNumbers } from './evidence.ts';
import { isCode } from './identifiers.ts';
import { isBlank, isEnd, isRule, type Line } from './line.ts';

const mark = /^\s*\(?(?:\d{1,2}|[a-z])[.):]\s/;

export function lostAt(lines: readonly Line[], from: number): Drawing | null {
  const heads = lines[from]!.cells.length === 1 ? headsInLine(lines[from]!.text) : null;
  if (heads) return lostBelow(lines, from, from + 1, heads);
  for (const below of [1, 2]) {
    const rule = lines[from + below];
    if (!rule || (below === 2 && isRule(lines[from + 1]!))) break;
    const widths = groupsOf(rule);
    if (widths.length < 2) continue;
    const actors = headsOver(lines.slice(from, from + below), widths);
    return actors && lostBelow(lines, from, from + below + 1, actors);
  }
  return null;
}

/** The lengths of `---- ------`. */
function groupsOf({ text }: Line): number[] {
  const trimmed = text.trim();
  return /^(?:[-=]{3,} )+[-=]{3,}$/.test(trimmed) ? trimmed.split(' ').map((g) => g.length) : [];
}

/** A rule is as long as what stands over it: so `Reclaim migration` and `(from mem offline)` find their columns again. */
function headsOver(lines: readonly Line[], widths: readonly number[]): string[] | null {
  const words = lines[0]!.text.trim().split(/\s+/);
  if (words.length !== widths.length) return null;
  const under = lines[1]?.text.trim();
  if (under === undefined) return words;
  const column = widths.indexOf(under.length);
  return column < 0 ? null : words.map((w, i) => (i === column ? `${w} ${under}` : w));
}

/** What stands below heads, as one list. */
export function lostBelow(
  lines: readonly Line[],
  from: number,
  start: number,
  names: readonly string[],
): Drawing | null {
  const below = lines.slice(start, start + 200);
  const under = secondHeads(below, names.length);
  const body = extent(under ? below.slice(under.length) : below);
  const heads = names.map((n, i) => (under ? `${bareName(n)} ${under.heads[i]}` : bareName(n)));
  const entries = body.flatMap((line, i) => entriesIn(line, names, body[i - 1]));
  if (entries.length < 2 || isOfNumbers(entries) || !entries.some((e) => isCode(e.text))) return null;
  return { lines: [lines[from]!.number, body.at(-1)!.number], actors: heads, columns: 'lost', entries };
}

/** A line alone between head and body that says what each of them runs: `try_to_swap_out() swapin readahead`. */
function secondHeads(below: readonly Line[], width: number): { heads: string[]; length: number } | null {
  const at = below.findIndex((l) => !isBlank(l));
  const [line, gap, ...more] = below.slice(at);
  if (at < 0 || !line || !gap || !isBlank(gap) || more.slice(0, 2).some(isBlank)) return null;
  const heads = line.text.match(/\w+\(\)|[^\s()]+(?: [^\s()]+)*(?= \w+\(\)|$)/g);
  const isStep = mark.test(line.text) || line.text.includes(';');
  return heads?.length === width && line.text.includes('()') && !isStep ? { heads: [...heads], length: at + 1 } : null;
}

/** The first paragraph up to a line of prose, and those after it that are steps by their looks. */
function extent(below: readonly Line[]): Line[] {
  const first = below.findIndex((l) => !isBlank(l));
  if (first < 0) return [];
  const rows = below.slice(first);
  const isDouble = rows.slice(0, 6).filter((l) => !isBlank(l)).length <= 3;
  const fence = rows.findIndex((l) => isEnd(l));
  if (fence > 0 && fence < 40) return rows.slice(0, fence).filter((l) => !isBlank(l));
  const taken: Line[] = [];
  for (const [i, line] of rows.entries()) {
    if (isRule(line) || line.isHead || isProse(line)) break;
    if (isBlank(line)) {
      const next = rows[i + 1];
      if (!next || isBlank(next) || !(isDouble || mark.test(next.text) || (isCode(next.text) && isShort(next)))) break;
    } else taken.push(line);
  }
  return taken;
}

function isShort({ text }: Line): boolean {
  return text.length <= 48;
}

function isProse({ text }: Line): boolean {
  return text.length > 52 && !mark.test(text) && !/^\s/.test(text) && text.split(' ').length > 6;
}

function entriesIn({ text: raw, number: line }: Line, names: readonly string[], above: Line | undefined): Entry[] {
  const text = raw.trim();
  const [, label, rest] = /^([\w# ]{1,16}):\s+(\S.*)$/.exec(text) ?? [];
  const actor = names.findIndex((n) => label !== undefined && bareName(n).toLowerCase() === label.toLowerCase());
  if (actor >= 0) return [{ actor, text: rest!, line }];
  const calls = text.match(/\w+\([^()]*\)[.;]*(?= \w|$)/g);
  if (calls?.length === names.length && calls.join(' ') === text)
    return calls.map((call, i) => ({ actor: i, text: call, line }));
  if (above && isWrapped(above, raw)) return [{ actor: null, text, line, isWrapped: true }];
  return [{ actor: null, text, line }];
}

/** A few words at the margin that had no room on the line above. */
export function isWrapped({ text: above }: Line, text: string): boolean {
  const first = /^\S+/.exec(text)?.[0];
  if (first === undefined || above.length < 56 || above.length + 1 + first.length <= 70) return false;
  // Only remarks are that long; other words at the margin are of the first column.
  if (!/\/\/|\/\*| # /.test(above) || /\*\/$/.test(above)) return false;
  return /^\s/.test(above) && text.length < 40 && /^[a-z]/.test(text) && !/[;()=_]/.test(text);
}

// Tables whose columns are parted by blanks or tabs.

import { boundariesOf, cellsInRow } from './boundaries.ts';
import type { Drawing, Entry } from './drawing.ts';
import { isDiagram } from './evidence.ts';
import { actorsOf, type Head } from './head.ts';
import { isCode } from './identifiers.ts';
import { isBlank, type Line } from './line.ts';
import { isWrapped, lostBelow } from './lost.ts';
import { isTimed, withoutTime } from './time.ts';

export function withBlanks(lines: readonly Line[], from: number, head: Head, body: readonly Line[]): Drawing | null {
  const cuts = boundariesOf(head.cells, body);
  const placed = body.map((row) => cellsInRow(row, cuts));
  // The heads kept their places and nothing else did.
  if (cuts.length > 0 && head.naming !== 'plain' && placed.every((texts) => texts.slice(1).every((t) => t === '')))
    return lostBelow(lines, from, head.body, actorsOf(head));
  const rows = body.slice(0, lastRow(body, placed));
  if (rows.length === 0) return null;
  const timed = isTimed(rows);
  const skipped = head.hasTime ? 1 : 0;
  const entries: Entry[] = [];
  for (const [i, row] of rows.entries()) {
    const above = entries.at(-1);
    if (i > 0 && above && isWrapped(rows[i - 1]!, row.text))
      entries.push({ actor: above.actor, text: row.text.trim(), line: row.number, isWrapped: true });
    else
      for (const [column, raw] of placed[i]!.entries()) {
        const text = (timed && column === 0 ? withoutTime(raw) : raw).replace(/\s*[-=]{3,}>?$/, '').trim();
        if (column >= skipped && text !== '') entries.push({ actor: column - skipped, text, line: row.number });
      }
  }
  const place: readonly [number, number] = [lines[from]!.number, rows.at(-1)!.number];
  const drawing: Drawing = { lines: place, actors: actorsOf(head), columns: 'kept', entries };
  if (cuts.length === 0) {
    const locks = entries.filter((e) => /^(?:\w*lock\w*\(|<Interrupt>)/i.test(e.text));
    return locks.length < 2 ? null : { ...drawing, entries: locks };
  }
  return isDiagram(head, entries, 'blanks', timed || head.hasTime) ? drawing : null;
}

/** Paragraphs at the end that keep to the left are of the table only if they are steps by their looks. */
function lastRow(rows: readonly Line[], placed: readonly (readonly string[])[]): number {
  let end = 0;
  for (let i = 0; i < rows.length; ) {
    let next = i;
    while (next < rows.length && !isBlank(rows[next]!)) next++;
    const paragraph = placed.slice(i, next);
    const later = paragraph.some((texts) => texts.slice(1).some((text) => text !== ''));
    if (next > i && (end === 0 || later || paragraph.every(([text]) => isStep(text!)))) end = next;
    i = Math.max(next, i + 1);
  }
  return end;
}

/** A call, a statement, a comment, an item: not the words of a sentence. */
function isStep(text: string): boolean {
  if (!/\w/.test(text) || /^(?:[-*•]\s|[-=]+>|→|\/[/*]|\(?\w{1,2}[).]\s|\.\.\.)/.test(text)) return true;
  return isCode(text) && !/^[A-Z][a-z]+ |[.:?!]$/.test(text) && text.split(' ').length < 6;
}

// Diagrams with an actor in front of each row: `CPU0: foo()`, `<thread A> bar()`, `io-wq1:worker2 | locks bit1`.

import { bareName, labelOf } from './actor.ts';
import type { Drawing, Entry } from './drawing.ts';
import { isOfNumbers } from './evidence.ts';
import { isCode } from './identifiers.ts';
import { isBlank, isEnd, type Line } from './line.ts';

interface Row {
  readonly actor: string;
  readonly isSure: boolean;
  readonly text: string;
}

const lead = /^\s*(?:[-*•]\s+|\(?\d{1,2}[.)]\s+|\d{1,2}:\s+|step \d+:\s+)?/i;
const form = /^(?:([<[][\w .:#/-]{1,30}[>\]]):?\s+|([A-Za-z][\w./#: -]{0,30}?)(?::\s+|\s+\|\s*|\s+[-=]+>\s+))(\S.*)$/;

export function rowsAt(lines: readonly Line[], from: number): Drawing | null {
  if (!rowIn(lines[from]!) || (from > 0 && rowIn(lines[from - 1]!))) return null;
  const found: { row: Row; line: number }[] = [];
  for (let i = from; i < lines.length && found.length < 100; i++) {
    const line = lines[i]!;
    if (isBlank(line) && !isBlank(lines[i - 1] ?? line)) continue;
    const row = rowIn(line);
    if (isEnd(line) || !row) break;
    found.push({ row, line: line.number });
  }
  const actors = [...new Set(found.map((f) => f.row.actor))];
  const entries = found.map(({ row, line }): Entry => ({ actor: actors.indexOf(row.actor), text: row.text, line }));
  if (actors.length < 2 || actors.length > 6 || isOfNumbers(entries) || !isExchange(found.map((f) => f.row)))
    return null;
  return { lines: [entries[0]!.line, entries.at(-1)!.line], actors, columns: 'kept', entries };
}

/**
 * Somebody acts, another one does, and the first again: a list names each of its items once. Two rows are enough where CPUs
 * or threads do nothing but call.
 */
function isExchange(rows: readonly Row[]): boolean {
  const actors = new Set(rows.map((r) => r.actor)).size;
  const switches = rows.filter((r, i) => i > 0 && r.actor !== rows[i - 1]!.actor).length;
  const code = rows.filter((r) => isCode(r.text)).length;
  if (rows.length === 2) return rows.every((r) => r.isSure && /^[\w>.-]+(?:\(.*\)|\s=\s.*);?$/.test(r.text));
  if (actors === rows.length) return false;
  return rows.every((r) => r.isSure)
    ? (code >= 2 && switches >= 2) || code === rows.length || switches >= 3
    : switches >= 2 && actors * 2 <= rows.length && (code >= 2 || switches >= 4);
}

function rowIn({ text, bars, isLogged }: Line): Row | null {
  return bars.length > 1 || isLogged ? null : rowOf(text);
}

/** The row that a text is, if it is one. */
export function rowOf(text: string): Row | null {
  if (!/[:|>\]]/.test(text.slice(0, 48))) return null;
  const m = form.exec(text.replace(lead, ''));
  if (!m) return null;
  const label = m[1] ?? m[2]!;
  const naming = labelOf(label);
  return naming && { actor: bareName(label), isSure: naming === 'sure', text: m[3]!.trim() };
}

// Diagrams with an actor in front of each row: `CPU0: foo()`, `<thread A> bar()`, `io-wq1:worker2 | locks bit1`.

import { bareName, labelOf } from './actor.ts';
import type { Drawing, Entry } from './drawing.ts';
import { isCode } from './identifiers.ts';
import { isBlank, isEnd, type Line } from './line.ts';

interface Row {
  readonly actor: string;
  readonly sure: boolean;
  readonly text: string;
}

const lead = /^\s*(?:[-*•]\s+|\(?\d{1,2}[.)]\s+|\d{1,2}:\s+|step \d+:\s+)?/i;
const form = /^(?:([<[][\w .:#/-]{1,30}[>\]]):?\s+|([A-Za-z][\w./#: -]{0,30}?)(?::\s+|\s+\|\s*|\s+[-=]+>\s+))(\S.*)$/;

export function rowsAt(lines: readonly Line[], from: number): Drawing | null {
  if (!rowIn(lines[from]!)) return null;
  const found: { row: Row; line: number }[] = [];
  for (let i = from; i < lines.length && found.length < 100; i++) {
    const line = lines[i]!;
    if (isBlank(line) && !isBlank(lines[i - 1] ?? line)) continue;
    const row = rowIn(line);
    if (isEnd(line) || !row) break;
    found.push({ row, line: line.number });
  }
  const actors = [...new Set(found.map((f) => f.row.actor))];
  const switches = found.filter((f, i) => i > 0 && f.row.actor !== found[i - 1]!.row.actor).length;
  const code = found.filter((f) => isCode(f.row.text)).length;
  const sure = found.every((f) => f.row.sure);
  const enough = sure
    ? actors.length >= 2 && (code >= 2 || switches >= 3) && isNoList(found.map((f) => f.row))
    : actors.length >= 2 && actors.length * 2 <= found.length && switches >= 2 && (code >= 2 || switches >= 4);
  if (!enough || actors.length > 6) return null;
  const entries = found.map(({ row, line }): Entry => ({ actor: actors.indexOf(row.actor), text: row.text, line }));
  return { lines: [entries[0]!.line, entries.at(-1)!.line], actors, columns: 'kept', entries };
}

function rowIn({ text, bars }: Line): Row | null {
  if (bars.length > 1) return null;
  const m = form.exec(text.replace(lead, ''));
  if (!m) return null;
  const label = m[1] ?? m[2]!;
  const naming = labelOf(label);
  return naming && { actor: bareName(label), sure: naming === 'sure', text: m[3]!.trim() };
}

/** `T1: … T2: … T3: …` are times or items of a list; somebody has to act again, or to be a CPU. */
function isNoList(rows: readonly Row[]): boolean {
  const again = new Set(rows.map((r) => r.actor)).size < rows.length;
  return again || rows.every((r) => !/^[TP]\d/.test(r.actor));
}

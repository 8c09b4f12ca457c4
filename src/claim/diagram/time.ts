import { isBlank, type Line } from './line.ts';

const mark = /^\s*(?:t|time\s?)\d{1,3}\b:?/i;

/** Rows that begin with a time: `t1`, `t2`, each later than the one before. */
export function isTimed(rows: readonly Line[]): boolean {
  const filled = rows.filter((r) => !isBlank(r));
  const times = filled.map((r) => Number(/\d+/.exec(mark.exec(r.text)?.[0] ?? '')?.[0] ?? Number.NaN));
  return times.length > 1 && times.every((t, i) => !Number.isNaN(t) && (i === 0 || t > times[i - 1]!));
}

/** A row with blanks in place of its time. */
export function withoutTime(text: string): string {
  return text.replace(mark, (found) => ' '.repeat(found.length));
}

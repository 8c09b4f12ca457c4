// `-P 1,3-5,7-`: which patches of a series.

/** Closed ranges of part numbers; the last may be open. */
export type PartSelection = readonly (readonly [from: number, to: number])[];

/** Reads a list of part numbers and ranges; null if it is none. `-3` is up to 3, `7-` from 7 on. */
export function parseParts(text: string): PartSelection | null {
  const ranges: [number, number][] = [];
  for (const item of text.split(',')) {
    const m = /^\s*(?:(\d{1,4})|(\d{1,4})?\s*-\s*(\d{1,4})?)\s*$/.exec(item);
    if (!m || item.trim() === '-' || item.trim() === '') return null;
    const from = Number(m[1] ?? m[2] ?? 1);
    const to = m[1] === undefined ? (m[3] === undefined ? Infinity : Number(m[3])) : from;
    if (from < 1 || to < from) return null;
    ranges.push([from, to]);
  }
  return ranges;
}

/** Whether a part is one of those that were asked for. */
export function selects(selection: PartSelection, part: number): boolean {
  return selection.some(([from, to]) => from <= part && part <= to);
}

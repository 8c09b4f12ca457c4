// What tells a diagram from a table of results, a listing, or code with comments beside it: things that happen one after
// the other are staggered, and speak of code.

import type { Entry } from './drawing.ts';
import type { Head } from './head.ts';
import { isCode } from './identifiers.ts';

export function isDiagram(
  { naming }: Pick<Head, 'naming'>,
  entries: readonly Entry[],
  parted: 'bars' | 'blanks',
  isTimed: boolean,
): boolean {
  if (entries.length === 0 || isOfNumbers(entries)) return false;
  const { first, later, code, columns } = spreadOf(entries);
  const isStaggered = first > 0 && later > 0;
  switch (naming) {
    case 'named':
      return code > 0 || isStaggered || isTimed;
    case 'holds-name':
      return entries.length > 1 && (code > 0 || isStaggered || isTimed);
    case 'plain':
      return parted === 'bars' ? isTimed || (isStaggered && code > 0) : isStaggered && (columns > 1 || code > 2);
    case 'none':
      return entries.length > 3 && (isTimed || (first > 1 && later > 1 && code > 1));
  }
}

interface Spread {
  /** Rows with something in the first column alone, and in a later one alone. */
  readonly first: number;
  readonly later: number;
  /** Cells that speak of code, and columns that have such. */
  readonly code: number;
  readonly columns: number;
}

function spreadOf(entries: readonly Entry[]): Spread {
  const byLine = new Map<number, Set<number | null>>();
  for (const { line, actor } of entries) byLine.set(line, (byLine.get(line) ?? new Set()).add(actor));
  const alone = [...byLine.values()].filter((actors) => actors.size === 1).map((actors) => [...actors][0]!);
  const code = entries.filter((e) => isCode(e.text));
  return {
    first: alone.filter((actor) => actor === 0).length,
    later: alone.filter((actor) => actor !== 0 && actor !== null).length,
    code: code.length,
    columns: new Set(code.map((e) => e.actor)).size,
  };
}

/** Whether a third of the cells are numbers. */
export function isOfNumbers(entries: readonly Entry[]): boolean {
  const numbers = entries.filter(
    (e) => /^(?!\d{1,2}[.),]\s)(?:\w+:\s*)?[-+]?\d[\d.,]*(?:\s|$|[%KMGTkmgun])/.test(e.text) && !isCode(e.text),
  );
  return numbers.length * 3 > entries.length;
}

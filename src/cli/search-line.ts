// One line on a terminal that tells how a search gets on, once it takes longer than a moment; nothing where standard error
// is no terminal.

import type { SearchProgress } from '../verdict/watch.ts';
import { write } from './output.ts';

export interface SearchLine {
  /** Ends no search: a `Look`. */
  readonly tell: (at: SearchProgress) => undefined;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** What takes no longer is not told, in milliseconds since the start. */
const MOMENT = 500;
/** How often the line is drawn. */
const BEAT = 200;
/** Columns that are left free: the terminal writes `^C` behind the line, and must not begin another. */
const FREE = 3;
/** The rate is that of so many milliseconds at least. */
const SPAN = 1000;

export function openSearchLine(now: () => number = () => performance.now()): SearchLine {
  if (process.stderr.isTTY !== true) return { tell: () => undefined, clear: () => {} };
  let drawn = MOMENT - BEAT;
  let isThere = false;
  const rate = new Rate();
  return {
    tell: (at) => {
      const time = now();
      const perSecond = at.found && rate.of(at.found.states, time);
      if (time - drawn < BEAT) return;
      drawn = time;
      isThere = true;
      write(2, `\r\u001b[K${textOf(at, perSecond).slice(0, (process.stderr.columns || 80) - FREE)}`);
    },
    clear: () => {
      if (isThere) write(2, '\r\u001b[K');
      isThere = false;
    },
  };
}

/** The numbers first: what is cut at the end of the line is the name of the check. */
function textOf({ program, check, found, bytes }: SearchProgress, rate: number | undefined): string {
  const told = (n: number): string => Math.round(n).toLocaleString('en-US');
  const counts = found
    ? `${told(found.states)} states, ${rate === undefined ? '' : `${told(rate)}/s, `}${told(found.waiting)} waiting`
    : 'looking through the states';
  return `${counts}, ${told(bytes / (1 << 20))} MB · ${program} ${check}`;
}

/** How many a second, over the last second or two. */
class Rate {
  #marks: { readonly count: number; readonly time: number }[] = [];

  /** Undefined until enough time has passed. A count that has fallen is that of another search. */
  of(count: number, time: number): number | undefined {
    if (count < (this.#marks.at(-1)?.count ?? 0)) this.#marks = [];
    this.#marks.push({ count, time });
    while (this.#marks.length > 2 && this.#marks[1]!.time <= time - SPAN) this.#marks.shift();
    const first = this.#marks[0]!;
    return time - first.time < SPAN / 4 ? undefined : (1000 * (count - first.count)) / (time - first.time);
  }
}

// A run as a table: a column for each task, time downwards.
//
//     CPU0  reader A (low priority)         CPU0  reader B (high priority)
//     err = swapcache_prepare(entry) → 0
//   ┌                                       err = swapcache_prepare(entry) → -EEXIST
//   └                                       cond_resched()
//   ↺ these steps repeat for ever

import type { ScheduleName, Task } from '../model/model.ts';
import { type Told, type ToldRun, toldRun } from './told-run.ts';
import { aboutTask } from './words.ts';
import { pad, wrap } from './wrap.ts';

const MARGIN = 4;
const GAP = 3;
/** The widest table. */
const WIDEST = 75;
/** Columns narrower than this are told one below the other. */
const NARROWEST = 30;

/** The lines of a table at most `width` wide, with its margin. */
export function witnessTable(told: Told, width: number): string[] {
  return runTable(told, toldRun(told), width);
}

/** The same of a run that was told already. */
export function runTable(
  told: Told,
  { rows, cycleFrom, leftOut, end }: Pick<ToldRun, 'rows' | 'cycleFrom' | 'leftOut' | 'end'>,
  width: number,
): string[] {
  const { scenario, lasso } = told;
  const columns = scenario.tasks.length;
  const room = Math.min(WIDEST, width - MARGIN - 1);
  const column = Math.floor((room - GAP * (columns - 1)) / columns);
  const isList = column < NARROWEST;
  const heads = scenario.tasks.map((t) => headOf(t, told.check.schedule));
  const lines: string[] = [];
  const put = (task: number, texts: readonly string[], bar: (i: number) => string): void => {
    for (const [i, text] of texts.entries()) {
      const before = isList ? '' : ' '.repeat(task * (column + GAP));
      lines.push(`${pad(bar(i), MARGIN)}${before}${text}`.trimEnd());
    }
  };
  if (!isList) {
    const tall = heads.map((h) => wrap(h, column, 6, true));
    for (let i = 0; i < Math.max(...tall.map((h) => h.length)); i++)
      lines.push(
        ' '.repeat(MARGIN) +
          tall
            .map((h) => pad(h[i] ?? '', column + GAP))
            .join('')
            .trimEnd(),
      );
  }
  let last = -1;
  for (const [i, row] of rows.entries()) {
    const isCycle = i >= cycleFrom;
    if (isList && row.task !== last)
      put(row.task, wrap(heads[row.task]!, room, 6, true), () => (i > cycleFrom ? '  │' : ''));
    last = row.task;
    const indent = row.indent + (isList ? 2 : 0);
    const texts = wrap(row.text, (isList ? room : column) - indent, 4, true).map((t) => ' '.repeat(indent) + t);
    const bar = (n: number): string => {
      if (!isCycle) return '';
      if (i === cycleFrom && n === 0) return i === rows.length - 1 && texts.length === 1 ? '  ╶' : '  ┌';
      return i === rows.length - 1 && n === texts.length - 1 ? '  └' : '  │';
    };
    put(row.task, texts, bar);
  }
  if (lasso.cycle.length > 0)
    lines.push(cycleFrom < rows.length ? '  ↺ these steps repeat for ever' : '  ↺ and so on for ever');
  else lines.push(...wrap(`⇒ ${end}`, room + 2, 2).map((l) => `  ${l}`));
  if (leftOut > 0)
    lines.push(
      ...wrap(`(${leftOut} statements are left out, in which no task touches what another changes)`, room + 2, 2).map(
        (l) => `  ${l}`,
      ),
    );
  return lines;
}

/** What stands over a column. Where every interleaving is allowed, CPUs and priorities mean nothing. */
function headOf({ cpu, about }: Task, schedule: ScheduleName): string {
  return schedule === 'fair' ? aboutTask(about) : `CPU${cpu}  ${about}`;
}

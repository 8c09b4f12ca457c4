// A run as a table: a column for each task, time downwards.
//
//     CPU0  reader A (low priority)         CPU0  reader B (high priority)
//     err = swapcache_prepare(entry) → 0
//   ┌                                       err = swapcache_prepare(entry) → -EEXIST
//   └                                       cond_resched()
//   ↺ these steps repeat for ever

import type { Lasso } from '../machine/trace.ts';
import type { Program } from '../model/ast.ts';
import type { Model, Scenario, ScheduleName, Task } from '../model/model.ts';
import type { Check } from '../verdict/checks.ts';
import { type Followed, follow } from '../verdict/follow.ts';
import { type Row, rowsOf, STOPS } from './rows.ts';
import { aboutTask, propertyText } from './words.ts';
import { pad, wrap } from './wrap.ts';

export interface Told {
  readonly program: Program;
  readonly model: Model;
  readonly scenario: Scenario;
  readonly check: Check;
  readonly lasso: Lasso;
  /** Names of the functions under check. */
  readonly functions: ReadonlySet<string>;
}

const MARGIN = 4;
const GAP = 3;
/** The widest table. */
const WIDEST = 75;
/** Columns narrower than this are told one below the other. */
const NARROWEST = 30;

/** The lines of a table at most `width` wide, with its margin. */
export function witnessTable(told: Told, width: number): string[] {
  const { scenario, lasso } = told;
  const { rows, cycleFrom, end } = rowsWithCycle(told);
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
  return lines;
}

/** What stands over a column. Where every interleaving is allowed, CPUs and priorities mean nothing. */
function headOf({ cpu, about }: Task, schedule: ScheduleName): string {
  return schedule === 'fair' ? aboutTask(about) : `CPU${cpu}  ${about}`;
}

interface Rows {
  readonly rows: readonly Row[];
  /** Index of the first row of the cycle; behind the last if there is none. */
  readonly cycleFrom: number;
  /** What is wrong where it ends. */
  readonly end: string;
}

/**
 * Rows up to the end of one turn of the cycle. A turn begins where the same rows begin to follow each other again and
 * again, which may be sooner than the search noticed that a state came back.
 */
function rowsWithCycle({ program, model, scenario, check, lasso, functions }: Told): Rows {
  const { prefix, cycle } = lasso;
  const longer = { prefix: cycle.length > 0 ? [...prefix, ...cycle, ...cycle] : prefix, cycle };
  const followed = follow(program, scenario, check.switches, check.schedule, longer);
  const rows = rowsOf(program, scenario, followed, functions, {
    schedule: check.schedule,
    isEndless: cycle.length > 0,
  });
  const end = endText(model, check, scenario, followed);
  if (cycle.length === 0) return { rows, cycleFrom: rows.length, end };
  const first = rows.findIndex((r) => r.at >= prefix.length);
  const behind = rows.findIndex((r) => r.at >= prefix.length + cycle.length);
  if (first < 0 || behind <= first)
    return { rows: rows.filter((r) => r.at < prefix.length + cycle.length), cycleFrom: rows.length, end };
  const turn = behind - first;
  let from = first;
  while (from > 0 && isSame(rows[from - 1]!, rows[from - 1 + turn]!)) from--;
  return { rows: rows.slice(0, from + turn), cycleFrom: from, end };
}

/** The same but for the numbers of objects. */
function isSame(a: Row, b: Row): boolean {
  const words = (r: Row) => `${r.task} ${r.text.replace(/\b(\w+) \d+/g, '$1')}`;
  return words(a) === words(b);
}

/** What is wrong at the end of a run that ends. */
function endText(model: Model, check: Check, scenario: Scenario, { run }: Followed): string {
  const name = (t: number) => aboutTask(scenario.tasks[t]!.about);
  const statuses = [...scenario.tasks.keys()].map((t) => run.status(t));
  const stopped = statuses.flatMap((s, t) => (typeof s === 'object' ? [`${name(t)} stops: ${STOPS[s.stopped]}`] : []));
  const property = model.properties.find((p) => p.name === check.property);
  if (check.property === 'no-leak') return `all are done, and nobody can free ${run.leaks().join(', ')} any more`;
  if (property?.kind === 'quiescent') return `all are done, and this does not hold: ${property.about}`;
  if (property?.kind === 'invariant') return `this does not hold: ${property.about}`;
  if (check.property === 'no-sleep-in-atomic') return 'it may sleep here, with preemption off';
  if (stopped.length > 0) return stopped.join('; ');
  const left = statuses.flatMap((s, t) => (s === 'done' ? [] : [name(t)]));
  return `nobody can go on: ${left.join(' and ') || propertyText(check.property, model)}`;
}

// A run in rows, with the turn of its cycle: what a table, a page and a screen show of it.

import type { Run } from '../machine/interpret/run.ts';
import type { Access } from '../machine/interpret/state.ts';
import type { Lasso } from '../machine/trace.ts';
import type { Program, Stmt } from '../model/ast.ts';
import type { Model, Scenario } from '../model/model.ts';
import type { Check } from '../verdict/checks.ts';
import { type Followed, follow } from '../verdict/follow.ts';
import { propertyOf } from '../verdict/judge-program.ts';
import { type Parting, partingOf } from '../verdict/parting.ts';
import { type Slice, sliceOf } from '../verdict/slice.ts';
import { deedText } from './deed.ts';
import { meetingsOf } from './meetings.ts';
import { type Row, rowsOf, STOPS } from './rows.ts';
import { aboutTask, propertyText } from './words.ts';

export interface Told {
  readonly program: Program;
  readonly model: Model;
  readonly scenario: Scenario;
  readonly check: Check;
  readonly lasso: Lasso;
  /** Names of the functions under check. */
  readonly functions: ReadonlySet<string>;
  /** Statements on lines that the patch adds. */
  readonly added: ReadonlySet<Stmt>;
  /** The program on the other side of the patch, and what is said before what it does: `after the patch`. */
  readonly other?: { readonly program: Program; readonly when: string; readonly candidate: string | null };
}

export interface ToldRun {
  readonly followed: Followed;
  readonly rows: readonly Row[];
  /** All that is told of the run, and of a second turn of its cycle. */
  readonly all: readonly Row[];
  /** Index of the first row of the cycle; behind the last if there is none. */
  readonly cycleFrom: number;
  /** Rows that are not told, since tasks do not meet in them. */
  readonly leftOut: number;
  /** What is wrong where it ends. */
  readonly end: string;
  /** Where the other program, on the same schedule, does something else; `rows` say so. */
  readonly parting: (Parting & { readonly text: string }) | undefined;
  /** What it reads and writes of the cells that matter, if it was asked for. */
  readonly slice: Slice | undefined;
}

export interface Telling {
  /** Sees the run at the start and after each move. */
  readonly watch?: (run: Run) => void;
  /** Nothing is left out, however long it is. */
  readonly whole?: boolean;
  readonly sliced?: boolean;
}

/**
 * The rows of a run; of a long one, unless it is to be told `whole`, those in which tasks meet (meetings.ts), in any
 * function if they are few, what the patch adds, and all of its cycle. A cycle is told up to the end of one turn, which
 * begins where the same rows begin to follow each other again and again: that may be sooner than the search noticed that
 * a state came back.
 */
export function toldRun(told: Told, { watch, whole: isWhole = false, sliced = false }: Telling = {}): ToldRun {
  const { program, model, scenario, check, lasso, functions, added } = told;
  const { prefix, cycle } = lasso;
  const longer = { prefix: cycle.length > 0 ? [...prefix, ...cycle, ...cycle] : prefix, cycle };
  const accesses: (readonly Access[])[] = [];
  const noting = (run: Run): void => {
    accesses.push(run.accesses());
    watch?.(run);
  };
  const followed = follow(program, scenario, check.switches, check.schedule, longer, noting, sliced);
  const slice = sliced ? sliceOf(followed, scenario, propertyOf(model, check.property), lasso) : undefined;
  const telling = { schedule: check.schedule, isEndless: cycle.length > 0 };
  const whole = rowsOf(program, scenario, followed, functions, telling);
  const touched = followed.moves.map(({ move }, i) => ({ task: move.task, accesses: accesses[i + 1] ?? [] }));
  const meets = meetingsOf(touched);
  const isLong = !isWhole && whole.length > LONG;
  const parting = partingFrom(followed, told, longer);
  const matters = (i: number): boolean => meets[i]! || i >= prefix.length || i === parting?.move;
  const meetings = (everywhere: boolean): Row[] =>
    rowsOf(program, scenario, followed, functions, { ...telling, matters, always: added, everywhere });
  const wide = isLong ? meetings(true) : whole;
  const rows = isLong && wide.length > LONG ? meetings(false) : wide;
  const end = endText(model, check, scenario, followed);
  const leftOut = Math.max(0, whole.length - rows.length);
  const marked = (shown: readonly Row[], cycleFrom: number): ToldRun => {
    const at = parting ? rowOf(parting, shown) : -1;
    const withMark = parting && at >= 0 ? shown.toSpliced(at + 1, 0, markRow(parting, shown[at]!)) : shown;
    const from = at >= 0 && at < cycleFrom ? cycleFrom + 1 : cycleFrom;
    return { followed, all: rows, rows: withMark, cycleFrom: from, leftOut, end, parting, slice };
  };
  if (cycle.length === 0) return marked(rows, rows.length);
  const first = rows.findIndex((r) => r.at >= prefix.length);
  const behind = rows.findIndex((r) => r.at >= prefix.length + cycle.length);
  if (first < 0 || behind <= first) {
    const shown = rows.filter((r) => r.at < prefix.length + cycle.length);
    return marked(shown, shown.length);
  }
  const turn = behind - first;
  let from = first;
  while (from > 0 && isSame(rows[from - 1]!, rows[from - 1 + turn]!)) from--;
  return marked(rows.slice(0, from + turn), from);
}

/** Goes along the same moves in the other program. */
function partingFrom(followed: Followed, { scenario, check, other }: Told, lasso: Lasso): ToldRun['parting'] {
  if (!other) return undefined;
  const parting = partingOf(followed, follow(other.program, scenario, check.switches, check.schedule, lasso));
  return parting && { ...parting, text: `<- ${other.when}: ${deedText(parting.deeds[1], other.program)}` };
}

/** Index of the row of the statement that this program is in then, or of the next one of its task; else of the last row. */
function rowOf({ move, task, deeds: [own] }: Parting, rows: readonly Row[]): number {
  const isLater = (r: Row): boolean => r.task === task && r.told >= move;
  const same = own.kind === 'statement' ? own.open.statement : undefined;
  const exact = rows.findIndex((r) => isLater(r) && r.statement !== undefined && r.statement === same);
  const next = exact < 0 ? rows.findIndex(isLater) : exact;
  return next < 0 ? rows.length - 1 : next;
}

function markRow({ task, text }: { readonly task: number; readonly text: string }, { at, told, indent }: Row): Row {
  return { task, text, at, told, indent: indent + 2 };
}

/** More rows than this are too many to be told all. */
const LONG = 40;

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

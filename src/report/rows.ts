// What a reader is told of a run: one row for each statement of the functions under check, in the order in which it
// happened. In: a run that was followed. Out: rows. What a callee does is folded into the statement that calls it, unless
// the task sleeps there, stops, or the CPU goes to another. A statement of which no step has happened is not told: the
// task stands before it.

import { unreachable } from '../base/unreachable.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import type { StopReason } from '../machine/interpret/memory.ts';
import type { FunctionDef, Program, Stmt } from '../model/ast.ts';
import { levelOf } from '../model/context.ts';
import type { Scenario, ScheduleName } from '../model/model.ts';
import type { Followed, FollowedMove } from '../verdict/follow.ts';
import { isOwn } from '../verdict/own.ts';
import { headOf, placeOf } from './shorten.ts';
import { valueText } from './value.ts';

export interface Row {
  readonly task: number;
  readonly text: string;
  readonly indent: number;
  /** Index of the move in which the statement began. */
  readonly at: number;
  /** Index of the move by which it was over, slept, stopped or was left; -1 before the first. */
  readonly told: number;
  /** The statement that it tells of, if it tells of one. */
  readonly statement?: Stmt;
}

/** A statement that is being executed. */
interface Open {
  readonly depth: number;
  readonly function: FunctionDef;
  readonly statement: Stmt;
  readonly at: number;
  /** Index of the move that led to it, and at whose end none of its own steps had happened; -1 before the first move. */
  readonly reached: number;
  /** Rows are made of it. */
  readonly shown: boolean;
  /** Nothing, or only its beginning, was told. */
  told: 'no' | 'begun' | 'yes';
  /** One of its moves matters. */
  matters: boolean;
  readonly happened: string[];
}

export const STOPS: Readonly<Record<StopReason, string>> = {
  bug: 'BUG',
  null: 'NULL pointer dereference',
  bounds: 'access outside the object',
  'use-after-free': 'use after free',
  'double-free': 'double free',
};

export interface Telling {
  readonly schedule: ScheduleName;
  readonly isEndless: boolean;
  /** Whether a move matters: a statement is told if one of its moves does. Absent: all are told. */
  readonly matters?: (move: number) => boolean;
  /** In every function of the model, and not only in those under check. */
  readonly everywhere?: boolean;
  /** Statements that are told in any case. */
  readonly always?: ReadonlySet<Stmt>;
}

/** The rows of a run; an endless one goes round. `functions` are those under check; of a task that calls none of them, its first kernel function is told. */
export function rowsOf(
  program: Program,
  scenario: Scenario,
  followed: Followed,
  functions: ReadonlySet<string>,
  { schedule, isEndless, matters, always, everywhere = false }: Telling,
): Row[] {
  const rows: Row[] = [];
  const stacks: Open[][] = scenario.tasks.map(() => []);
  const told = functionsTold(scenario, followed, functions);
  const { moves } = followed;
  let now = -1;

  const row = (task: number, text: string, at: number, indent = 0, statement?: Stmt): void =>
    void rows.push({ task, text, at, indent, told: now, ...(statement && { statement }) });
  const innermost = (task: number): Open | undefined => stacks[task]!.findLast((o) => o.shown);
  const indentOf = (task: number, open: Open): number =>
    new Set(stacks[task]!.filter((o) => o.shown && o.depth < open.depth).map((o) => o.depth)).size * 2;
  const tell = (task: number, open: Open, tail: string, as: Open['told']): void => {
    const whole = headOf(open.statement);
    if (whole === undefined) return;
    const outer = stacks[task]!.findLast((o) => o.shown && o.depth < open.depth);
    if (outer?.told === 'no') tell(task, outer, '', 'begun');
    // A statement that goes on where others were told in between is named again.
    const isNear = rows.at(-1)?.task === task;
    const head = open.told !== 'begun' ? whole : isNear ? '…' : `… ${whole}`;
    const why = open.happened.splice(0).map((name) => `  [${name}]`);
    row(task, `${head}${tail}${why.join('')}`, open.at, indentOf(task, open), open.statement);
    open.told = as;
  };

  const note = (e: StepEvent, at: number, reached = at): void => {
    const stack = stacks[e.task]!;
    switch (e.kind) {
      case 'enter': {
        const shown = told[e.task]!.has(e.function.name) || (everywhere && isOwn(e.function));
        const outer = innermost(e.task);
        if (!matters && shown && outer && outer.depth < e.depth && outer.told === 'no')
          tell(e.task, outer, '', 'begun');
        const { depth, statement } = e;
        const fresh = { depth, function: e.function, statement, at, reached, shown } as const;
        stack.push({ ...fresh, told: 'no', matters: !matters || always?.has(statement) === true, happened: [] });
        return;
      }
      case 'value': {
        const open = stack.at(-1)!;
        if (!open.shown || !(open.matters || open.told === 'begun')) return;
        const bare = open.statement.kind === 'expression' && open.statement.expr.kind === 'call';
        const value = bare && open.told === 'no' ? undefined : valueText(e.expression, e.value, program);
        tell(e.task, open, value === undefined ? '' : ` → ${value}`, 'yes');
        return;
      }
      case 'leave': {
        const open = stack.pop()!;
        const { kind } = open.statement;
        if (!open.shown || open.told !== 'no' || !open.matters) return;
        stack.push(open);
        if (TOLD_AT_END.has(kind)) tell(e.task, open, '', 'yes');
        stack.pop();
        return;
      }
      case 'choice':
        if (e.happens) innermost(e.task)?.happened.push(e.switch);
        return;
      case 'sleep': {
        const open = innermost(e.task);
        const where = open && isThin(stack, open) ? '' : ` in ${stack.at(-1)!.function.name}()`;
        if (open) open.happened.length = 0;
        if (open) tell(e.task, open, `  sleeps${where}`, 'begun');
        else row(e.task, `sleeps${where}`, at);
        return;
      }
      case 'wake':
        row(e.task, `… wakes${isLeftOut(e.task, at) ? ', but does not get the CPU' : ''}`, at);
        return;
      case 'arrive':
        row(e.task, 'arrives', at);
        return;
      case 'done':
        row(e.task, 'is done', at);
        return;
      case 'stop':
        halt(e.task, STOPS[e.reason], at);
        return;
      default:
        unreachable(e);
    }
  };

  /** It can run, never does again, and others on its CPU do. */
  const isLeftOut = (task: number, at: number): boolean => {
    if (schedule === 'fair' || !isEndless) return false;
    const later = moves.slice(at + 1).map((m) => m.move.task);
    const { cpu } = scenario.tasks[task]!;
    const isRunnable = moves[at]?.statuses[task] === 'runnable' && !later.includes(task);
    return isRunnable && later.some((t) => scenario.tasks[t]!.cpu === cpu);
  };

  /** Tells where a task is that cannot go on: the statement that stops it. */
  const halt = (task: number, why: string, at: number): void => {
    const open = innermost(task);
    const deepest = deepestOf(task);
    const inside = deepest && deepest !== open && deepest.depth > (open?.depth ?? -1);
    const before = rows.length;
    if (open && open.told === 'no') tell(task, open, '', 'begun');
    const indent = rows.length > before || open?.told === 'begun' ? 2 : 0;
    if (inside) row(task, `in ${deepest.function.name}(): ${placeOf(deepest.statement)}`, at, indent);
    row(task, `(${why})`, at, indent);
  };

  /** Tells how far a task got that could go on and does not now. Between two statements of its own, that is plain. */
  const leaveOff = (task: number, why: string | undefined, tail: string, at: number): void => {
    const open = innermost(task);
    const deepest = deepestOf(task);
    const isBegun = open !== undefined && open.reached < at;
    if (why === undefined && !isBegun) return;
    const before = rows.length;
    if (isBegun && open.told === 'no') tell(task, open, '', 'begun');
    const indent = rows.length > before || (isBegun && open.told === 'begun') ? 2 : (open && indentOf(task, open)) || 0;
    const next = isBegun ? deepest : open;
    // Who offers its CPU does so by the statement that was just told.
    const where =
      next && schedule !== 'coop' ? ` ${next.reached < at ? 'within' : 'before'} \`${placeOf(next.statement)}\`` : '';
    const inside = next && next !== open ? ` in ${next.function.name}()` : '';
    row(task, `(${why ?? 'stands'}${where}${inside}${tail})`, at, indent);
  };

  const deepestOf = (task: number): Open | undefined => stacks[task]!.findLast((o) => o.function.file !== undefined);

  for (const e of followed.started) note(e, 0, -1);
  for (const [i, { move, events, statuses }] of moves.entries()) {
    now = i;
    // A move begins with what it reads or writes: where its task stood.
    if (matters?.(i)) for (const open of stacks[move.task]!) open.matters = true;
    for (const e of events) note(e, i);
    const next = moves.slice(i + 1).find((m) => !isEventMove(m));
    const status = statuses[move.task]!;
    if (next === undefined || next.move.task === move.task || isEventMove(moves[i]!)) continue;
    if (status === 'waiting') halt(move.task, 'waits', i);
    if (status === 'spinning') halt(move.task, 'spins', i);
    if (status !== 'runnable') continue;
    const to = scenario.tasks[next.move.task]!;
    const isSameCpu = scenario.tasks[move.task]!.cpu === to.cpu;
    const tail = isSameCpu && isLeftOut(move.task, i) ? ', and does not get the CPU back' : '';
    const loses = levelOf(to) > 0 ? 'interrupted' : LOSES[schedule];
    leaveOff(move.task, isSameCpu ? loses : undefined, tail, i);
  }
  return rows;
}

/** How a task that could go on loses its CPU; nothing where there are no CPUs. */
const LOSES: Readonly<Record<ScheduleName, string | undefined>> = {
  fair: undefined,
  coop: 'lets another run',
  preempt: 'preempted',
};

/** Statements without a value of their own to tell. */
const TOLD_AT_END: ReadonlySet<Stmt['kind']> = new Set(['expression', 'goto', 'return', 'continue']);

/** An arrival or a wake-up. */
function isEventMove({ events }: FollowedMove): boolean {
  return events[0]?.kind === 'arrive' || events[0]?.kind === 'wake';
}

/** All between a statement and where its task stands are functions that only call the next. */
function isThin(stack: readonly Open[], from: Open): boolean {
  const between = stack.slice(stack.indexOf(from) + 1).map((o) => o.function);
  return [...new Set(between)]
    .slice(0, -1)
    .every((fn) => fn.body.body.length === 1 && fn.body.body[0]!.kind === 'return');
}

function functionsTold(scenario: Scenario, followed: Followed, functions: ReadonlySet<string>): ReadonlySet<string>[] {
  const entered = [followed.started, ...followed.moves.map((m) => m.events)].flat().filter((e) => e.kind === 'enter');
  return scenario.tasks.map((_, t) => {
    const own = entered.filter((e) => e.task === t && e.function.file !== undefined);
    if (own.some((e) => functions.has(e.function.name))) return functions;
    const top = Math.min(...own.map((e) => e.depth));
    return new Set(own.filter((e) => e.depth === top).map((e) => e.function.name));
  });
}

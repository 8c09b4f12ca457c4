// Where two programs part on one schedule. In: the same moves, gone along in both. Out: the first move in which they do
// not do the same, and what each of them does there. Statements are compared by their text, so that code that a patch
// only moves about parts where it runs at another time, and nowhere else.

import type { StepEvent } from '../machine/interpret/events.ts';
import type { Stmt } from '../model/ast.ts';
import { sameTree } from '../model/same.ts';
import type { Followed } from './follow.ts';
import { sameStatement } from './same-statement.ts';
import { type Open, Standing } from './standing.ts';

/** What a task does in a move, as far as it tells one program from the other. */
export type Deed =
  /** The move is part of this statement, or leads to it. */
  | { readonly kind: 'statement'; readonly open: Open }
  /** It comes to this. */
  | { readonly kind: 'event'; readonly event: StepEvent }
  /** It does nothing more. */
  | { readonly kind: 'nothing' }
  /** It cannot be made. */
  | { readonly kind: 'cannot'; readonly reason: string };

export interface Parting {
  /** Index of the first move in which the two do not do the same; -1 for what comes before all moves. */
  readonly move: number;
  readonly task: number;
  /** What each does then, in the order in which they were given. */
  readonly deeds: readonly [Deed, Deed];
}

/** Where two runs of the same moves part; nothing if they do the same as long as both go. */
export function partingOf(a: Followed, b: Followed): Parting | undefined {
  const tasks = a.standing.length;
  const standing = [new Standing(tasks), new Standing(tasks)] as const;
  for (let task = 0; task < tasks; task++) {
    const own = (f: Followed): StepEvent[] => f.started.filter((e) => e.task === task);
    const deeds = differing(own(a), own(b), standing, task);
    if (deeds) return { move: -1, task, deeds };
  }
  for (let move = 0; ; move++) {
    const [x, y] = [a.moves[move], b.moves[move]];
    const task = (x ?? y)?.move.task;
    if (task === undefined) return undefined;
    const [inA, inB] = [standing[0].of(task), standing[1].of(task)];
    if (x && y) {
      const deeds = elsewhere(inA, inB) ?? differing(x.events, y.events, standing, task);
      if (deeds) return { move, task, deeds };
      continue;
    }
    // One that closed its cycle may be followed no further.
    const reason = (x ? b : a).failed?.reason;
    if (reason === undefined) return undefined;
    const cannot: Deed = { kind: 'cannot', reason };
    return { move, task, deeds: x ? [standingAt(inA, -1), cannot] : [cannot, standingAt(inB, -1)] };
  }
}

/** The outermost statements in which two tasks do not stand in the same. */
function elsewhere(a: readonly Open[], b: readonly Open[]): [Deed, Deed] | undefined {
  const level = levelOf(a, b);
  return level < 0 ? undefined : [standingAt(a, level), standingAt(b, level)];
}

function levelOf(a: readonly Open[], b: readonly Open[]): number {
  return Array.from({ length: Math.max(a.length, b.length) }).findIndex((_, i) => !isSamePlace(a[i], b[i]));
}

/** That a task stands in the statement of a level, or its innermost if it has none there. */
function standingAt(stack: readonly Open[], level: number): Deed {
  const open = stack[level] ?? stack.at(-1);
  return open ? { kind: 'statement', open } : { kind: 'nothing' };
}

function isSamePlace(a: Open | undefined, b: Open | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.function.name === b.function.name && sameStatement(a.statement, b.statement)
  );
}

/**
 * What differs in the events of a move, which are noted: the outermost statements that are not the same at the first
 * events that differ, or these events. Where a task comes to stand is told by its next move.
 */
function differing(
  a: readonly StepEvent[],
  b: readonly StepEvent[],
  [inA, inB]: readonly [Standing, Standing],
  task: number,
): [Deed, Deed] | undefined {
  const [x, y] = [a.filter(isDone), b.filter(isDone)];
  const at = Array.from({ length: Math.max(x.length, y.length) }).findIndex((_, i) => !isSameEvent(x[i], y[i]));
  noteUntil(inA, a, x[at]);
  noteUntil(inB, b, y[at]);
  if (at < 0) return undefined;
  const level = levelOf(inA.of(task), inB.of(task));
  const deed = (event: StepEvent | undefined, stack: readonly Open[]): Deed =>
    event && (level < 0 || level >= stack.length - 1) ? { kind: 'event', event } : standingAt(stack, level);
  return [deed(x[at], inA.of(task)), deed(y[at], inB.of(task))];
}

function noteUntil(standing: Standing, events: readonly StepEvent[], end: StepEvent | undefined): void {
  for (const e of events) {
    if (e === end) return;
    standing.note(e);
  }
}

/** Statements that do something by themselves, without a value. */
const JUMPS: ReadonlySet<Stmt['kind']> = new Set(['goto', 'break', 'continue', 'return']);

function isDone(e: StepEvent): boolean {
  return e.kind !== 'enter' && (e.kind !== 'leave' || JUMPS.has(e.statement.kind));
}

function isSameEvent(a: StepEvent | undefined, b: StepEvent | undefined): boolean {
  if (!a || !b) return false;
  if (
    'statement' in a &&
    'statement' in b &&
    !(a.function.name === b.function.name && sameStatement(a.statement, b.statement))
  )
    return false;
  if (a.kind === 'value' && b.kind === 'value')
    return sameTree(a.expression, b.expression) && a.declares === b.declares && a.value.text === b.value.text;
  if (a.kind === 'choice' && b.kind === 'choice') return a.switch === b.switch && a.happens === b.happens;
  if (a.kind === 'stop' && b.kind === 'stop') return a.reason === b.reason;
  return a.kind === b.kind;
}

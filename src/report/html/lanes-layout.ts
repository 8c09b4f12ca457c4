// Where the steps of a run stand in its picture, and for how long each lock is held.

import type { StateView, StepView, TraceView } from '../view/view.ts';
import { wrap } from '../wrap.ts';

/** Height of a line. */
export const LINE = 16;

export interface Line {
  readonly text: string;
  readonly style: string;
}

/** A line of the picture: a step, or several. */
export interface Placed {
  /** The first of them. */
  readonly step: StepView;
  /** Indices of the first and the last. */
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

/** Runs longer than this are folded. */
const LONG = 60;
/** Fewer steps than this stay as they are. */
const FEW = 3;

/** Where each step stands, from `top` down. Of a long run, steps that nothing is told of are one line. */
export function place(trace: TraceView, letters: number, top: number): Placed[] {
  let y = top;
  return groupsOf(trace).map(([from, to]) => {
    const step = trace.steps[from]!;
    const lines = linesOf(step, from === 0 ? trace.start : trace.steps[from - 1]!, to - from, letters);
    const placed = { step, from, to, y, height: lines.length * LINE, lines };
    y += placed.height;
    return placed;
  });
}

function linesOf(step: StepView, before: StateView, more: number, letters: number): Line[] {
  if (more > 0) return [{ text: `${cut(step.text, letters - 18)} and ${more} more`, style: 'small dim' }];
  const told: Line[] = step.rows.flatMap((r) =>
    wrap(`${' '.repeat(r.indent)}${r.text}`, letters, r.indent + 4, true).map((text) => ({ text, style: '' })),
  );
  return [
    ...(told.length > 0 ? told : [{ text: cut(step.text, letters), style: 'small dim' }]),
    ...taken(step, before).map((name) => ({ text: cut(`▐ holds ${name}`, letters), style: 'small lockname' })),
  ];
}

/** First and last step of each line. */
function groupsOf({ steps, start, loop }: TraceView): [number, number][] {
  const isQuiet = (i: number): boolean => {
    const [step, before] = [steps[i]!, i === 0 ? start : steps[i - 1]!];
    const isPlain = step.kind === 'step' && step.rows.length === 0 && i < steps.length - 1;
    return steps.length > LONG && isPlain && locksText(step) === locksText(before);
  };
  const groups: [number, number][] = [];
  for (let i = 0; i < steps.length; ) {
    let last = i;
    const isSame = (n: number): boolean => n !== loop && steps[n]!.task === steps[i]!.task && isQuiet(n);
    if (isQuiet(i)) while (last + 1 < steps.length && isSame(last + 1)) last++;
    if (last - i + 1 < FEW) last = i;
    groups.push([i, last]);
    i = last + 1;
  }
  return groups;
}

function locksText({ locks }: StateView): string {
  return locks
    .map((l) => `${l.task} ${l.name}`)
    .sort()
    .join();
}

/** Names of the locks that a step takes. */
function taken(step: StepView, before: StateView): string[] {
  const had = new Set(before.locks.filter((l) => l.task === step.task).map((l) => l.name));
  return step.locks.filter((l) => l.task === step.task && !had.has(l.name)).map((l) => l.name);
}

export function cut(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}

export interface Bar {
  readonly name: string;
  readonly task: number;
  /** Index of the step that takes the lock, and of the one that gives it back; the number of steps if none does. */
  readonly from: number;
  readonly to: number;
  /** Beside which others it stands. */
  readonly slot: number;
}

/** For how long each lock is held by whom. */
export function barsOf({ steps, start }: TraceView): Bar[] {
  const bars: Bar[] = [];
  const open = new Map<string, { name: string; task: number; from: number; slot: number }>();
  const note = (locks: StepView['locks'], at: number): void => {
    const now = new Set(locks.map((l) => `${l.task} ${l.name}`));
    for (const [key, bar] of open)
      if (!now.has(key)) {
        open.delete(key);
        bars.push({ ...bar, to: at });
      }
    for (const { name, task } of locks) {
      const key = `${task} ${name}`;
      if (task === null || open.has(key)) continue;
      const taken = new Set([...open.values()].filter((b) => b.task === task).map((b) => b.slot));
      let slot = 0;
      while (taken.has(slot)) slot++;
      open.set(key, { name, task, from: Math.max(0, at), slot });
    }
  };
  note(start.locks, -1);
  for (const [i, step] of steps.entries()) note(step.locks, i);
  return [...bars, ...[...open.values()].map((bar) => ({ ...bar, to: steps.length }))];
}

// One line on a terminal that tells how a batch gets on; nothing where standard error is no terminal.

import type { Step } from '../batch/batch.ts';
import { write } from './output.ts';

export interface Progress {
  readonly tell: (step: Step) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** How often the line is drawn at most, and at least: a thread may take minutes. In milliseconds. */
const BEAT = 200;
const PULSE = 1000;

/** What the terminal itself writes behind the line when it is interrupted: `^C`, and the cursor. */
const ROOM = 3;

export function openProgress(now: () => number = () => performance.now()): Progress {
  if (process.stderr.isTTY !== true) return { tell: () => {}, clear: () => {} };
  const verdicts = new Map<string, number>();
  let mails = 0;
  let due = 0;
  let done = 0;
  let start = now();
  let drawn = Number.NEGATIVE_INFINITY;
  const line = (): string => {
    const seconds = Math.max(0.001, (now() - start) / 1000);
    if (due === 0) return `reading ${mails} mails, ${Math.round(mails / seconds)} a second`;
    const rate = done / seconds;
    const pace = done > 0 ? `, ${rate.toFixed(rate < 10 ? 1 : 0)} a second, ${timeText((due - done) / rate)} left` : '';
    const counts = [...verdicts].map(([verdict, n]) => `${verdict} ${n}`).join(', ');
    return `${done} of ${due} threads${pace}${counts && ` · ${counts}`}`;
  };
  const draw = (): void => {
    drawn = now();
    write(2, `\r\u001b[K${shortened(line(), (process.stderr.columns || 80) - ROOM)}`);
  };
  setInterval(() => {
    if (drawn > Number.NEGATIVE_INFINITY) draw();
  }, PULSE).unref();
  return {
    tell: (step) => {
      if (step.kind === 'indexing') mails = step.mails;
      if (step.kind === 'indexed') [due, start] = [step.due, now()];
      if (step.kind === 'triaged') done += step.threads;
      if (step.kind === 'judged') {
        done++;
        verdicts.set(step.verdict, (verdicts.get(step.verdict) ?? 0) + 1);
      }
      if (now() - drawn >= BEAT) draw();
    },
    clear: () => {
      if (drawn > Number.NEGATIVE_INFINITY) write(2, '\r\u001b[K');
      drawn = Number.NEGATIVE_INFINITY;
    },
  };
}

/** `2 h 5 min`, `3 min 10 s`, `9 s`. */
function timeText(seconds: number): string {
  const s = Math.round(seconds);
  if (s >= 3600) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return s >= 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s} s`;
}

/** A line that is too long loses its last words. */
function shortened(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1).replace(/,? \S*$/, '')}…`;
}

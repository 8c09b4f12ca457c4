// The window of a race in a line. In: what was measured of one program, or of two. Out: words that stand behind `window`.

import { unreachable } from '../base/unreachable.ts';
import type { CandidateAnswer } from '../verdict/thread-verdict.ts';
import type { Window } from '../verdict/window.ts';
import { count } from './words.ts';

type Open = Extract<Window, { kind: 'open' }>;
type Closed = Extract<Window, { kind: 'closed' }>;

/** `17 statements, at least 2 task switches`. */
export function windowText(window: Window): string {
  switch (window.kind) {
    case 'open':
      return openText(window);
    case 'closed':
      return ['closed', ...enteredText(window)].join('; ');
    case 'unmeasured':
      return `not measured: ${window.reason}`;
    default:
      return unreachable(window);
  }
}

/** The window of a check before and after a candidate; nothing where none was asked for, or there is none. */
export function windowLine(before: CandidateAnswer, after: CandidateAnswer | undefined): string | undefined {
  if (!before.window) return after?.window && `after the patch ${windowText(after.window)}`;
  const isOpen = after?.answer === 'unknown' && !after.window;
  return windowsText(before.window, isOpen ? { kind: 'unmeasured', reason: 'the answer is unknown' } : after?.window);
}

/** `narrowed from 17 statements to 11, at least 2 task switches`. */
export function windowsText(before: Window, after: Window | undefined): string {
  if (!after) return windowText(before);
  if (before.kind !== 'open') return `before ${windowText(before)}; after the patch ${windowText(after)}`;
  switch (after.kind) {
    case 'open':
      return bothOpen(before, after);
    case 'closed':
      return [openText(before), ['closed after the patch', ...enteredText(after)].join(': ')].join('; ');
    case 'unmeasured':
      return `${openText(before)}; after the patch ${windowText(after)}`;
    default:
      return unreachable(after);
  }
}

function bothOpen(before: Open, after: Open): string {
  const [from, to] = [before.at.length, after.at.length];
  const isAlike = before.interruptions === after.interruptions && from > 0;
  if (!isAlike && openText(before) !== openText(after))
    return `${openText(before)}; after the patch ${openText(after)}`;
  if (before.switches !== after.switches)
    return `${size(before, after)}, from at least ${switches(before)} to ${after.switches}`;
  return from === to
    ? `${openText(before)}, before and after the patch`
    : `${size(before, after)}, at least ${switches(before)}`;
}

function size(before: Open, after: Open): string {
  const [from, to] = [before.at.length, after.at.length];
  const times = timesText(before);
  if (from === to) return `${count(from, 'statement')}${times} before and after the patch`;
  return `${to < from ? 'narrowed' : 'widened'} from ${count(from, 'statement')} to ${to}${times}`;
}

function openText(window: Open): string {
  const statements =
    window.at.length === 0
      ? 'no statement: one call after the other is enough'
      : count(window.at.length, 'statement') + timesText(window);
  return `${statements}, at least ${switches(window)}`;
}

/** A task has to be interrupted more than once. */
function timesText({ interruptions }: Open): string {
  return interruptions > 1 ? ` (${interruptions} of them in one run)` : '';
}

function switches(window: Open): string {
  return count(window.switches, 'task switch', 'task switches');
}

/** What became of the statements in which another task had to come in. */
function enteredText({ statements, left, entered }: Closed): string[] {
  if (statements === 0) return [];
  if (left === 0) return [statements === 1 ? 'the statement is gone' : 'its statements are gone'];
  if (entered === 0) return ['no task comes in there any more'];
  const where = entered < statements ? `at ${entered} of its ${statements} statements` : 'there';
  return [`another task still comes in ${where}, without harm`];
}

// The check matrix: a row for each check, a column for the program before and for each candidate.

import type { AnswerView, CheckView, RunView, ThreadView } from '../../report/view/view.ts';
import { within } from '../draw/window.ts';
import type { Effect, Step } from '../event.ts';
import { decidingOf } from '../item.ts';
import type { Action } from '../keys.ts';
import { type ChecksPlace, runKey, type State } from '../state.ts';
import { nextRow, push, type Screen, said, step, to } from './screen.ts';

/** What a check is to the verdict. */
export type CheckRole = 'described' | 'introduced' | 'residual' | 'other';

export interface CheckRow {
  readonly check: CheckView;
  readonly role: CheckRole;
}

const ROLES: readonly CheckRole[] = ['described', 'introduced', 'residual', 'other'];

/** The rows, by what they are to the verdict; those that matter, or all. */
export function checkRows(view: ThreadView, list: ChecksPlace['list']): readonly CheckRow[] {
  const introduced = new Set(view.candidates.flatMap((c) => c.introduced ?? []));
  const residual = new Set(decidingOf(view)?.residual ?? []);
  const roleOf = ({ id, described }: CheckView): CheckRole =>
    described ? 'described' : introduced.has(id) ? 'introduced' : residual.has(id) ? 'residual' : 'other';
  const rows = view.checks.map((check) => ({ check, role: roleOf(check) }));
  const sorted = ROLES.flatMap((role) => rows.filter((r) => r.role === role));
  const relevant = sorted.filter((r) => r.role !== 'other');
  return list === 'all' || relevant.length === 0 ? sorted : relevant;
}

/** Ids of the candidates in the columns; null for the program before. */
export function columnsOf({ candidates }: ThreadView): readonly (string | null)[] {
  return [null, ...candidates.map((c) => c.id)];
}

/** The answer in a cell; undefined for a candidate that has no program. */
export function answerIn({ before, after }: CheckView, column: string | null): AnswerView | undefined {
  return column === null ? before : after[column];
}

const rowsAt = (state: State, { item, list }: ChecksPlace): readonly CheckRow[] => {
  const { view } = state.items[item]!;
  return view ? checkRows(view, list) : [];
};

export const checks: Screen<ChecksPlace> = {
  rows: (state, place) => rowsAt(state, place).map(({ check, role }) => `${role} ${check.id}`),
  at: ({ at }) => at,
  moved: (place, at) => ({ ...place, at }),
  candidate: (state, place) =>
    place.column === 0 ? null : (state.items[place.item]!.view?.candidates[place.column - 1]?.id ?? null),
  item: (_, { item }) => item,
  act,
};

function act(state: State, place: ChecksPlace, action: Action): Step | null {
  const { view } = state.items[place.item]!;
  if (!view) return null;
  const rows = rowsAt(state, place);
  const columns = columnsOf(view);
  const row = rows[place.at];
  switch (action) {
    case 'left':
    case 'previous-patch':
      return to(state, { ...place, column: within(place.column - 1, columns.length) });
    case 'right':
    case 'next-patch':
      return to(state, { ...place, column: within(place.column + 1, columns.length) });
    case 'next-finding':
    case 'previous-finding': {
      const violated = rows.flatMap((r, i) =>
        answerIn(r.check, columns[place.column] ?? null)?.answer === 'violated' ? [i] : [],
      );
      const at = nextRow(violated, place.at, action === 'next-finding' ? 1 : -1);
      return at === undefined
        ? said(state, 'There is no further violation in this column.')
        : to(state, { ...place, at });
    }
    case 'all': {
      const list = place.list === 'all' ? 'relevant' : 'all';
      const at = checkRows(view, list).findIndex((r) => r.check.id === row?.check.id);
      return to(state, { ...place, list, at: Math.max(0, at) });
    }
    case 'open':
      return row ? openTrace(state, place, view, row.check, columns[place.column] ?? null) : step(state);
    default:
      return null;
  }
}

/** Opens the check matrix, with the cursor on a candidate. */
export function openChecks(state: State, item: number, id: string | null): Step {
  const { view } = state.items[item]!;
  if (!view) return said(state, 'The thread is not judged yet.');
  if (view.checks.length === 0) return said(state, `No check was asked: ${view.reason ?? 'there is no model'}.`);
  const first = checkRows(view, 'relevant')[0]!.check;
  // Where the patch helps, the run to look at is the one before it.
  const column = answerIn(first, id)?.answer === 'violated' ? 1 + view.candidates.findIndex((c) => c.id === id) : 0;
  return step(push(state, { kind: 'checks', item, at: 0, column, list: 'relevant' }));
}

function openTrace(state: State, place: ChecksPlace, view: ThreadView, check: CheckView, of: string | null): Step {
  const run = view.runs.find((r) => r.check === check.id && r.candidate === of);
  if (!run) return said(state, whyNoRun(check, of));
  const { item } = place;
  const other = of ?? view.deciding;
  const shown = push(state, { kind: 'trace', item, check: check.id, of, other, step: 0, round: 1, memory: 'part' });
  return step(shown, ...asking(shown, item, run));
}

/** Why there is no run of a check to be shown. */
export function whyNoRun(check: CheckView, of: string | null): string {
  const answer = answerIn(check, of);
  if (!answer) return `${of} has no program to run.`;
  const where = of === null ? 'before the patch' : `after ${of}`;
  return answer.answer === 'violated'
    ? `No run to show ${where}: it was not kept.`
    : `No run to show ${where}: the answer is \`${answer.answer}\` there.`;
}

/** The request for a run, unless it is there. */
export function asking(state: State, item: number, run: RunView): Effect[] {
  const { traces } = state.items[item]!;
  return traces[runKey(run.check, run.candidate)] ? [] : [{ kind: 'trace', item, run }];
}

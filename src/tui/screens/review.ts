// A candidate: its diff, line by line, and the functions of the model that it changes.

import { type DiffLine, lineDiff } from '../../report/line-diff.ts';
import type { CandidateView, FunctionView, LineView } from '../../report/view/view.ts';
import { memo } from '../draw/memo.ts';
import { within } from '../draw/window.ts';
import type { Step } from '../event.ts';
import type { Action } from '../keys.ts';
import type { ReviewPlace, State } from '../state.ts';
import { openChecks } from './checks.ts';
import { nextRow, push, type Screen, said, step, to } from './screen.ts';

export type DiffRow =
  | { readonly kind: 'file'; readonly text: string; readonly function: null }
  | { readonly kind: 'hunk'; readonly text: string; readonly function: string | null }
  | { readonly kind: 'line'; readonly line: LineView; readonly function: string | null }
  | { readonly kind: 'elided'; readonly text: string; readonly function: string | null };

/** The rows of a candidate's diff. */
export const diffRows = memo(({ files, elided }: CandidateView): readonly DiffRow[] => [
  ...files.flatMap(({ path, hunks }): DiffRow[] => [
    { kind: 'file', text: path, function: null },
    ...hunks.flatMap((hunk): DiffRow[] => [
      { kind: 'hunk', text: hunk.header, function: hunk.function },
      ...hunk.lines.map((line): DiffRow => ({ kind: 'line', line, function: hunk.function })),
    ]),
  ]),
  ...elided.map(
    (e): DiffRow => ({
      kind: 'elided',
      text: `elided in ${e.function}(): ${e.text} (${e.reason})`,
      function: e.function,
    }),
  ),
]);

export type ModelRow =
  | { readonly kind: 'function'; readonly function: FunctionView }
  | { readonly kind: 'code'; readonly line: DiffLine; readonly function: FunctionView };

/** The rows of the model's functions that a candidate changes, with what it adds and removes. */
export const modelRows = memo(({ functions }: CandidateView): readonly ModelRow[] =>
  functions.flatMap((fn): ModelRow[] => [
    { kind: 'function', function: fn },
    ...lineDiff(fn.before, fn.after).map((line): ModelRow => ({ kind: 'code', line, function: fn })),
  ]),
);

/** Where the model's half stands while the cursor is in the diff: at the first change of the same function. */
export function modelRowFor(candidate: CandidateView, at: number): number {
  const name = diffRows(candidate)[at]?.function ?? null;
  const rows = modelRows(candidate);
  const of = (i: number): boolean => name === null || rows[i]!.function.name === name;
  const changed = rows.findIndex((r, i) => of(i) && r.kind === 'code' && r.line.kind !== 'context');
  const first = rows.findIndex((_, i) => of(i));
  return Math.max(0, changed >= 0 ? changed : first);
}

export function candidateAt(state: State, { item, candidate }: ReviewPlace): CandidateView | undefined {
  return state.items[item]!.view?.candidates[candidate];
}

function rowsAt(state: State, place: ReviewPlace): readonly string[] {
  const candidate = candidateAt(state, place);
  if (!candidate) return [];
  if (place.half === 'model')
    return modelRows(candidate).map((r) => (r.kind === 'function' ? r.function.name : r.line.text));
  return diffRows(candidate).map((r) => (r.kind === 'line' ? r.line.text : r.text));
}

export const review: Screen<ReviewPlace> = {
  rows: rowsAt,
  at: ({ half, at, modelAt }) => (half === 'diff' ? at : modelAt),
  moved: (place, at) => (place.half === 'diff' ? { ...place, at } : { ...place, modelAt: at }),
  candidate: (state, place) => candidateAt(state, place)?.id ?? null,
  item: (_, { item }) => item,
  act,
};

function act(state: State, place: ReviewPlace, action: Action): Step | null {
  const candidate = candidateAt(state, place);
  if (!candidate) return null;
  const rows = diffRows(candidate);
  const jump = (kind: string, wanted: (row: DiffRow) => boolean, way: 1 | -1): Step => {
    const at = nextRow(
      rows.flatMap((r, i) => (wanted(r) ? [i] : [])),
      place.at,
      way,
    );
    return at === undefined ? said(state, `There is no further ${kind}.`) : to(state, { ...place, half: 'diff', at });
  };
  switch (action) {
    case 'open':
      return openChecks(state, place.item, candidate.id);
    case 'next-patch':
    case 'previous-patch': {
      const { candidates } = state.items[place.item]!.view!;
      const next = within(place.candidate + (action === 'next-patch' ? 1 : -1), candidates.length);
      if (next === place.candidate) return said(state, 'There is no further patch or proposal.');
      return to(state, { ...place, candidate: next, at: 0, ...beginning(candidates[next]!) });
    }
    case 'next-hunk':
      return jump('hunk', (r) => r.kind === 'hunk', 1);
    case 'previous-hunk':
      return jump('hunk', (r) => r.kind === 'hunk', -1);
    case 'next-finding':
      return jump('line that is not in the model', isFinding, 1);
    case 'previous-finding':
      return jump('line that is not in the model', isFinding, -1);
    case 'other-half':
      if (place.half === 'model') return to(state, { ...place, half: 'diff' });
      return to(state, { ...place, half: 'model', modelAt: modelRowFor(candidate, place.at) });
    case 'left':
    case 'right':
      return to(state, { ...place, shift: Math.max(0, place.shift + (action === 'left' ? -8 : 8)) });
    default:
      return null;
  }
}

function isFinding(row: DiffRow): boolean {
  return row.kind === 'line' && (row.line.mapping === 'unmodelled' || row.line.mapping === 'elided');
}

/** What has no diff begins with the model. */
function beginning(candidate: CandidateView): Pick<ReviewPlace, 'half' | 'modelAt'> {
  const hasDiff = candidate.files.length > 0 || candidate.functions.length === 0;
  return { half: hasDiff ? 'diff' : 'model', modelAt: modelRowFor(candidate, 0) };
}

/** Opens the diff of a candidate, or of the one that the verdict is about. */
export function openReview(state: State, item: number, id: string | null): Step {
  const { view } = state.items[item]!;
  if (!view) return said(state, 'The thread is not judged yet.');
  if (view.candidates.length === 0) return said(state, 'The thread proposes no patch: c shows the checks.');
  const newest = view.candidates.findIndex((c) => c.id === view.deciding);
  const asked = view.candidates.findIndex((c) => c.id === id);
  const open = state.trail.find((p) => p.kind === 'review' && p.item === item);
  const shown = open?.kind === 'review' ? open.candidate : newest;
  const candidate = asked >= 0 ? asked : shown >= 0 ? shown : view.candidates.length - 1;
  const place = {
    kind: 'review',
    item,
    at: 0,
    shift: 0,
    candidate,
    ...beginning(view.candidates[candidate]!),
  } as const;
  return step(push(state, place));
}

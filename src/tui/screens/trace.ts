// A run that violates a check, gone along step by step. `step` counts what is done: 0 is the state in which all begin,
// n the one after the n-th step. Behind the last step of an endless part its first follows again, one round on.

import type { TraceView } from '../../report/view/view.ts';
import type { Step } from '../event.ts';
import type { Action } from '../keys.ts';
import { runKey, type State, type TracePlace, withPlace } from '../state.ts';
import { asking, whyNoRun } from './checks.ts';
import { nextRow, type Screen, said, step, to } from './screen.ts';

/** The run that is shown; undefined until it is told. */
export function traceAt(state: State, { item, check, of }: TracePlace): TraceView | undefined {
  return state.items[item]!.traces[runKey(check, of)];
}

export const trace: Screen<TracePlace> = {
  rows: (state, place) => {
    const run = traceAt(state, place);
    return run ? ['the beginning', ...run.steps.map((s) => s.text)] : [];
  },
  at: (place) => place.step,
  moved: (place, at) => ({ ...place, step: at }),
  candidate: (_, { of, other }) => of ?? other,
  item: (_, { item }) => item,
  act,
};

function act(state: State, place: TracePlace, action: Action): Step | null {
  const run = traceAt(state, place);
  if (!run) return null;
  const count = run.steps.length;
  switch (action) {
    case 'down': {
      const told = nextRow(tellings(run), place.step, 1);
      return told === undefined ? act(state, place, 'step') : to(state, { ...place, step: told });
    }
    case 'up': {
      const told = nextRow(tellings(run), place.step, -1);
      return told === undefined ? act(state, place, 'step-back') : to(state, { ...place, step: told });
    }
    case 'step':
      if (place.step < count) return to(state, { ...place, step: place.step + 1 });
      if (run.loop === null) return said(state, `The run ends here: ${run.end}`);
      return to(state, { ...place, step: run.loop + 1, round: place.round + 1 });
    case 'step-back':
      if (run.loop !== null && place.round > 1 && place.step === run.loop + 1)
        return to(state, { ...place, step: count, round: place.round - 1 });
      return place.step === 0 ? said(state, 'The run begins here.') : to(state, { ...place, step: place.step - 1 });
    case 'next-switch':
      return to(state, { ...place, step: nextRow(turns(run), place.step, 1) ?? count });
    case 'previous-switch':
      return to(state, { ...place, step: nextRow(turns(run), place.step, -1) ?? 0 });
    case 'start':
      return to(state, { ...place, step: 0, round: 1 });
    case 'end':
      return to(state, { ...place, step: count });
    case 'other-side':
      return toOtherSide(state, place);
    case 'memory':
      return to(state, { ...place, memory: NEXT[place.memory] });
    case 'replay':
      return step({ ...state, overlay: { kind: 'replay' } });
    default:
      return null;
  }
}

const NEXT = { part: 'all', all: 'none', none: 'part' } as const;

/** The steps with which a row of the table is told. */
function tellings({ rows }: TraceView): readonly number[] {
  return [...new Set(rows.map((r) => r.step + 1))].sort((a, b) => a - b);
}

/** The steps with which somebody's turn begins. */
export function turns({ steps }: TraceView): readonly number[] {
  return steps.flatMap((s, i) => (i === 0 || s.task !== steps[i - 1]!.task ? [i + 1] : []));
}

function toOtherSide(state: State, place: TracePlace): Step {
  const of = place.of === null ? place.other : null;
  if (of === place.of) return said(state, 'There is no patch to compare with.');
  const { view } = state.items[place.item]!;
  const run = view?.runs.find((r) => r.check === place.check && r.candidate === of);
  const check = view?.checks.find((c) => c.id === place.check);
  if (!run) return said(state, check ? whyNoRun(check, of) : 'The check is gone.');
  const there = withPlace(state, { ...place, of, step: Math.min(place.step, run.moves), round: 1 });
  return step(there, ...asking(there, place.item, run));
}

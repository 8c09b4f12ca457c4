import type { Effect, Step } from '../event.ts';
import type { Action } from '../keys.ts';
import { type Place, type State, withPlace } from '../state.ts';

/** How one screen moves: pure functions over its place. */
export interface Screen<P extends Place> {
  /** Its rows as text: what is searched, and how many there are for the cursor. */
  readonly rows: (state: State, place: P) => readonly string[];
  readonly at: (place: P) => number;
  readonly moved: (place: P, at: number) => P;
  /** Keys of its own; null for one that means nothing here. */
  readonly act: (state: State, place: P, action: Action) => Step | null;
  /** The candidate that marks and replies are about; null for the thread as a whole. */
  readonly candidate: (state: State, place: P) => string | null;
  /** The thread that it is about; null if there is none. */
  readonly item: (state: State, place: P) => number | null;
}

export function step(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

export function said(state: State, notice: string): Step {
  return step({ ...state, notice });
}

export function to(state: State, place: Place): Step {
  return step(withPlace(state, place));
}

/**
 * Opens a screen on top of the one that is shown. One of its kind that is open already is gone back to: as it was left, if
 * it shows the same.
 */
export function push(state: State, place: Place): State {
  const [first, ...rest] = state.trail;
  if (place.kind === 'list') return { ...state, trail: [place] };
  const before = rest.findIndex((p) => p.kind === place.kind);
  if (before < 0) return { ...state, trail: [first, ...rest, place] };
  const open = rest[before]!;
  return { ...state, trail: [first, ...rest.slice(0, before), showsSame(open, place) ? open : place] };
}

function showsSame(a: Place, b: Place): boolean {
  if (a.kind === 'list' || b.kind === 'list' || a.kind !== b.kind || a.item !== b.item) return false;
  return a.kind !== 'review' || b.kind !== 'review' || a.candidate === b.candidate;
}

/** The next of some rows, or the one before; undefined if there is none. */
export function nextRow(rows: readonly number[], at: number, way: 1 | -1): number | undefined {
  return way > 0 ? rows.find((r) => r > at) : rows.findLast((r) => r < at);
}

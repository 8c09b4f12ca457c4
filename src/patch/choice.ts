// The one way to satisfy the counts of a hunk when some of its lines may be another thing than they look. In: what each
// line looks like and which may be the other thing; out: what they are, if one choice alone fits.
//
// Behind line k there are z lines of context, p with a plus and m with a minus. The counts then fix how many of each
// must be the other thing:
//
//   as context   plus = old - z - m,  minus = new - z - p     each plus line that is context counts for `old` too
//   as a rest    a rest counts for nothing: z + m - old and z + p - new are too many

import type { LineKind } from './line-kind.ts';
import type { Counts } from './window.ts';

export interface Question {
  readonly kinds: readonly LineKind[];
  readonly able: readonly boolean[];
  readonly as: 'context' | 'rest';
  readonly want: Counts;
  /** Whether the hunk may end with this line. */
  readonly endsAt: (line: number) => boolean;
}

export type Choice = readonly LineKind[] | 'ambiguous';

interface Tally {
  context: number;
  added: number;
  removed: number;
}

/** The kinds of the lines up to the hunk's end; null if no choice fits. */
export function choose({ kinds, able, as, want, endsAt }: Question): Choice | null {
  const all: Tally = { context: 0, added: 0, removed: 0 };
  const free: Tally = { context: 0, added: 0, removed: 0 };
  let found: Choice | null = null;
  let possible = false;
  for (const [i, kind] of kinds.entries()) {
    if (kind !== 'context' && kind !== 'added' && kind !== 'removed') continue;
    all[kind]++;
    if (able[i]) free[kind]++;
    const turn = as === 'context' ? toContext(all, want) : toRest(all, free, want);
    if (turn === 'never') break;
    // Nothing to turn: then it is as it looks, which was found wanting before.
    if (turn === null || turn.context + turn.added + turn.removed === 0) continue;
    if (!within(turn, all) || !endsAt(i)) continue;
    possible = true;
    if (!within(turn, free)) continue;
    if (found || !isOnly(turn, free)) return 'ambiguous';
    found = kinds.slice(0, i + 1).map((k, at) => (able[at] && isTurned(k, turn) ? as : k));
  }
  return found ?? (possible && as === 'context' ? 'ambiguous' : null);
}

function toContext(all: Tally, want: Counts): Tally | 'never' {
  const added = want.old - all.context - all.removed;
  const removed = want.new - all.context - all.added;
  return added < 0 || removed < 0 ? 'never' : { context: 0, added, removed };
}

/** Context lines are turned or signed ones, never both: more would be guessing. */
function toRest(all: Tally, free: Tally, want: Counts): Tally | 'never' | null {
  const old = all.context + all.removed - want.old;
  const fresh = all.context + all.added - want.new;
  if (old > free.context + free.removed || fresh > free.context + free.added) return null;
  if (free.context > 0) return old === fresh && old >= 0 ? { context: old, added: 0, removed: 0 } : null;
  return old < 0 || fresh < 0 ? null : { context: 0, added: fresh, removed: old };
}

function within(turn: Tally, of: Tally): boolean {
  return turn.context <= of.context && turn.added <= of.added && turn.removed <= of.removed;
}

/** All of a kind or none: any other number could be chosen in several ways. */
function isOnly(turn: Tally, free: Tally): boolean {
  const sole = (n: number, of: number): boolean => n === 0 || n === of;
  return sole(turn.context, free.context) && sole(turn.added, free.added) && sole(turn.removed, free.removed);
}

function isTurned(kind: LineKind, turn: Tally): boolean {
  return (kind === 'context' || kind === 'added' || kind === 'removed') && turn[kind] > 0;
}

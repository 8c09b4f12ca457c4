// Why a hunk does not fit: the first place where its best alignment with the function disagrees.

import { sameToken } from '../c/tokens.ts';
import type { LaidOut } from './laid-out.ts';
import type { Unit } from './unit.ts';

export interface Disagreement {
  /** Index of the pre-image token, as many as there are if the model has more. */
  readonly at: number;
  /** 0-based line of the function's C, or -1 behind its end. */
  readonly modelLine: number;
  /** Tokens that would have to change. */
  readonly cost: number;
}

/** Aligns tokens with any stretch of a function at the least cost; undefined if they agree. */
export function disagreement(tokens: readonly LaidOut[], unit: Unit): Disagreement | undefined {
  const n = tokens.length;
  const m = unit.tokens.length;
  const width = m + 1;
  // cost[i, a]: of the tokens from i on against the function from a on. From the end, so that the first disagreement
  // can be read off from the start, as late as the best alignment allows.
  const cost = new Uint32Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    cost[i * width + m] = n - i;
    for (let a = m - 1; a >= 0; a--) {
      const same = sameToken(tokens[i]!, unit.tokens[a]!);
      cost[i * width + a] = Math.min(
        // A replaced token costs as much as one removed and one added, so that whole statements stay together.
        cost[(i + 1) * width + a + 1]! + (same ? 0 : 2),
        cost[(i + 1) * width + a]! + 1,
        cost[i * width + a + 1]! + 1,
      );
    }
  }
  let a = 0;
  for (let start = 1; start <= m; start++) if (cost[start]! < cost[a]!) a = start;
  const total = cost[a]!;
  let i = 0;
  while (i < n && a < m && sameToken(tokens[i]!, unit.tokens[a]!)) {
    i++;
    a++;
  }
  return i === n ? undefined : { at: i, modelLine: unit.tokens[a]?.line ?? -1, cost: total };
}

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
  const cost = new Uint16Array((n + 1) * width);
  for (let i = 1; i <= n; i++) {
    cost[i * width] = i;
    for (let a = 1; a <= m; a++) {
      // A replaced token costs as much as one removed and one added, so that whole statements stay together.
      const same = sameToken(tokens[i - 1]!, unit.tokens[a - 1]!) ? 0 : 2;
      cost[i * width + a] = Math.min(
        cost[(i - 1) * width + a - 1]! + same,
        cost[(i - 1) * width + a]! + 1,
        cost[i * width + a - 1]! + 1,
      );
    }
  }
  let a = 0;
  for (let end = 1; end <= m; end++) if (cost[n * width + end]! < cost[n * width + a]!) a = end;
  const total = cost[n * width + a]!;
  let first: { at: number; model: number } | undefined;
  let i = n;
  while (i > 0) {
    const here = cost[i * width + a]!;
    const same = a > 0 && sameToken(tokens[i - 1]!, unit.tokens[a - 1]!);
    if (same && cost[(i - 1) * width + a - 1] === here) {
      i--;
      a--;
    } else if (cost[(i - 1) * width + a]! + 1 === here) {
      i--;
      first = { at: i, model: a };
    } else {
      a--;
      first = { at: i, model: a };
    }
  }
  if (!first) return undefined;
  return { at: first.at, modelLine: unit.tokens[first.model]?.line ?? -1, cost: total };
}

// Random runs of both at once, for what is too large to be gone through whole.

import type { Move } from '../../../src/machine/trace.ts';
import { Interpreted, type Question } from './interpreted.ts';
import { Product } from './product.ts';
import { differenceOfSights, keyOf, report, sightBy, sightOf } from './sight.ts';

/**
 * Goes along some random runs of both, as far as they go but no further than so many moves each. What parts them, or how
 * many moves they agreed on.
 */
export function walkBoth(asked: Question, walks: number, most: number, seed: number): string | number {
  const interpreted = new Interpreted(asked, Number.POSITIVE_INFINITY);
  const product = new Product(asked, 1_000_000);
  const next = random(seed);
  let agreed = 0;
  for (let w = 0; w < walks; w++) {
    const walk = interpreted.walk();
    const made: Move[] = [];
    for (let state = 0; made.length < most; ) {
      const now = interpreted.states[walk.state()]!;
      const parted = (why: string): string => report(why, walk.run, asked, made);
      const difference = differenceOfSights(sightOf(now), sightBy(product, state));
      if (difference !== undefined) return parted(difference);
      const moves = now.tasks.flatMap((t, task) =>
        Array.from({ length: t.outcomes }, (_, choice) => ({ task, choice })),
      );
      const others = new Map(product.edges(state).map((e) => [keyOf(e), e.to]));
      const mine = moves.map(keyOf).sort().join(' ');
      const theirs = [...others.keys()].sort().join(' ');
      if (product.isCut(state)) break;
      if (mine !== theirs) return parted(`the search can move [${theirs}], the reference [${mine}]`);
      const move = moves[Math.floor(next() * moves.length)];
      if (!move || !walk.go(move)) break;
      made.push(move);
      agreed++;
      state = others.get(keyOf(move))!;
    }
  }
  return agreed;
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

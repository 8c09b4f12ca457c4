// Where the search and the reference part. Three things are held against each other, for each schedule:
//
//   answers   of each property
//   ends      how everything can end: what each task is doing where nobody may move, and what the conditions see there
//   graph     each state of the reference has one of the search, in which the same tasks can make the same moves to
//             states that correspond, and the search has no others
//
// The last holds for a search that leaves nothing out. It implies equal counts: the reference has more states only where
// they differ in what nobody reads again. Where the search meets a bound of the model it may know less, and says so.

import { Refusal } from '../../../src/base/diagnostic.ts';
import type { BuiltIn } from '../../../src/model/built-in.ts';
import type { Property, ScheduleName } from '../../../src/model/model.ts';
import { Reference } from './answer.ts';
import { differenceOfCounts, differenceOfEnds, differenceOfGraphs } from './graphs.ts';
import { Interpreted, type Question, TooBig } from './interpreted.ts';
import { Product } from './product.ts';

export interface Compared {
  /** Nothing if all is equal. */
  readonly difference: string | undefined;
  /** Schedules that were small enough, with what they are about. */
  readonly schedules: readonly { readonly name: ScheduleName; readonly states: number; readonly nodes: number }[];
  readonly violated: number;
  readonly held: number;
  /** Neither: a bound of the model was met. */
  readonly unknown: number;
  /** Of the interpreter. */
  readonly moves: number;
}

export interface Asked extends Question {
  readonly schedules: readonly ScheduleName[];
  readonly properties: readonly (Property | BuiltIn)[];
}

/** Compares the two over everything that is asked; leaves out schedules under which there are too many states. */
export function compare(asked: Asked, most: number): Compared {
  const schedules: Compared['schedules'][number][] = [];
  const count = { violated: 0, holds: 0, unknown: 0 };
  const result = (moves: number, difference?: string): Compared => {
    const { violated, holds, unknown } = count;
    return { difference, schedules, violated, held: holds, unknown, moves };
  };
  const interpreted = unlessRefused(() => new Interpreted(asked, most));
  const product = unlessRefused(() => new Product(asked, 4 * most));
  if (typeof interpreted === 'string' || typeof product === 'string') {
    if (typeof interpreted === 'string' && typeof product === 'string') return result(0);
    const by = typeof interpreted === 'string' ? `the reference: ${interpreted}` : `the search: ${product}`;
    return result(0, `only one refuses it, ${by}`);
  }
  // Strict schedules reach less of the graph.
  for (const name of [...asked.schedules].sort()) {
    let reference: Reference;
    try {
      reference = new Reference(interpreted, name, 2 * most);
    } catch (error) {
      // The interpreter refuses what it meets on the way: a step that never ends.
      if (error instanceof TooBig || error instanceof Refusal) continue;
      throw error;
    }
    const nodes = new Set<number>();
    const parted = differenceOfGraphs(reference, product, name, nodes) ?? differenceOfEnds(reference, product, name);
    if (parted) return result(interpreted.moves, `${name}: ${parted}`);
    // A timed sleep is owed something, which is no part of a state.
    const isPlain = name === 'fair' && !product.isTimed && !product.play(name).bound;
    const counts = isPlain ? differenceOfCounts(product, 4 * most) : undefined;
    if (counts) return result(interpreted.moves, counts);
    schedules.push({ name, states: reference.played.nodes.length, nodes: nodes.size });
    for (const property of asked.properties) {
      const expected = reference.answer(property);
      const found = product.answer(name, property);
      count[found]++;
      const what = typeof property === 'string' ? property : property.name;
      // A bound that only the search has: it must say so, and may have found a violation before.
      if (found !== expected && !(found === 'unknown' && product.play(name).bound))
        return result(interpreted.moves, `${name}/${what}: the search says ${found}, the reference ${expected}`);
    }
  }
  return result(interpreted.moves);
}

function unlessRefused<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

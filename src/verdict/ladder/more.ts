// What there is more of in a scenario, in a word for the shell: `reader:2` is two more of the task `reader`, `entries:1`
// the next count of the model's `entries`, `objects:1` one more in each pool.

import type { Program } from '../../model/ast.ts';
import type { Model } from '../../model/model.ts';
import type { Check } from '../checks.ts';
import { type Direction, directionsOf, type Grown, grow } from './grow.ts';

/** More than a scenario can have, or of something else. */
export class WrongMore extends Error {
  constructor(text: string, what: string) {
    super(`Cannot take \`${text}\` for --more: ${what}.`);
    this.name = 'WrongMore';
  }
}

/** The word. */
export function printMore(direction: Direction, by: number): string {
  return `${nameOf(direction)}:${by}`;
}

/** What a direction is called. */
export function nameOf(direction: Direction): string {
  return direction.kind === 'objects' ? direction.kind : direction.name;
}

/** The scenario of a check, grown as a word says. Throws `WrongMore`. */
export function growTo(text: string, program: Program, model: Model, check: Check): Grown {
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  const m = /^([^:]+):([1-9])$/.exec(text);
  if (!m) throw new WrongMore(text, 'it is no word such as `reader:1`');
  const { directions, refused } = directionsOf(model, scenario);
  const known: Direction[] = [...directions, { kind: 'objects' }];
  const direction = known.find((d) => nameOf(d) === m[1]);
  if (!direction) {
    const why = refused.find((r) => r.name === m[1])?.why;
    if (why !== undefined) throw new WrongMore(text, `\`${m[1]}\` does not grow: ${why}`);
    throw new WrongMore(text, `there can be more of ${known.map(nameOf).join(', ')}`);
  }
  const grown = grow(program, model, scenario, direction, Number(m[2]));
  if (typeof grown === 'string') throw new WrongMore(text, grown);
  return grown;
}

// A state as either of the two sees it, in words.

import type { Run } from '../../../src/machine/interpret/run.ts';
import type { Move } from '../../../src/machine/trace.ts';
import type { Question, State } from './interpreted.ts';
import type { Product } from './product.ts';

export interface Sight {
  readonly statuses: readonly string[];
  /** A 1 or 0 for each function that was asked. */
  readonly truth: string;
  /** A live object was lost before; told where all is done, see below. */
  readonly leaked: boolean;
}

export function sightOf({ tasks, truth, leaked }: State): Sight {
  const statuses = tasks.map((t) => t.status);
  return {
    statuses,
    truth: [...truth.values()].map((b) => (b ? '1' : '0')).join(''),
    leaked: isOver(statuses) && leaked,
  };
}

/** The same of a state of the search. */
export function sightBy(product: Product, state: number): Sight {
  const sight = product.sight(state);
  return { ...sight, leaked: isOver(sight.statuses) && sight.leaked };
}

/** Before that, the interpreter keeps what only variables lead to that nobody reads again. */
function isOver(statuses: readonly string[]): boolean {
  return statuses.every((s) => s === 'done');
}

/**
 * An address near the end of memory, `ERR_PTR(-2)`, and the offset of a field make a small number in the generated code:
 * it takes for NULL what the interpreter knows to be no object. Either is a bug.
 */
const wordOf = (status: string): string => (status === 'null' || status === 'bounds' ? 'no object' : status);

export const textOf = ({ statuses, truth, leaked }: Sight): string =>
  `${statuses.map(wordOf).join(', ')} | ${truth}${leaked ? ' leaked' : ''}`;

export const keyOf = ({ task, choice }: Move): string => `${task}${choice ? '+' : ''}`;

export function differenceOfSights(expected: Sight, found: Sight): string | undefined {
  if (textOf(found) === textOf(expected)) return undefined;
  return `the search sees\n  ${textOf(found)}\nthe reference\n  ${textOf(expected)}`;
}

/** What is wrong, the moves that lead there, and memory as the interpreter has it. */
export function report(why: string, run: Run, { scenario }: Question, moves: readonly Move[]): string {
  const way = moves.map(({ task, choice }) => `${scenario.tasks[task]!.name}${choice ? '+' : ''}`);
  const cells = run.cells().map((c) => `  ${c.name} = ${c.value.text}`);
  return [why, `after: ${way.join(' ') || 'nothing'}`, ...cells].join('\n');
}

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
import type { Move } from '../../../src/machine/trace.ts';
import type { BuiltIn } from '../../../src/model/built-in.ts';
import type { Property, ScheduleName } from '../../../src/model/model.ts';
import { Reference } from './answer.ts';
import { Interpreted, type Question, TooBig } from './interpreted.ts';
import { Product, type Sight } from './product.ts';

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
      if (error instanceof TooBig) continue;
      throw error;
    }
    const nodes = new Set<number>();
    const parted = differenceOfGraphs(reference, product, name, nodes) ?? differenceOfEnds(reference, product, name);
    if (parted) return result(interpreted.moves, `${name}: ${parted}`);
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

function sightOf(reference: Reference, node: number): Sight {
  const { tasks, truth, leaked } = reference.state(node);
  const statuses = tasks.map((t) => t.status);
  return {
    statuses,
    truth: [...truth.values()].map((b) => (b ? '1' : '0')).join(''),
    leaked: isOver(statuses) && leaked,
  };
}

/** The same of a state of the search. */
function sightBy(product: Product, state: number): Sight {
  const sight = product.sight(state);
  return { ...sight, leaked: isOver(sight.statuses) && sight.leaked };
}

/** Before that, the interpreter keeps what only variables lead to that nobody reads again. */
function isOver(statuses: readonly string[]): boolean {
  return statuses.every((s) => s === 'done');
}

const textOf = ({ statuses, truth, leaked }: Sight): string =>
  `${statuses.join(', ')} | ${truth}${leaked ? ' leaked' : ''}`;

function differenceOfEnds(reference: Reference, product: Product, schedule: ScheduleName): string | undefined {
  const expected = new Set(reference.ends().map((n) => textOf(sightOf(reference, n))));
  const play = product.play(schedule);
  if (play.bound) return undefined;
  const all = Array.from({ length: play.nodes }, (_, n) => n);
  const ends = all.filter((n) => play.moves(n).length === 0 && !product.isCut(play.state(n)));
  const found = new Set(ends.map((n) => textOf(sightBy(product, play.state(n)))));
  const missed = [...expected].filter((end) => !found.has(end));
  const invented = [...found].filter((end) => !expected.has(end));
  if (missed.length > 0) return `the search misses an end: ${missed[0]}`;
  return invented.length > 0 ? `the search invents an end: ${invented[0]}` : undefined;
}

/** Goes through both at once; `met` gets the nodes of the search. */
function differenceOfGraphs(
  reference: Reference,
  product: Product,
  schedule: ScheduleName,
  met: Set<number>,
): string | undefined {
  const play = product.play(schedule);
  const mate = new Map([[0, 0]]);
  const parted = (node: number, why: string): string => {
    const moves = reference.played.path(node);
    const { tasks } = reference.graph.question.scenario;
    const way = moves.map(({ task, choice }) => `${tasks[task]!.name}${choice ? '+' : ''}`);
    const walk = reference.graph.walk();
    for (const move of moves) walk.go(move);
    const cells = walk.run.cells().map((c) => `  ${c.name} = ${c.value.text}`);
    return [why, `after: ${way.join(' ') || 'nothing'}`, ...cells].join('\n');
  };
  const key = ({ task, choice }: Move): string => `${task}${choice ? '+' : ''}`;
  for (const [node, other] of mate) {
    met.add(other);
    const expected = textOf(sightOf(reference, node));
    const found = textOf(sightBy(product, play.state(other)));
    if (found !== expected) return parted(node, `the search sees\n  ${found}\nthe reference\n  ${expected}`);
    const moves = reference.played.moves[node]!;
    const others = new Map(play.moves(other).map((m) => [key(m), m]));
    const isCut = product.isCut(play.state(other));
    const mine = moves.map(key).sort().join(' ');
    const theirs = [...others.keys()].sort().join(' ');
    if (!isCut && (mine !== theirs || reference.isCut(node)))
      return parted(node, `the search can move [${theirs}], the reference [${mine}]`);
    for (const move of moves) {
      const to = others.get(key(move))?.to;
      if (to === undefined) continue;
      const known = mate.get(move.to);
      if (known !== undefined && known !== to)
        return parted(node, `${key(move)} leads to one state of the reference and to two of the search`);
      mate.set(move.to, to);
    }
  }
  return met.size === play.nodes || play.bound
    ? undefined
    : `the search has ${play.nodes} nodes, ${met.size} of them are real`;
}

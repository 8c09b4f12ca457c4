// The graph of the search and that of the reference, state by state and move by move.

import type { ScheduleName } from '../../../src/model/model.ts';
import type { Reference } from './answer.ts';
import { type Product, WORDS } from './product.ts';
import { differenceOfSights, keyOf, report, sightBy, sightOf, textOf } from './sight.ts';

/** An end that only one of them has. */
export function differenceOfEnds(reference: Reference, product: Product, schedule: ScheduleName): string | undefined {
  const expected = new Set(reference.ends().map((n) => textOf(sightOf(reference.state(n)))));
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

/** Where the two part, going through both at once; `met` gets the nodes of the search. */
export function differenceOfGraphs(
  reference: Reference,
  product: Product,
  schedule: ScheduleName,
  met: Set<number>,
): string | undefined {
  const play = product.play(schedule);
  const mate = new Map([[0, 0]]);
  const parted = (node: number, why: string): string => {
    const moves = reference.played.path(node);
    const walk = reference.graph.walk();
    for (const move of moves) walk.go(move);
    return report(why, walk.run, reference.graph.question, moves);
  };
  for (const [node, other] of mate) {
    met.add(other);
    const difference = differenceOfSights(sightOf(reference.state(node)), sightBy(product, play.state(other)));
    if (difference !== undefined) return parted(node, difference);
    const moves = reference.played.moves[node]!;
    const others = new Map(play.moves(other).map((m) => [keyOf(m), m]));
    const isCut = product.isCut(play.state(other));
    const mine = moves.map(keyOf).sort().join(' ');
    const theirs = [...others.keys()].sort().join(' ');
    if (!isCut && (mine !== theirs || reference.isCut(node)))
      return parted(node, `the search can move [${theirs}], the reference [${mine}]`);
    for (const move of moves) {
      const to = others.get(keyOf(move))?.to;
      if (to === undefined) continue;
      const known = mate.get(move.to);
      if (known !== undefined && known !== to)
        return parted(node, `${keyOf(move)} leads to one state of the reference and to two of the search`);
      mate.set(move.to, to);
    }
  }
  return met.size === play.nodes || play.bound
    ? undefined
    : `the search has ${play.nodes} nodes, ${met.size} of them are real`;
}

/** What the search that keeps no moves counts otherwise than the one that keeps them, which knows no bound here. */
export function differenceOfCounts(product: Product, maxStates: number): string | undefined {
  const play = product.play('fair');
  const statuses = Array.from({ length: play.nodes }, (_, n) => product.sight(play.state(n)).statuses);
  const isEnd = (n: number): boolean => play.moves(n).length === 0;
  const isStopped = (words: readonly string[]): boolean => words.some((word) => !WORDS.has(word));
  const isStuck = (words: readonly string[]): boolean => words.some((word) => word !== 'done' && word !== 'idle');
  const expected = {
    states: play.nodes,
    transitions: play.transitions,
    stopped: statuses.filter(isStopped).length,
    stuck: statuses.filter((words, n) => isEnd(n) && !isStopped(words) && isStuck(words)).length,
  };
  const { states, transitions, stopped, stuck } = product.count(maxStates);
  const found = { states, transitions, stopped, stuck };
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  return a === b ? undefined : `the search that keeps no moves counts ${b}, the other ${a}`;
}

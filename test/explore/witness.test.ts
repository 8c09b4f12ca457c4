// The run that shows a violation against every run there is, on random graphs small enough to try them all.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortestLasso } from '../../src/explore/lasso.ts';
import type { Play, PlayMove } from '../../src/explore/schedule.ts';
import { distances, leadingTo, pathTo, shorter, switchesOf } from '../../src/explore/witness.ts';
import { DOES } from '../../src/explore/word.ts';
import type { Lasso, Move } from '../../src/machine/trace.ts';
import { ask, RETURNS, runOf } from './ask.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly task: number;
  readonly progress: boolean;
}

/** A play without states: its moves are these, and those of one task at one node are told apart by their choice. */
function playOf(nodes: number, tasks: number, edges: readonly Edge[]): Play {
  const moves: PlayMove[][] = Array.from({ length: nodes }, () => []);
  for (const { from, to, task, progress } of edges) {
    const choice = moves[from]!.filter((m) => m.task === task).length;
    moves[from]!.push({ to, task, choice, progress, yields: false, allocates: false, frees: false, covers: false });
  }
  const words = moves.map((list) =>
    list.flatMap(({ to, task, choice, progress }) => [to, task | (choice << 8) | (progress ? DOES.progress : 0)]),
  );
  const ends = Int32Array.from(words, (_, n) => words.slice(0, n + 1).flat().length);
  const graph = { machine: { tasks: Array.from({ length: tasks }) } } as unknown as Play['graph'];
  return {
    graph,
    nodes,
    transitions: edges.length,
    numbers: Int32Array.from(words.flat()),
    first: Int32Array.from(ends, (end, n) => end - words[n]!.length),
    ends,
    does: 0,
    about: new Uint8Array(nodes),
    state: (n) => n,
    moves: (n) => moves[n]!,
    bound: undefined,
  };
}

interface Found {
  readonly length: number;
  readonly switches: number;
}

/** All runs from node 0, shorter ones first: fewest moves and then fewest changes of task of those that are wanted. */
function byTrying(play: Play, isWanted: (run: readonly PlayMove[]) => boolean, most: number): Found | undefined {
  let runs: PlayMove[][] = [[]];
  for (let length = 0; length <= most; length++) {
    const found = runs.filter(isWanted).map(changes);
    if (found.length > 0) return { length, switches: Math.min(...found) };
    runs = runs.flatMap((run) => play.moves(run.at(-1)?.to ?? 0).map((m) => [...run, m]));
    if (runs.length > 15_000) return undefined;
  }
  return undefined;
}

function changes(run: readonly Pick<Move, 'task'>[]): number {
  return run.filter((m, i) => i > 0 && m.task !== run[i - 1]!.task).length;
}

/** Some end of the run is a cycle on which no call returns, and on which everyone moves who may. */
function endsInFairCycle(play: Play, run: readonly PlayMove[]): boolean {
  const nodes = [0, ...run.map((m) => m.to)];
  return run.some((_, from) => {
    if (nodes[from] !== nodes[run.length]) return false;
    const cycle = run.slice(from);
    const moving = new Set(cycle.map((m) => m.task));
    const allowed = nodes.slice(from).flatMap((n) => play.moves(n).map((m) => m.task));
    return cycle.every((m) => !m.progress) && allowed.every((t) => moving.has(t));
  });
}

/** The moves of a run in a play; fails if it is none. */
function walk(play: Play, moves: readonly Move[]): PlayMove[] {
  const made: PlayMove[] = [];
  for (const { task, choice } of moves) {
    const move = play.moves(made.at(-1)?.to ?? 0).find((m) => m.task === task && m.choice === choice);
    if (!move) throw new Error('the run makes a move that there is not');
    made.push(move);
  }
  return made;
}

const NODES = 7;
const graphs = fc.integer({ min: 2, max: 3 }).chain((tasks) =>
  fc
    .array(
      fc.record({
        from: fc.nat(NODES - 1),
        to: fc.nat(NODES - 1),
        task: fc.nat(tasks - 1),
        progress: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      }),
      { minLength: 6, maxLength: 13 },
    )
    .map((edges) => playOf(NODES, tasks, edges)),
);
const everywhere = Array.from({ length: NODES }, (_, n) => n);

describe('of all runs', () => {
  test('the one to some nodes is a shortest, and of these one with the fewest changes of task', () => {
    let compared = 0;
    fc.assert(
      fc.property(graphs, fc.uniqueArray(fc.nat(NODES - 1), { minLength: 1, maxLength: 3 }), (play, wanted) => {
        const distance = distances(play);
        const reached = wanted.filter((n) => distance[n]! >= 0);
        if (reached.length === 0) return;
        const far = Math.min(...reached.map((n) => distance[n]!));
        const ends = reached.filter((n) => distance[n] === far);
        const expected = byTrying(play, (run) => ends.includes(run.at(-1)?.to ?? 0), NODES);
        if (!expected) return;
        const path = pathTo(play, distance, ends);
        expect(ends).toContain(walk(play, path).at(-1)?.to ?? 0);
        expect({ length: path.length, switches: changes(path) }).toEqual(expected);
        compared++;
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  test('the lasso is a fair one, a shortest, and of these one with the fewest changes of task', () => {
    let compared = 0;
    fc.assert(
      fc.property(graphs, (play) => {
        const expected = byTrying(play, (run) => endsInFairCycle(play, run), 10);
        if (!expected) return;
        const lasso = shortestLasso(play, distances(play), [everywhere]);
        const run = walk(play, [...lasso.prefix, ...lasso.cycle]);
        expect(endsInFairCycle(play, run)).toBe(true);
        expect(run.at(-1)!.to).toBe(run[lasso.prefix.length - 1]?.to ?? 0);
        expect({ length: run.length, switches: switchesOf(lasso) }).toEqual(expected);
        compared++;
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

test('a node leads to some others exactly if one of them is reached from it', () => {
  fc.assert(
    fc.property(graphs, fc.uniqueArray(fc.nat(NODES - 1), { maxLength: 3 }), (play, some) => {
      const reaches = everywhere.map((n) => {
        const distance = distances(play, n);
        return some.some((m) => distance[m]! >= 0) ? 1 : 0;
      });
      expect([...leadingTo(play, some)]).toEqual(reaches);
    }),
  );
});

test('the cycle may lie behind a hundred nodes that are nearer and have only longer ones', () => {
  // A long way round from every node of a chain, and a self-loop at its end.
  const chain = 120;
  const edges: Edge[] = [];
  for (let n = 0; n < chain; n++) edges.push({ from: n, to: n + 1, task: 0, progress: false });
  const back = 400;
  for (let n = 0; n < back; n++)
    edges.push({ from: chain + n, to: n === back - 1 ? 0 : chain + n + 1, task: 0, progress: false });
  edges.push({ from: chain, to: chain, task: 0, progress: false });
  const play = playOf(chain + back, 1, edges);
  const all = Array.from({ length: play.nodes }, (_, n) => n);
  const { prefix, cycle } = shortestLasso(play, distances(play), [all]);
  expect([prefix.length, cycle.length]).toEqual([chain, 1]);
});

test('of two runs the shorter is shown, then that with fewer changes of task, then the one that ends', () => {
  const moves = (tasks: string): Move[] => [...tasks].map((t) => ({ task: Number(t), choice: 0 }));
  const ends = (tasks: string): Lasso => ({ prefix: moves(tasks), cycle: [] });
  const round = (prefix: string, cycle: string): Lasso => ({ prefix: moves(prefix), cycle: moves(cycle) });
  expect(shorter(ends('0011'), round('0', '11'))).toEqual(round('0', '11'));
  expect(shorter(ends('0101'), round('00', '11'))).toEqual(round('00', '11'));
  expect(shorter(ends('0011'), round('00', '11'))).toEqual(ends('0011'));
  expect(shorter(undefined, ends('0'))).toEqual(ends('0'));
});

describe('of a program', () => {
  test('of several states that violate, all as near, the one with the fewest changes of task is come to', () => {
    // Three moves to each end; the one that is found first needs two changes.
    const toy = {
      text: `
        export let a: int = 0
        export let b: int = 0
        export let c: int = 0
        export function setup(): void {}
        export function first(): void { a = 1; c = 1 }
        export function second(): void { b = a + 1 }
        export function fine(): bool { return !(c == 1 && b == 0) && b != 2 }`,
      tasks: ['first', 'second'],
      conditions: ['fine'],
    };
    const answer = ask(toy, 'fair', { name: 'fine', about: '', kind: 'invariant', condition: 'fine' });
    expect(runOf(answer)).toBe('0 0');
    expect(answer.witness!.switches).toBe(0);
  });

  test('that can stand still sooner than go round for ever, the deadlock is shown', () => {
    const toy = {
      text: `
        export let a: int = 0
        export function setup(): void {}
        export function first(): void {
          if (choose('loops')) { a = 1; while (a) { a = 2 } } else wait_until(a == 1)
        }`,
      tasks: ['first'],
      switches: ['loops'],
    };
    expect(runOf(ask(toy, 'fair', RETURNS, 1))).toBe('0');
  });
});

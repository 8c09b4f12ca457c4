// The states that a schedule reaches, as a picture can have them. In: a run. Out: nodes and edges, or nothing where there
// are too many to look at. A node is all states in which the tasks do the same (run, sleep, wait, …), from which the
// property can or cannot be violated any more, and from which the same nodes can be reached: what is left out between are
// steps that decide nothing (branching bisimulation, by signatures: Blom and Orzan 2003).

import { explore } from '../../explore/graph.ts';
import { Judge } from '../../explore/judge.ts';
import {
  ASLEEP,
  DONE,
  HELD,
  IDLE,
  kindOf,
  RUNNABLE,
  SPINNING,
  STOPPED,
  TIMED,
  UNARRIVED,
  WAITING,
} from '../../explore/mode.ts';
import type { Play } from '../../explore/schedule.ts';
import { compileFor, propertyOf } from '../../verdict/judge-program.ts';
import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { toldOf } from './runs.ts';
import type { RunView } from './view.ts';

export interface GraphView {
  /** All that the nodes stand for. */
  readonly states: number;
  /** The first is where all begins. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** What each task does there: `runs`, `sleeps`. */
  readonly tasks: readonly string[];
  readonly states: number;
  /** Nobody moves from here on. */
  readonly isEnd: boolean;
  /** The property can still be violated after it. */
  readonly leads: boolean;
  /** Where the run ends, or goes round for ever. */
  readonly isViolation: boolean;
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  /** Who makes the step that leads there. */
  readonly task: number;
  /** The run goes along it. */
  readonly onRun: boolean;
}

/** States that are searched, and nodes that are drawn, at most. */
const MOST_STATES = 5000;
const MOST_NODES = 60;

/** The graph that a run is one path of; null if it is too large to be read. */
export function graphView(v: ThreadVerdict, run: RunView): GraphView | null {
  const { program, scenario, check, lasso } = toldOf(v, run);
  const model = v.model!;
  const report = v.checks.find((c) => c.check.id === run.check)!;
  const answer = run.candidate === null ? report.before : report.after.get(run.candidate)!;
  if (!answer.exhaustive || answer.isReduced || answer.states > MOST_STATES) return null;
  const machine = compileFor(program, model, scenario, [check], []);
  const names = Object.keys(model.switches);
  const mask = check.switches.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
  const judge = new Judge(explore(machine, mask, { maxStates: 100 * MOST_STATES, deadline: Number.POSITIVE_INFINITY }));
  const { play, leads } = judge.reach(check.schedule, propertyOf(model, check.property));
  if (play.bound) return null;
  const path = walk(play, [...lasso.prefix, ...lasso.cycle]);
  const hot = new Set(lasso.cycle.length > 0 ? path.slice(lasso.prefix.length) : path.slice(-1));
  return drawn(play, leads, path, hot);
}

/** The nodes that a run comes by. */
function walk(play: Play, moves: readonly { readonly task: number; readonly choice: number }[]): number[] {
  const path = [0];
  for (const { task, choice } of moves) {
    const next = play.moves(path.at(-1)!).find((m) => m.task === task && m.choice === choice);
    if (!next) break;
    path.push(next.to);
  }
  return path;
}

function drawn(
  play: Play,
  leads: (n: number) => boolean,
  path: readonly number[],
  hot: ReadonlySet<number>,
): GraphView | null {
  const doing = Array.from({ length: play.nodes }, (_, n) =>
    [...play.graph.modes(play.state(n))].map((mode) => DOES.get(kindOf(mode)) ?? ''),
  );
  const first = doing.map((tasks, n) => `${tasks} ${leads(n)} ${hot.has(n)} ${play.moves(n).length === 0}`);
  const blocks = refined(play, numbered(first));
  const count = 1 + Math.max(...blocks);
  if (count > MOST_NODES) return null;
  const nodes: GraphNode[] = [];
  for (const [n, block] of blocks.entries())
    nodes[block] = {
      tasks: doing[n]!,
      states: (nodes[block]?.states ?? 0) + 1,
      isEnd: play.moves(n).length === 0,
      leads: leads(n),
      isViolation: hot.has(n),
    };
  const ways = new Set(path.slice(1).map((n, i) => `${blocks[path[i]!]} ${blocks[n]}`));
  const edges = new Map<string, GraphEdge>();
  for (const [n, from] of blocks.entries())
    for (const { to: next, task } of play.moves(n)) {
      const to = blocks[next]!;
      if (from === to) continue;
      edges.set(`${from} ${to} ${task}`, { from, to, task, onRun: ways.has(`${from} ${to}`) });
    }
  return { states: play.nodes, nodes, edges: [...edges.values()] };
}

const DOES: ReadonlyMap<number, string> = new Map([
  [UNARRIVED, 'to come'],
  [RUNNABLE, 'can run'],
  [ASLEEP, 'sleeps'],
  [TIMED, 'sleeps'],
  [WAITING, 'waits'],
  [SPINNING, 'spins'],
  [IDLE, 'idle'],
  [HELD, 'kept off'],
  [DONE, 'done'],
  [STOPPED, 'stopped'],
]);

/** Splits blocks until all states of one can come to the same others. */
function refined(play: Play, given: readonly number[]): readonly number[] {
  for (let blocks = given; ; ) {
    const signs = signatures(play, blocks);
    const finer = numbered(blocks.map((block, n) => `${block} ${[...signs[n]!].sort().join(' ')}`));
    if (Math.max(...finer) === Math.max(...blocks)) return blocks;
    // Too many to be drawn already: they only become more.
    if (Math.max(...finer) >= MOST_NODES) return finer;
    blocks = finer;
  }
}

/** Of each state, the steps that lead out of its block, now or after others within it. */
function signatures(play: Play, blocks: readonly number[]): readonly ReadonlySet<string>[] {
  const signs = blocks.map(
    (block, n) => new Set(play.moves(n).flatMap((m) => (blocks[m.to] === block ? [] : `${m.task}>${blocks[m.to]}`))),
  );
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (let n = play.nodes - 1; n >= 0; n--) {
      const own = signs[n]!;
      const before = own.size;
      for (const m of play.moves(n)) if (blocks[m.to] === blocks[n]) for (const sign of signs[m.to]!) own.add(sign);
      if (own.size > before) isSettled = false;
    }
  }
  return signs;
}

/** The same numbers for the same words, in the order in which they come. */
function numbered(words: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return words.map((word) => {
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  });
}

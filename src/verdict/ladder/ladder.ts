// A ladder: the same check with ever more of one thing, until two rungs in a row show no end of a run that was not known
// below, or a bound is hit. In: a check and the programs before and after; out: what each rung came to. It is evidence that
// more would change nothing, and no proof.

import type { Answer } from '../../explore/judge.ts';
import type { Program } from '../../model/ast.ts';
import type { Model, Scenario } from '../../model/model.ts';
import type { Check } from '../checks.ts';
import { type JudgeOptions, judgeProgram } from '../judge-program.ts';
import { type Direction, directionsOf, type Grown, grow, type Refused, withRoom } from './grow.ts';
import { outcomesOf } from './outcomes.ts';

/** Rungs without a new outcome after which a direction is settled. */
const QUIET = 2;
/** How often a search whose pools are too small is tried again with larger ones. */
const MORE_ROOM = 4;
/** What the machine says of a search that a full pool has ended. */
const POOL_FULL = 'a pool of objects is full';

/** A program to climb with. */
export interface Climber {
  /** `before`, or the id of a candidate. */
  readonly id: string;
  readonly program: Program;
  readonly options: JudgeOptions;
}

/** A check of a grown scenario, of one program. */
export interface Rung {
  /** How much more there is than in the scenario as it is declared. */
  readonly by: number;
  readonly answer: Answer;
  /** The program and scenario that the answer is about. */
  readonly grown: Grown;
  /** How runs end; not all of it, if a bound was hit. */
  readonly outcomes: readonly string[];
  /** Those that no rung below has. */
  readonly added: readonly string[];
  /** The bound that kept the search from all there is, if one did. */
  readonly cut: string | undefined;
}

/** Why a program climbs no further: nothing new, a search that hit a bound, or nothing left to grow. */
export interface Top {
  readonly kind: 'settled' | 'bound' | 'limit';
  /** Of the others. */
  readonly reason?: string;
}

export interface Climb {
  readonly direction: Direction;
  readonly rungs: readonly Rung[];
  readonly top: Top;
}

/** All that one program came to. */
export interface Climbed {
  readonly id: string;
  /** The scenario as it is declared. */
  readonly declared: Rung;
  readonly climbs: readonly Climb[];
}

export interface Ladder {
  readonly check: Check;
  readonly scenario: Scenario;
  readonly programs: readonly Climbed[];
  readonly refused: readonly Refused[];
}

/** Climbs with each program, in every direction by itself. */
export async function ladderOf(check: Check, model: Model, climbers: readonly Climber[]): Promise<Ladder> {
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  const { directions, refused } = directionsOf(model, scenario);
  const programs: Climbed[] = [];
  for (const climber of climbers) {
    const foot: Foot = { program: climber.program, model, scenario, check, climber };
    const declared = await rungOf(0, foot, foot, []);
    const climbs: Climb[] = [];
    // Only where a pool is full it makes a difference how many objects there could be.
    if (isFull(declared.cut)) climbs.push(await climb({ kind: 'objects' }, declared, foot));
    for (const direction of directions) climbs.push(await climb(direction, declared, foot));
    programs.push({ id: climber.id, declared, climbs });
  }
  return { check, scenario, programs, refused };
}

/** Where a climb begins. */
interface Foot extends Grown {
  readonly check: Check;
  readonly climber: Climber;
}

async function climb(direction: Direction, declared: Rung, foot: Foot): Promise<Climb> {
  const rungs: Rung[] = [];
  const known = new Set([...declared.outcomes, declared.answer.answer]);
  const end = (kind: Top['kind'], reason?: string): Climb => {
    return { direction, rungs, top: { kind, ...(reason !== undefined && { reason }) } };
  };
  const isObjects = direction.kind === 'objects';
  if (declared.cut !== undefined && !isFull(declared.cut)) return end('bound', declared.cut);
  for (let quiet = 0, by = 1; quiet < QUIET; by++) {
    const grown = grow(foot.program, foot.model, foot.scenario, direction, by);
    if (typeof grown === 'string') return end('limit', grown);
    const rung = await rungOf(by, grown, foot, [...known]);
    rungs.push(rung);
    if (isObjects && !isFull(rung.cut)) return rung.cut === undefined ? end('settled') : end('bound', rung.cut);
    if (!isObjects && rung.cut !== undefined) return end('bound', rung.cut);
    quiet = rung.added.length > 0 || isObjects ? 0 : quiet + 1;
    for (const outcome of rung.added) known.add(outcome);
  }
  return end('settled');
}

/** One search, and again with larger pools as long as one is full. */
async function rungOf(by: number, grown: Grown, foot: Foot, known: readonly string[]): Promise<Rung> {
  for (let room = 0; ; room++) {
    const rung = await search(by, withRoom(grown, room), foot, known);
    if (by === 0 || !isFull(rung.cut) || room === MORE_ROOM) return rung;
  }
}

async function search(
  by: number,
  grown: Grown,
  { check, climber, scenario: declared }: Foot,
  known: readonly string[],
): Promise<Rung> {
  const { program, model } = grown;
  const { options } = climber;
  const { answers, judges } = await judgeProgram(program, model, [check], { ...options, keepGraphs: true });
  const answer = answers.get(check.id)!;
  const judge = judges.get(check.id);
  if (!judge) return { by, answer, grown, outcomes: [], added: [], cut: answer.reason ?? 'not judged' };
  const { watch, name } = options;
  const at = { program: name, graph: judge.graph };
  const outcomes = await watch.over(at, check.id, outcomesOf(judge.graph, check.schedule, declared.tasks));
  const cut = judge.graph.bound ?? (outcomes ? undefined : 'the search was ended');
  const told = [...(outcomes ?? [])];
  // What was not searched to its end has no answer, unless it is violated.
  const all = answer.answer === 'unknown' ? told : [answer.answer, ...told];
  return { by, answer, grown, outcomes: told, added: all.filter((o) => !known.includes(o)), cut };
}

function isFull(cut: string | undefined): boolean {
  return cut === POOL_FULL;
}

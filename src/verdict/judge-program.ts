// All the questions that are put to one program. In: the program and some checks; out: an answer for each. A scenario is
// compiled once; each setting of its switches is explored once, and answers every schedule and property.

import { type Diagnostic, Refusal } from '../base/diagnostic.ts';
import { stage } from '../base/stage.ts';
import type { Work } from '../base/work.ts';
import { explore, type Graph } from '../explore/graph.ts';
import { type Answer, coverage, Judge } from '../explore/judge.ts';
import { compile, type Machine } from '../machine/machine.ts';
import type { Program, Stmt } from '../model/ast.ts';
import { BUILT_IN, type BuiltIn } from '../model/built-in.ts';
import type { Model, Property, Scenario, ScheduleName } from '../model/model.ts';
import { Beyond } from './beyond.ts';
import type { Check } from './checks.ts';
import { doubt } from './confirm.ts';
import { ranUnder } from './coverage.ts';
import { inOneLine } from './in-one-line.ts';
import { reachableFrom } from './reach.ts';
import type { Watch } from './watch.ts';
import { type Window, windowOf } from './window.ts';

export interface JudgeOptions {
  /** Of one exploration. */
  readonly maxStates: number;
  /** Milliseconds since the start of the process. */
  readonly deadline: number;
  /** Functions that cannot be run as they stand, with the reason. */
  readonly refused?: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Statements whose execution is counted. */
  readonly cover?: readonly Stmt[];
  /** Whether further questions will be put to the graphs: they are large. */
  readonly keepGraphs?: boolean;
  /** By id of the check: whether its window is measured, and held against which one before; null if there is none. */
  readonly windows?: ReadonlyMap<string, Window | null>;
  /** Whether an answer makes all others needless: they are not given. */
  readonly isEnough?: (answer: Answer) => boolean;
  /** What the program is called while it is being searched. */
  readonly name: string;
  readonly watch: Watch;
}

export interface MeasuredAnswer extends Answer {
  /** Where the window was asked for, and there is one. */
  readonly window?: Window;
}

export interface Judgement {
  /** By check id. */
  readonly answers: ReadonlyMap<string, MeasuredAnswer>;
  /** What cannot be run in each scenario whose checks are not decided for it, asked or not. */
  readonly blocked: ReadonlyMap<string, readonly Diagnostic[]>;
  /** The most tasks of one scenario that ran each statement in these checks; 0 for one that never ran. */
  readonly ran: ReadonlyMap<Stmt, number>;
  /** By id of the check: what answers further questions about its scenario, if it was to be kept. */
  readonly judges: ReadonlyMap<string, Judge>;
  /** Ids of checks whose witness the interpreter does not confirm. */
  readonly doubted: readonly string[];
}

/** Answers checks about a program. What cannot be decided is answered `unknown`, with the reason. */
export async function judgeProgram(
  program: Program,
  model: Model,
  checks: readonly Check[],
  options: JudgeOptions,
): Promise<Judgement> {
  const cover = options.cover ?? [];
  const found: Found = {
    answers: new Map(),
    blocked: new Map(),
    ran: new Map(cover.map((s) => [s, 0])),
    judges: new Map(),
    doubted: [],
  };
  for (const scenario of model.scenarios) {
    const asked = checks.filter((c) => c.scenario === scenario.name);
    const refused = refusedIn(scenario, program, model, options);
    if (refused.length > 0) block(found, scenario, asked, refused);
    else if (asked.length > 0) await judgeScenario(program, model, scenario, asked, options, found);
    if ([...found.answers.values()].some((a) => options.isEnough?.(a))) break;
  }
  return found;
}

interface Found {
  readonly answers: Map<string, MeasuredAnswer>;
  readonly blocked: Map<string, readonly Diagnostic[]>;
  readonly ran: Map<Stmt, number>;
  readonly judges: Map<string, Judge>;
  readonly doubted: string[];
}

/** What was refused in the functions that a scenario reaches. */
function refusedIn(scenario: Scenario, program: Program, model: Model, { refused }: JudgeOptions): Diagnostic[] {
  if (!refused?.size) return [];
  const reached = reachableFrom(program, scenario, model);
  return [...refused].flatMap(([name, diagnostics]) => (reached.has(name) ? diagnostics : []));
}

function block(found: Found, scenario: Scenario, asked: readonly Check[], refused: readonly Diagnostic[]): void {
  found.blocked.set(scenario.name, refused);
  for (const check of asked) found.answers.set(check.id, unanswered(inOneLine(refused[0]!)));
}

async function judgeScenario(
  program: Program,
  model: Model,
  scenario: Scenario,
  asked: readonly Check[],
  options: JudgeOptions,
  found: Found,
): Promise<void> {
  const { watch, name, cover = [] } = options;
  const leave = (group: readonly Check[], why: string): void => {
    for (const check of group) found.answers.set(check.id, unanswered(`${why}: not searched`));
  };
  if (watch.stopped !== undefined) return leave(asked, watch.stopped);
  let machine: Machine;
  try {
    machine = stage('compile', () => compileFor(program, model, scenario, asked, cover));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return block(found, scenario, asked, [error.diagnostic]);
  }
  let compiled: Machine | undefined;
  const reduced = (): Machine => (compiled ??= compileFor(program, model, scenario, asked, cover, true));
  const names = Object.keys(model.switches);
  const ran = new Int32Array(machine.covered.length);
  for (const setting of new Set(asked.map((c) => c.switches.join('+')))) {
    const group = asked.filter((c) => c.switches.join('+') === setting).sort(strictFirst);
    const { switches } = group[0]!;
    if (watch.stopped !== undefined) {
      leave(group, watch.stopped);
      continue;
    }
    const mask = switches.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
    const graph = explore(machine, mask, options);
    const judge = new Judge(graph);
    const properties = group.map((c) => propertyOf(model, c.property));
    const beyond = new Beyond(reduced, mask, options.maxStates, properties);
    const search = { program: name, graph };
    for (const check of group) {
      const property = propertyOf(model, check.property);
      const work = judge.answering(check.schedule, property);
      const known = await stage('search', () => watch.over(search, check.id, work));
      if (known && options.keepGraphs) found.judges.set(check.id, judge);
      const further =
        known?.answer === 'unknown' && graph.table.count > options.maxStates
          ? await stage('search', () => watch.over(search, check.id, beyond.answering(check.schedule, property)))
          : undefined;
      const answer = further ?? known ?? unanswered(`${graph.bound ?? watch.stopped}: ${soFar(graph)}`);
      const lasso = answer.witness?.lasso;
      const why = lasso && stage('replay', () => doubt(program, scenario, switches, check.schedule, property, lasso));
      if (why !== undefined) found.doubted.push(check.id);
      const final: Answer = why === undefined ? answer : { ...answer, ...unconfirmed(why) };
      const window = await windowFor(check, property, judge, final, options);
      found.answers.set(check.id, window ? { ...final, window } : final);
      if (options.isEnough?.(found.answers.get(check.id)!)) return;
    }
    if (ran.length > 0) {
      const schedules = [...new Set(group.map((c) => c.schedule))];
      const bits = await watch.over(search, group.at(-1)!.id, covered(judge, schedules));
      for (const [i, tasks] of bits?.entries() ?? []) ran[i]! |= tasks;
      for (const [i, tasks] of beyond.covered.entries()) ran[i]! |= tasks;
    }
  }
  for (const [i, s] of cover.entries()) found.ran.set(s, Math.max(found.ran.get(s)!, bitsOf(ran[i]!)));
}

/** The window of a check, if it is measured and there is one. */
async function windowFor(
  check: Check,
  property: Property | BuiltIn,
  judge: Judge,
  answer: Answer,
  { windows, watch, name }: JudgeOptions,
): Promise<Window | undefined> {
  const before = windows?.get(check.id);
  if (before === undefined || (before === null && answer.answer !== 'violated')) return undefined;
  const { graph } = judge;
  const work = windowOf(judge, check.schedule, property, answer, before);
  const measured = await stage('search', () => watch.over({ program: name, graph }, check.id, work));
  return measured ?? { kind: 'unmeasured', reason: `${graph.bound ?? watch.stopped}` };
}

/** What was covered by a search of which only a part could be looked through. */
function soFar({ table, expanded }: Graph): string {
  return `${coverage(expanded, table.count - expanded)}, and not all of them looked at`;
}

/** A strict schedule needs few states of the graph. It is asked before one that may use up the bound. */
function strictFirst(a: Check, b: Check): number {
  return Number(a.schedule === 'fair') - Number(b.schedule === 'fair');
}

/** The machine of a scenario that answers some checks. Throws a `Refusal` for what it cannot run. */
export function compileFor(
  program: Program,
  model: Model,
  scenario: Scenario,
  asked: readonly Check[],
  cover: readonly Stmt[],
  isReduced = false,
): Machine {
  const properties = model.properties.filter((p) => asked.some((c) => c.property === p.name));
  const conditions = properties.flatMap((p) => [p.condition, p.premise]).filter((name) => name !== undefined);
  const machine = compile({
    program,
    scenario,
    pools: model.pools,
    switches: Object.keys(model.switches),
    conditions: [...new Set(conditions)],
    cover: new Map(cover.map((s, i) => [s, i])),
    isReduced,
  });
  // What comes before the tasks may be the patch's: it is refused here if it stops.
  machine.initial();
  return machine;
}

/**
 * The search itself has recorded what runs if every interleaving was asked for. Initcalls count as one more task: they
 * run before any schedule.
 */
function* covered(judge: Judge, schedules: readonly ScheduleName[]): Work<Int32Array> {
  const { graph } = judge;
  const { machine } = graph;
  const started = machine.covered.map((bits) => bits & (1 << machine.tasks.length));
  const tasks = (1 << machine.tasks.length) - 1;
  const ran =
    schedules.includes('fair') && !graph.timed
      ? graph.covered.map((bits, i) => (bits | machine.covered[i]!) & tasks)
      : yield* ranUnder(judge, schedules);
  return ran.map((bits, i) => bits | started[i]!);
}

export function propertyOf(model: Model, name: string): Property | BuiltIn {
  const property = model.properties.find((p) => p.name === name) ?? BUILT_IN.find((b) => b === name);
  if (property === undefined) throw new Error(`${model.name} has no property ${name}`);
  return property;
}

/** The answer to a question that was not put. */
export function unanswered(reason: string): Answer {
  return {
    answer: 'unknown',
    exhaustive: false,
    states: 0,
    transitions: 0,
    vacuous: false,
    reason,
    witness: undefined,
  };
}

function unconfirmed(why: string): Pick<Answer, 'answer' | 'reason' | 'witness'> {
  return { answer: 'unknown', reason: `the run that was found is not confirmed: ${why}`, witness: undefined };
}

function bitsOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

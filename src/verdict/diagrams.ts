// The diagrams that a thread draws, held against the model: can its tasks make the drawn steps in the drawn order, and
// does that lead to the violation of a check that the claim describes? Every check of the claim is tried, and every way to
// take tasks for the actors; the one that says most is kept.

import { Refusal } from '../base/diagnostic.ts';
import type { Claim } from '../claim/claim.ts';
import { explore } from '../explore/graph.ts';
import { Judge } from '../explore/judge.ts';
import { type OrderAnswer, runInOrder } from '../explore/order.ts';
import { Sites } from '../explore/sites.ts';
import type { Machine } from '../machine/machine.ts';
import type { Lasso } from '../machine/trace.ts';
import type { Program } from '../model/ast.ts';
import type { Model, Scenario } from '../model/model.ts';
import { type AskedCheck, describedBy } from './asked.ts';
import type { Check } from './checks.ts';
import { doubt } from './confirm.ts';
import { type MatchedStep, matchSteps } from './drawn-steps.ts';
import { compileFor, type JudgeOptions, propertyOf, refusedIn } from './judge-program.ts';
import { type Impossible, whyImpossible } from './why-impossible.ts';

export interface DiagramReplay {
  /** Id of the check in whose scenario the steps were made. */
  readonly check: string;
  readonly answer: 'as-drawn' | 'with-further-steps' | 'impossible' | 'unknown';
  /** Moves of others than who is drawn to act, if it is possible. */
  readonly further: number;
  /** The property of the check is violated in the end. */
  readonly leads: boolean;
  /** Why it is unknown. */
  readonly reason?: string;
  /** Why it is impossible; places are those of the diagram's steps. */
  readonly impossible?: Impossible;
  /** Of each step of the diagram: what it is in the model, and the task that made it; null for one that is nothing there. */
  readonly steps: readonly ({ readonly what: string; readonly task: string | null } | null)[];
  readonly lasso?: Lasso;
}

/** The replay of each claim's diagram; nothing for a claim without one, or whose diagram is about other code. */
export function replayDiagrams(
  claims: readonly Claim[],
  program: Program,
  model: Model,
  checks: readonly AskedCheck[],
  options: JudgeOptions,
): Map<Claim, DiagramReplay> {
  const found = new Map<Claim, DiagramReplay>();
  for (const claim of claims) {
    if (claim.diagram === null) continue;
    const about = describedBy(model, [claim]);
    const described = checks.filter((c) => about.includes(c.check.id));
    const replays = described.flatMap(({ check }) => replayOn(claim, check, program, model, options) ?? []);
    replays.sort((a, b) => rank(a) - rank(b));
    if (replays[0]) found.set(claim, replays[0]);
  }
  return found;
}

/** The smaller, the more it says. */
function rank({ answer, leads, steps, further }: DiagramReplay): number {
  const kind = answer === 'unknown' ? 3 : answer === 'impossible' ? 2 : leads ? 0 : 1;
  return kind * 1e6 - steps.filter((s) => s !== null).length * 1e3 + Math.min(further, 999);
}

function replayOn(
  { diagram }: Claim,
  check: Check,
  program: Program,
  model: Model,
  options: JudgeOptions,
): DiagramReplay | undefined {
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  const property = propertyOf(model, check.property);
  if (refusedIn(scenario, program, model, options).length > 0) return undefined;
  const machine = compiled(() => compileFor(program, model, scenario, [check], []));
  if (!machine) return undefined;
  const sites = new Sites(machine.pcs);
  const matched = matchSteps(diagram!, program, sites.run());
  if (matched.length === 0) return undefined;
  const told = (tasks?: readonly (number | null)[]): DiagramReplay['steps'] =>
    diagram!.steps.map((step) => {
      const at = matched.findIndex((m) => m.step === step);
      const task = tasks?.[at];
      return at < 0
        ? null
        : { what: matched[at]!.what, task: task === undefined || task === null ? null : scenario.tasks[task]!.name };
    });
  const common = { check: check.id, further: 0, leads: false, steps: told() };
  const unknown = (reason: string): DiagramReplay => ({ ...common, answer: 'unknown', reason });
  if (matched.length < 2) return unknown('only one of its steps names something that the model runs');

  const names = Object.keys(model.switches);
  const mask = check.switches.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
  const judge = new Judge(explore(machine, mask, options));
  const { play, leads } = judge.reach(check.schedule, property);
  const casts = castings(matched, scenario);
  if (casts.length === 0) return unknown('it has more actors than the scenario has tasks');
  const tried = casts.map((cast) => {
    const steps = matched.map(({ step, part }) => ({
      task: step.actor === null ? null : cast.get(step.actor)!,
      part,
    }));
    return { steps, order: runInOrder(play, steps, leads) };
  });
  tried.sort((a, b) => orderRank(a.order) - orderRank(b.order));
  const { steps, order } = tried[0]!;
  if (order.kind === 'unknown') return unknown(order.reason);
  if (order.kind === 'impossible') {
    const why = whyImpossible(play, order.nodes, steps);
    const place = (at: number): number => diagram!.steps.indexOf(matched[at]!.step);
    const impossible = { ...why, step: place(why.step), after: why.after === null ? null : place(why.after) };
    return { ...common, answer: 'impossible', impossible, steps: told(steps.map((s) => s.task)) };
  }
  const { moves, further, end, tasks } = order;
  const tail = order.leads ? judge.violationFrom(check.schedule, property, end) : undefined;
  const lasso: Lasso = { prefix: [...moves, ...(tail?.prefix ?? [])], cycle: tail?.cycle ?? [] };
  const why = tail && doubt(program, scenario, check.switches, check.schedule, property, lasso);
  if (why !== undefined) return unknown(`the run that was found is not confirmed: ${why}`);
  const answer = further === 0 ? 'as-drawn' : 'with-further-steps';
  return { ...common, answer, further, leads: order.leads, steps: told(tasks), lasso };
}

/** Nothing for a program that cannot be run; the answers of its checks say why. */
function compiled(work: () => Machine): Machine | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function orderRank(order: OrderAnswer): number {
  switch (order.kind) {
    case 'possible':
      return (order.leads ? 0 : 1e6) + order.further;
    case 'impossible':
      return 2e6 - order.nodes.length;
    default:
      return 3e6;
  }
}

/** Every way to take a task of its own for each actor who makes a step. */
function castings(matched: readonly MatchedStep[], { tasks }: Scenario): Map<number, number>[] {
  const actors = [...new Set(matched.flatMap(({ step }) => step.actor ?? []))];
  let casts: Map<number, number>[] = [new Map()];
  for (const actor of actors)
    casts = casts.flatMap((cast) =>
      tasks.flatMap((_, t) => ([...cast.values()].includes(t) ? [] : [new Map(cast).set(actor, t)])),
    );
  return casts;
}

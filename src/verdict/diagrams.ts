// The diagrams that a thread draws, held against the model: can its tasks make the drawn steps in the drawn order, and
// does that lead to the violation of a check that the claim describes? Every check of the claim is tried, and every way to
// take tasks for the actors; the one that says most is kept.

import { unreachable } from '../base/unreachable.ts';
import type { Claim } from '../claim/claim.ts';
import type { Diagram } from '../claim/diagram.ts';
import type { Judge } from '../explore/judge.ts';
import { type OrderAnswer, runInOrder } from '../explore/order.ts';
import { Sites } from '../explore/sites.ts';
import type { Lasso } from '../machine/trace.ts';
import type { Program } from '../model/ast.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Model, Property, Scenario } from '../model/model.ts';
import { type AskedCheck, describedBy } from './asked.ts';
import type { Check } from './checks.ts';
import { doubt } from './confirm.ts';
import { type MatchedStep, matchSteps } from './drawn-steps.ts';
import { propertyOf } from './judge-program.ts';
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
  judges: ReadonlyMap<string, Judge>,
  stopped: string | undefined,
): Map<Claim, DiagramReplay> {
  const found = new Map<Claim, DiagramReplay>();
  for (const claim of claims) {
    const { diagram } = claim;
    if (diagram === null) continue;
    const about = describedBy(model, [claim]);
    const plays = checks.flatMap(({ check }) => {
      const judge = judges.get(check.id);
      // A program that cannot be run has none; the answers of its checks say why.
      if (!about.includes(check.id) || !judge) return [];
      const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
      return [new Staged(diagram, { program, scenario, check, property: propertyOf(model, check.property), judge })];
    });
    const matched = plays.filter((p) => p.matched.length > 0);
    const best = stopped === undefined ? bestOf(matched) : matched[0]?.unknown(stopped);
    if (best) found.set(claim, best);
  }
  return found;
}

/** What counts as a step, and which runs are looked at: the first that finds any run has the say. */
const WAYS = [
  { callsCount: false, leading: true },
  { callsCount: false, leading: false },
  { callsCount: true, leading: true },
  { callsCount: true, leading: false },
] as const;

type Way = (typeof WAYS)[number];

/** The one that says most. */
function bestOf(plays: readonly Staged[]): DiagramReplay | undefined {
  let all: DiagramReplay[] = [];
  for (const way of WAYS) {
    all = plays.map((p) => p.replay(way)).sort((a, b) => rank(a) - rank(b));
    if (all[0]?.lasso) break;
  }
  return all[0];
}

/** The smaller, the more it says. */
function rank({ answer, steps, further, lasso }: DiagramReplay): number {
  const kind = answer === 'unknown' ? 2 : answer === 'impossible' ? 1 : 0;
  const matched = steps.filter((s) => s !== null).length;
  return kind * 1e12 - matched * 1e9 + further * 1e6 + (lasso?.prefix.length ?? 0);
}

/** A check's scenario, explored. */
interface Stage {
  readonly program: Program;
  readonly scenario: Scenario;
  readonly check: Check;
  readonly property: Property | BuiltIn;
  readonly judge: Judge;
}

/** A diagram in the scenario of a check. */
class Staged {
  readonly #diagram: Diagram;
  readonly #stage: Stage;
  readonly matched: readonly MatchedStep[];

  constructor(diagram: Diagram, stage: Stage) {
    this.#diagram = diagram;
    this.#stage = stage;
    const run = new Sites(stage.judge.graph.machine.pcs).run();
    this.matched = matchSteps(diagram, stage.program, run);
  }

  /** Its replay; when `leading`, only runs that can still violate the check are looked at. */
  replay({ callsCount, leading }: Way): DiagramReplay {
    const { judge, check, property, scenario } = this.#stage;
    const common = this.#common();
    if (this.matched.length < 2) return this.unknown('only one of its steps names something that the model runs');
    const { play, leads } = judge.reach(check.schedule, property);
    const casts = castings(this.matched, scenario);
    if (casts.length === 0) return this.unknown('it has more actors than the scenario has tasks');
    const tried = casts.map((cast) => {
      const steps = this.matched.map(({ step: { actor }, part }) => ({
        task: actor === null ? null : cast.get(actor)!,
        part,
      }));
      return { steps, order: runInOrder(play, steps, { callsCount, ...(leading && { within: leads }) }) };
    });
    tried.sort((a, b) => orderRank(a.order) - orderRank(b.order));
    const { steps, order } = tried[0]!;
    switch (order.kind) {
      case 'unknown':
        return this.unknown(order.reason);
      case 'impossible': {
        // Why is asked of all runs, in the end.
        if (leading) return { ...common, answer: 'impossible' };
        const why = whyImpossible(play, order.nodes, steps);
        const place = (at: number): number => this.#diagram.steps.indexOf(this.matched[at]!.step);
        const impossible = { ...why, step: place(why.step), after: why.after === null ? null : place(why.after) };
        return { ...common, answer: 'impossible', impossible, steps: this.#told(steps.map((s) => s.task)) };
      }
      case 'possible': {
        const { moves, further, end, tasks } = order;
        const tail = leads(end) ? judge.violationFrom(check.schedule, property, end) : undefined;
        const lasso: Lasso = { prefix: [...moves, ...(tail?.prefix ?? [])], cycle: tail?.cycle ?? [] };
        const { program } = this.#stage;
        const why = tail && doubt(program, scenario, check.switches, check.schedule, property, lasso);
        if (why !== undefined) return this.unknown(`the run that was found is not confirmed: ${why}`);
        const answer = further === 0 ? 'as-drawn' : 'with-further-steps';
        return { ...common, answer, further, leads: tail !== undefined, steps: this.#told(tasks), lasso };
      }
      default:
        return unreachable(order);
    }
  }

  unknown(reason: string): DiagramReplay {
    return { ...this.#common(), answer: 'unknown', reason };
  }

  #common(): Pick<DiagramReplay, 'check' | 'further' | 'leads' | 'steps'> {
    return { check: this.#stage.check.id, further: 0, leads: false, steps: this.#told([]) };
  }

  /** What each drawn step is, and who makes it. */
  #told(tasks: readonly (number | null)[]): DiagramReplay['steps'] {
    return this.#diagram.steps.map((step) => {
      const at = this.matched.findIndex((m) => m.step === step);
      const task = tasks[at] ?? null;
      if (at < 0) return null;
      return { what: this.matched[at]!.what, task: task === null ? null : this.#stage.scenario.tasks[task]!.name };
    });
  }
}

function orderRank(order: OrderAnswer): number {
  switch (order.kind) {
    case 'possible':
      return order.further;
    case 'impossible':
      return 1e6 - order.nodes.length;
    default:
      return 1e6 + 1;
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

// The window of a race (docs/verdicts.md): the statements of kernel code in which another task has to come in, and how
// often the moving task has to change at least. In: all that a search found, and the window before the patch. Out: the
// window of this program; none of a check that holds and held.

import type { Work } from '../base/work.ts';
import type { Answer, Judge } from '../explore/judge.ts';
import { entryOf, interruptedAt, type Stand } from '../explore/window.ts';
import type { Site } from '../machine/instr.ts';
import type { Program, Stmt } from '../model/ast.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Property, ScheduleName } from '../model/model.ts';
import { statementsOf } from '../model/walk.ts';
import { isOwn } from './own.ts';
import { sameStatement } from './same-statement.ts';

export interface WindowStatement {
  readonly function: string;
  readonly statement: Stmt;
  /** Names of the tasks that are interrupted there, in the order of the scenario. */
  readonly tasks: readonly string[];
}

export type Window =
  | {
      readonly kind: 'open';
      /** In the order of the text; none where calls that follow each other are enough. */
      readonly at: readonly WindowStatement[];
      /** How often a task is interrupted in the middle of a call, at least. */
      readonly interruptions: number;
      /** How often the moving task changes, at least. */
      readonly switches: number;
    }
  /** The property holds: of the statements of the window before, those that are still there, and those in which another task still comes in. */
  | { readonly kind: 'closed'; readonly statements: number; readonly left: number; readonly entered: number }
  | { readonly kind: 'unmeasured'; readonly reason: string };

/** The window of a check that is violated now, or was by the window that is given. */
export function* windowOf(
  judge: Judge,
  schedule: ScheduleName,
  property: Property | BuiltIn,
  { answer, exhaustive }: Answer,
  before: Window | null,
): Work<Window | undefined> {
  if (answer === 'violated') {
    if (!exhaustive) return { kind: 'unmeasured', reason: 'not all states were seen' };
    const { at, interruptions, switches } = yield* entryOf(yield* judge.violations(schedule, property));
    return { kind: 'open', at: statementsAt(at, judge), interruptions, switches };
  }
  if (before === null) return undefined;
  if (answer === 'unknown') return { kind: 'unmeasured', reason: 'the answer is unknown' };
  if (before.kind === 'unmeasured') return { kind: 'unmeasured', reason: 'the one before was not measured' };
  const of = before.kind === 'open' ? before.at : [];
  const entered = of.length === 0 ? [] : statementsAt(yield* interruptedAt(yield* judge.playing(schedule)), judge);
  const { program } = judge.graph.machine.spec;
  return {
    kind: 'closed',
    statements: of.length,
    left: of.filter((s) => isIn(program, s)).length,
    entered: of.filter((s) => entered.some((e) => isSame(e, s))).length,
  };
}

function statementsAt(stands: readonly Stand[], { graph }: Judge): WindowStatement[] {
  const found = new Map<Stmt, { readonly function: string; readonly tasks: Set<number> }>();
  for (const { task, site } of stands) {
    const { fn, statement } = kernelSite(site);
    if (!statement) continue;
    const known = found.get(statement) ?? { function: fn.name, tasks: new Set() };
    found.set(statement, known);
    known.tasks.add(task);
  }
  const all = [...found].map(([statement, { function: name, tasks }]): WindowStatement => {
    const inside = graph.machine.tasks.filter((_, t) => tasks.has(t));
    return { function: name, statement, tasks: inside.map((t) => t.name) };
  });
  return all.sort(inOrder);
}

/** The innermost call of a function that the model mirrors; of the vocabulary alone, the outermost. */
function kernelSite(site: Site): Site {
  let outermost = site;
  for (let at: Site | undefined = site; at; at = at.caller) {
    if (isOwn(at.fn) && at.statement) return at;
    if (at.fn.file !== undefined) outermost = at;
  }
  return outermost;
}

function inOrder(a: WindowStatement, b: WindowStatement): number {
  const [x, y] = [a.statement.span, b.statement.span];
  if (x.source !== y.source) return x.source.name < y.source.name ? -1 : 1;
  return x.start - y.start;
}

function isIn(program: Program, s: WindowStatement): boolean {
  const fn = program.functions.get(s.function);
  if (!fn) return false;
  for (const statement of statementsOf(fn.body)) if (sameStatement(statement, s.statement)) return true;
  return false;
}

function isSame(a: WindowStatement, b: WindowStatement): boolean {
  return a.function === b.function && sameStatement(a.statement, b.statement);
}

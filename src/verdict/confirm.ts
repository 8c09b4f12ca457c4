// A run that the search found is not believed until the interpreter, which knows nothing of the search, goes along it
// and finds the property violated at its end, or for ever on a fair cycle.

import { unreachable } from '../base/unreachable.ts';
import type { Lasso } from '../machine/trace.ts';
import type { Expr, FunctionDef, Program } from '../model/ast.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Property, Scenario, ScheduleName } from '../model/model.ts';
import { ownExpressions, subexpressions } from '../model/walk.ts';
import { type Followed, follow } from './follow.ts';
import { type Open, Standing } from './standing.ts';

/** Why a run does not show that a property is violated; nothing if it does. */
export function doubt(
  program: Program,
  scenario: Scenario,
  switches: readonly string[],
  schedule: ScheduleName,
  property: Property | BuiltIn,
  lasso: Lasso,
): string | undefined {
  return doubtOf(follow(program, scenario, switches, schedule, lasso), program, scenario, property, lasso);
}

/** The same, of a run that was gone along already. */
export function doubtOf(
  followed: Followed,
  program: Program,
  scenario: Scenario,
  property: Property | BuiltIn,
  lasso: Lasso,
): string | undefined {
  const { failed, closed, starved } = followed;
  if (failed) return `move ${failed.index + 1} cannot be made: ${failed.reason}`;
  if (lasso.cycle.length === 0)
    return violated(property, followed, program, scenario) ? undefined : 'the property holds at its end';
  if (typeof property === 'string' || property.kind !== 'progress') return 'a cycle says nothing about this property';
  if (!closed) return 'its cycle does not close';
  if (starved.length > 0) {
    const names = starved.map((t) => `\`${scenario.tasks[t]!.name}\``).join(', ');
    return `its cycle is not fair: ${names} may move and never does`;
  }
  return returns(followed, lasso, program, scenario) ? 'a call returns on its cycle' : undefined;
}

function violated(property: Property | BuiltIn, end: Followed, program: Program, scenario: Scenario): boolean {
  const { run, allowed } = end;
  const statuses = scenario.tasks.map((_, t) => run.status(t));
  const stopped = statuses.flatMap((s) => (typeof s === 'object' ? [s.stopped] : []));
  const quiescent = statuses.every((s) => s === 'done' || s === 'idle');
  const stuck = allowed.length === 0 && statuses.some((s) => typeof s === 'string' && s !== 'done' && s !== 'idle');
  if (typeof property === 'object') {
    switch (property.kind) {
      case 'invariant':
        return run.call(property.condition!) === false;
      case 'quiescent':
        return quiescent && run.call(property.condition!) === false;
      case 'progress':
        return stuck;
      default:
        return unreachable(property.kind);
    }
  }
  switch (property) {
    case 'no-bug-on':
      return stopped.some((s) => s !== 'use-after-free' && s !== 'double-free');
    case 'no-use-after-free':
      return stopped.includes('use-after-free');
    case 'no-double-free':
      return stopped.includes('double-free');
    case 'no-deadlock':
      return stuck && stopped.length === 0;
    case 'no-sleep-in-atomic':
      return scenario.tasks.some(
        (_, t) => run.isAtomic(t) && (statuses[t] === 'done' || maySleepAt(end.standing[t]!.at(-1), program)),
      );
    case 'no-leak':
      return quiescent && run.leaks().length > 0;
    default:
      return unreachable(property);
  }
}

/** The statement offers the CPU, sleeps or waits for what may need it to. */
function maySleepAt(open: Open | undefined, program: Program): boolean {
  const calls = open ? ownExpressions(open.statement).flatMap(callsIn) : [];
  const waits = ({ callee }: Call): boolean => {
    if (['resched', 'sleep', 'sleep_timed', 'wait_until', 'idle_until'].includes(callee)) return true;
    const fn = program.functions.get(callee);
    return fn?.atomic === true && firstCalls(fn).some(waits);
  };
  return calls.some(waits);
}

type Call = Extract<Expr, { kind: 'call' }>;

function callsIn(e: Expr): Call[] {
  return [...subexpressions(e)].filter((x) => x.kind === 'call');
}

function firstCalls(fn: FunctionDef): Call[] {
  const first = fn.body.body.find((s) => s.kind !== 'elided' && s.kind !== 'empty');
  return first?.kind === 'expression' && first.expr.kind === 'call' ? [first.expr] : [];
}

/** Whether a call from the scenario into the kernel comes back while the run goes round. */
function returns(followed: Followed, lasso: Lasso, program: Program, scenario: Scenario): boolean {
  const standing = new Standing(scenario.tasks.length);
  for (const e of followed.started) standing.note(e);
  const callsKernel = (e: Expr): boolean =>
    callsIn(e).some((call) => program.functions.get(call.callee)?.file !== undefined);
  for (const [i, { events }] of followed.moves.entries())
    for (const e of events) {
      if (i >= lasso.prefix.length && (e.kind === 'value' || e.kind === 'leave')) {
        const isScenario = standing.of(e.task).every((open) => open.function.file === undefined);
        const { statement } = e;
        const isCall =
          e.kind === 'value'
            ? callsKernel(e.expression)
            : statement.kind === 'expression' && callsKernel(statement.expr);
        if (isScenario && isCall) return true;
      }
      standing.note(e);
    }
  return false;
}

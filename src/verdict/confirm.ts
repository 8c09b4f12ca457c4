// A run that the search found is not believed until the interpreter, which knows nothing of the search, goes along it
// and finds the property violated at its end, or for ever on a fair cycle.

import { unreachable } from '../base/unreachable.ts';
import type { BuiltIn } from '../explore/judge.ts';
import type { Lasso } from '../machine/trace.ts';
import type { Expr, Program } from '../model/ast.ts';
import type { Property, Scenario, ScheduleName } from '../model/model.ts';
import { subexpressions } from '../model/walk.ts';
import { type Followed, type FollowedMove, follow } from './follow.ts';

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
    return violated(property, followed, scenario) ? undefined : 'the property holds at its end';
  if (typeof property === 'string' || property.kind !== 'progress') return 'a cycle says nothing about this property';
  if (!closed) return 'its cycle does not close';
  if (starved.length > 0) {
    const names = starved.map((t) => `\`${scenario.tasks[t]!.name}\``).join(', ');
    return `its cycle is not fair: ${names} may move and never does`;
  }
  const around = followed.moves.slice(-lasso.cycle.length);
  return returns(around, program) ? 'a call returns on its cycle' : undefined;
}

function violated(property: Property | BuiltIn, { run, allowed }: Followed, scenario: Scenario): boolean {
  const statuses = scenario.tasks.map((_, t) => run.status(t));
  const stopped = statuses.flatMap((s) => (typeof s === 'object' ? [s.stopped] : []));
  const quiescent = statuses.every((s) => s === 'done');
  const stuck = allowed.length === 0 && statuses.some((s) => typeof s === 'string' && s !== 'done');
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
      return stuck;
    case 'no-leak':
      return quiescent && run.leaks().length > 0;
    default:
      return unreachable(property);
  }
}

/** Whether a call from the scenario into the kernel comes back in these moves. */
function returns(moves: readonly FollowedMove[], program: Program): boolean {
  const callsKernel = (e: Expr): boolean =>
    [...subexpressions(e)].some((x) => x.kind === 'call' && program.functions.get(x.callee)?.file !== undefined);
  return moves.some(({ events }) =>
    events.some((e) => {
      if ((e.kind !== 'value' && e.kind !== 'leave') || e.function.file !== undefined) return false;
      if (e.kind === 'value') return callsKernel(e.expression);
      return e.statement.kind === 'expression' && callsKernel(e.statement.expr);
    }),
  );
}

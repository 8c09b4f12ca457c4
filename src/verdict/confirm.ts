// A run that the search found is not believed until the interpreter, which knows nothing of the search, goes along it
// and ends where the property is violated.

import { unreachable } from '../base/unreachable.ts';
import type { BuiltIn } from '../explore/judge.ts';
import { replay } from '../machine/interpret/replay.ts';
import type { Run, Status } from '../machine/interpret/run.ts';
import type { Lasso } from '../machine/trace.ts';
import type { Program } from '../model/ast.ts';
import type { Property, Scenario } from '../model/model.ts';

/** Why a run does not show that a property is violated; nothing if it does. */
export function doubt(
  program: Program,
  scenario: Scenario,
  switches: readonly string[],
  property: Property | BuiltIn,
  lasso: Lasso,
): string | undefined {
  const { failed, closed, run } = replay(program, scenario, new Set(switches), lasso);
  if (failed) return `move ${failed.index + 1} cannot be made: ${failed.reason}`;
  if (lasso.cycle.length > 0) return closed ? undefined : 'its cycle does not close';
  const statuses = scenario.tasks.map((_, t) => run.status(t));
  return violated(property, run, statuses) ? undefined : 'the property holds at its end';
}

function violated(property: Property | BuiltIn, run: Run, statuses: readonly Status[]): boolean {
  const stopped = statuses.flatMap((s) => (typeof s === 'object' ? [s.stopped] : []));
  const quiescent = statuses.every((s) => s === 'done');
  const waiting = statuses.some((s) => typeof s === 'string' && s !== 'done');
  if (typeof property === 'object') {
    switch (property.kind) {
      case 'invariant':
        return run.call(property.condition!) === false;
      case 'quiescent':
        return quiescent && run.call(property.condition!) === false;
      case 'progress':
        return waiting;
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
      return waiting;
    case 'no-leak':
      return quiescent && run.leaks().length > 0;
    default:
      return unreachable(property);
  }
}

import type { Ladder, Rung } from '../verdict/ladder/ladder.ts';
import { nameOf } from '../verdict/ladder/more.ts';
import { printRun } from '../verdict/run-text.ts';

/** A ladder in JSON; in docs/schema/thread-1.json: `ladder`. */
export function ladderJson({ check, programs, refused }: Ladder): object {
  return {
    check: check.id,
    programs: programs.map(({ id, declared, climbs }) => ({
      program: id,
      declared: rungJson(declared),
      climbs: climbs.map(({ direction, rungs, top }) => ({
        more: nameOf(direction),
        kind: direction.kind,
        rungs: rungs.map(rungJson),
        end: top.kind,
        ...(top.reason !== undefined && { reason: top.reason }),
      })),
    })),
    refused,
  };
}

function rungJson({ by, answer, grown, outcomes, added, cut }: Rung): object {
  const { tasks } = grown.scenario;
  return {
    by,
    tasks: tasks.map((t) => t.name),
    pools: grown.model.pools,
    answer: answer.answer,
    exhaustive: answer.exhaustive && cut === undefined,
    states: answer.states,
    ...(cut !== undefined && { reason: cut }),
    outcomes,
    added,
    ...(answer.witness && { schedule: printRun(answer.witness.lasso, tasks) }),
  };
}

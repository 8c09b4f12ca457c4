import type { Lasso } from '../../machine/trace.ts';
import type { Program } from '../../model/ast.ts';
import type { Model, Scenario } from '../../model/model.ts';
import type { Check } from '../../verdict/checks.ts';
import { doubtOf } from '../../verdict/confirm.ts';
import { type Followed, follow } from '../../verdict/follow.ts';
import { propertyOf } from '../../verdict/judge-program.ts';
import { partingOf } from '../../verdict/parting.ts';
import { deedText } from '../deed.ts';

/** What becomes of a schedule in a program. */
export interface Outcome {
  /** The run violates the check. */
  readonly violated: boolean;
  /** How many of its steps can be made; of a cycle, one turn. */
  readonly made: number;
  /** Why it shows no violation; null if it does. */
  readonly why: string | null;
}

/** The first step in which two programs do not do the same, and what they do in it. */
export interface PartingText {
  /** From 1; 0 for what comes before all steps. */
  readonly step: number;
  readonly task: string;
  readonly before: string;
  readonly after: string;
}

export interface Schedule {
  readonly model: Model;
  readonly scenario: Scenario;
  readonly check: Check;
  readonly lasso: Lasso;
}

/** A schedule, gone along in a program. */
export interface Gone {
  readonly program: Program;
  readonly followed: Followed;
  readonly outcome: Outcome;
}

/** Goes along a schedule. */
export function goAlong(program: Program, { model, scenario, check, lasso }: Schedule): Gone {
  const followed = follow(program, scenario, check.switches, check.schedule, lasso);
  const why = doubtOf(followed, program, scenario, propertyOf(model, check.property), lasso) ?? null;
  const made = Math.min(followed.moves.length, lasso.prefix.length + lasso.cycle.length);
  return { program, followed, outcome: { violated: why === null, made, why } };
}

/** Where two programs part on a schedule; null if they do the same. */
export function partingText(before: Gone, after: Gone, scenario: Scenario): PartingText | null {
  const parting = partingOf(before.followed, after.followed);
  if (!parting) return null;
  return {
    step: parting.move + 1,
    task: scenario.tasks[parting.task]!.name,
    before: deedText(parting.deeds[0], before.program),
    after: deedText(parting.deeds[1], after.program),
  };
}

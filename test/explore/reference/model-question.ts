import type { Program } from '../../../src/model/ast.ts';
import { BUILT_IN } from '../../../src/model/built-in.ts';
import type { Model, Scenario } from '../../../src/model/model.ts';
import type { Asked } from './compare.ts';
import { observed } from './observed.ts';

/** All that is asked of a scenario of a model; `program` is the model's, or what was made of it. */
export function askedOfModel(
  model: Model,
  scenario: Scenario,
  switchesOn: readonly string[],
  program: Program = model.program,
): Asked {
  const own = model.properties.filter((p) => scenario.properties.includes(p.name));
  const functionsOf = (properties: typeof own): string[] => [
    ...new Set(properties.flatMap((p) => [p.condition, p.premise]).filter((name) => name !== undefined)),
  ];
  const always = functionsOf(own.filter((p) => p.kind === 'invariant'));
  return {
    program,
    scenario,
    pools: model.pools,
    switchesOn,
    always,
    atEnd: functionsOf(own).filter((name) => !always.includes(name)),
    schedules: model.schedules,
    properties: [...own, ...BUILT_IN],
  };
}

/** The same, and what shared memory holds. */
export function withMemory(asked: Asked): Asked {
  const { setup, tasks } = asked.scenario;
  return { ...asked, ...observed(asked.program, [setup, ...tasks.map((t) => t.run)]) };
}

/** The scenario with these of its tasks alone. */
export function withTasks(scenario: Scenario, tasks: readonly number[]): Scenario {
  return { ...scenario, tasks: tasks.map((t) => scenario.tasks[t]!) };
}

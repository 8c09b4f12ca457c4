import { reachedFrom } from '../machine/reached.ts';
import type { Program } from '../model/ast.ts';
import type { Model, Scenario } from '../model/model.ts';

/** Every function that a scenario can run: those of its tasks, its setup and its properties, and all that they call. */
export function reachableFrom(program: Program, scenario: Scenario, model: Pick<Model, 'properties'>): Set<string> {
  const asked = model.properties.filter((p) => scenario.properties.includes(p.name));
  const roots = [
    scenario.setup,
    ...scenario.tasks.map((t) => t.run),
    ...asked.flatMap((p) => [p.condition, p.premise]),
  ];
  return reachedFrom(
    program,
    roots.filter((name) => name !== undefined),
  );
}

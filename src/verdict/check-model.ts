// What is wrong with a model, told to who writes it. In: its folder. Out: diagnostics, each once; none if every check of
// it can be asked, also with its proposals in place.

import { type Diagnostic, Refusal, renderDiagnostic } from '../base/diagnostic.ts';
import type { Program } from '../model/ast.ts';
import { InvalidModel, loadModel, type ModelFolder, withProposal } from '../model/load.ts';
import type { Model, Scenario } from '../model/model.ts';
import { checksOf } from './checks.ts';
import { compileFor } from './judge-program.ts';
import { directionsOf, type Grown, grow } from './ladder/grow.ts';

/** Everything that is wrong in the files of a model, and what the machine cannot run of its scenarios. */
export function checkModel(folder: ModelFolder): Diagnostic[] {
  let model: Model;
  try {
    model = loadModel(folder, 'checked');
  } catch (error) {
    if (error instanceof InvalidModel) return [...error.diagnostics];
    throw error;
  }
  const proposed = model.proposals.map((proposal) => withProposal(folder, proposal, model.program).program);
  const asked = checksOf(model);
  const found = new Map<string, Diagnostic>();
  for (const program of [model.program, ...proposed])
    for (const declared of model.scenarios) {
      const checks = asked.filter((c) => c.scenario === declared.name);
      const scenarios: readonly Grown[] = [{ program, model, scenario: declared }, ...rungs(program, model, declared)];
      for (const { program: code, model: of, scenario } of scenarios)
        try {
          compileFor(code, of, scenario, checks, []);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const { span, help } = error.diagnostic;
          const placed = span || help ? error.diagnostic : { ...error.diagnostic, help: `It is ${whichOf(scenario)}.` };
          found.set(renderDiagnostic(placed), placed);
        }
    }
  return [...found.values()];
}

/** The lowest rungs of a scenario's ladders. */
function rungs(program: Program, model: Model, scenario: Scenario): Grown[] {
  return directionsOf(model, scenario).directions.flatMap((direction) =>
    [1, 2].flatMap((by) => {
      const grown = grow(program, model, scenario, direction, by);
      return typeof grown === 'string' ? [] : [grown];
    }),
  );
}

function whichOf({ name, tasks }: Scenario): string {
  return `\`${name}\` with ${tasks.map((t) => t.name).join(', ')}`;
}

// What is wrong with a model, told to who writes it. In: its folder. Out: diagnostics, each once; none if every check of
// it can be asked, also with its proposals in place.

import { type Diagnostic, Refusal, renderDiagnostic } from '../base/diagnostic.ts';
import { InvalidModel, loadModel, type ModelFolder, withProposal } from '../model/load.ts';
import type { Model } from '../model/model.ts';
import { checksOf } from './checks.ts';
import { compileFor } from './judge-program.ts';

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
    for (const scenario of model.scenarios)
      try {
        compileFor(
          program,
          model,
          scenario,
          asked.filter((c) => c.scenario === scenario.name),
          [],
        );
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { span, help } = error.diagnostic;
        const placed = span || help ? error.diagnostic : { ...error.diagnostic, help: `It is \`${scenario.name}\`.` };
        found.set(renderDiagnostic(placed), placed);
      }
  return [...found.values()];
}

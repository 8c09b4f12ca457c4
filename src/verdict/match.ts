// What of a thread the models have: the model that its patches are about, the program before, and each candidate applied
// to it. Nothing is run here.

import { stage } from '../base/stage.ts';
import type { Claim } from '../claim/claim.ts';
import { indexModels, loadModel } from '../model/load.ts';
import type { Model } from '../model/model.ts';
import type { Candidate } from '../patch/candidates.ts';
import { chooseModel } from './choose-model.ts';
import { type Earlier, type Start, startFrom } from './onto.ts';
import { applyAll, type Stack } from './stack.ts';
import { touchesModel } from './touches.ts';

export interface Matched {
  readonly model: Model;
  readonly start: Start;
  /** In the order of the candidates; none if there is no program to start from. */
  readonly stacks: readonly (Stack & { readonly isModelled: boolean })[];
}

/** Finds the model of a thread and applies its candidates; null if no model has anything of them. */
export async function matchThread(
  root: string,
  candidates: readonly Candidate[],
  claims: readonly Claim[],
  earlier: readonly Earlier[],
  config: Readonly<Record<string, boolean>>,
): Promise<Matched | null> {
  const patches = candidates.flatMap((c) => c.parts);
  const entry = stage('model', () => chooseModel(indexModels(root), patches, claims));
  if (!entry) return null;
  const model = stage('model', () => loadModel(entry, 'unchecked'));
  return stage('apply', async () => {
    const start = await startFrom(model, earlier, config);
    if (start.failure) return { model, start, stacks: [] };
    const stacks: Matched['stacks'][number][] = [];
    for (const { parts } of candidates) {
      const stack = await applyAll(start.base, parts, model, config);
      stacks.push({ ...stack, isModelled: touchesModel(start.base, stack) });
    }
    const isAbout = candidates.length === 0 || stacks.some((s) => s.isModelled);
    return isAbout ? { model, start, stacks } : null;
  });
}

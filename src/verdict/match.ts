// What of a thread the models have: the model that its patches are about, the program before, and each candidate applied
// to it. Nothing is run here.

import { stage } from '../base/stage.ts';
import type { Claim } from '../claim/claim.ts';
import type { Thread } from '../mail/message.ts';
import { indexModels } from '../model/index.ts';
import { loadModel } from '../model/load.ts';
import type { Model } from '../model/model.ts';
import type { Candidate } from '../patch/candidates.ts';
import { chooseModel } from './choose-model.ts';
import { type Earlier, type Start, startFrom } from './onto.ts';
import { type Proposed, proposalsIn } from './proposals.ts';
import { applyAll } from './stack.ts';
import { touchesModel } from './touches.ts';

export interface Matched {
  readonly model: Model;
  readonly start: Start;
  /** Oldest first: the candidates with a diff, and the proposals in words that the model has. */
  readonly applied: readonly AppliedCandidate[];
}

export interface AppliedCandidate extends Proposed {
  /** It is about something that the model has. */
  readonly isModelled: boolean;
}

/** Finds the model of a thread and applies its candidates; null if no model has anything of them. */
export async function matchThread(
  root: string,
  thread: Thread,
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
    const applied: AppliedCandidate[] = [];
    for (const candidate of candidates) {
      // Without a program to start from nothing is applied.
      const stack = await applyAll(start.base, start.failure ? [] : candidate.parts, model, config);
      applied.push({ candidate, stack, isModelled: start.failure !== undefined || touchesModel(start.base, stack) });
    }
    for (const proposed of proposalsIn(thread, entry, model, start.base))
      applied.push({ ...proposed, isModelled: true });
    applied.sort((a, b) => a.candidate.message - b.candidate.message);
    const isAbout = candidates.length === 0 || applied.some((a) => a.isModelled);
    return isAbout ? { model, start, applied } : null;
  });
}

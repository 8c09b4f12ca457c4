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
import { applyAll, type Base } from './stack.ts';
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
      const isModelled = start.failure !== undefined || touchesModel(start.base, stack);
      const folded =
        stack.failure || !isModelled ? await foldedIn(candidate, applied, start.base, model, config) : null;
      applied.push(folded ?? { candidate, stack, isModelled });
    }
    for (const proposed of proposalsIn(thread, entry, model, start.base))
      applied.push({ ...proposed, isModelled: true });
    applied.sort((a, b) => a.candidate.message - b.candidate.message);
    const isAbout = candidates.length === 0 || applied.some((a) => a.isModelled);
    return isAbout ? { model, start, applied } : null;
  });
}

/** A diff in an answer that applies only on top of the patch that it answers ("fold this in"); null if it is none. */
async function foldedIn(
  candidate: Candidate,
  earlier: readonly AppliedCandidate[],
  base: Base,
  model: Model,
  config: Readonly<Record<string, boolean>>,
): Promise<AppliedCandidate | null> {
  const under = earlier.findLast((a) => a.candidate.kind === 'patch' && a.isModelled && !a.stack.failure);
  if (candidate.kind !== 'reply-diff' || !under) return null;
  const parts = [...under.candidate.parts, ...candidate.parts];
  const stack = await applyAll(base, parts, model, config);
  if (
    stack.failure ||
    !touchesModel(under.stack.base, { ...stack, layers: stack.layers.slice(-candidate.parts.length) })
  )
    return null;
  const title = `${candidate.title}, on top of ${under.candidate.id}`;
  return { candidate: { ...candidate, title, parts }, stack, isModelled: true };
}

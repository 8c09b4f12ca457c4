// The story of `patchcheck mutate`, told once: the bytes of a thread in, what became of the mutants of its patch out.

import { stage } from '../base/stage.ts';
import { DEFAULTS } from '../check.ts';
import { readClaims } from '../claim/claim.ts';
import { readThread } from '../mail/read.ts';
import { candidatesOf } from '../patch/candidates.ts';
import { type AskedCheck, askedChecks } from '../verdict/asked.ts';
import { judgeOptions } from '../verdict/candidate.ts';
import { inOneLine } from '../verdict/in-one-line.ts';
import { type AppliedCandidate, type Matched, matchThread } from '../verdict/match.ts';
import { type Input, readEarlier } from '../verdict/onto.ts';
import { outsidePatch, outsideThread } from '../verdict/outside.ts';
import type { Asked } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';
import { type Look, Watch } from '../verdict/watch.ts';
import { type Baseline, judgeBaseline } from './baseline.ts';
import { judgeMutant } from './judge-mutant.ts';
import type { JudgedMutant, Mutation, Unmutated } from './mutation.ts';
import { patchMutants } from './patch-mutants.ts';

export interface MutateOptions {
  /** Folder that holds `models/`. */
  readonly root: string;
  readonly onto?: readonly Input[];
  /** Id of the candidate; the one that decides the verdict of the thread, if it is absent. */
  readonly candidate?: string;
  readonly checks?: readonly string[];
  readonly asked?: Partial<Asked>;
  /** Hears how searches get on, and may end them. */
  readonly look?: Look;
}

/** There is no patch, or none that mutants could be held against. `isUsage` if another command line would have one. */
export class CannotMutate extends Error {
  readonly isUsage: boolean;

  constructor(message: string, isUsage = false) {
    super(`Cannot mutate: ${message}`);
    this.name = 'CannotMutate';
    this.isUsage = isUsage;
  }
}

/**
 * Judges the mutants of what a thread proposes. Throws `MailError` for a file that holds no mail, `WrongCheckId` for a
 * check that the thread's model does not have, `CannotMutate`.
 */
export async function mutateThread(input: Input, options: MutateOptions): Promise<Mutation> {
  const asked: Asked = { ...DEFAULTS, ...options.asked };
  const thread = await stage('mail', () => readThread(input.bytes, input.name));
  const candidates = stage('patch', () => candidatesOf(thread));
  const claims = stage('patch', () => readClaims(thread));
  const earlier = await readEarlier(options.onto ?? []);
  const matched = await matchThread(options.root, thread, candidates, claims, earlier, asked.config);
  if (!matched)
    throw new CannotMutate(`${candidates.length > 0 ? outsidePatch(deciding(candidates)!) : outsideThread(claims)}.`);
  const { model, start } = matched;
  const { candidate, stack } = chosen(matched, options.candidate);

  const checks = askedChecks(model, claims, options.checks ?? [], asked.scope);
  const mutants = await stage('apply', () =>
    patchMutants({ model, start: start.base, candidate, stack, config: asked.config }),
  );
  if (mutants.length === 0) throw new CannotMutate(`${candidate.id} changes nothing that the model runs.`);
  const watch = new Watch(asked, options.look);
  const judging = judgeOptions(candidate.id, asked, stack.base, watch);
  const { program } = stack.base;
  const cover = new Set(mutants.flatMap((m) => (m.operator === 'undo' ? [] : m.statements)));
  const baseline = await judgeBaseline(program, model, checks, cover, judging);
  if (baseline.settings.length === 0) throw new CannotMutate(nothingHolds(candidate.id, checks, baseline));

  const done: JudgedMutant[] = [];
  for (const [i, mutant] of mutants.entries()) {
    const name = `mutant ${i + 1} of ${mutants.length}`;
    done.push({ mutant, outcome: await judgeMutant(mutant, baseline, model, { ...judging, name }) });
  }
  const answers = [...baseline.answers.values()];
  return {
    thread,
    model,
    candidate,
    asked,
    kept: {
      held: answers.filter((a) => a.answer === 'holds').length,
      undecided: answers.filter((a) => a.answer === 'unknown').length,
      asked: answers.length,
      described: checks
        .filter((c) => c.described)
        .map(({ check: { id } }) => ({ check: id, answer: baseline.answers.get(id)!.answer })),
    },
    unmutated: unmutatedIn(stack),
    mutants: done,
  };
}

/** The candidate that is asked for, if it can be run. */
function chosen({ start, applied }: Matched, id: string | undefined): AppliedCandidate {
  if (start.failure) throw new CannotMutate(`${start.failure.reason}.`);
  const found = id === undefined ? decidingOf(applied) : applied.find((a) => a.candidate.id === id);
  if (!found) {
    const ids = applied.map((a) => a.candidate.id);
    const known = ids.length > 0 ? `There is ${ids.join(', ')}.` : 'There is none.';
    throw new CannotMutate(
      id === undefined ? 'the thread proposes no patch.' : `there is no candidate \`${id}\`.\n${known}`,
      id !== undefined,
    );
  }
  const { candidate, stack, isModelled } = found;
  if (!isModelled) throw new CannotMutate(`${outsidePatch(candidate)}.`);
  if (stack.failure) throw new CannotMutate(inOneLine(stack.failure));
  return found;
}

function decidingOf(applied: readonly AppliedCandidate[]): AppliedCandidate | undefined {
  const newest = deciding(applied.map((a) => a.candidate));
  return applied.find((a) => a.candidate === newest);
}

function nothingHolds(id: string, checks: readonly AskedCheck[], { reason }: Baseline): string {
  if (checks.length === 0) return 'no check is asked: the thread describes none.';
  return reason === undefined ? `no check holds after ${id}.` : `no check is known to hold after ${id}: ${reason}.`;
}

function unmutatedIn({ layers }: AppliedCandidate['stack']): Unmutated {
  const added = layers
    .flatMap((l) => l.applied?.files ?? [])
    .flatMap((f) => f.hunks.flatMap((h) => h.lines))
    .filter((l) => l.kind === 'added');
  const count = (status: string): number => added.filter((l) => l.status === status).length;
  return { elided: count('elided'), unmodelled: count('unmodelled') };
}

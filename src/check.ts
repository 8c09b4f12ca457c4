// The whole story, told once: the bytes of a thread in, a verdict out.

import { stage } from './base/stage.ts';
import { readClaims } from './claim/claim.ts';
import { isWithdrawn } from './claim/withdrawn.ts';
import { readThread } from './mail/read.ts';
import type { Model } from './model/model.ts';
import { candidatesOf } from './patch/candidates.ts';
import { type AskedCheck, askedChecks } from './verdict/asked.ts';
import { type JudgedCandidate, judgeCandidate, judgeOptions, unjudged, windowsOf } from './verdict/candidate.ts';
import { replayDiagrams } from './verdict/diagrams.ts';
import { judgeProgram } from './verdict/judge-program.ts';
import type { Ladder } from './verdict/ladder/ladder.ts';
import { type AppliedCandidate, matchThread } from './verdict/match.ts';
import { type Input, readEarlier } from './verdict/onto.ts';
import { outsidePatch, outsideThread } from './verdict/outside.ts';
import type { Base } from './verdict/stack.ts';
import type { Asked, ThreadVerdict } from './verdict/thread-verdict.ts';
import { deciding, reproduction } from './verdict/verdict.ts';
import { beforeWarnings, earlierWarnings, judgedWarnings, patchWarnings } from './verdict/warnings.ts';
import { type Look, Watch } from './verdict/watch.ts';

export interface CheckOptions {
  /** Folder that holds `models/`. */
  readonly root: string;
  /** Threads whose newest patch is applied first, in this order. */
  readonly onto?: readonly Input[];
  /** Ids of checks to judge beside the others. */
  readonly checks?: readonly string[];
  readonly asked?: Partial<Asked>;
  /** Hears how searches get on, and may end them. */
  readonly look?: Look;
}

/** What is asked unless a caller says otherwise. */
export const DEFAULTS: Asked = {
  scope: 'every',
  list: 'relevant',
  maxStates: 250_000,
  maxMemory: Infinity,
  deadline: Infinity,
  config: {},
};

/**
 * Judges what a thread proposes. Throws `MailError` for a file that holds no mail, `WrongCheckId` for a check that the
 * thread's model does not have.
 */
export async function checkThread(input: Input, options: CheckOptions): Promise<ThreadVerdict> {
  const asked: Asked = { ...DEFAULTS, ...options.asked };
  const { scope, config } = asked;

  const thread = await stage('mail', () => readThread(input.bytes, input.name));
  const candidates = stage('patch', () => candidatesOf(thread));
  const claims = stage('patch', () => readClaims(thread));
  const earlier = await readEarlier(options.onto ?? []);
  const onto = earlier.map((e) => e.report);
  const story = {
    thread,
    withdrawn: stage('patch', () => isWithdrawn(thread)),
    onto,
    asked,
    claims,
    diagrams: new Map(),
  };

  const notModelled: ThreadVerdict = {
    ...story,
    model: null,
    before: null,
    candidates: candidates.map((c) => unjudged(c, 'not-modelled', outsidePatch(c))),
    checks: [],
    verdict: 'not-modelled',
    reason: candidates.length > 0 ? outsidePatch(deciding(candidates)!) : outsideThread(claims),
    warnings: [],
  };
  const matched = await matchThread(options.root, thread, candidates, claims, earlier, config);
  if (!matched) return notModelled;
  const { model, start } = matched;
  // One that was not reached stays as it was read.
  const ontoApplied = onto.map((report, i) => start.layers[i]?.report ?? report);
  const ontoWarnings = start.layers.flatMap(({ report, patch, layers }) => earlierWarnings(report, patch, layers));
  if (start.failure) {
    const { reason, diagnostic } = start.failure;
    const reports = matched.applied.map((a) => unjudged(a.candidate, 'unknown', reason, diagnostic));
    return {
      ...notModelled,
      onto: ontoApplied,
      model,
      candidates: reports,
      verdict: 'unknown',
      reason,
      warnings: ontoWarnings,
    };
  }

  const checks = askedChecks(model, claims, options.checks ?? [], scope);
  const ids = checks.map((c) => c.check);
  const { program } = start.base;
  const keepGraphs = claims.some((c) => c.diagram !== null);
  const watch = new Watch(asked, options.look);
  const before = await judgeProgram(program, model, ids, {
    ...judgeOptions('before', asked, start.base, watch),
    keepGraphs,
    windows: windowsOf(checks, new Map()),
  });
  const diagrams = stage('search', () => replayDiagrams(claims, program, model, checks, before.judges, watch.stopped));
  const against = { model, asked, checks, answers: before.answers, watch };
  const judged: JudgedCandidate[] = [];
  for (const candidate of matched.applied) judged.push(await judgeCandidate(candidate, start.base, against));

  const described = checks.filter((c) => c.described).map((c) => c.check.id);
  const newest = deciding(judged.map((j) => j.report));
  const ladders = asked.ladder && (await climb(model, checks, start.base, matched.applied, newest?.id, asked, watch));
  const { verdict, reason } = newest ?? reproduction(described.map((id) => ({ id, before: before.answers.get(id)! })));
  return {
    ...story,
    onto: ontoApplied,
    model,
    before: program,
    diagrams,
    candidates: judged.map((j) => j.report),
    checks: checks.map((c) => ({
      ...c,
      before: before.answers.get(c.check.id)!,
      after: new Map(
        judged.flatMap(({ report, answers }) => (answers.size > 0 ? [[report.id, answers.get(c.check.id)!]] : [])),
      ),
    })),
    verdict,
    ...(reason !== undefined && { reason }),
    ...(ladders && { ladders }),
    warnings: [
      ...ontoWarnings,
      ...beforeWarnings(before, checks, model, judged.length === 0),
      ...matched.applied.flatMap(({ candidate, stack }, i) => [
        ...patchWarnings(candidate, stack),
        ...judgedWarnings(judged[i]!, stack, checks, model),
      ]),
    ],
  };
}

/** The checks that were named, else those that the thread describes, with ever more of everything: before, and after one candidate. */
async function climb(
  model: Model,
  checks: readonly AskedCheck[],
  start: Base,
  applied: readonly AppliedCandidate[],
  newest: string | undefined,
  asked: Asked,
  watch: Watch,
): Promise<Ladder[]> {
  const { ladderOf } = await import('./verdict/ladder/ladder.ts');
  const after = applied.find(
    ({ candidate, stack, isModelled }) => candidate.id === newest && isModelled && !stack.failure,
  );
  const bases = [{ id: 'before', base: start }, ...(after ? [{ id: after.candidate.id, base: after.stack.base }] : [])];
  const climbers = bases.map(({ id, base }) => {
    return { id, program: base.program, options: judgeOptions(id, asked, base, watch) };
  });
  const named = checks.filter((c) => c.named);
  const ladders: Ladder[] = [];
  for (const { check } of named.length > 0 ? named : checks.filter((c) => c.described))
    ladders.push(await ladderOf(check, model, climbers));
  return ladders;
}

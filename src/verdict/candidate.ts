// One candidate: its patches on top of the program before, judged after each and as a whole.

import type { Diagnostic } from '../base/diagnostic.ts';
import { lineAt } from '../base/source.ts';
import type { AppliedFile } from '../model/apply/applied.ts';
import type { Model } from '../model/model.ts';
import type { Candidate } from '../patch/candidates.ts';
import type { AskedCheck } from './asked.ts';
import { coverageOf } from './covered.ts';
import { inOneLine } from './in-one-line.ts';
import { type Judgement, type JudgeOptions, judgeProgram, type MeasuredAnswer, unanswered } from './judge-program.ts';
import type { AppliedCandidate } from './match.ts';
import { outsidePatch } from './outside.ts';
import type { Added, Base, Layer, Stack } from './stack.ts';
import type {
  AddedStatement,
  Asked,
  CandidateAnswer,
  CandidateReport,
  Judged,
  LineCounts,
  PartVerdict,
  PatchReport,
} from './thread-verdict.ts';
import { changesModel } from './touches.ts';
import { judgedFrom } from './verdict.ts';
import type { Watch } from './watch.ts';
import type { Window } from './window.ts';

/** What a candidate is held against. */
export interface Before {
  readonly model: Model;
  readonly asked: Asked;
  readonly checks: readonly AskedCheck[];
  readonly answers: ReadonlyMap<string, MeasuredAnswer>;
  readonly watch: Watch;
}

export interface JudgedCandidate {
  readonly report: CandidateReport;
  /** By check id; empty if the candidate touches nothing of the model. */
  readonly answers: ReadonlyMap<string, CandidateAnswer>;
  /** None if there is no program to judge. */
  readonly judgement: Judgement | undefined;
  /** Of the candidate itself, not of what it stands on. */
  readonly added: readonly (Added & { readonly tasks: number })[];
}

/** Judges a candidate against the answers before it. */
export async function judgeCandidate(
  { candidate, stack, isModelled }: AppliedCandidate,
  start: Base,
  before: Before,
): Promise<JudgedCandidate> {
  if (!isModelled) {
    const report = unjudged(candidate, 'not-modelled', outsidePatch(candidate));
    return { report, answers: new Map(), judgement: undefined, added: [] };
  }
  const { id } = candidate;
  const judged = await (candidate.kind === 'proposal'
    ? judgeWhole(id, start, stack, before)
    : judgeLayers(id, start, stack, before));
  const last = judged.at(-1)!;
  const isSeries = candidate.parts.length > 1;
  const added = ownAdded(start, stack).map((a) => ({ ...a, tasks: last.judgement?.ran.get(a.statement) ?? 0 }));
  const report: CandidateReport = {
    ...shared(candidate, stack),
    ...last.judged,
    parts: isSeries ? judged.map(({ judged: j }, i) => partOf(candidate, i, j)) : [],
    program: stack.failure ? null : stack.base.program,
    ...covered(added.map(described), last),
    diagnostics: diagnosticsOf(stack, last.judgement),
  };
  return { report, answers: last.answers, judgement: last.judgement, added };
}

/** A candidate of which no check can be asked. */
export function unjudged(
  candidate: Candidate,
  verdict: 'unknown' | 'not-modelled',
  reason: string,
  diagnostic?: Diagnostic,
): CandidateReport {
  return {
    ...shared(candidate, { layers: candidate.parts.map((patch) => ({ patch, applied: null })), touched: [] }),
    verdict,
    reason,
    introduced: null,
    residual: null,
    parts: [],
    program: null,
    added: [],
    coverage: null,
    diagnostics: diagnostic ? [diagnostic] : [],
  };
}

interface JudgedLayer {
  readonly judged: Judged;
  readonly answers: ReadonlyMap<string, CandidateAnswer>;
  readonly judgement: Judgement | undefined;
}

function covered(
  added: readonly AddedStatement[],
  { judgement, answers }: JudgedLayer,
): Pick<CandidateReport, 'added' | 'coverage'> {
  return { added, coverage: judgement ? coverageOf(added, answers.values()) : null };
}

/** A candidate that has no parts. */
async function judgeWhole(id: string, start: Base, stack: Stack, before: Before): Promise<JudgedLayer[]> {
  return [stack.failure ? undecided(before, stack.failure.message) : await judgeBase(id, stack.base, start, before)];
}

async function judgeLayers(id: string, start: Base, stack: Stack, before: Before): Promise<JudgedLayer[]> {
  const done: JudgedLayer[] = [];
  let previous: JudgedLayer = {
    judged: judgedBy(before, before.answers),
    answers: before.answers,
    judgement: undefined,
  };
  let { program } = start;
  let refused = start.refused.size;
  for (const layer of stack.layers) {
    if (layer.applied === null || layer.applied.failure) previous = undecided(before, stack.failure!.message);
    else if (changesModel(program, layer.base.program) || layer.base.refused.size > refused)
      previous = await judgeBase(id, layer.base, start, before);
    program = layer.base.program;
    refused = layer.base.refused.size;
    done.push(previous);
  }
  return done;
}

async function judgeBase(name: string, base: Base, start: Base, before: Before): Promise<JudgedLayer> {
  const { model, asked, checks, watch } = before;
  const own = base.added.filter((a) => !start.added.includes(a));
  const ids = checks.map((c) => c.check);
  const judgement = await judgeProgram(base.program, model, ids, {
    ...judgeOptions(name, asked, base, watch, own),
    windows: windowsOf(checks, before.answers),
  });
  // What was not searched may run it.
  const isCut = [...judgement.answers.values()].some((a) => a.answer === 'unknown');
  const neverRan = !isCut && own.some((a) => judgement.ran.get(a.statement) === 0);
  const answers = neverRan ? vacuously(judgement.answers) : judgement.answers;
  const blocked = [...judgement.blocked.values()].flat()[0];
  const judged = judgedBy(before, answers);
  return {
    judged: blocked ? { ...judged, verdict: 'unknown', reason: inOneLine(blocked) } : judged,
    answers,
    judgement,
  };
}

/** The checks whose windows are measured, and the windows that they had before. */
export function windowsOf(
  checks: readonly AskedCheck[],
  before: ReadonlyMap<string, MeasuredAnswer>,
): ReadonlyMap<string, Window | null> {
  const measured = checks.filter((c) => c.described || c.named);
  return new Map(measured.map(({ check: { id } }) => [id, before.get(id)?.window ?? null]));
}

export function judgeOptions(
  name: string,
  asked: Asked,
  base: Base,
  watch: Watch,
  cover: readonly Added[] = [],
): JudgeOptions {
  return {
    name,
    watch,
    maxStates: asked.maxStates,
    deadline: asked.deadline,
    refused: base.refused,
    cover: cover.map((a) => a.statement),
  };
}

/** Of a program of which something was never run, nothing is shown. */
function vacuously(answers: ReadonlyMap<string, MeasuredAnswer>): Map<string, CandidateAnswer> {
  const marked = (a: MeasuredAnswer): CandidateAnswer =>
    a.answer !== 'holds' || a.vacuous ? a : { ...a, vacuous: true, linesNeverRan: true };
  return new Map([...answers].map(([id, a]) => [id, marked(a)]));
}

function undecided(before: Before, reason: string): JudgedLayer {
  const answers = new Map(before.checks.map(({ check }) => [check.id, unanswered(reason)]));
  return { judged: { ...judgedBy(before, answers), verdict: 'unknown', reason }, answers, judgement: undefined };
}

function judgedBy({ checks, asked, answers: before }: Before, after: ReadonlyMap<string, MeasuredAnswer>): Judged {
  const compared = checks.map(({ check: { id }, described: isDescribed }) => ({
    id,
    described: isDescribed,
    before: before.get(id)!,
    after: after.get(id)!,
  }));
  return judgedFrom(compared, asked.scope);
}

function shared(
  { id, kind, author, title, version, message }: Candidate,
  { layers, touched }: { readonly layers: readonly Applying[]; readonly touched: readonly string[] },
) {
  return { id, kind, author, title, version, message, patches: layers.map(patchReport), touched };
}

/** A patch, and what applying it came to. */
type Applying = Pick<Layer, 'patch' | 'applied'>;

function patchReport({ patch, applied }: Applying): PatchReport {
  const files = patch.files.map((file, i) => ({ file, applied: applied?.files[i] ?? null }));
  return {
    patch,
    files,
    lines: linesOf(
      patch.files.map((f) => [f.added, f.deleted]),
      applied?.files ?? [],
    ),
  };
}

function linesOf(counted: readonly (readonly [number, number])[], files: readonly AppliedFile[]): LineCounts {
  const lines = files.flatMap((f) => f.hunks.flatMap((h) => h.lines)).filter((l) => l.status !== 'unmodelled');
  return {
    added: counted.reduce((n, [added]) => n + added, 0),
    deleted: counted.reduce((n, [, deleted]) => n + deleted, 0),
    addedAccounted: lines.filter((l) => l.kind === 'added').length,
    deletedAccounted: lines.filter((l) => l.kind === 'removed').length,
  };
}

function partOf(candidate: Candidate, index: number, judged: Judged): PartVerdict {
  const patch = candidate.parts[index]!;
  return { part: patch.part[0], title: patch.title, ...judged };
}

function ownAdded(start: Base, stack: Stack): readonly Added[] {
  return stack.base.added.filter((a) => !start.added.includes(a));
}

function described({ function: name, statement, line, tasks }: Added & { readonly tasks: number }): AddedStatement {
  const { source, start } = statement.span;
  return { function: name, text: lineAt(source, start).trim(), tasks, statement, ...(line !== undefined && { line }) };
}

function diagnosticsOf(stack: Stack, judgement: Judgement | undefined): readonly Diagnostic[] {
  if (stack.failure) return [stack.failure];
  return [...new Set([...(judgement?.blocked.values() ?? [])].flat())];
}

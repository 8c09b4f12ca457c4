// What a reader of a verdict has to know beside it.

import type { AppliedHunk } from '../model/apply/applied.ts';
import type { Model } from '../model/model.ts';
import type { Candidate } from '../patch/candidates.ts';
import type { Hunk } from '../patch/patch.ts';
import type { AskedCheck } from './asked.ts';
import type { JudgedCandidate } from './candidate.ts';
import { idleText, wasAtStake } from './covered.ts';
import { inOneLine } from './in-one-line.ts';
import type { Judgement } from './judge-program.ts';
import { neverRanWarnings } from './never-ran.ts';
import type { Layer, Stack } from './stack.ts';
import type { OntoReport, Warning } from './thread-verdict.ts';

/** Warnings about the text of a candidate, and about what the model has of it. */
export function patchWarnings(candidate: Candidate, { layers, note }: Pick<Stack, 'layers' | 'note'>): Warning[] {
  const warnings: Warning[] = [];
  if (note !== undefined)
    warnings.push({ code: 'unspecified-branch', text: `${candidate.id} is not whole in the mail: ${note}` });
  if (candidate.missing.length > 0)
    warnings.push({
      code: 'series-incomplete',
      text: `the thread does not have ${candidate.missing.length === 1 ? 'part' : 'parts'} ${candidate.missing.join(', ')} of ${candidate.title}`,
    });
  for (const { patch, applied } of layers) {
    const { message } = patch;
    for (const file of patch.files)
      for (const [i, hunk] of file.hunks.entries()) {
        if (hunk.countsSatisfied) continue;
        // The header stands in front of the first line.
        const line = hunk.lines[0] && hunk.lines[0].line - 1;
        warnings.push({
          code: 'hunk-counts',
          text: miscounted(i + 1, hunk),
          file: file.path,
          message,
          ...lineOf(line),
        });
      }
    for (const w of applied?.warnings ?? []) warnings.push({ ...w, message });
    for (const file of applied && !applied.failure ? applied.files : []) {
      const known = file.hunks.filter((h) => !isInside(h, applied!.refused));
      for (const [reason, lines] of reasonsOf(known)) {
        const text = `${count(lines.length, 'line')} of the patch not judged: ${reason}`;
        warnings.push({ code: 'outside-the-model', text, file: file.path, message, ...lineOf(lines[0]) });
      }
    }
  }
  return warnings.map((w) => ({ ...w, candidate: candidate.id }));
}

/** The same about an earlier thread, which this one stands on. */
export function earlierWarnings({ name, touched }: OntoReport, patch: Candidate, layers: readonly Layer[]): Warning[] {
  const warnings: Warning[] = patchWarnings(patch, { layers }).map(({ candidate: _, ...w }) => ({ ...w, onto: name }));
  if (touched?.length === 0)
    warnings.push({ code: 'outside-the-model', text: `${patch.title} touches nothing in the model`, onto: name });
  return warnings;
}

/** How a hunk and its header differ. */
function miscounted(number: number, { lines, oldLines, newLines }: Hunk): string {
  const old = lines.filter((l) => l.kind !== 'added').length;
  const now = lines.filter((l) => l.kind !== 'removed').length;
  return `the header of hunk ${number} counts ${oldLines} old and ${newLines} new lines, the mail has ${old} and ${now}: lines are missing, or the header is wrong`;
}

function isInside(hunk: AppliedHunk, refused: ReadonlyMap<string, unknown>): boolean {
  return hunk.function !== null && refused.has(hunk.function);
}

function reasonsOf(hunks: readonly AppliedHunk[]): Map<string, number[]> {
  const reasons = new Map<string, number[]>();
  for (const { line, reason } of hunks.flatMap((h) => h.unmodelled))
    reasons.set(reason, [...(reasons.get(reason) ?? []), line]);
  return reasons;
}

/** Warnings about what the checks of a candidate did not show. */
export function judgedWarnings(
  judged: JudgedCandidate,
  stack: Stack,
  checks: readonly AskedCheck[],
  model: Model,
): Warning[] {
  const candidate = judged.report.id;
  const warnings: Warning[] = [];
  if (judged.judgement?.blocked.size === 0)
    for (const [name, [first]] of stack.base.refused)
      warnings.push({
        code: 'unmodelled-not-reached',
        text: `${name}() cannot be run, but no scenario reaches it${first ? `: ${inOneLine(first)}` : ''}`,
      });
  const cut = judged.judgement ? cutIn(judged.judgement) : [];
  warnings.push(...cutWarning(cut, judged.answers.size, 'the search'));
  const isDecided = [...judged.answers.values()].some((a) => a.answer !== 'unknown');
  // What was not searched may run it.
  if (isDecided && cut.length === 0) warnings.push(...neverRanWarnings(judged.added.filter((a) => a.tasks === 0)));
  if (judged.judgement) warnings.push(...answerWarnings(judged.judgement, checks, model));
  return warnings.map((w) => ({ ...w, candidate }));
}

/** Warnings about what the checks of the program before did not show: of all of them, if nothing is held against it. */
export function beforeWarnings(
  before: Judgement,
  checks: readonly AskedCheck[],
  model: Model,
  isAlone: boolean,
): Warning[] {
  const cut = cutWarning(cutIn(before), before.answers.size, isAlone ? 'the search' : 'the search before the patch');
  return [...cut, ...answerWarnings(before, checks, model, !isAlone)];
}

/** Why checks of a program that can be run are not decided, for each of them. */
function cutIn({ blocked, doubted, answers }: Judgement): string[] {
  if (blocked.size > 0) return [];
  return [...answers].flatMap(([id, a]) =>
    a.answer === 'unknown' && !doubted.includes(id) ? [a.reason ?? 'not decided'] : [],
  );
}

function cutWarning(reasons: readonly string[], of: number, what: string): Warning[] {
  if (reasons.length === 0) return [];
  const text = `${what} was cut in ${reasons.length} of ${count(of, 'check')}: ${reasons[0]}`;
  return [{ code: 'search-cut', text }];
}

/** Warnings about the answers for one program; with `isBefore`, of what was not at stake only what the verdict is about. */
function answerWarnings(
  { answers, doubted }: Judgement,
  checks: readonly AskedCheck[],
  model: Model,
  isBefore = false,
): Warning[] {
  const when = isBefore ? ' before the patch' : '';
  const warnings: Warning[] = doubted.map((id) => ({
    code: 'witness-not-replayed',
    text: `${id}: ${answers.get(id)!.reason}`,
  }));
  const isIdle = ({ check }: AskedCheck): boolean => {
    const answer = answers.get(check.id);
    return answer !== undefined && !wasAtStake(answer);
  };
  for (const asked of checks)
    if ((asked.described || asked.named) && isIdle(asked))
      warnings.push({
        code: 'premise-not-reached',
        text: `${asked.check.id} holds${when}, but was not at stake: ${idleText(asked.check.property, model)}`,
        check: asked.check.id,
      });
  if (isBefore) return warnings;
  for (const property of new Set(checks.map((c) => c.check.property))) {
    const asked = checks.filter((c) => c.check.property === property && !c.described && !c.named);
    const idle = asked.filter(isIdle).length;
    if (idle > 0)
      warnings.push({
        code: 'premise-not-reached',
        text: `${property} was not at stake in ${idle} of ${count(asked.length, 'check')}: ${idleText(property, model)}`,
      });
  }
  return warnings;
}

function lineOf(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line };
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

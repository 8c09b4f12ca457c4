// What the patches of a thread do to a model: each function that they touch, before and after, as a diff of the
// model's TypeScript and as one of the C that hunks are applied to.

import { renderDiagnostic } from '../base/diagnostic.ts';
import { readClaims } from '../claim/claim.ts';
import { readThread } from '../mail/read.ts';
import type { FunctionDef, Program } from '../model/ast.ts';
import { printFunctionC } from '../model/print/c.ts';
import { printFunctionTs } from '../model/print/ts.ts';
import { candidatesOf } from '../patch/candidates.ts';
import { matchThread } from '../verdict/match.ts';
import { type Input, readEarlier } from '../verdict/onto.ts';
import { outsidePatch } from '../verdict/outside.ts';
import { changedFunctions } from './changed-functions.ts';
import { unifiedDiff } from './line-diff.ts';

export interface ModelDiff {
  readonly text: string;
  /** Why parts of it are missing. */
  readonly problems: readonly string[];
}

/** The diffs of every candidate of a thread. Throws `MailError` for a file that holds no mail. */
export async function diffThread(
  input: Input,
  options: {
    readonly root: string;
    readonly onto: readonly Input[];
    readonly config: Readonly<Record<string, boolean>>;
  },
): Promise<ModelDiff> {
  const thread = await readThread(input.bytes, input.name);
  const candidates = candidatesOf(thread);
  const claims = readClaims(thread);
  const earlier = await readEarlier(options.onto);
  const matched = await matchThread(options.root, thread, candidates, claims, earlier, options.config);
  if (!matched?.applied.length) {
    const outside = candidates.map((c) => `${c.id}: ${outsidePatch(c)}.`);
    return { text: '', problems: outside.length > 0 ? outside : ['the thread proposes no patch.'] };
  }
  const { model, start } = matched;
  if (start.failure) return { text: '', problems: [start.failure.reason] };

  const parts: string[] = [];
  const problems: string[] = [];
  for (const { candidate, stack, isModelled } of matched.applied) {
    if (stack.failure) problems.push(`${candidate.id}: ${renderDiagnostic(stack.failure)}`);
    else if (!isModelled) problems.push(`${candidate.id}: ${outsidePatch(candidate)}.`);
    for (const refused of [...stack.base.refused.values()].flat())
      problems.push(`${candidate.id}: ${renderDiagnostic(refused)}`);
    if (stack.failure || !isModelled) continue;
    parts.push(`${candidate.id}  ${candidate.title}  (${candidate.author})\nmodel ${model.name}\n`);
    parts.push(...diffsOf(start.base.program, stack.base.program));
  }
  return { text: parts.join('\n'), problems };
}

function diffsOf(before: Program, after: Program): string[] {
  return changedFunctions(before, after).flatMap(({ name, model, kernel, before: old, after: now }) => {
    const ts = (fn: FunctionDef | undefined, p: Program): string => (fn ? printFunctionTs(fn, p).text : '');
    const c = (fn: FunctionDef | undefined, p: Program): string => (fn ? printFunctionC(fn, p).text : '');
    return [
      unifiedDiff(`${model}: ${name}()`, ts(old, before), ts(now, after)),
      unifiedDiff(`${kernel}, as the model has it: ${name}()`, c(old, before), c(now, after)),
    ];
  });
}

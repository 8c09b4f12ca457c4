// What becomes of one mutant. The checks that hold after the patch are put to it, those that the thread describes
// first, until one is violated.

import type { Stmt } from '../model/ast.ts';
import type { Model } from '../model/model.ts';
import { inOneLine } from '../verdict/in-one-line.ts';
import { type Judgement, type JudgeOptions, judgeProgram } from '../verdict/judge-program.ts';
import type { Baseline } from './baseline.ts';
import type { Outcome, PatchMutant } from './mutation.ts';

/** Judges a mutant; nothing is run where it is known that nothing can come of it. */
export async function judgeMutant(
  mutant: PatchMutant,
  baseline: Baseline,
  model: Model,
  options: JudgeOptions,
): Promise<Outcome> {
  if (mutant.refused !== undefined) return { kind: 'refused', reason: mutant.refused };
  if (mutant.equivalent !== undefined) return { kind: 'equivalent', reason: mutant.equivalent };
  const { function: name, statements } = mutant;
  const isUndo = mutant.operator === 'undo';
  const settings = baseline.settings.filter((s) => isUndo || s.concerns(name, statements));
  if (settings.length === 0) return { kind: 'never-ran' };
  // What an undone change leaves in the program is not in the patch, and is counted now.
  const cover: readonly Stmt[] = isUndo ? statements : [];
  let ran = cover.length === 0;
  let refused: string | undefined;
  let open: string | undefined;
  const idle: string[] = [];
  for (const scenario of new Set(settings.map((s) => s.scenario))) {
    const checks = settings.filter((s) => s.scenario === scenario).flatMap((s) => s.held);
    const isEnough: JudgeOptions['isEnough'] = (a) => a.answer === 'violated';
    const judged = await judgeProgram(mutant.program, model, checks, { ...options, cover, isEnough });
    const killer = checks.find((c) => judged.answers.get(c.id)?.answer === 'violated');
    if (killer) return { kind: 'killed', check: killer.id, isDescribed: settings.some((s) => s.described.has(killer)) };
    ran ||= cover.some((s) => judged.ran.get(s)! > 0);
    for (const [id, a] of judged.answers) if (a.vacuous && baseline.answers.get(id)?.vacuous === false) idle.push(id);
    refused ??= refusalIn(judged);
    open ??= [...judged.answers.values()].find((a) => a.answer === 'unknown')?.reason;
  }
  if (refused !== undefined) return { kind: 'refused', reason: refused };
  if (open !== undefined) return { kind: 'undecided', reason: open };
  return ran ? { kind: 'survived', idle } : { kind: 'never-ran' };
}

function refusalIn({ blocked }: Judgement): string | undefined {
  const first = [...blocked.values()].flat()[0];
  return first && inOneLine(first);
}

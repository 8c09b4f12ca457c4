// The model of stale entries under its scenarios, in one letter each: V violated, H holds.

import { readFileSync } from 'node:fs';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { compile } from '../../src/machine/machine.ts';
import { readThread } from '../../src/mail/read.ts';
import { applyPatch } from '../../src/model/apply/apply.ts';
import type { Program } from '../../src/model/ast.ts';
import { BUILT_IN } from '../../src/model/built-in.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import type { FilePatch } from '../../src/patch/patch.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { diffOf } from '../model/c-world.ts';
import { ROOT } from '../verdict/mails.ts';

export const model = loadModel(findModels(ROOT).find((f) => f.name === 'memcg-2.6.30')!);

const switches = Object.keys(model.switches);
const conditions = model.properties.flatMap((p) => [p.condition!, ...(p.premise ? [p.premise] : [])]);

export interface Judged {
  /** A letter for each scenario of the model, in its order. */
  readonly strong: string;
  readonly weak: string;
  readonly ref: string;
  /** Other properties that do not hold, by scenario. */
  readonly broken: Record<string, readonly string[]>;
  readonly states: readonly number[];
}

/** All answers to all scenarios of a program, or to those named; a scenario that is not judged has a dot. */
export function judgeAll(program: Program, only?: readonly string[]): Judged {
  const words = { strong: '', weak: '', ref: '' };
  const broken: Record<string, readonly string[]> = {};
  const states: number[] = [];
  for (const scenario of model.scenarios) {
    if (only && !only.includes(scenario.name)) {
      for (const key of ['strong', 'weak', 'ref'] as const) words[key] += '.';
      continue;
    }
    const machine = compile({ program, scenario, pools: model.pools, switches, conditions });
    const made = new Judge(explore(machine, 0, { maxStates: 400_000, deadline: Number.POSITIVE_INFINITY }));
    const answer = (name: string) => made.answer('fair', model.properties.find((p) => p.name === name)!);
    const letter = (name: string) => answer(name).answer[0]!.toUpperCase();
    words.strong += letter('no-strong-leak');
    words.weak += letter('no-weak-leak');
    words.ref += letter('no-page-ref-leak');
    const wrong: string[] = BUILT_IN.filter((p) => made.answer('fair', p).answer !== 'holds');
    if (letter('no-data-loss') !== 'H') wrong.push('no-data-loss');
    if (wrong.length > 0) broken[scenario.name] = wrong;
    states.push(answer('no-strong-leak').states);
  }
  return { ...words, broken, states };
}

/** The program after a patch of which every line that changes must be understood. */
async function applied(base: Program, files: readonly FilePatch[], config = model.config): Promise<Program> {
  const { files: done, refused, program } = await applyPatch(base, files, { ...model, config });
  const wrong = done
    .flatMap((f) => f.hunks)
    .flatMap((h) => h.lines.filter((l) => l.kind !== 'context' && l.status === 'unmodelled'));
  const told = [...refused.values()].flat().map(renderDiagnostic);
  if (wrong.length > 0 || told.length > 0)
    throw new Error([...wrong.map((l) => JSON.stringify(l)), ...told].join('\n'));
  return program;
}

/** The program after a diff. */
export function patched(diff: string, base: Program = model.program): Promise<Program> {
  return applied(base, diffOf(diff));
}

/** The program after the patch of the thread, with symbols of the configuration that the model does not have. */
export async function afterV5(config: Record<string, boolean> = {}): Promise<Program> {
  const name = 'fixtures/threads/2009-memcg-stale-swap-cache.mbox';
  const thread = await readThread(readFileSync(name), name);
  const [patch] = recoverPatches(thread.messages[0]!);
  return applied(model.program, patch!.files, { ...model.config, ...config });
}

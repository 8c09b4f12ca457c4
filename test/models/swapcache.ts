// The swap cache model under its scenarios, in one letter each: V violated, H holds.

import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { compile } from '../../src/machine/machine.ts';
import { applyPatch } from '../../src/model/apply/apply.ts';
import type { Program } from '../../src/model/ast.ts';
import { BUILT_IN } from '../../src/model/built-in.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import type { Scenario } from '../../src/model/model.ts';
import { diffOf } from '../model/c-world.ts';
import { ROOT } from '../verdict/mails.ts';

export const folder = findModels(ROOT).find((f) => f.name === 'swapcache-2.4')!;
export const model = loadModel(folder);
export const ONE_PAGE = model.properties.find((p) => p.name === 'one-page-per-entry')!;

const switches = Object.keys(model.switches);
const conditions = model.properties.flatMap((p) => [p.condition!, ...(p.premise ? [p.premise] : [])]);
const AT_THE_END = model.properties.filter((p) => p.kind === 'quiescent');

export function scenario(name: string): Scenario {
  return model.scenarios.find((s) => s.name === name)!;
}

function asksOnePage(name: string): boolean {
  return scenario(name).properties.includes(ONE_PAGE.name);
}

/** All answers to one scenario of a program, and how many states they took. */
export function judge(program: Program, of: Scenario, on?: string) {
  const machine = compile({ program, scenario: of, pools: model.pools, switches, conditions });
  const mask = on === undefined ? 0 : 1 << switches.indexOf(on);
  const made = new Judge(explore(machine, mask, { maxStates: 250_000, deadline: Number.POSITIVE_INFINITY }));
  const letter = (asked: Parameters<Judge['answer']>[1]) => made.answer('fair', asked).answer[0]!.toUpperCase();
  const { states } = made.answer('fair', ONE_PAGE);
  const lost = AT_THE_END.filter((p) => of.properties.includes(p.name) && letter(p) !== 'H').map((p) => p.name);
  return { onePage: letter(ONE_PAGE), lost, broken: BUILT_IN.filter((p) => letter(p) !== 'H'), states };
}

/** Whether each scenario keeps one page per entry, as one word; which built-in properties break, and which of counts and
 * data, by scenario. */
export function judgeAll(program: Program, on?: string) {
  const all = model.scenarios.map((s) => ({ name: s.name, ...judge(program, s, on) }));
  const byScenario = (key: 'broken' | 'lost') =>
    Object.fromEntries(all.filter((a) => a[key].length > 0).map((a) => [a.name, a[key]]));
  return {
    word: all
      .filter((a) => asksOnePage(a.name))
      .map((a) => a.onePage)
      .join(''),
    broken: byScenario('broken'),
    lost: byScenario('lost'),
    states: all.map((a) => a.states),
  };
}

/** The program after a diff of which every line must be understood. */
export async function patched(diff: string, base: Program = model.program): Promise<Program> {
  const { files, refused, program } = await applyPatch(base, diffOf(diff), model);
  const wrong = files.flatMap((f) => f.hunks).flatMap((h) => h.lines.filter((l) => l.status === 'unmodelled'));
  const told = [...refused.values()].flat().map(renderDiagnostic);
  if (wrong.length > 0 || told.length > 0)
    throw new Error([...wrong.map((l) => JSON.stringify(l)), ...told].join('\n'));
  return program;
}

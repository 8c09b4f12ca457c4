// The zswap model under its scenarios, in one letter each: V violated, H holds; and where memory that is freed is used.

import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { compile, type Machine } from '../../src/machine/machine.ts';
import { applyPatch } from '../../src/model/apply/apply.ts';
import type { FunctionDef, Program, Stmt } from '../../src/model/ast.ts';
import { BUILT_IN } from '../../src/model/built-in.ts';
import { findModels, loadModel, withProposal } from '../../src/model/load.ts';
import type { Scenario } from '../../src/model/model.ts';
import { statementsOf } from '../../src/model/walk.ts';
import { placeOf } from '../../src/report/shorten.ts';
import { diffOf } from '../model/c-world.ts';
import { ROOT } from '../verdict/mails.ts';

const folder = findModels(ROOT).find((f) => f.name === 'zswap-6.8')!;
export const model = loadModel(folder);

const conditions = model.properties.flatMap((p) => [p.condition!, p.premise!]);

export function scenario(name: string): Scenario {
  return model.scenarios.find((s) => s.name === name)!;
}

function searched(program: Program, of: Scenario) {
  const machine = compile({ program, scenario: of, pools: model.pools, switches: [], conditions });
  return { machine, graph: explore(machine, 0, { maxStates: 250_000, deadline: Number.POSITIVE_INFINITY }) };
}

/** What does not hold in one scenario of a program, and how many states it took. */
export function judge(program: Program, of: Scenario) {
  const made = new Judge(searched(program, of).graph);
  const asked = [...BUILT_IN, ...model.properties];
  const broken = asked.filter((p) => made.answer('fair', p).answer !== 'holds');
  const { states, answer } = made.answer('fair', 'no-bug-on');
  if (answer === 'unknown') throw new Error('cut');
  return { broken: broken.map((p) => (typeof p === 'string' ? p : p.name)), states };
}

/** What does not hold, by scenario; scenarios where all holds are left out. */
export function brokenIn(program: Program): Record<string, readonly string[]> {
  const all = model.scenarios.map((s) => [s.name, judge(program, s).broken] as const);
  return Object.fromEntries(all.filter(([, broken]) => broken.length > 0));
}

/** Where a task is stopped by a use after free: the statements of zswap.c that it stands in, innermost first. */
export function usesAfterFree(program: Program, of: Scenario): string[] {
  const { machine, graph } = searched(program, of);
  new Judge(graph).answer('fair', 'no-leak');
  const found = new Set<string>();
  const before = new Int32Array(machine.size);
  const after = new Int32Array(machine.size);
  for (let state = 0; state < graph.table.count; state++)
    for (const { to, task } of graph.edges(state)) {
      graph.table.read(to, after);
      if (kindOf(machine, after, task) !== 'use-after-free') continue;
      graph.table.read(state, before);
      found.add(placesIn(machine, before, task));
    }
  return [...found].sort();
}

function kindOf(machine: Machine, state: Int32Array, task: number): string {
  return machine.pcs[state[machine.frames[task]!]!]!.kind;
}

/** `zswap_rb_search: node = root->rb_node < shrink_memcg_cb: if (entry != zswap_rb_search(…))`, out to the callback. */
function placesIn(machine: Machine, state: Int32Array, task: number): string {
  const places: string[] = [];
  for (let at = machine.pcs[state[machine.frames[task]!]!]!.site; at; at = at.caller) {
    if (at.fn.file !== 'mm/zswap.c' || !at.statement) continue;
    places.push(`${at.fn.name}: ${numbered(at.statement, at.fn)}`);
    if (at.fn.name === 'shrink_memcg_cb') break;
  }
  return places.join(' < ');
}

/** A statement, and the how manyth of its words it is in the function, from the second on. */
function numbered(statement: Stmt, fn: FunctionDef): string {
  const text = placeOf(statement);
  const same = [...statementsOf(fn.body)].filter((s) => placeOf(s) === text);
  const number = same.indexOf(statement) + 1;
  return number > 1 ? `${text} #${number}` : text;
}

/** The program after a diff of which every line must be understood. */
export async function patched(diff: string, base: Program = model.program): Promise<Program> {
  const { files, refused, program } = await applyPatch(base, diffOf(diff), model);
  const wrong = files
    .flatMap((f) => f.hunks)
    .flatMap((h) => h.lines.filter((l) => l.kind !== 'context' && l.status === 'unmodelled'));
  const told = [...refused.values()].flat().map(renderDiagnostic);
  if (wrong.length > 0 || told.length > 0)
    throw new Error([...wrong.map((l) => JSON.stringify(l)), ...told].join('\n'));
  return program;
}

/** The program of a proposal. */
export function proposed(name: string): Program {
  const { program, diagnostics } = withProposal(folder, model.proposals.find((p) => p.name === name)!, model.program);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(renderDiagnostic).join('\n'));
  return program;
}

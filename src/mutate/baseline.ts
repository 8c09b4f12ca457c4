// What mutants are held against: the checks that hold after the patch. They are asked setting by setting, so that it is
// known where each added statement runs: where it does not, a mutant of it cannot be told from the patch.

import type { Answer } from '../explore/judge.ts';
import { reachedFrom } from '../machine/reached.ts';
import type { Program, Stmt } from '../model/ast.ts';
import type { Model, Scenario } from '../model/model.ts';
import type { AskedCheck } from '../verdict/asked.ts';
import type { Check } from '../verdict/checks.ts';
import { type JudgeOptions, judgeProgram } from '../verdict/judge-program.ts';
import { reachableFrom } from '../verdict/reach.ts';

/** The checks of one scenario under one setting of its switches that hold after the patch. */
export interface Setting {
  readonly scenario: string;
  /** Those that the thread describes come first. */
  readonly held: readonly Check[];
  readonly described: ReadonlySet<Check>;
  /** States that had to be searched. */
  readonly states: number;
  /** Whether a mutant of these statements in this function can be told from the patch here. */
  readonly concerns: (name: string, statements: readonly Stmt[]) => boolean;
}

export interface Baseline {
  /** In the order in which mutants are asked: where the bug is first, then the cheap ones. */
  readonly settings: readonly Setting[];
  readonly answers: ReadonlyMap<string, Answer>;
  /** Why nothing could be asked, if so. */
  readonly reason: string | undefined;
}

/** Judges the patched program. */
export async function judgeBaseline(
  program: Program,
  model: Model,
  asked: readonly AskedCheck[],
  cover: ReadonlySet<Stmt>,
  options: JudgeOptions,
): Promise<Baseline> {
  const answers = new Map<string, Answer>();
  const settings: Setting[] = [];
  let reason: string | undefined;
  for (const group of groupsOf(asked)) {
    const checks = group.map((a) => a.check);
    const judged = await judgeProgram(program, model, checks, { ...options, cover: [...cover] });
    for (const [id, answer] of judged.answers) answers.set(id, answer);
    reason ??= [...judged.answers.values()].find((a) => a.answer === 'unknown')?.reason;
    const scenario = model.scenarios.find((s) => s.name === checks[0]!.scenario)!;
    const held = group.filter((a) => judged.answers.get(a.check.id)!.answer === 'holds');
    if (held.length === 0) continue;
    const isWhole = checks.every((c) => judged.answers.get(c.id)!.answer !== 'unknown');
    const reached = reachableFrom(program, scenario, model);
    const alone = reachedAlone(program, scenario, model);
    settings.push({
      scenario: scenario.name,
      held: [...held.filter((a) => a.described), ...held.filter((a) => !a.described)].map((a) => a.check),
      described: new Set(held.filter((a) => a.described).map((a) => a.check)),
      states: Math.max(...[...judged.answers.values()].map((a) => a.states)),
      concerns: (name, statements) => {
        if (!reached.has(name)) return false;
        return !isWhole || alone.has(name) || statements.some((s) => (judged.ran.get(s) ?? 1) > 0);
      },
    });
  }
  settings.sort((a, b) => b.described.size - a.described.size || a.states - b.states);
  return { settings, answers, reason };
}

/** What runs outside of the tasks as well, where nobody counts what ran: setup, conditions, initcalls. */
function reachedAlone(program: Program, { setup }: Scenario, { properties }: Model): Set<string> {
  const asked = properties.flatMap((p) => [p.condition, p.premise]).filter((name) => name !== undefined);
  return reachedFrom(program, [setup, ...asked]);
}

function groupsOf(asked: readonly AskedCheck[]): AskedCheck[][] {
  const groups = new Map<string, AskedCheck[]>();
  for (const a of asked) {
    const key = `${a.check.scenario}/${a.check.switches.join('+')}`;
    groups.set(key, [...(groups.get(key) ?? []), a]);
  }
  return [...groups.values()];
}

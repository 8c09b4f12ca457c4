// Programs of a test on top of the whole vocabulary.

import { readdirSync, readFileSync } from 'node:fs';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { compile } from '../../src/machine/machine.ts';
import type { Program } from '../../src/model/ast.ts';
import type { BuiltIn } from '../../src/model/built-in.ts';
import { checkFunction } from '../../src/model/check-function.ts';
import type { Property } from '../../src/model/model.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram } from '../../src/model/ts/program.ts';
import { doubt } from '../../src/verdict/confirm.ts';
import type { Toy } from '../explore/ask.ts';
import { scenarioOf } from '../machine/dialect.ts';

const FOLDER = 'models/kernel';
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: `${FOLDER}/${name}`, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }));

/** The program of a text that may call whatever the vocabulary has. */
export function kernelProgram(text: string): Program {
  const parsed = [...files, { name: 'test.ts', text }].map(parseModelFile);
  const { program, diagnostics } = buildProgram(parsed);
  const wrong = [...diagnostics, ...[...program.functions.values()].flatMap((fn) => checkFunction(program, fn))];
  if (wrong.length > 0) throw new Error(wrong.map((d) => d.message).join('\n'));
  return program;
}

const SCHEDULES = ['fair', 'coop', 'preempt'] as const;

/**
 * What `fair` answers. Each violation, of the other schedules too, must be one to the interpreter; and what no run at all
 * violates, no schedule does.
 */
export function kernelSays(toy: Toy, property: Property | BuiltIn, on = 0, program = kernelProgram(toy.text)): string {
  const scenario = scenarioOf(toy.tasks);
  const { pools = {}, switches = [], conditions = [] } = toy;
  const machine = compile({ program, scenario, pools, switches, conditions });
  const judge = new Judge(explore(machine, on, { maxStates: 200_000, deadline: Number.POSITIVE_INFINITY }));
  const said = SCHEDULES.map((schedule) => {
    const { answer, witness, vacuous, reason } = judge.answer(schedule, property);
    const why = witness && doubt(program, scenario, on ? switches : [], schedule, property, witness.lasso);
    if (why !== undefined) return `${schedule} is doubted: ${why}`;
    return answer === 'unknown' ? `unknown: ${reason}` : vacuous ? `${answer} of nothing` : answer;
  });
  const wrong = said.find((s) => s.includes('doubted') || (said[0]!.startsWith('holds') && s === 'violated'));
  return wrong ?? said[0]!;
}

// Toy programs and what the search says of them.

import { explore } from '../../src/explore/graph.ts';
import { type Answer, Judge } from '../../src/explore/judge.ts';
import { compile } from '../../src/machine/machine.ts';
import type { BuiltIn } from '../../src/model/built-in.ts';
import type { Property, ScheduleName, Task } from '../../src/model/model.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';

type Tasks = readonly (string | (Partial<Task> & { readonly run: string }))[];

export interface Toy {
  readonly text: string;
  readonly tasks: Tasks;
  readonly pools?: Readonly<Record<string, number>>;
  readonly switches?: readonly string[];
  readonly conditions?: readonly string[];
  readonly maxStates?: number;
}

export const RETURNS: Property = { name: 'every-call-returns', about: '', kind: 'progress' };

export function quiescent(condition: string, premise?: string): Property {
  return { name: condition, about: '', kind: 'quiescent', condition, ...(premise && { premise }) };
}

export function invariant(condition: string): Property {
  return { name: condition, about: '', kind: 'invariant', condition };
}

/** A judge of the toy with these of its switches on. */
export function judgeOf(toy: Toy, on = 0): Judge {
  const machine = compile({
    program: programOf(toy.text),
    scenario: scenarioOf(toy.tasks),
    pools: toy.pools ?? {},
    switches: toy.switches ?? [],
    conditions: toy.conditions ?? [],
  });
  return new Judge(explore(machine, on, { maxStates: toy.maxStates ?? 100_000, deadline: Number.POSITIVE_INFINITY }));
}

export function ask(toy: Toy, schedule: ScheduleName, property: Property | BuiltIn, on = 0): Answer {
  return judgeOf(toy, on).answer(schedule, property);
}

/** `violated`, `holds`, `unknown`. */
export function says(toy: Toy, schedule: ScheduleName, property: Property | BuiltIn, on = 0): string {
  return ask(toy, schedule, property, on).answer;
}

/** The run as the number of each mover, the cycle in brackets: `0 1 1 [1 1]`. */
export function runOf(answer: Answer): string {
  const { prefix, cycle } = answer.witness!.lasso;
  const moves = (list: readonly { task: number; choice: number }[]) =>
    list.map((m) => (m.choice ? `${m.task}'` : `${m.task}`)).join(' ');
  return (cycle.length > 0 ? `${moves(prefix)} [${moves(cycle)}]` : moves(prefix)).trim();
}

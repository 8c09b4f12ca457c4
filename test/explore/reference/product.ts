// The same question put to what users get: generated code, the search, the judge of its graph.

import { explore } from '../../../src/explore/graph.ts';
import { Judge } from '../../../src/explore/judge.ts';
import { kindOf } from '../../../src/explore/mode.ts';
import type { Play } from '../../../src/explore/schedule.ts';
import { compile } from '../../../src/machine/machine.ts';
import type { Move } from '../../../src/machine/trace.ts';
import type { BuiltIn } from '../../../src/model/built-in.ts';
import type { Property, ScheduleName } from '../../../src/model/model.ts';
import type { Word } from './answer.ts';
import { isQuiescent, type Question } from './interpreted.ts';
import type { Sight } from './sight.ts';

const STATUS = [
  'done',
  'stopped',
  'unarrived',
  'runnable',
  'spinning',
  'waiting',
  'asleep',
  'asleep-timed',
  'idle',
  'held',
] as const;

export class Product {
  readonly #judge: Judge;
  readonly #question: Question;

  /** Throws a `Refusal` for what cannot be run. */
  constructor(question: Question, maxStates: number) {
    const { program, scenario, pools, switchesOn } = question;
    const conditions = [...(question.observer?.bits ?? []), ...question.always, ...question.atEnd];
    // Switches that are off have numbers too; these come first.
    const machine = compile({ program, scenario, pools, switches: ['none of these', ...switchesOn], conditions });
    const mask = (1 << (switchesOn.length + 1)) - 2;
    this.#question = question;
    this.#judge = new Judge(explore(machine, mask, { maxStates, deadline: Number.POSITIVE_INFINITY }));
  }

  answer(schedule: ScheduleName, property: Property | BuiltIn): Word {
    return this.#judge.answer(schedule, property).answer;
  }

  play(schedule: ScheduleName): Play {
    return this.#judge.reach(schedule, 'no-bug-on').play;
  }

  /** All moves of a state, whatever a schedule says. */
  edges(state: number): readonly (Move & { readonly to: number })[] {
    return this.#judge.graph.edges(state);
  }

  sight(state: number): Sight {
    const { graph } = this.#judge;
    const { machine } = graph;
    const cells = new Int32Array(machine.size);
    graph.table.read(state, cells);
    const modes = graph.modes(state);
    const statuses = machine.tasks.map((_, t) => {
      const word = STATUS[kindOf(modes[t]!)]!;
      return word === 'stopped' ? machine.pcs[cells[machine.frames[t]!]!]!.kind : word;
    });
    const { always, atEnd, observer } = this.#question;
    const ends = isQuiescent(statuses.map((status) => ({ status }))) ? atEnd : [];
    const asked = [...(observer?.bits ?? []), ...always, ...ends];
    const truth = asked.map((name) => (machine.condition(name, cells) ? '1' : '0')).join('');
    return { statuses, truth, leaked: machine.leaked(cells) };
  }

  isCut(state: number): boolean {
    return this.#judge.graph.isCut(state);
  }
}

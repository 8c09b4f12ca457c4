// The same question put to what users get: generated code, the search, the judge of its graph.

import { type Count, count } from '../../../src/explore/count.ts';
import { explore } from '../../../src/explore/graph.ts';
import { Judge } from '../../../src/explore/judge.ts';
import { kindOf } from '../../../src/explore/mode.ts';
import type { Play } from '../../../src/explore/schedule.ts';
import { compile, type Machine } from '../../../src/machine/machine.ts';
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

/** What a task that was not stopped is doing. */
export const WORDS: ReadonlySet<string> = new Set(STATUS);

export class Product {
  readonly #machine: Machine;
  readonly #switches: number;
  readonly #judge: Judge;
  readonly #question: Question;

  /** Throws a `Refusal` for what cannot be run. */
  constructor(question: Question, maxStates: number) {
    const { program, scenario, pools, switchesOn } = question;
    const conditions = [...(question.observer?.bits ?? []), ...question.always, ...question.atEnd];
    // Switches that are off have numbers too; these come first.
    this.#machine = compile({ program, scenario, pools, switches: ['none of these', ...switchesOn], conditions });
    this.#question = question;
    this.#switches = (1 << (switchesOn.length + 1)) - 2;
    this.#judge = new Judge(explore(this.#machine, this.#switches, { maxStates, deadline: Number.POSITIVE_INFINITY }));
  }

  answer(schedule: ScheduleName, property: Property | BuiltIn): Word {
    return this.#judge.answer(schedule, property).answer;
  }

  play(schedule: ScheduleName): Play {
    return this.#judge.reach(schedule, 'no-bug-on').play;
  }

  /** A task may go to a timed sleep. */
  get isTimed(): boolean {
    return this.#judge.graph.timed;
  }

  /** All moves of a state, whatever a schedule says. */
  edges(state: number): readonly (Move & { readonly to: number })[] {
    return this.#judge.graph.edges(state);
  }

  /** What the search finds that keeps no moves. */
  count(maxStates: number): Count {
    return count(this.#machine, this.#switches, maxStates);
  }

  sight(state: number): Sight {
    const { graph } = this.#judge;
    const machine = this.#machine;
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

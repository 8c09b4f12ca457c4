// All states that a program can get into, by the plainest means there are: the interpreter makes each move, from each
// state, one after the other. It cannot be copied, so that all but one of the moves from a state begin with a replay of
// the moves that lead there. Nothing is reduced, and nothing is taken from src/explore or from the generated code.

import { Beyond } from '../../../src/machine/interpret/pool.ts';
import { type Run, startRun } from '../../../src/machine/interpret/run.ts';
import type { Move } from '../../../src/machine/trace.ts';
import type { Program } from '../../../src/model/ast.ts';
import type { Scenario } from '../../../src/model/model.ts';

export interface Question {
  readonly program: Program;
  readonly scenario: Scenario;
  /** For the search; in the reference they have no bound. */
  readonly pools: Readonly<Record<string, number>>;
  /** Those that are on. */
  readonly switchesOn: readonly string[];
  /** Functions that properties are made of. */
  readonly conditions: readonly string[];
  /** Tells states apart: a function that gives a number, and conditions that ask for its bits from the lowest on. */
  readonly observer?: { readonly number: string; readonly bits: readonly string[] };
}

/** What can be said of a task in a state. */
export interface TaskState {
  /** As in the interpreter; why it stopped, if it did. */
  readonly status: string;
  readonly isStopped: boolean;
  /** Of its next move; 0 if it cannot move. */
  readonly outcomes: number;
  readonly isPinned: boolean;
  readonly isAtomic: boolean;
  /** It sleeps, waits for what may take long, offers its CPU, or has ended. */
  readonly maySleep: boolean;
  readonly offers: boolean;
}

export interface State {
  readonly tasks: readonly TaskState[];
  /** Of each condition of the question, then of each bit of the observer. */
  readonly truth: readonly boolean[];
  readonly leaked: boolean;
  /** The moves that led to it first. */
  readonly came: { readonly from: number; readonly move: Move } | undefined;
}

export interface Edge extends Move {
  readonly to: number;
  /** A call of the scenario into the kernel came back. */
  readonly returns: boolean;
}

/** More states than the reference is to look at. */
export class TooBig extends Error {}

export class Interpreted {
  readonly question: Question;
  readonly states: State[] = [];
  readonly #most: number;
  readonly #known = new Map<string, number>();
  /** A run that stands in a state that nobody has asked about yet. */
  readonly #waiting = new Map<number, Run>();
  readonly #edges: (readonly Edge[] | undefined)[] = [];
  readonly #cut = new Map<number, string>();
  moves = 0;

  constructor(question: Question, most: number) {
    this.question = question;
    this.#most = most;
    this.#add(this.#start(), undefined);
  }

  /** All moves of a state that somebody can make, whatever a schedule says. */
  edges(state: number): readonly Edge[] {
    this.#edges[state] ??= this.#expand(state);
    return this.#edges[state];
  }

  /** Why a move of the state could not be made: a bound of the model. */
  cut(state: number): string | undefined {
    this.edges(state);
    return this.#cut.get(state);
  }

  /** The moves by which a state was found. */
  path(state: number): Move[] {
    const moves: Move[] = [];
    for (let { came } = this.states[state]!; came; came = this.states[came.from]!.came) moves.push(came.move);
    return moves.reverse();
  }

  /** The interpreter, standing in a state. */
  at(state: number): Run {
    const run = this.#start();
    for (const move of this.path(state)) this.#move(run, move);
    return run;
  }

  #expand(state: number): Edge[] {
    const list: Edge[] = [];
    for (const [task, { outcomes }] of this.states[state]!.tasks.entries())
      for (let choice = 0; choice < outcomes; choice++) {
        const run = this.#waiting.get(state) ?? this.at(state);
        this.#waiting.delete(state);
        const move = { task, choice };
        try {
          const returns = this.#move(run, move);
          list.push({ ...move, to: this.#add(run, { from: state, move }), returns });
        } catch (error) {
          if (!(error instanceof Beyond)) throw error;
          this.#cut.set(state, error.message);
        }
      }
    this.#waiting.delete(state);
    return list;
  }

  #add(run: Run, came: State['came']): number {
    const text = run.fingerprint();
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const number = this.states.length;
    if (number >= this.#most) throw new TooBig(`more than ${this.#most} states`);
    this.#known.set(text, number);
    this.states.push({ ...this.#seen(run), came });
    this.#waiting.set(number, run);
    return number;
  }

  #seen(run: Run): Omit<State, 'came'> {
    const tasks = this.question.scenario.tasks.map((_, t): TaskState => {
      const status = run.status(t);
      const point = run.standsAt(t);
      return {
        status: typeof status === 'string' ? status : status.stopped,
        isStopped: typeof status !== 'string',
        outcomes: run.enabled(t),
        isPinned: run.isPinned(t),
        isAtomic: run.isAtomic(t),
        maySleep: status === 'done' || (point !== undefined && MAY_SLEEP.has(point)),
        offers: point === 'resched',
      };
    });
    return { tasks, truth: this.#truth(run), leaked: run.leaks().length > 0 };
  }

  #truth(run: Run): readonly boolean[] {
    const { conditions, observer } = this.question;
    const observed = observer ? Number(run.call(observer.number)) : 0;
    const bits = observer?.bits.map((_, i) => ((observed >> i) & 1) === 1) ?? [];
    return [...conditions.map((name) => Boolean(run.call(name))), ...bits];
  }

  #start(): Run {
    const { program, scenario, switchesOn } = this.question;
    return startRun(program, scenario, { switchesOn: new Set(switchesOn) });
  }

  /** Makes a move; whether a call of the scenario into the kernel came back in it. */
  #move(run: Run, move: Move): boolean {
    this.moves++;
    const before = run.returned(move.task);
    run.move(move);
    return run.returned(move.task) > before;
  }
}

const MAY_SLEEP: ReadonlySet<string> = new Set(['sleep', 'sleep_timed', 'wait', 'idle', 'resched']);

// The states that a program gets into, as the interpreter tells it. It can make moves and cannot be copied or go back, so
// that what is found is found on walks from the start. Nothing is reduced, and nothing is taken from src/explore or from
// the generated code.

import { Beyond } from '../../../src/machine/interpret/pool.ts';
import { type Run, runsOf } from '../../../src/machine/interpret/run.ts';
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
  /** Functions that are asked in every state. */
  readonly always: readonly string[];
  /** Functions that are asked where everything is over. */
  readonly atEnd: readonly string[];
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
  /** What the functions said that were asked. */
  readonly truth: ReadonlyMap<string, boolean>;
  readonly leaked: boolean;
}

/** Where a move leads. */
export interface Led {
  readonly to: number;
  /** A call of the scenario into the kernel came back. */
  readonly returns: boolean;
}

export interface Edge extends Move, Led {}

/** More than the reference is to look at. */
export class TooBig extends Error {}

export class Interpreted {
  readonly question: Question;
  readonly states: State[] = [];
  /** How many moves the interpreter has made. */
  moves = 0;
  readonly #most: number;
  readonly #start: () => Run;
  readonly #known = new Map<string, number>();
  readonly #led = new Map<string, Led | 'cut'>();
  readonly #cut = new Set<number>();

  constructor(question: Question, most: number) {
    const { program, scenario, switchesOn } = question;
    this.#start = runsOf(program, scenario, { switchesOn: new Set(switchesOn), silent: true });
    this.question = question;
    this.#most = most;
    this.#number(this.#start());
  }

  /** Where a move leads, as far as it was made already; `cut` if it meets a bound of the model. */
  led(state: number, { task, choice }: Move): Led | 'cut' | undefined {
    return this.#led.get(`${state} ${task} ${choice}`);
  }

  /** Some move of the state met a bound. */
  isCut(state: number): boolean {
    return this.#cut.has(state);
  }

  walk(): Walk {
    const run = this.#start();
    let state = 0;
    return {
      run,
      state: () => state,
      go: (move) => {
        const known = this.led(state, move);
        const led = known ?? this.#make(run, state, move);
        if (led === 'cut') return false;
        if (known) this.#move(run, move);
        state = led.to;
        return true;
      },
    };
  }

  #make(run: Run, state: number, move: Move): Led | 'cut' {
    const key = `${state} ${move.task} ${move.choice}`;
    try {
      const returns = this.#move(run, move);
      const led = { to: this.#number(run), returns };
      this.#led.set(key, led);
      return led;
    } catch (error) {
      if (!(error instanceof Beyond)) throw error;
      this.#led.set(key, 'cut');
      this.#cut.add(state);
      return 'cut';
    }
  }

  /** Makes a move; whether a call of the scenario into the kernel came back in it. */
  #move(run: Run, move: Move): boolean {
    this.moves++;
    const before = run.returned(move.task);
    run.move(move);
    return run.returned(move.task) > before;
  }

  #number(run: Run): number {
    const text = run.fingerprint();
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.states.length >= this.#most) throw new TooBig(`more than ${this.#most} states`);
    this.#known.set(text, this.states.length);
    return this.states.push(this.#seen(run)) - 1;
  }

  #seen(run: Run): State {
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
    const { always, atEnd, observer } = this.question;
    const observed = observer ? Number(run.call(observer.number)) : 0;
    const bits = observer?.bits.map((bit, i): [string, boolean] => [bit, ((observed >> i) & 1) === 1]) ?? [];
    const truth = new Map(bits);
    for (const name of isQuiescent(tasks) ? [...always, ...atEnd] : always) truth.set(name, Boolean(run.call(name)));
    return { tasks, truth, leaked: run.leaks().length > 0 };
  }
}

/** A run that goes on from state to state. */
export interface Walk {
  readonly run: Run;
  /** Number of the state that it is in. */
  state(): number;
  /** Makes a move; false if it meets a bound, where the walk ends. */
  go(move: Move): boolean;
}

/** Nobody has anything to do any more. */
export function isQuiescent(tasks: readonly Pick<TaskState, 'status'>[]): boolean {
  return tasks.every(({ status }) => status === 'done' || status === 'idle');
}

const MAY_SLEEP: ReadonlySet<string> = new Set(['sleep', 'sleep_timed', 'wait', 'idle', 'resched']);

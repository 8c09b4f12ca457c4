// How far a run has come in making some steps, apart from the state of its tasks. Positions have numbers; what a move does
// to one depends on where the moving task stood and stands, and is remembered.

import type { DrawnStep } from './order.ts';
import type { Sites } from './sites.ts';

export interface Position {
  readonly made: number;
  /** Whose turn it is. */
  readonly turn: number;
  /** He made the last step and goes on; else he makes the next. */
  readonly goesOn: boolean;
  /** Calls that have made their step and are still going on, by task. */
  readonly used: readonly (readonly number[])[];
}

const NOWHERE: readonly number[] = [];

export class Positions {
  readonly #sites: Sites;
  readonly #executing: readonly ((pc: number) => readonly number[])[];
  readonly #turns: readonly (readonly number[])[];
  readonly #tasks: readonly number[];
  readonly #known = new Map<string, number>();
  readonly #all: Position[] = [];
  readonly #pcs: number;
  /** By position, with those of a move as key: the task, and where it stood and stands. */
  readonly #moved: Map<number, readonly number[]>[] = [];
  /** By position, where the turn passes on to; and the position alone. */
  readonly #passed: (readonly number[])[] = [];
  readonly #alone: (readonly number[])[] = [];

  constructor(sites: Sites, steps: readonly DrawnStep[], tasks: number, pcs: number) {
    this.#sites = sites;
    this.#pcs = pcs;
    this.#tasks = Array.from({ length: tasks }, (_, t) => t);
    this.#executing = steps.map((s) => sites.executing(s.part));
    this.#turns = steps.map(({ task }) => (task === null ? this.#tasks : [task]));
  }

  at(number: number): Position {
    return this.#all[number]!;
  }

  /** Before the first step. */
  first(): number[] {
    const used = this.#tasks.map(() => []);
    return this.#turns[0]!.map((turn) => this.#number({ made: 0, turn, goesOn: false, used }));
  }

  /** Where a position leads without a move: the turn passes on, or the task has come to the call of the next step. */
  still(number: number, pcs: Int32Array, callsCount: boolean): readonly number[] {
    const { made, turn, goesOn, used } = this.at(number);
    if (goesOn) {
      this.#passed[number] ??= this.#turns[made]!.map((next) =>
        this.#number({ made, turn: next, goesOn: false, used }),
      );
      return this.#passed[number];
    }
    if (!callsCount) return NOWHERE;
    const pc = pcs[turn]!;
    const begun = this.#executing[made]!(pc).find((n) => !used[turn]!.includes(n) && this.#sites.hasBegun(n, pc));
    if (begun === undefined) return NOWHERE;
    return [this.#number({ made: made + 1, turn, goesOn: true, used: put(used, turn, [...used[turn]!, begun]) })];
  }

  /** Where a move of a task leads: on without a step, or with one or more of them made. */
  moved(number: number, task: number, before: number, after: number): readonly number[] {
    const { made, turn, goesOn, used } = this.at(number);
    const makes = task === turn && !goesOn && (this.#executing[made]?.(before).length ?? 0) > 0;
    if (!makes && used[task]!.length === 0) {
      this.#alone[number] ??= [number];
      return this.#alone[number];
    }
    this.#moved[number] ??= new Map();
    const key = (task * this.#pcs + before) * this.#pcs + after;
    const known = this.#moved[number].get(key);
    if (known) return known;
    const left = (list: readonly number[]): readonly number[] => list.filter((n) => this.#sites.isIn(n, after));
    const found = [this.#number({ made, turn, goesOn, used: put(used, task, left(used[task]!)) })];
    // One move may be part of several calls, one in the other.
    let mine = used[task]!;
    let outer = -1;
    for (let k = made; task === turn && !goesOn && this.#turns[k]?.includes(task); k++) {
      const all = this.#executing[k]!(before);
      outer = all.findIndex((n, i) => i > outer && !mine.includes(n));
      if (outer < 0) break;
      mine = [...mine, all[outer]!];
      found.push(this.#number({ made: k + 1, turn, goesOn: true, used: put(used, task, left(mine)) }));
    }
    this.#moved[number].set(key, found);
    return found;
  }

  #number(position: Position): number {
    const { made, turn, goesOn, used } = position;
    const key = `${made} ${turn} ${goesOn} ${used.join(';')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#all.length);
    return this.#all.push(position) - 1;
  }
}

function put<T>(list: readonly T[], at: number, value: T): readonly T[] {
  return list.map((old, i) => (i === at ? value : old));
}

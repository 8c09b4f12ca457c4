// Where the states of a scenario are too many: what a reduced search says, in which tasks go alone where nothing others do
// has a bearing on it (docs/soundness.md). It answers what is asked of states; of that, what it finds under every
// interleaving to hold holds under any schedule.

import type { Work } from '../base/work.ts';
import type { Answer } from '../explore/judge.ts';
import { type ReducedSearch, searchingReduced } from '../explore/reduced.ts';
import { isReducible, reducedAnswer } from '../explore/reduced-answer.ts';
import { switchesOf } from '../explore/witness.ts';
import type { Machine } from '../machine/machine.ts';
import type { Lasso } from '../machine/trace.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Property, ScheduleName } from '../model/model.ts';

/** The reduced search of a scenario under one setting of its switches, made when it is first asked for. */
export class Beyond {
  readonly #compile: () => Machine;
  readonly #switches: number;
  readonly #maxStates: number;
  readonly #invariants: readonly string[];
  #search: ReducedSearch | undefined;

  /** `compile` makes a machine for reduced searches. */
  constructor(
    compile: () => Machine,
    switches: number,
    maxStates: number,
    properties: readonly (Property | BuiltIn)[],
  ) {
    this.#compile = compile;
    this.#switches = switches;
    this.#maxStates = maxStates;
    this.#invariants = properties.flatMap((p) =>
      typeof p !== 'string' && p.kind === 'invariant' ? [p.condition, p.premise].filter((c) => c !== undefined) : [],
    );
  }

  /** The answer to a question that the whole graph was too large for; undefined if this one does not know either. */
  *answering(schedule: ScheduleName, property: Property | BuiltIn): Work<Answer | undefined> {
    if (!isReducible(property)) return undefined;
    this.#search ??= yield* searchingReduced(this.#compile(), this.#switches, {
      maxStates: this.#maxStates,
      invariants: this.#invariants,
    });
    const { space, end, bound } = this.#search;
    const { run, ...found } = yield* reducedAnswer(this.#search, property);
    if (run && schedule === 'fair' && !wakesByTime(this.#search.machine, run)) {
      const witness = { lasso: run, steps: run.prefix.length, switches: switchesOf(run) };
      return { ...found, exhaustive: false, reason: undefined, witness, isReduced: true };
    }
    if (run || bound !== undefined || end < space.count) return undefined;
    return { ...found, exhaustive: true, reason: undefined, witness: undefined, isReduced: true };
  }

  /** By number of a covered statement, the tasks that ran it; empty if there was no search. */
  get covered(): Int32Array {
    return this.#search?.space.covered ?? new Int32Array(0);
  }
}

/** Whether somebody goes on from a timed sleep in a run: it lets others go first under any schedule, which was not asked. */
function wakesByTime(machine: Machine, { prefix }: Lasso): boolean {
  const cells = machine.initial();
  return prefix.some(({ task, choice }) => {
    if (machine.pcs[cells[machine.frames[task]!]!]!.kind === 'timed') return true;
    machine.move(cells, task, choice);
    return false;
  });
}

// How a run is written down, so that the machine that finds it and the interpreter that replays it agree on nothing else.

/** One step of one task. */
export interface Move {
  /** Index into the scenario's tasks. */
  readonly task: number;
  /** Outcome of the `choose` at this step; 0 otherwise. An arrival is a move of its task too (the first). */
  readonly choice: number;
}

/** A run: moves from the initial state; with a cycle, it goes round that for ever. */
export interface Lasso {
  readonly prefix: readonly Move[];
  readonly cycle: readonly Move[];
}

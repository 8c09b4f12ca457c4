/** How far a search has come: states that were found, and those of them whose moves are still to be made. */
export interface Found {
  readonly states: number;
  readonly waiting: number;
}

/**
 * Work that may take long: a generator that yields every few milliseconds, so that others get their turn, and that may be
 * left where it is. A search yields how far it has come. What the generator returns is the result.
 */
export type Work<T> = Generator<Found | undefined, T, void>;

/** Steps of a loop between two yields: a look at the clock for each would cost more than the step. */
export const STRIDE = 1 << 12;

/** Does all of some work before anything else. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}

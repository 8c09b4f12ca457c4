import type { StopReason } from '../instr.ts';

// What a step function returns.
export const NOT_ENABLED = 0;
export const OK = 1;
/** A pool is full: the search ends here, which is a bound. */
export const BOUND = 2;
/** With OK: the task offered its CPU. */
export const YIELDS = 4;
/** With OK: a call from the scenario into the kernel returned. */
export const PROGRESS = 8;

// Program counters that are no points.
export const DONE = 0;
export const STOPPED = { bug: 1, null: 2, bounds: 3, 'use-after-free': 4, 'double-free': 5 } as const satisfies Record<
  StopReason,
  number
>;

import type { Frame } from './slots.ts';

/** A step: where it begins in the routine of its frame, or -1 for a pure routine. */
export interface StepSource {
  readonly frame: Frame;
  readonly start: number;
  /** Program counter of each point, by the index of its instruction. */
  readonly pcOf: ReadonlyMap<number, number>;
}

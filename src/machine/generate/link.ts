// Text of steps to functions. Each is compiled when it is first taken: a search seldom comes to all of them.

import type { Runtime } from './runtime.ts';

/** A step or a pure routine: state, first cell of the frame, task, outcome of a choice. See step.ts for what it returns. */
export type Step = (s: Int32Array, frame: number, task: number, choice: number) => number;

export interface Links {
  readonly runtime: Runtime;
  /** One cell: the switches that are on, a bit each. */
  readonly switches: Int32Array;
  /** By number of a covered statement: the tasks that ran it, a bit each. */
  readonly covered: Int32Array;
  /** By task: its CPU, its level. */
  readonly cpus: Int32Array;
  readonly levels: Int32Array;
  /** Sets why a step returns BOUND. */
  readonly beyond: (reason: string) => number;
}

export function link(text: string, { runtime, switches, covered, cpus, levels, beyond }: Links): Step {
  const names = [...Object.keys(runtime), 'M', 'C', 'P', 'L', 'beyond'];
  const values = [...Object.values(runtime), switches, covered, cpus, levels, beyond];
  return new Function(...names, `"use strict";return ${text}`)(...values) as Step;
}

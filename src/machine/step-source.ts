import { successors } from './liveness.ts';
import type { Frame } from './slots.ts';

/** A step: where it begins in the routine of its frame, or -1 for a pure routine. */
export interface StepSource {
  readonly frame: Frame;
  readonly start: number;
  /** Program counter of each point, by the index of its instruction. */
  readonly pcOf: ReadonlyMap<number, number>;
}

/** Indices of the instructions that the step may come to, up to the points that end it. */
export function* within({ frame, start }: StepSource): Generator<number> {
  const { instrs } = frame.routine;
  const seen = new Set<number>();
  const stack = [start + 1];
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    if (seen.has(i)) continue;
    seen.add(i);
    yield i;
    const instr = instrs[i]!;
    // Where its switch is off, a choice is no point.
    if (instr.op !== 'point' || instr.kind === 'choose') stack.push(...successors(instrs, i));
  }
}

/** Whether the step may have to wait before it does anything. */
export function mayWait(step: StepSource): boolean {
  for (const i of within(step)) if (step.frame.routine.instrs[i]!.op === 'require') return true;
  return false;
}

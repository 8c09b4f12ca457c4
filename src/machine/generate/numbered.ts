// Steps that do the same whoever makes them: in them, nothing is asked of the task but its frame.

import type { Instr, Value } from '../instr.ts';
import { successors } from '../liveness.ts';
import type { StepSource } from '../step-source.ts';

/** Whether what a step does depends on the number of its task: that itself, its CPU or level, its locals in memory. */
export function isNumbered({ frame, start }: StepSource): boolean {
  const { instrs } = frame.routine;
  const seen = new Set<number>();
  const stack = [start + 1];
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    if (seen.has(i)) continue;
    seen.add(i);
    const instr = instrs[i]!;
    if (asks(instr)) return true;
    if (instr.op !== 'point' || instr.kind === 'choose') stack.push(...successors(instrs, i));
  }
  return false;
}

function asks(instr: Instr): boolean {
  switch (instr.op) {
    // Who ran the statement is recorded.
    case 'cover':
    case 'open':
    case 'close':
      return true;
    case 'set':
    case 'mask':
      return asksIn(instr.value);
    case 'load':
      return asksIn(instr.address);
    case 'store':
      return asksIn(instr.address) || instr.values.some(asksIn);
    case 'require':
    case 'unless':
      return asksIn(instr.test);
    case 'count':
      return asksIn(instr.by);
    case 'alloc':
      return asksIn(instr.size);
    case 'free':
      return asksIn(instr.object);
    default:
      return false;
  }
}

function asksIn(value: Value): boolean {
  switch (value.kind) {
    case 'task':
    case 'cpu':
    case 'level':
    case 'local':
      return true;
    case 'unary':
    case 'convert':
      return asksIn(value.a);
    case 'binary':
      return asksIn(value.a) || asksIn(value.b);
    default:
      return false;
  }
}

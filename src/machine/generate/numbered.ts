// Steps that do the same whoever makes them: in them, nothing is asked of the task but its frame.

import { unreachable } from '../../base/unreachable.ts';
import type { Instr, Subroutine, Value } from '../instr.ts';
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
    case 'call':
      return instr.args.some(asksIn) || asksWithin(instr.callee);
    case 'point':
    case 'chosen':
    case 'masked':
    case 'beyond':
    case 'stop':
    case 'jump':
    case 'progress':
    case 'end':
      return false;
    default:
      return unreachable(instr);
  }
}

const known = new WeakMap<Subroutine, boolean>();

/** Whether a subroutine, or one that it calls, does. */
function asksWithin(callee: Subroutine): boolean {
  let found = known.get(callee);
  if (found === undefined) {
    found = callee.frame.routine.instrs.some(
      (instr) => asks(instr) || (instr.op === 'end' && instr.result.some(asksIn)),
    );
    known.set(callee, found);
  }
  return found;
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

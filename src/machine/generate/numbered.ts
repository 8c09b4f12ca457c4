// Steps that do the same whoever makes them: in them, nothing is asked of the task but its frame.

import { unreachable } from '../../base/unreachable.ts';
import type { Instr, Subroutine, Value } from '../instr.ts';
import { type StepSource, within } from '../step-source.ts';

/** Whether what a step does depends on the number of its task: that itself, its CPU or level, its locals in memory. */
export function isNumbered(step: StepSource): boolean {
  for (const i of within(step)) if (asks(step.frame.routine.instrs[i]!)) return true;
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

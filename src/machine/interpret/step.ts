// How a task stops at its step points, and how something is evaluated without stopping.

import type { Place } from './memory.ts';
import type { Frame, Point, Steps, Thread, World } from './state.ts';
import type { Value } from './value.ts';

export const frameOf = (t: Thread): Frame => t.frames.at(-1)!;

/** Stops at a step point, unless all of this is inside one. */
export function* stepPoint(t: Thread, point: Point): Steps<number> {
  if (t.atomic > 0) return 0;
  frameOf(t).at = point.node;
  return yield point;
}

/** Keeps an operand in the state while something else is evaluated. */
export function* holding<T>(t: Thread, operand: Value | Place, rest: () => Steps<T>): Steps<T> {
  const { operands } = frameOf(t);
  operands.push(operand);
  const result = yield* rest();
  operands.pop();
  return result;
}

/** Value of an expression in one go, in which nothing may be changed. The thread stands afterwards as before. */
export function test(w: World, t: Thread, rest: () => Steps<Value>): Value {
  const frames = t.frames.length;
  const frame = t.frames.at(-1);
  const operands = frame?.operands.length ?? 0;
  const at = frame?.at;
  const stack = w.trace?.stackOf(t);
  const executions = stack?.length;
  w.testing++;
  t.atomic++;
  try {
    const result = rest().next();
    if (!result.done) throw new Error('a condition stopped half-way');
    return result.value;
  } finally {
    w.testing--;
    t.atomic--;
    t.frames.length = frames;
    if (stack && executions !== undefined) stack.length = executions;
    if (frame && at) {
      frame.operands.length = operands;
      frame.at = at;
    }
  }
}

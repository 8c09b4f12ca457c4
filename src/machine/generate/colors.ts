// Registers that are never alive at the same time may share a local: a function with thousands of locals takes V8 a long time.
//
// Jumps lead forward, but for those of loops. So a register is alive only between its first and its last mention in the order
// of the instructions, and in all of a loop where it is alive at its head: that is what it is given. One that may be
// read before it is written is alive from the start, and zero until then.

import type { Register } from '../instr.ts';
import { defined, eachRead } from '../liveness.ts';
import { type Frame, loopsOf } from '../slots.ts';

const known = new WeakMap<Frame, Int32Array>();

/** By register: a number that none has that is alive at the same time. */
export function colorsOf(frame: Frame): Int32Array {
  let colors = known.get(frame);
  if (!colors) {
    colors = color(frame);
    known.set(frame, colors);
  }
  return colors;
}

function color({ routine, liveAt, carried }: Frame): Int32Array {
  const { instrs, registers } = routine;
  const first = new Int32Array(registers.length).fill(instrs.length);
  const last = new Int32Array(registers.length).fill(-1);
  const mention = ({ id }: Register, at: number): void => {
    if (at < first[id]!) first[id] = at;
    if (at > last[id]!) last[id] = at;
  };
  for (const [i, instr] of instrs.entries()) {
    eachRead(instr, (r) => mention(r, i));
    for (const r of defined(instr)) mention(r, i);
    for (const r of liveAt.get(i) ?? []) mention(r, i);
  }
  for (const r of carried.get(0)!) mention(r, 0);
  for (const { from, to } of loopsOf(routine))
    for (const r of carried.get(from)!) {
      mention(r, from);
      mention(r, to);
    }
  return shared(first, last);
}

/** The lowest free number for each, in the order in which they begin. */
function shared(first: Int32Array, last: Int32Array): Int32Array {
  const order = [...first.keys()].filter((id) => last[id]! >= 0).sort((a, b) => first[a]! - first[b]!);
  const colors = new Int32Array(first.length).fill(-1);
  const ends: number[] = [];
  for (const id of order) {
    let n = ends.findIndex((end) => end < first[id]!);
    if (n < 0) n = ends.push(0) - 1;
    ends[n] = last[id]!;
    colors[id] = n;
  }
  return colors;
}

import { LIVE } from '../layout.ts';
import type { Frame } from '../slots.ts';
import type { Code } from '../wasm/code.ts';
import { type Accesses, putNote, WRITE } from './accesses.ts';
import { statusOf } from './fixed-place.ts';

/** A local in memory begins, or ends: from then on a pointer to it is dangling. `memory` holds where that of the task is. */
export function putRegion(
  c: Code,
  memory: number,
  begins: boolean,
  region: number,
  { frame, accesses }: { readonly frame: Frame; readonly accesses: Accesses | undefined },
): void {
  const status = statusOf(region, frame);
  const cells = begins ? 1 : 1 + frame.routine.memory[region]!.length;
  c.get(memory);
  if (begins) {
    c.i32(LIVE);
    c.store(status);
  } else {
    c.i32(status);
    c.op('i32.add');
    c.i32(0);
    c.i32(4 * cells);
    c.zeroFill();
  }
  putNote(c, accesses, () => c.get(memory), status, cells, WRITE);
}

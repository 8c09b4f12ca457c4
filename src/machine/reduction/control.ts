// The program counters that a task can come to from each one, and where its loops close.

import { type StepSource, within } from '../step-source.ts';

export interface Control {
  /** By program counter. */
  readonly next: readonly (readonly number[])[];
  /** Program counters without which no task can come back to where it was. */
  readonly loops: ReadonlySet<number>;
}

/** What may follow what; `steps` by program counter, with gaps. */
export function controlOf(steps: readonly (StepSource | undefined)[]): Control {
  const next = Array.from(steps, (step) => (step ? nextOf(step) : []));
  return { next, loops: loopsOf(next) };
}

function nextOf(step: StepSource): readonly number[] {
  const found = new Set<number>();
  for (const i of within(step)) if (step.frame.routine.instrs[i]!.op === 'point') found.add(step.pcOf.get(i)!);
  return [...found];
}

/** Where a walk in depth comes back to what it is still in: each cycle has such a place. */
function loopsOf(next: readonly (readonly number[])[]): Set<number> {
  const loops = new Set<number>();
  const state = new Uint8Array(next.length);
  for (let root = 0; root < next.length; root++) {
    if (state[root] !== 0) continue;
    const path = [{ pc: root, taken: 0 }];
    state[root] = 1;
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = next[top.pc]![top.taken++];
      if (to === undefined) {
        state[top.pc] = 2;
        path.pop();
      } else if (state[to] === 1) loops.add(to);
      else if (state[to] === 0) {
        state[to] = 1;
        path.push({ pc: to, taken: 0 });
      }
    }
  }
  return loops;
}

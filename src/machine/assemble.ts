// A machine as one WebAssembly module: its steps, what they call, and its state space.

import { setFlagsFromString } from 'node:v8';
import { TIERING_BUDGET } from '../base/tiering.ts';
import { attributesOf } from './generate/attributes.ts';
import { canonicalOf } from './generate/canonical.ts';
import type { Image } from './generate/image.ts';
import { libraryOf } from './generate/library.ts';
import { addSpace } from './generate/space.ts';
import { PARAMS, stepFunction } from './generate/step.ts';
import type { Pc } from './pc.ts';
import type { Frame } from './slots.ts';
import { Code } from './wasm/code.ts';
import { ModuleBuilder } from './wasm/module.ts';

// V8 compiles again, on further threads, what has run for a moment. Of a scenario's longest functions, which are conditions and
// what comes before the tasks, that takes seconds and a gigabyte, while the whole search takes a tenth of a second.
setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);

/** A step: where it begins in the routine of its frame, or -1 for a pure routine. */
export interface StepSource {
  readonly frame: Frame;
  readonly start: number;
  /** Program counter of each point, by the index of its instruction. */
  readonly pcOf: ReadonlyMap<number, number>;
}

export interface Assembled {
  readonly image: Image;
  /** Slots of the steps by program counter, and of the pure routines, for `step`. */
  readonly steps: readonly number[];
  readonly pure: readonly number[];
  /** First byte behind all that has a fixed place. */
  readonly end: number;
  /** By number of a reason for BOUND. */
  readonly reasons: readonly string[];
  /** An instance over a memory of its own, with everything in its place unless the memory has it already. */
  instantiate(memory: WebAssembly.Memory, isNew?: boolean): Record<string, WebAssembly.ExportValue>;
}

/** Puts a module together. `steps` by program counter, with gaps; then the pure routines. */
export function assemble(
  image: Image,
  pcs: readonly Pc[],
  steps: readonly (StepSource | undefined)[],
  pure: readonly StepSource[],
): Assembled {
  const builder = new ModuleBuilder();
  const library = libraryOf(builder, image);
  const canonicalAt = 8 * Math.ceil(image.end / 8);
  const canonical = canonicalOf(builder, image, library, canonicalAt);
  const pcsAt = 8 * Math.ceil((canonicalAt + canonical.room) / 8);
  const add = ({ start, frame, pcOf }: StepSource): number => {
    const fn = builder.declare(PARAMS, 1);
    builder.define(fn, stepFunction(start, { frame, pcOf, locals: image.locals, image, library }));
    return builder.slot(fn);
  };
  const slots = steps.map((step) => (step ? add(step) : -1));
  const pureSlots = pure.map(add);
  const stepType = builder.type(PARAMS, 1);
  addRunner(builder, stepType);
  builder.export('canonical', canonical.canonical);
  addSpace({ module: builder, image, library, canonical, pcs: pcsAt, stepType });
  const table = Int32Array.from(pcs.flatMap((pc, i) => [attributesOf(pc), slots[i] ?? -1]));
  const module = new WebAssembly.Module(builder.build());
  return {
    image,
    steps: slots,
    pure: pureSlots,
    end: pcsAt + 4 * table.length,
    reasons: library.reasons,
    instantiate: (memory, isNew = true) => {
      if (isNew) {
        const numbers = new Int32Array(memory.buffer);
        numbers.set(image.head);
        numbers.set(canonical.tables, canonicalAt / 4);
        numbers.set(table, pcsAt / 4);
      }
      return new WebAssembly.Instance(module, { m: { m: memory } }).exports;
    },
  };
}

/** `step(slot, frame, memory, task, choice)`: runs one of the steps. */
function addRunner(builder: ModuleBuilder, stepType: number): void {
  const step = builder.declare(PARAMS + 1, 1);
  const c = new Code(PARAMS + 1);
  for (let p = 1; p <= PARAMS; p++) c.get(p);
  c.get(0);
  c.callIndirect(stepType);
  builder.define(step, c);
  builder.export('step', step);
}

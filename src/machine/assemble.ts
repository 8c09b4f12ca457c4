// A machine as one WebAssembly module: its steps, what they call, and its state space.

import { setFlagsFromString } from 'node:v8';
import { TIERING_BUDGET } from '../base/tiering.ts';
import { accessesOf } from './generate/accesses.ts';
import { ATTRIBUTE, attributesOf } from './generate/attributes.ts';
import { canonicalOf } from './generate/canonical.ts';
import type { Image } from './generate/image.ts';
import { libraryOf } from './generate/library.ts';
import { isNumbered } from './generate/numbered.ts';
import { type Solo, soloOf } from './generate/solo.ts';
import { addSpace } from './generate/space.ts';
import { PARAMS, type StepContext, SUBROUTINE_PARAMS, stepFunction, subroutineFunction } from './generate/step.ts';
import type { Subroutine } from './instr.ts';
import type { Pc } from './pc.ts';
import { controlOf } from './reduction/control.ts';
import { mayWait, type StepSource } from './step-source.ts';
import { Code } from './wasm/code.ts';
import { ModuleBuilder } from './wasm/module.ts';

// V8 compiles again, on further threads, what has run for a moment. Of a scenario's longest functions, which are conditions and
// what comes before the tasks, that takes seconds and a gigabyte, while the whole search takes a tenth of a second.
setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);

export interface Assembled {
  readonly image: Image;
  /** Slots of the steps by program counter, and of the pure routines, for `step`. */
  readonly steps: readonly number[];
  readonly pure: readonly number[];
  /** First byte behind all that has a fixed place. */
  readonly end: number;
  /** By number of a reason for BOUND. */
  readonly reasons: readonly string[];
  /** Where reduced searches have their tables, if the machine is for them. */
  readonly solo: Solo | undefined;
  /** An instance over a memory of its own, with everything in its place. */
  instantiate(memory: WebAssembly.Memory): Record<string, WebAssembly.ExportValue>;
}

/** Puts a module together. `steps` by program counter, with gaps; then the pure routines. */
export function assemble(
  image: Image,
  pcs: readonly Pc[],
  steps: readonly (StepSource | undefined)[],
  pure: readonly StepSource[],
  isReduced: boolean,
): Assembled {
  const builder = new ModuleBuilder();
  const start = 8 * Math.ceil(image.end / 8);
  const accesses = isReduced ? accessesOf(builder, image, pcs.length, start) : undefined;
  const solo = accesses && soloOf(builder, image, accesses);
  const library = libraryOf(builder, image, accesses);
  const canonicalAt = solo?.end ?? start;
  const canonical = canonicalOf(builder, image, library, canonicalAt, isReduced);
  const pcsAt = 8 * Math.ceil((canonicalAt + canonical.room) / 8);
  const subroutines = new Map<Subroutine, number>();
  const subroutine = (callee: Subroutine): number => {
    const { params, results, frame } = callee;
    const fn =
      subroutines.get(callee) ?? builder.declare(SUBROUTINE_PARAMS + params.length, results + 1, frame.routine.name);
    subroutines.set(callee, fn);
    return fn;
  };
  const common = { locals: image.locals, image, library, accesses, subroutine } satisfies Partial<StepContext>;
  const add = ({ start, frame, pcOf }: StepSource): number => {
    const fn = builder.declare(PARAMS, 1);
    builder.define(fn, stepFunction(start, { ...common, frame, pcOf }));
    return builder.slot(fn);
  };
  const slots = steps.map((step) => (step ? add(step) : -1));
  const pureSlots = pure.map(add);
  // One may call others, which come up then.
  for (const [callee, fn] of subroutines)
    builder.define(fn, subroutineFunction(callee, { ...common, frame: callee.frame, pcOf: new Map() }));
  const stepType = builder.type(PARAMS, 1);
  addRunner(builder, stepType);
  builder.export('canonical', canonical.canonical);
  addSpace({ module: builder, image, library, canonical, pcs: pcsAt, stepType, solo });
  const shares = isReduced ? controlOf(steps).loops : new Set<number>();
  const attributes = (pc: Pc, i: number): number => {
    const step = steps[i];
    const numbered = step && isNumbered(step) ? ATTRIBUTE.numbered : 0;
    const waits = step && mayWait(step) ? ATTRIBUTE.waits : 0;
    return attributesOf(pc) | (shares.has(i) ? ATTRIBUTE.shares : 0) | numbered | waits;
  };
  const table = Int32Array.from(pcs.flatMap((pc, i) => [attributes(pc, i), slots[i] ?? -1]));
  const module = new WebAssembly.Module(builder.build());
  return {
    image,
    steps: slots,
    pure: pureSlots,
    end: pcsAt + 4 * table.length,
    reasons: library.reasons,
    solo,
    instantiate: (memory) => {
      const numbers = new Int32Array(memory.buffer);
      numbers.set(image.head);
      if (accesses) new Uint16Array(memory.buffer).set(accesses.classOf, accesses.at / 2);
      numbers.set(canonical.tables, canonicalAt / 4);
      numbers.set(table, pcsAt / 4);
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

import type { Value } from '../instr.ts';
import { CELL_MASK, OBJECT_MASK, OBJECT_SHIFT } from '../layout.ts';
import type { Frame } from '../slots.ts';
import type { Image } from './image.ts';

/** Where cells lie that need no look at run time: so many bytes into the memory of the task, or at an address. */
export interface FixedPlace {
  readonly isLocal: boolean;
  readonly offset: number;
}

/** The place of some cells from an address on, if it is known before anything runs. */
export function fixedPlace(address: Value, count: number, frame: Frame, image: Image): FixedPlace | undefined {
  if (address.kind === 'local') {
    const { region, cell } = address;
    const isInside = cell >= 0 && cell + count <= frame.routine.memory[region]!.length;
    return isInside ? { isLocal: true, offset: statusOf(region, frame) + 4 * (1 + cell) } : undefined;
  }
  if (address.kind !== 'const' || address.value >>> 30 !== 1) return undefined;
  const object = image.objects[(address.value >>> OBJECT_SHIFT) & OBJECT_MASK];
  const cell = address.value & CELL_MASK;
  if (!object || cell + count > object.size) return undefined;
  return { isLocal: false, offset: image.cells + 4 * (object.base + cell) };
}

/** Offset of a local's status in the memory of its task; its cells follow. */
export function statusOf(region: number, { regions, memory }: Frame): number {
  return 4 * (regions[region]! - memory);
}

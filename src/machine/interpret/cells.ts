// Shared memory as a reader of a run sees it: a name and a value for each variable, field and element.

import { type Shown, show } from './events.ts';
import type { Memory } from './memory.ts';
import { reachable, type World } from './state.ts';

export interface Cell {
  /** `swap_device.swap_map[1]`, `page 1.flags`; a freed object is one cell. */
  readonly name: string;
  readonly value: Shown;
  /** Name of the struct that it is a field of, and of that field. */
  readonly struct?: string;
  readonly field?: string;
}

/** Globals in the order of the program, then objects in that of their allocation, freed ones that something leads to last. */
export function cellsOf(world: World): Cell[] {
  const objects = [...reachable(world)].filter((b) => b.kind === 'object' && !b.live);
  return [
    ...[...world.globals.values(), ...world.objects].flatMap((block) => [...within(block.memory, block.name)]),
    ...objects.map((block): Cell => ({ name: block.name, value: { text: 'freed' } })),
  ];
}

function* within(m: Memory, name: string, at?: Pick<Cell, 'struct' | 'field'>): Generator<Cell> {
  switch (m.kind) {
    case 'scalar':
      return yield { name, value: show(m.value), ...at };
    case 'struct':
      for (const [field, part] of m.fields) yield* within(part, `${name}.${field}`, { struct: m.name, field });
      return;
    case 'array':
      for (const [i, part] of m.items.entries()) yield* within(part, `${name}[${i}]`, at);
  }
}

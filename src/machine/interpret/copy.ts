// A world again, as it stands between the setup and the first move of a task: what begins many runs of one scenario need
// not set it up for each. No task may have begun: where one stands cannot be copied.

import type { Block, Memory, Place } from './memory.ts';
import type { World } from './state.ts';
import type { Value } from './value.ts';

/** The same world in memory of its own; its tasks are new. */
export function copyBeforeStart(world: World, threads: World['threads']): World {
  const copies = new Map<Block, Block>();
  const unfilled: Block[] = [];
  const block = (old: Block): Block => {
    if (old.kind === 'function') return old;
    const known = copies.get(old);
    if (known) return known;
    const copy = { ...old };
    copies.set(old, copy);
    unfilled.push(copy);
    return copy;
  };
  const place = ({ block: at, path }: Place): Place => ({ block: typeof at === 'number' ? at : block(at), path });
  const value = (v: Value): Value => {
    if (v.kind === 'pointer') return typeof v.at.block === 'number' ? v : { kind: 'pointer', at: place(v.at) };
    return v.kind === 'struct' ? { kind: 'struct', memory: memory(v.memory) } : v;
  };
  const memory = (m: Memory): Memory => {
    switch (m.kind) {
      case 'scalar':
        return { kind: 'scalar', type: m.type, value: value(m.value) };
      case 'struct':
        return { kind: 'struct', name: m.name, fields: new Map([...m.fields].map(([k, f]) => [k, memory(f)])) };
      case 'array':
        return { kind: 'array', items: m.items.map(memory) };
    }
  };
  const copy: World = {
    ...world,
    globals: new Map([...world.globals].map(([name, g]) => [name, block(g)])),
    objects: new Set([...world.objects].map(block)),
    leaks: world.leaks.map(block),
    allocated: new Map(world.allocated),
    threads,
    events: [],
    accesses: [],
  };
  for (const b of unfilled) b.memory = memory(b.memory);
  return copy;
}

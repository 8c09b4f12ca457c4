// Which registers are alive is asked run by run; here it is asked instruction by instruction, as the books say it.

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Instr, Register, Routine, Value } from '../../src/machine/instr.ts';
import { layOut } from '../../src/machine/layout.ts';
import { defined, liveness, successors } from '../../src/machine/liveness.ts';
import { taskRoutine } from '../../src/machine/lower/routine.ts';
import { globalsOf, reachedFrom } from '../../src/machine/reached.ts';
import { assignSlots } from '../../src/machine/slots.ts';
import { findModels, loadModel } from '../../src/model/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The routines of one scenario of each model. */
function routines(): [string, Routine][] {
  return findModels(root).flatMap((folder) => {
    const { program, scenarios, pools } = loadModel(folder, 'unchecked');
    const { tasks, setup } = scenarios[0]!;
    const reached = reachedFrom(program, [setup, ...tasks.map((t) => t.run)]);
    const layout = layOut(program, globalsOf(program, reached), pools);
    const options = { layout, switches: new Map(), reached, cover: new Map() };
    const names = [...new Set(tasks.map((t) => t.run))];
    return names.map((name): [string, Routine] => [
      `${folder.name} ${name}()`,
      taskRoutine(program.functions.get(name)!, options),
    ]);
  });
}

function registersIn(value: unknown): Register[] {
  const v = value as Value;
  if (v.kind === 'register') return [v.register];
  if (v.kind === 'unary' || v.kind === 'convert') return registersIn(v.a);
  return v.kind === 'binary' ? [...registersIn(v.a), ...registersIn(v.b)] : [];
}

/** Whatever values stand in an instruction, it reads. */
function readBy(instr: Instr): Register[] {
  return Object.entries(instr).flatMap(([key, part]) => {
    if (key === 'site' || key === 'dst' || typeof part !== 'object') return [];
    return (Array.isArray(part) ? part : [part]).flatMap(registersIn);
  });
}

/** in(i) = read(i) ∪ (out(i) − written(i)), until nothing changes. */
function alive({ instrs }: Routine): Set<number>[] {
  const sets = instrs.map(() => new Set<number>());
  const reads = instrs.map((i) => readBy(i).map((r) => r.id));
  const writes = instrs.map((i) => new Set(defined(i).map((r) => r.id)));
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = instrs.length - 1; i >= 0; i--) {
      const { size } = sets[i]!;
      for (const id of reads[i]!) sets[i]!.add(id);
      for (const n of successors(instrs, i)) for (const id of sets[n]!) if (!writes[i]!.has(id)) sets[i]!.add(id);
      if (sets[i]!.size > size) changed = true;
    }
  }
  return sets;
}

describe.each(routines())('%s', (_, routine) => {
  test('the registers alive at each point are those that may be read before they are written', () => {
    const expected = alive(routine);
    const found = liveness(routine);
    const points = [...routine.instrs.keys()].filter((i) => routine.instrs[i]!.op === 'point');
    expect([...found.keys()]).toEqual(points);
    for (const [i, registers] of found)
      expect(registers.map((r) => r.id)).toEqual([...expected[i]!].sort((a, b) => a - b));
  });

  test('registers alive at one point have slots of their own, pointers behind integers', () => {
    const { liveAt, slot, pointers } = assignSlots(routine);
    for (const registers of liveAt.values()) {
      expect(new Set(registers.map((r) => slot.get(r.id))).size).toBe(registers.length);
      for (const r of registers) expect(pointers.includes(slot.get(r.id)!)).toBe(r.type.kind === 'pointer');
    }
  });
});

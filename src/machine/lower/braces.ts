import type { Program, Type } from '../../model/ast.ts';
import { type Braces, placesOf } from '../../model/braces.ts';
import type { Value } from '../instr.ts';
import { cellTypes, offsetOf, sizeOf } from '../layout.ts';
import { cells, hasEffect, keep, scalar } from './expr.ts';
import type { Block, Lowering } from './lowering.ts';
import { constant, convert } from './values.ts';

/** The cells of a struct or array whose parts are given one by one; the others are 0. */
export function braces(l: Lowering, e: Braces, block: Block): readonly Value[] {
  const types = cellTypes(e.type, l.program);
  const values: Value[] = types.map(() => constant(0));
  const places = placesOf(e, l.program);
  for (const [i, { key, type, value }] of places.entries()) {
    const isWhole = type.kind === 'struct' || type.kind === 'array';
    const given = isWhole ? cells(l, value, block) : [convert(scalar(l, value, block), type)];
    const later = places.slice(i + 1).some((p) => hasEffect(p.value));
    const first = partOffset(e.type, key, l.program);
    for (const [k, v] of given.entries())
      values[first + k] = later ? keep(l, { value: v, type: types[first + k]! }).value : v;
  }
  return values;
}

function partOffset(type: Type, key: string | number, program: Program): number {
  if (type.kind === 'struct') return offsetOf(type.name, String(key), program);
  return type.kind === 'array' ? Number(key) * sizeOf(type.of, program) : 0;
}

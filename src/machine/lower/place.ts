// Places in memory: a local in registers, or an address with the type of what lies there.

import { Refusal } from '../../base/diagnostic.ts';
import type { Expr, Type } from '../../model/ast.ts';
import { decayed, INT, typeOf } from '../../model/typing.ts';
import type { Register, Value } from '../instr.ts';
import { cellTypes, OBJECT_SHIFT, offsetOf, POINTER, sizeOf } from '../layout.ts';
import { cells, keep, scalar } from './expr.ts';
import type { Block, Lowering } from './lowering.ts';
import { binary, constant, displace, read, scale } from './values.ts';

export type Place =
  | { readonly kind: 'registers'; readonly registers: readonly Register[]; readonly type: Type }
  /** What is only read: a parameter, the result of a call. */
  | { readonly kind: 'values'; readonly values: readonly Value[]; readonly type: Type }
  /** `shared` if other tasks may see it: then each access is a step. */
  | { readonly kind: 'memory'; readonly address: Value; readonly type: Type; readonly shared: boolean };

/** The place that an lvalue names. What its address needs is computed now. */
export function placeOf(l: Lowering, e: Expr, block: Block): Place {
  switch (e.kind) {
    case 'paren':
      return placeOf(l, e.inner, block);
    case 'name': {
      const local = block.find(e.name);
      if (local?.kind === 'registers' || local?.kind === 'values') return local;
      if (local?.kind === 'expression') return placeOf(l, local.expr, local.block);
      if (local)
        return {
          kind: 'memory',
          address: { kind: 'local', region: local.region, cell: 0 },
          type: local.type,
          shared: false,
        };
      const object = l.options.layout.globals.get(e.name) ?? l.options.layout.functions.get(e.name);
      if (object === undefined) throw new Refusal(`Cannot model \`${e.name}\`: no such variable.`, e.span);
      return { kind: 'memory', address: objectAddress(object), type: typeOf(e, block.scope), shared: true };
    }
    case 'unary':
      if (e.op === '*') return behind(scalar(l, e.operand, block).value, typeOf(e, block.scope));
      break;
    case 'member': {
      const type = typeOf(e, block.scope);
      const whole = typeOf(e.object, block.scope);
      const object = e.arrow ? decayed(whole) : whole;
      if (e.arrow && object.kind === 'pointer' && object.to.kind === 'struct')
        return behind(
          displace(scalar(l, e.object, block).value, constant(offsetOf(object.to.name, e.field, l.program))),
          type,
        );
      if (object.kind !== 'struct') break;
      return part(structPlace(l, e.object, block), offsetOf(object.name, e.field, l.program), type, l);
    }
    case 'index':
      return element(l, e, block);
    default:
  }
  throw new Refusal('Cannot use this expression as a place in memory.', e.span);
}

/** A pointer to an object's first cell. */
export function objectAddress(object: number): Value {
  return constant(POINTER | (object << OBJECT_SHIFT));
}

function behind(address: Value, type: Type): Place {
  return { kind: 'memory', address, type, shared: true };
}

/** The place of a struct, which may be only a value: a call's result. */
function structPlace(l: Lowering, e: Expr, block: Block): Place {
  if (e.kind === 'paren') return structPlace(l, e.inner, block);
  if (
    e.kind !== 'call' &&
    e.kind !== 'invoke' &&
    e.kind !== 'assign' &&
    e.kind !== 'cast' &&
    e.kind !== 'conditional' &&
    e.kind !== 'comma'
  )
    return placeOf(l, e, block);
  return { kind: 'values', values: cells(l, e, block), type: typeOf(e, block.scope) };
}

function part(place: Place, offset: number, type: Type, l: Lowering): Place {
  const end = offset + sizeOf(type, l.program);
  if (place.kind === 'registers') return { kind: 'registers', registers: place.registers.slice(offset, end), type };
  if (place.kind === 'values') return { kind: 'values', values: place.values.slice(offset, end), type };
  return { kind: 'memory', address: displace(place.address, constant(offset)), type, shared: place.shared };
}

function element(l: Lowering, e: Extract<Expr, { kind: 'index' }>, block: Block): Place {
  const type = typeOf(e, block.scope);
  const object = typeOf(e.object, block.scope);
  const size = sizeOf(type, l.program);
  if (object.kind !== 'array') {
    const base = keep(l, scalar(l, e.object, block));
    const index = scalar(l, e.index, block);
    return behind(displace(base.value, scale(index.value, size)), type);
  }
  const place = placeOf(l, e.object, block);
  if (place.kind !== 'memory') throw new Refusal('Cannot index this array.', e.span);
  const index = keep(l, scalar(l, e.index, block));
  inBounds(l, index.value, object.length);
  return { kind: 'memory', address: displace(place.address, scale(index.value, size)), type, shared: place.shared };
}

/** The task stops if the index is outside the array. */
function inBounds(l: Lowering, index: Value, length: number): void {
  if (index.kind === 'const' && index.value >= 0 && index.value < length) return;
  const unsigned: Type = { kind: 'int', name: 'unsigned int', bits: 32, signed: false };
  const test = binary('<', { value: index, type: INT }, { value: constant(length), type: unsigned });
  const stop = l.label();
  const on = l.label();
  l.emit({ op: 'unless', test: test.value, to: stop });
  l.emit({ op: 'jump', to: on });
  l.place(stop);
  l.emit({ op: 'stop', why: 'bounds' });
  l.place(on);
}

export function addressOf(place: Place, e: Expr): Value {
  if (place.kind === 'memory') return place.address;
  throw new Refusal('Cannot take the address of this value.', e.span);
}

/** The cells that lie at a place; a step of its own if it is shared. */
export function readPlace(l: Lowering, place: Place): readonly Value[] {
  if (place.kind === 'registers') return place.registers.map(read);
  if (place.kind === 'values') return place.values;
  const dst = cellTypes(place.type, l.program).map((t) => l.register(t));
  if (place.shared) l.point('step');
  l.emit({ op: 'load', dst, address: place.address });
  return dst.map(read);
}

/** Writes all cells of a place; a step of its own if it is shared. */
export function writePlace(l: Lowering, place: Place, values: readonly Value[]): void {
  if (place.kind === 'values') throw new Error('a value is no place to write to');
  if (place.kind === 'registers') {
    // Two registers of one struct may be swapped by an assignment, so all values are taken first.
    const taken = place.registers.length > 1 ? values.map((v, i) => copy(l, v, place.registers[i]!)) : values;
    for (const [i, dst] of place.registers.entries()) l.emit({ op: 'set', dst, value: taken[i]! });
    return;
  }
  if (place.shared) l.point('step');
  l.emit({ op: 'store', address: place.address, values });
}

function copy(l: Lowering, value: Value, like: Register): Value {
  return keep(l, { value, type: like.type }).value;
}

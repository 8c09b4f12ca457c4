// Small arithmetic on values, with constants folded as the machine would compute them.

import type { Type } from '../../model/ast.ts';
import { INT, promote, usual } from '../../model/typing.ts';
import type { Register, Value } from '../instr.ts';

export interface Typed {
  readonly value: Value;
  readonly type: Type;
}

export function constant(value: number): Value {
  return { kind: 'const', value };
}

export function read(register: Register): Value {
  return { kind: 'register', register };
}

/** A number as a value of a type: wrapped to its width, 0 or 1 for bool. */
export function wrap(n: number, type: Type): number {
  if (type.kind === 'bool') return n ? 1 : 0;
  if (type.kind !== 'int') return n;
  if (type.bits === 8) return type.signed ? (n << 24) >> 24 : n & 0xff;
  if (type.bits === 16) return type.signed ? (n << 16) >> 16 : n & 0xffff;
  return type.signed ? n | 0 : n >>> 0;
}

/** A value converted as C's assignment would. */
export function convert({ value, type }: Typed, to: Type): Value {
  if (value.kind === 'const') return constant(wrap(value.value, to));
  if (to.kind === 'pointer' || sameScalar(type, to)) return value;
  return { kind: 'convert', a: value, type: to };
}

function sameScalar(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'int' || b.kind !== 'int' || (a.bits === b.bits && a.signed === b.signed);
}

/** A pointer moved by a number of cells. */
export function displace(address: Value, cells: Value): Value {
  if (cells.kind === 'const' && cells.value === 0) return address;
  if (address.kind === 'const' && cells.kind === 'const') return constant(address.value + cells.value);
  if (address.kind === 'local' && cells.kind === 'const') return { ...address, cell: address.cell + cells.value };
  return { kind: 'binary', op: '+', a: address, b: cells, type: INT };
}

export function scale(index: Value, size: number): Value {
  if (size === 1) return index;
  if (index.kind === 'const') return constant(index.value * size);
  return { kind: 'binary', op: '*', a: index, b: constant(size), type: INT };
}

export const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Arithmetic or comparison with C's usual conversions. Division by zero must have been ruled out. */
export function binary(op: string, a: Typed, b: Typed): Typed {
  const pointers = a.type.kind === 'pointer' || b.type.kind === 'pointer';
  const shift = op === '<<' || op === '>>';
  const type = pointers ? INT : shift ? promote(a.type) : usual(a.type, b.type);
  const left = pointers ? a.value : convert(a, type);
  const right = pointers ? b.value : shift ? b.value : convert(b, type);
  const result = COMPARISONS.has(op) ? INT : type;
  if (left.kind === 'const' && right.kind === 'const')
    return { value: constant(wrap(fold(op, left.value, right.value), result)), type: result };
  return { value: { kind: 'binary', op, a: left, b: right, type }, type: result };
}

function fold(op: string, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return Math.imul(a, b);
    case '/':
      return Math.trunc(a / b);
    case '%':
      return a % b;
    case '<<':
      return a << b;
    case '>>':
      return a < 0 ? a >> b : a >>> b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a !== b ? 1 : 0;
    case '<':
      return a < b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
    default:
      throw new Error(`no operator ${op}`);
  }
}

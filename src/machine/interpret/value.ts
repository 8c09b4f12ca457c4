// Values as C has them at run time. Each carries what C needs to know of its type, so that arithmetic asks nobody.

import { Refusal } from '../../base/diagnostic.ts';
import type { Span } from '../../base/source.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { BinaryOp, Type } from '../../model/ast.ts';
import type { Memory, Place } from './memory.ts';

export interface Int {
  readonly kind: 'int';
  readonly n: number;
  /** Its type after promotion; a bool is an int in arithmetic, and only printed as what it is. */
  readonly as: 'int' | 'uint' | 'bool';
}

/** Also the value of an integer variable that an address was cast into. */
export interface Pointer {
  readonly kind: 'pointer';
  readonly at: Place;
}

export type Value = Int | Pointer | { readonly kind: 'struct'; readonly memory: Memory } | { readonly kind: 'void' };

export const VOID: Value = { kind: 'void' };
export const NULL: Pointer = { kind: 'pointer', at: { block: 0, path: [] } };

export const int = (n: number): Int => ({ kind: 'int', n: n | 0, as: 'int' });
export const uint = (n: number): Int => ({ kind: 'int', n: n >>> 0, as: 'uint' });
export const truth = (b: boolean): Int => ({ kind: 'int', n: b ? 1 : 0, as: 'bool' });

/** The value of a variable of this type that nothing was written to. */
export function zero(type: Type): Value {
  if (type.kind === 'pointer') return NULL;
  if (type.kind === 'bool') return truth(false);
  return type.kind === 'int' && type.bits === 32 && !type.signed ? uint(0) : int(0);
}

export function isTrue(v: Value): boolean {
  if (v.kind === 'int') return v.n !== 0;
  if (v.kind === 'pointer') return v.at.block !== 0 || v.at.path.length > 0;
  throw new Error(`no truth in a value of kind ${v.kind}`);
}

/** The value as a variable of this type holds it. */
export function convert(v: Value, type: Type, span: Span): Value {
  switch (type.kind) {
    case 'void':
      return VOID;
    case 'bool':
      return truth(isTrue(v));
    case 'int':
      if (v.kind === 'pointer') return addressAsNumber(v, type.bits, span);
      if (v.kind !== 'int') throw new Refusal('Cannot convert this value to a number.', span);
      if (type.bits === 32) return type.signed ? int(v.n) : uint(v.n);
      return int(type.signed ? (v.n << (32 - type.bits)) >> (32 - type.bits) : v.n & ((1 << type.bits) - 1));
    case 'pointer':
      if (v.kind === 'int') return v.n === 0 ? NULL : { kind: 'pointer', at: { block: v.n >>> 0, path: [] } };
      if (v.kind !== 'pointer') throw new Refusal('Cannot convert this value to a pointer.', span);
      return v;
    case 'struct':
    case 'array':
    case 'function':
      return v;
    default:
      return unreachable(type);
  }
}

function addressAsNumber(v: Pointer, bits: number, span: Span): Value {
  if (typeof v.at.block === 'number' && v.at.path.length === 0) return uint(v.at.block);
  if (bits !== 32) throw new Refusal('Cannot keep an address in a variable of less than 32 bits.', span);
  return v;
}

/** C's integer promotion: bool and the narrow types are int. */
export function promote(v: Int): Int {
  return v.as === 'uint' ? v : int(v.n);
}

export class DividedByZero extends Error {}

/** `a op b` by C's usual arithmetic conversions. The operators that do not evaluate both sides are not here. */
export function arithmetic(op: Exclude<BinaryOp, '&&' | '||'>, a: Int, b: Int): Int {
  if (op === '<<' || op === '>>') return shift(op, promote(a), b.n & 31);
  const unsigned = a.as === 'uint' || b.as === 'uint';
  const wrap = unsigned ? uint : int;
  const x = wrap(a.n).n;
  const y = wrap(b.n).n;
  switch (op) {
    case '+':
      return wrap(x + y);
    case '-':
      return wrap(x - y);
    case '*':
      return wrap(Math.imul(x, y));
    case '/':
    case '%':
      if (y === 0) throw new DividedByZero();
      return wrap(op === '/' ? Math.trunc(x / y) : x % y);
    case '&':
      return wrap(x & y);
    case '|':
      return wrap(x | y);
    case '^':
      return wrap(x ^ y);
    case '==':
      return int(Number(x === y));
    case '!=':
      return int(Number(x !== y));
    case '<':
      return int(Number(x < y));
    case '<=':
      return int(Number(x <= y));
    case '>':
      return int(Number(x > y));
    case '>=':
      return int(Number(x >= y));
    default:
      return unreachable(op);
  }
}

function shift(op: '<<' | '>>', a: Int, by: number): Int {
  if (a.as === 'uint') return uint(op === '<<' ? a.n << by : a.n >>> by);
  return int(op === '<<' ? a.n << by : a.n >> by);
}

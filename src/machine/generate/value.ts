import { unreachable } from '../../base/unreachable.ts';
import type { Type } from '../../model/ast.ts';
import type { Value } from '../instr.ts';
import { OBJECT_SHIFT, POINTER } from '../layout.ts';

/** Object numbers of locals in memory: `first + task * perTask + region`. */
export interface FrameObjects {
  readonly first: number;
  readonly perTask: number;
}

/** A value as a JavaScript expression over `s` (state), `f` (frame), `t` (task) and registers `r0`, `r1`, … */
export function expression(value: Value, locals: FrameObjects): string {
  const js = (v: Value) => expression(v, locals);
  switch (value.kind) {
    case 'const':
      return value.value < 0 ? `(${value.value})` : `${value.value}`;
    case 'register':
      return `r${value.register.id}`;
    case 'task':
      return '(t+1)';
    case 'cpu':
      return '(P[t]|0)';
    case 'level':
      return '(L[t]|0)';
    case 'local':
      return `(${POINTER + ((locals.first + value.region) << OBJECT_SHIFT) + value.cell}+t*${locals.perTask << OBJECT_SHIFT})`;
    case 'unary':
      if (value.op === '!') return `(${js(value.a)}?0:1)`;
      return wrapped(`${value.op}${js(value.a)}`, value.type);
    case 'convert':
      return wrapped(js(value.a), value.type);
    case 'binary':
      return operation(value.op, js(value.a), js(value.b), value.type);
    default:
      return unreachable(value);
  }
}

function operation(op: string, a: string, b: string, type: Type): string {
  switch (op) {
    case '==':
      return `(${a}===${b}?1:0)`;
    case '!=':
      return `(${a}!==${b}?1:0)`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `(${a}${op}${b}?1:0)`;
    case '*':
      return wrapped(`Math.imul(${a},${b})`, type);
    case '>>':
      return type.kind === 'int' && !type.signed ? `(${a}>>>${b})` : `(${a}>>${b})`;
    default:
      return wrapped(`${a}${op}${b}`, type);
  }
}

/** An expression wrapped to the width of a type, as values of that type are kept in registers. */
export function wrapped(js: string, type: Type): string {
  if (type.kind === 'bool') return `(${js}?1:0)`;
  if (type.kind !== 'int') return `(${js})`;
  if (type.bits === 8) return type.signed ? `((${js})<<24>>24)` : `((${js})&255)`;
  if (type.bits === 16) return type.signed ? `((${js})<<16>>16)` : `((${js})&65535)`;
  return type.signed ? `((${js})|0)` : `((${js})>>>0)`;
}

/** Reading a cell, which is a signed 32-bit number, as a value of a type. */
export function fromCell(js: string, type: Type): string {
  return type.kind === 'int' && type.bits === 32 && !type.signed ? `${js}>>>0` : js;
}

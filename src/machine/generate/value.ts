import { unreachable } from '../../base/unreachable.ts';
import type { Type } from '../../model/ast.ts';
import type { Register, Value } from '../instr.ts';
import { OBJECT_SHIFT, POINTER } from '../layout.ts';
import type { Code, OpName } from '../wasm/code.ts';

/** What values are made of inside a step. */
export interface ValueContext {
  /** Object numbers of locals in memory: `first + task * perTask + region`. */
  readonly locals: { readonly first: number; readonly perTask: number };
  /** The WebAssembly local of a register. */
  readonly local: (register: Register) => number;
  /** The parameter that is the number of the task. */
  readonly task: number;
  /** Addresses of the tables of CPUs and levels by task. */
  readonly cpus: number;
  readonly levels: number;
}

/** Puts the code of a value: a 32-bit number, of which its type says whether it has a sign. */
export function putValue(c: Code, value: Value, x: ValueContext): void {
  switch (value.kind) {
    case 'const':
      return c.i32(value.value);
    case 'register':
      return c.get(x.local(value.register));
    case 'task':
      c.get(x.task);
      c.i32(1);
      return c.op('i32.add');
    case 'cpu':
    case 'level':
      c.get(x.task);
      c.i32(2);
      c.op('i32.shl');
      return c.load(value.kind === 'cpu' ? x.cpus : x.levels);
    case 'local':
      c.get(x.task);
      c.i32(x.locals.perTask << OBJECT_SHIFT);
      c.op('i32.mul');
      c.i32(POINTER + ((x.locals.first + value.region) << OBJECT_SHIFT) + value.cell);
      return c.op('i32.add');
    case 'unary':
      return putUnary(c, value, x);
    case 'convert':
      putValue(c, value.a, x);
      return wrap(c, value.type);
    case 'binary':
      return putBinary(c, value, x);
    default:
      return unreachable(value);
  }
}

function putUnary(c: Code, { op, a, type }: Extract<Value, { kind: 'unary' }>, x: ValueContext): void {
  switch (op) {
    case '!':
      putValue(c, a, x);
      return c.op('i32.eqz');
    case '-':
      c.i32(0);
      putValue(c, a, x);
      c.op('i32.sub');
      return wrap(c, type);
    case '~':
      putValue(c, a, x);
      c.i32(-1);
      c.op('i32.xor');
      return wrap(c, type);
    default:
      return unreachable(op);
  }
}

const SAME_BITS: Readonly<Record<string, OpName>> = {
  '+': 'i32.add',
  '-': 'i32.sub',
  '*': 'i32.mul',
  '&': 'i32.and',
  '|': 'i32.or',
  '^': 'i32.xor',
  '<<': 'i32.shl',
};

const ORDER: Readonly<Record<string, readonly [signed: OpName, unsigned: OpName, wide: OpName]>> = {
  '<': ['i32.lt_s', 'i32.lt_u', 'i64.lt_s'],
  '<=': ['i32.le_s', 'i32.le_u', 'i64.le_s'],
  '>': ['i32.gt_s', 'i32.gt_u', 'i64.gt_s'],
  '>=': ['i32.ge_s', 'i32.ge_u', 'i64.ge_s'],
  '==': ['i32.eq', 'i32.eq', 'i64.eq'],
  '!=': ['i32.ne', 'i32.ne', 'i64.ne'],
};

function putBinary(c: Code, { op, a, b, type }: Extract<Value, { kind: 'binary' }>, x: ValueContext): void {
  const order = ORDER[op];
  if (order) return compare(c, order, a, b, x);
  putValue(c, a, x);
  putValue(c, b, x);
  const same = SAME_BITS[op];
  const unsigned = isUnsigned(type);
  if (same) c.op(same);
  else if (op === '>>') c.op(unsigned ? 'i32.shr_u' : 'i32.shr_s');
  else if (op === '/') divide(c, unsigned);
  else if (op === '%') c.op(unsigned ? 'i32.rem_u' : 'i32.rem_s');
  else throw new Error(`no operation ${op}`);
  wrap(c, type);
}

/** The lowest number by minus one does not fit, and traps; it is itself, as everywhere where arithmetic wraps. */
function divide(c: Code, unsigned: boolean): void {
  if (unsigned) return c.op('i32.div_u');
  const b = c.local();
  const a = c.local();
  c.set(b);
  c.set(a);
  c.i32(0);
  c.get(a);
  c.op('i32.sub');
  c.get(a);
  c.get(b);
  c.i32(1);
  // By one instead, where the result is not taken.
  c.get(b);
  c.i32(-1);
  c.op('i32.ne');
  c.op('select');
  c.op('i32.div_s');
  c.get(b);
  c.i32(-1);
  c.op('i32.eq');
  c.op('select');
}

/** Of numbers with and without a sign, the one that C means is found before: here they are compared as what they are. */
function compare(
  c: Code,
  [signed, unsigned, wide]: readonly [OpName, OpName, OpName],
  a: Value,
  b: Value,
  x: ValueContext,
): void {
  const [left, right] = [signOf(a), signOf(b)];
  if (left !== right && left !== 'either' && right !== 'either') {
    for (const [value, sign] of [
      [a, left],
      [b, right],
    ] as const) {
      putValue(c, value, x);
      c.op(sign === 'unsigned' ? 'i64.extend_i32_u' : 'i64.extend_i32_s');
    }
    return c.op(wide);
  }
  putValue(c, a, x);
  putValue(c, b, x);
  c.op(left === 'unsigned' || right === 'unsigned' ? unsigned : signed);
}

/** Whether all 32 bits of a value count, or the first is a sign; `either` for one below 2^31 that is not negative. */
function signOf(value: Value): 'signed' | 'unsigned' | 'either' {
  switch (value.kind) {
    case 'const':
      return value.value < 0 ? 'signed' : value.value > 0x7fffffff ? 'unsigned' : 'either';
    case 'register':
      return signOfType(value.register.type);
    case 'task':
    case 'cpu':
    case 'level':
    case 'local':
      return 'either';
    case 'unary':
      return value.op === '!' ? 'either' : signOfType(value.type);
    case 'convert':
      return signOfType(value.type);
    case 'binary':
      return value.op in ORDER ? 'either' : signOfType(value.type);
    default:
      return unreachable(value);
  }
}

function signOfType(type: Type): 'signed' | 'unsigned' | 'either' {
  if (type.kind === 'bool' || (type.kind === 'int' && !type.signed && type.bits < 32)) return 'either';
  return isUnsigned(type) ? 'unsigned' : 'signed';
}

function isUnsigned(type: Type): boolean {
  return type.kind === 'int' && !type.signed && type.bits === 32;
}

/** Wraps to the width of a type, as values of that type are kept in registers. */
function wrap(c: Code, type: Type): void {
  if (type.kind === 'bool') {
    c.op('i32.eqz');
    return c.op('i32.eqz');
  }
  if (type.kind !== 'int' || type.bits === 32) return;
  if (type.signed) return c.op(type.bits === 8 ? 'i32.extend8_s' : 'i32.extend16_s');
  c.i32(type.bits === 8 ? 255 : 65535);
  c.op('i32.and');
}

// Expressions. In: a thread standing in a call, an expression. Out: its value, after stopping at every step point of
// docs/dialect.md in the order written there. Whatever is held across a step point lies in the frame's operands, so that
// a state can be told from another.

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { BinaryOp, Expr } from '../../model/ast.ts';
import { placesOf } from '../../model/braces.ts';
import { NO_PART, wayTo } from '../../model/whole.ts';
import { call, invoke } from './call.ts';
import { load, memoryAt, offset, type Place, Stop, samePlace, wholeAround, zeroed } from './memory.ts';
import { argumentOf, fill, inCaller, isPlace, place, read, readPlace, resolve, typeIn, writePlace } from './place.ts';
import { Beyond } from './pool.ts';
import type { Steps, Thread, World } from './state.ts';
import { holding } from './step.ts';
import {
  arithmetic,
  convert,
  DividedByZero,
  type Int,
  int,
  isTrue,
  NULL,
  type Pointer,
  promote,
  truth,
  uint,
  type Value,
  VOID,
} from './value.ts';

export function* evaluate(w: World, t: Thread, e: Expr): Steps<Value> {
  switch (e.kind) {
    case 'int':
      return e.value > 0x7fffffff ? uint(e.value) : int(e.value);
    case 'bool':
      return truth(e.value);
    case 'null':
      return NULL;
    case 'string':
      return VOID;
    case 'paren':
      return yield* evaluate(w, t, e.inner);
    case 'name': {
      const byName = argumentOf(t, e.name);
      if (byName)
        return convert(yield* inCaller(t, e, byName.caller, () => evaluate(w, t, byName.expr)), byName.type, e.span);
      const constant = resolve(w, t, e.name) ? undefined : w.program.constants.get(e.name);
      if (constant) return convert(yield* evaluate(w, t, constant.value), constant.type, e.span);
      return yield* read(w, t, e);
    }
    case 'index':
      return yield* read(w, t, e);
    case 'member': {
      if (isPlace(e)) return yield* read(w, t, e);
      const whole = yield* evaluate(w, t, e.object);
      const part = whole.kind === 'struct' ? memoryAt(whole.memory, [e.field]) : undefined;
      if (!part) throw new Refusal(`Cannot take \`${e.field}\` of this value.`, e.span);
      return load(part);
    }
    case 'unary':
      return yield* unary(w, t, e);
    case 'update': {
      const { at, shared } = yield* place(w, t, e.operand);
      const old = yield* readPlace(w, t, at, shared, e.operand);
      const by = int(e.op === '++' ? 1 : -1);
      const result = yield* holding(t, old, function* () {
        return yield* writePlace(w, t, at, shared, binary('+', old, by, e), e);
      });
      return e.prefix ? result : old;
    }
    case 'binary': {
      const left = yield* evaluate(w, t, e.left);
      if (e.op === '&&' || e.op === '||') {
        if (isTrue(left) === (e.op === '||')) return int(isTrue(left) ? 1 : 0);
        return int(isTrue(yield* evaluate(w, t, e.right)) ? 1 : 0);
      }
      const right = yield* holding(t, left, () => evaluate(w, t, e.right));
      return binary(e.op, left, right, e);
    }
    case 'assign': {
      const value = yield* evaluate(w, t, e.value);
      return yield* holding(t, value, function* () {
        const { at, shared } = yield* place(w, t, e.target);
        if (e.op === '=') return yield* writePlace(w, t, at, shared, value, e);
        const old = yield* readPlace(w, t, at, shared, e.target);
        return yield* writePlace(w, t, at, shared, binary(e.op.slice(0, -1) as BinaryOp, old, value, e), e);
      });
    }
    case 'conditional': {
      const value = yield* evaluate(w, t, isTrue(yield* evaluate(w, t, e.test)) ? e.then : e.else);
      return convert(value, typeIn(w, t, e), e.span);
    }
    case 'elvis': {
      const type = typeIn(w, t, e);
      const value = yield* evaluate(w, t, e.test);
      return convert(isTrue(value) ? value : yield* evaluate(w, t, e.else), type, e.span);
    }
    case 'comma': {
      let last: Value = VOID;
      for (const part of e.parts) last = yield* evaluate(w, t, part);
      return last;
    }
    case 'braces': {
      const memory = zeroed(e.type, w.program);
      const whole: Value = { kind: 'struct', memory };
      for (const { key, value } of placesOf(e, w.program)) {
        const part = yield* holding(t, whole, () => evaluate(w, t, value));
        fill(memoryAt(memory, [key])!, part, value);
      }
      return whole;
    }
    case 'call':
      return yield* call(w, t, e);
    case 'invoke':
      return yield* invoke(w, t, e);
    case 'cast':
      return convert(yield* evaluate(w, t, e.operand), e.type, e.span);
    case 'whole': {
      const part = addressOf(yield* evaluate(w, t, e.operand), e);
      const way = wayTo(e, w.program);
      const isFirst = way.every(({ struct, field }) => w.program.structs.get(struct)!.fields[0]!.name === field);
      const at = isFirst ? part : wholeAround(part, way);
      if (!at) throw new Beyond(NO_PART);
      return { kind: 'pointer', at };
    }
    case 'sizeof':
      throw new Refusal('Cannot use the size of a type but to allocate one.', e.span);
    default:
      return unreachable(e);
  }
}

function* unary(w: World, t: Thread, e: Extract<Expr, { kind: 'unary' }>): Steps<Value> {
  if (e.op === '*') return yield* read(w, t, e);
  if (e.op === '&') return { kind: 'pointer', at: (yield* place(w, t, e.operand)).at };
  const value = yield* evaluate(w, t, e.operand);
  if (e.op === '!') return int(isTrue(value) ? 0 : 1);
  if (value.kind !== 'int') throw new Refusal(`Cannot apply \`${e.op}\` to an address.`, e.span);
  switch (e.op) {
    case '+':
      return promote(value);
    case '-':
      return arithmetic('-', int(0), promote(value));
    case '~':
      return arithmetic('^', promote(value), int(-1));
    default:
      return unreachable(e.op);
  }
}

function binary(op: BinaryOp, a: Value, b: Value, e: Expr): Value {
  if (op === '&&' || op === '||') throw new Error('both sides of a short circuit');
  if (a.kind === 'int' && b.kind === 'int') {
    try {
      return arithmetic(op, a, b);
    } catch (error) {
      throw error instanceof DividedByZero ? new Stop('bug', e.span) : error;
    }
  }
  if (op === '==' || op === '!=') return int(Number(samePlace(addressOf(a, e), addressOf(b, e)) === (op === '==')));
  if (op === '+' && a.kind === 'int') return shifted(b, a.n, e);
  if ((op === '+' || op === '-') && b.kind === 'int') return shifted(a, op === '+' ? b.n : -b.n, e);
  const order = orderOf(a, b);
  if (order && (op === '<' || op === '<=' || op === '>' || op === '>=')) return arithmetic(op, ...order);
  throw new Refusal(`Cannot apply \`${op}\` to an address.`, e.span);
}

/** Numbers in the order of an address and an integer of at most 4096, if that is what they are: no address is so low. */
function orderOf(a: Value, b: Value): [Int, Int] | undefined {
  const above = uint(4097);
  if (isAddress(a) && isLow(b)) return [above, b];
  return isLow(a) && isAddress(b) ? [a, above] : undefined;
}

const isAddress = (v: Value): boolean => v.kind === 'pointer' && typeof v.at.block !== 'number';
const isLow = (v: Value): v is Int => v.kind === 'int' && v.n >= 0 && v.n <= 4096;

function shifted(p: Value, by: number, e: Expr): Pointer {
  return { kind: 'pointer', at: offset(addressOf(p, e), by) };
}

export function addressOf(v: Value, e: Expr): Place {
  if (v.kind === 'pointer') return v.at;
  if (v.kind === 'int') return { block: v.n >>> 0, path: [] };
  throw new Refusal('Cannot use this value as an address.', e.span);
}

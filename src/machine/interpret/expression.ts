// Expressions. In: a thread standing in a call, an expression. Out: its value, after stopping at every step point of
// docs/dialect.md in the order written there. Whatever is held across a step point lies in the frame's operands, so that
// a state can be told from another.

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { BinaryOp, Expr, Type } from '../../model/ast.ts';
import { Scope, typeOf } from '../../model/typing.ts';
import { call } from './call.ts';
import { access, load, memoryAt, offset, type Place, Stop, samePlace, viewedAs } from './memory.ts';
import type { Frame, Point, Steps, Thread, World } from './state.ts';
import {
  arithmetic,
  convert,
  DividedByZero,
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

export const frameOf = (t: Thread): Frame => t.frames.at(-1)!;

/** Stops at a step point, unless all of this is inside one. */
export function* stepPoint(t: Thread, point: Point): Steps<number> {
  if (t.atomic > 0) return 0;
  frameOf(t).at = point.node;
  return yield point;
}

/** Keeps an operand in the state while something else is evaluated. */
export function* holding<T>(t: Thread, operand: Value | Place, rest: () => Steps<T>): Steps<T> {
  const { operands } = frameOf(t);
  operands.push(operand);
  const result = yield* rest();
  operands.pop();
  return result;
}

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
    case 'call':
      return yield* call(w, t, e);
    case 'cast':
      return convert(yield* evaluate(w, t, e.operand), e.type, e.span);
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
  throw new Refusal(`Cannot apply \`${op}\` to an address.`, e.span);
}

function shifted(p: Value, by: number, e: Expr): Pointer {
  return { kind: 'pointer', at: offset(addressOf(p, e), by) };
}

function addressOf(v: Value, e: Expr): Place {
  if (v.kind === 'pointer') return v.at;
  if (v.kind === 'int') return { block: v.n >>> 0, path: [] };
  throw new Refusal('Cannot use this value as an address.', e.span);
}

/** A place in memory, and whether others may see it. */
export interface Lvalue {
  readonly at: Place;
  readonly shared: boolean;
}

function isPlace(e: Expr): boolean {
  switch (e.kind) {
    case 'name':
    case 'index':
      return true;
    case 'paren':
      return isPlace(e.inner);
    case 'unary':
      return e.op === '*';
    case 'member':
      return e.arrow || isPlace(e.object);
    default:
      return false;
  }
}

/** Where an lvalue lies. Takes the steps of the pointers and indices on the way, and none for the place itself. */
export function* place(w: World, t: Thread, e: Expr): Steps<Lvalue> {
  switch (e.kind) {
    case 'paren':
      return yield* place(w, t, e.inner);
    case 'name': {
      const block = resolve(w, t, e.name);
      if (!block) throw new Refusal(`Cannot find \`${e.name}\` in memory.`, e.span);
      return { at: { block, path: [] }, shared: block.kind === 'global' };
    }
    case 'unary':
      if (e.op !== '*') break;
      return { at: viewedAs(addressOf(yield* evaluate(w, t, e.operand), e), typeIn(w, t, e)), shared: true };
    case 'member': {
      if (!e.arrow) {
        const { at, shared } = yield* place(w, t, e.object);
        return { at: field(w, at, typeIn(w, t, e.object), e.field), shared };
      }
      const address = addressOf(yield* evaluate(w, t, e.object), e);
      const type = typeIn(w, t, e.object);
      const struct = type.kind === 'pointer' ? type.to : type;
      return { at: field(w, viewedAs(address, struct), struct, e.field), shared: true };
    }
    case 'index': {
      const array = yield* arrayOrPointer(w, t, e.object);
      const index = yield* holding(t, array.at, () => evaluate(w, t, e.index));
      if (index.kind !== 'int') throw new Refusal('Cannot use an address as an index.', e.index.span);
      if (array.length !== undefined) {
        if (index.n < 0 || index.n >= array.length) throw new Stop('bounds', e.span);
        return { at: into(array.at, index.n), shared: array.shared };
      }
      return { at: offset(array.at, index.n), shared: true };
    }
  }
  throw new Refusal('Cannot take this expression as a place in memory.', e.span);
}

const into = (p: Place, key: string | number): Place => ({ block: p.block, path: [...p.path, key] });

/** The first field of a struct lies at its address, and that of NULL is NULL. */
function field(w: World, p: Place, type: Type, name: string): Place {
  const fields = type.kind === 'struct' ? w.program.structs.get(type.name)?.fields : undefined;
  return typeof p.block === 'number' && fields?.[0]?.name === name ? p : into(p, name);
}

function* arrayOrPointer(w: World, t: Thread, e: Expr): Steps<Lvalue & { readonly length?: number }> {
  const type = typeIn(w, t, e);
  if (type.kind === 'array') return { ...(yield* place(w, t, e)), length: type.length };
  return { at: addressOf(yield* evaluate(w, t, e), e), shared: true };
}

function* read(w: World, t: Thread, e: Expr): Steps<Value> {
  const { at, shared } = yield* place(w, t, e);
  return yield* readPlace(w, t, at, shared, e);
}

function* readPlace(w: World, t: Thread, at: Place, shared: boolean, e: Expr): Steps<Value> {
  if (shared) yield* holding(t, at, () => stepPoint(t, { kind: 'read', node: e }));
  return load(access(at, 'read', w.program, e.span));
}

/** Writes, and gives back what was written: the value as the variable holds it. */
function* writePlace(w: World, t: Thread, at: Place, shared: boolean, v: Value, e: Expr): Steps<Value> {
  if (shared)
    yield* holding(t, at, function* () {
      yield* holding(t, v, () => stepPoint(t, { kind: 'write', node: e }));
    });
  if (w.testing > 0 && !(typeof at.block !== 'number' && at.block.kind === 'local'))
    throw new Refusal('Cannot change shared memory in a condition.', e.span);
  return store(w, at, v, e);
}

export function store(w: World, at: Place, v: Value, e: Expr): Value {
  const memory = access(at, 'write', w.program, e.span);
  if (memory.kind === 'scalar') {
    memory.value = convert(v, memory.type, e.span);
    return memory.value;
  }
  if (v.kind !== 'struct') throw new Refusal('Cannot write this value to a struct.', e.span);
  assign(memory, v.memory, e);
  return v;
}

function assign(to: ReturnType<typeof access>, from: ReturnType<typeof access>, e: Expr): void {
  if (to.kind === 'scalar' && from.kind === 'scalar') to.value = from.value;
  else if (to.kind === 'struct' && from.kind === 'struct' && to.name === from.name)
    for (const [name, field] of to.fields) assign(field, from.fields.get(name)!, e);
  else if (to.kind === 'array' && from.kind === 'array' && to.items.length === from.items.length)
    for (const [i, item] of to.items.entries()) assign(item, from.items[i]!, e);
  else throw new Refusal('Cannot copy between values of different types.', e.span);
}

function resolve(w: World, t: Thread, name: string) {
  const { scopes } = frameOf(t);
  for (let i = scopes.length - 1; i >= 0; i--) {
    const block = scopes[i]!.get(name);
    if (block) return block;
  }
  return w.globals.get(name);
}

function typeIn(w: World, t: Thread, e: Expr): Type {
  let scope = new Scope(w.program);
  for (const names of frameOf(t).scopes) {
    scope = scope.child();
    for (const [name, block] of names) scope.declare(name, block.type);
  }
  return typeOf(e, scope);
}

/** Value of an expression in one go, in which nothing may be changed. The thread stands afterwards as before. */
export function test(w: World, t: Thread, rest: () => Steps<Value>): Value {
  const frames = t.frames.length;
  const frame = t.frames.at(-1);
  const operands = frame?.operands.length ?? 0;
  const at = frame?.at;
  w.testing++;
  t.atomic++;
  try {
    const result = rest().next();
    if (!result.done) throw new Error('a condition stopped half-way');
    return result.value;
  } finally {
    w.testing--;
    t.atomic--;
    t.frames.length = frames;
    if (frame && at) {
      frame.operands.length = operands;
      frame.at = at;
    }
  }
}

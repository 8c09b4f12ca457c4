// Places in memory: where an lvalue lies, and the steps of reading and writing there.

import { Refusal } from '../../base/diagnostic.ts';
import type { Expr, Type } from '../../model/ast.ts';
import { decayed, Scope, typeOf } from '../../model/typing.ts';
import { show } from './events.ts';
import { addressOf, evaluate } from './expression.ts';
import { access, type Block, load, type Memory, offset, type Place, Stop, viewedAs } from './memory.ts';
import { type Frame, noteAccess, type Steps, type Thread, traceOf, type World } from './state.ts';
import { frameOf, holding, stepPoint } from './step.ts';
import { convert, type Value } from './value.ts';

/** A place in memory, and whether others may see it. */
export interface Lvalue {
  readonly at: Place;
  readonly shared: boolean;
}

export function isPlace(e: Expr): boolean {
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
      const byName = argumentOf(t, e.name);
      if (byName) return yield* inCaller(t, e, byName.caller, () => place(w, t, byName.expr));
      const block = resolve(w, t, e.name);
      if (!block) throw new Refusal(`Cannot find \`${e.name}\` in memory.`, e.span);
      return { at: { block, path: [] }, shared: block.kind === 'global' };
    }
    case 'unary':
      if (e.op !== '*') break;
      return { at: seenAs(addressOf(yield* evaluate(w, t, e.operand), e), typeIn(w, t, e)), shared: true };
    case 'member': {
      if (!e.arrow) {
        const { at, shared } = yield* place(w, t, e.object);
        return { at: field(w, at, typeIn(w, t, e.object), e.field), shared };
      }
      const address = addressOf(yield* evaluate(w, t, e.object), e);
      const type = decayed(typeIn(w, t, e.object));
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

function seenAs(p: Place, type: Type): Place {
  return type.kind === 'function' ? p : viewedAs(p, type);
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

export function* read(w: World, t: Thread, e: Expr): Steps<Value> {
  const { at, shared } = yield* place(w, t, e);
  // An array where a value is wanted is the address of its first element, a function its own.
  const { kind } = typeIn(w, t, e);
  if (kind === 'array') return { kind: 'pointer', at: into(at, 0) };
  if (kind === 'function') return { kind: 'pointer', at };
  return yield* readPlace(w, t, at, shared, e);
}

export function* readPlace(w: World, t: Thread, at: Place, shared: boolean, e: Expr): Steps<Value> {
  if (shared) yield* holding(t, at, () => stepPoint(t, { kind: 'read', node: e }));
  noteAccess(w, at, false);
  const read = traceOf(w)?.read(at);
  const value = load(access(at, 'read', w.program, e.span));
  if (read) read.value = show(value).text;
  return value;
}

/** Writes, and gives back what was written: the value as the variable holds it. */
export function* writePlace(w: World, t: Thread, at: Place, shared: boolean, v: Value, e: Expr): Steps<Value> {
  if (shared)
    yield* holding(t, at, function* () {
      yield* holding(t, v, () => stepPoint(t, { kind: 'write', node: e }));
    });
  if (w.testing > 0 && !(typeof at.block !== 'number' && at.block.kind === 'local'))
    throw new Refusal('Cannot change shared memory in a condition.', e.span);
  return store(w, at, v, e);
}

export function store(w: World, at: Place, v: Value, e: Expr): Value {
  noteAccess(w, at, true);
  const trace = traceOf(w);
  // What is wrong with a write to freed memory goes back to who freed it.
  if (trace && typeof at.block !== 'number' && !at.block.live) trace.read(at);
  const memory = access(at, 'write', w.program, e.span);
  const before = trace ? show(load(memory)).text : '';
  const written = fill(memory, v, e);
  trace?.write(at, show(written).text, before);
  return written;
}

/** Puts a value into a place, as what lies there. */
export function fill(memory: Memory, v: Value, e: Expr): Value {
  if (memory.kind === 'scalar') {
    memory.value = convert(v, memory.type, e.span);
    return memory.value;
  }
  if (v.kind !== 'struct') throw new Refusal('Cannot write this value to a struct.', e.span);
  assign(memory, v.memory, e);
  return v;
}

function assign(to: Memory, from: Memory, e: Expr): void {
  if (to.kind === 'scalar' && from.kind === 'scalar') to.value = from.value;
  else if (to.kind === 'struct' && from.kind === 'struct' && to.name === from.name)
    for (const [name, field] of to.fields) assign(field, from.fields.get(name)!, e);
  else if (to.kind === 'array' && from.kind === 'array' && to.items.length === from.items.length)
    for (const [i, item] of to.items.entries()) assign(item, from.items[i]!, e);
  else throw new Refusal('Cannot copy between values of different types.', e.span);
}

export function resolve(w: World, t: Thread, name: string): Block | undefined {
  const { scopes } = frameOf(t);
  for (let i = scopes.length - 1; i >= 0; i--) {
    const block = scopes[i]!.get(name);
    if (block) return block;
  }
  return w.globals.get(name) ?? w.code.get(name);
}

/** A macro argument of that name, unless a variable of the macro hides it. */
export function argumentOf(t: Thread, name: string) {
  const frame = t.frames.at(-1);
  return frame?.scopes.some((scope) => scope.has(name)) ? undefined : frame?.named.get(name);
}

/** Evaluates in the frame of the caller what the macro was given for a name of it. */
export function* inCaller<T>(t: Thread, name: Expr, caller: Frame, rest: () => Steps<T>): Steps<T> {
  const { at } = caller;
  frameOf(t).at = name;
  t.frames.push(caller);
  const result = yield* rest();
  t.frames.pop();
  caller.at = at;
  return result;
}

export function typeIn(w: World, t: Thread, e: Expr): Type {
  const known = w.types.get(e);
  if (known) return known;
  let scope = new Scope(w.program);
  for (const [name, { type }] of frameOf(t).named) scope.declare(name, type);
  for (const names of frameOf(t).scopes) {
    scope = scope.child();
    for (const [name, block] of names) scope.declare(name, block.type);
  }
  const type = typeOf(e, scope);
  w.types.set(e, type);
  return type;
}

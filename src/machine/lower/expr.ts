import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Expr } from '../../model/ast.ts';
import { BOOL, INT, promote, typeOf, ULONG, VOID_POINTER } from '../../model/typing.ts';
import { subexpressions } from '../../model/walk.ts';
import type { Value } from '../instr.ts';
import { sizeOf } from '../layout.ts';
import { castScalar, unguarded, whole } from './address.ts';
import { braces } from './braces.ts';
import { call, invoke } from './call.ts';
import { asValue, conditional, elvis, oneOf } from './choice.ts';
import type { Block, Lowering } from './lowering.ts';
import { addressOf, placeOf, readPlace, writePlace } from './place.ts';
import { binary, COMPARISONS, constant, convert, displace, read, scale, type Typed } from './values.ts';

/** A number or a pointer. */
export function scalar(l: Lowering, e: Expr, block: Block): Typed {
  switch (e.kind) {
    case 'int':
      return { value: constant(e.value > 0x7fffffff ? e.value >>> 0 : e.value), type: typeOf(e, block.scope) };
    case 'bool':
      return { value: constant(e.value ? 1 : 0), type: BOOL };
    case 'null':
    case 'string':
      return { value: constant(0), type: VOID_POINTER };
    case 'paren':
      return scalar(l, e.inner, block);
    case 'name': {
      const local = block.find(e.name);
      if (local?.kind === 'expression')
        return { value: convert(scalar(l, local.expr, local.block), local.type), type: local.type };
      const known = local ? undefined : l.program.constants.get(e.name);
      if (known) return { value: convert(scalar(l, known.value, block), known.type), type: known.type };
      return readScalar(l, e, block);
    }
    case 'member':
    case 'index':
      return readScalar(l, e, block);
    case 'unary':
      return unary(l, e, block);
    case 'update':
      return update(l, e, block);
    case 'binary':
      if (e.op === '&&' || e.op === '||') return asValue(l, e, block);
      return arithmetic(l, e, block);
    case 'assign':
      return assign(l, e, block);
    case 'conditional':
      return conditional(l, e, block);
    case 'elvis':
      return elvis(l, e, block);
    case 'comma': {
      for (const part of e.parts.slice(0, -1)) cells(l, part, block);
      return scalar(l, e.parts.at(-1)!, block);
    }
    case 'braces':
      throw new Error('braces are no scalar');
    case 'call':
    case 'invoke': {
      const result = e.kind === 'call' ? call(l, e, block) : invoke(l, e, block);
      return { value: result[0] ?? constant(0), type: typeOf(e, block.scope) };
    }
    case 'cast':
      return castScalar(l, e, block);
    case 'whole':
      return whole(l, e, block);
    case 'sizeof': {
      const struct = e.type.kind === 'struct' ? e.type.name : undefined;
      const pool = l.options.layout.pools.findIndex((p) => p.struct === struct);
      if (pool < 0) throw new Refusal('Cannot model `sizeof` of this type: the model has no pool of it.', e.span);
      return { value: constant(pool + 1), type: ULONG };
    }
    default:
      return unreachable(e);
  }
}

/** All cells of a struct or scalar value. */
export function cells(l: Lowering, e: Expr, block: Block): readonly Value[] {
  if (e.kind === 'paren') return cells(l, e.inner, block);
  if (e.kind === 'braces') return braces(l, e, block);
  const type = typeOf(e, block.scope);
  if (type.kind !== 'struct' && type.kind !== 'void') return [scalar(l, e, block).value];
  if (e.kind === 'comma') {
    for (const part of e.parts.slice(0, -1)) cells(l, part, block);
    return cells(l, e.parts.at(-1)!, block);
  }
  if (e.kind === 'call') return call(l, e, block);
  if (e.kind === 'invoke') return invoke(l, e, block);
  if (e.kind === 'assign') {
    const values = cells(l, e.value, block);
    writePlace(l, placeOf(l, e.target, block), values);
    return values;
  }
  if (e.kind === 'cast') {
    const values = cells(l, e.operand, block);
    return type.kind === 'void' ? [] : values;
  }
  if (e.kind === 'conditional') return oneOf(l, e, type, block);
  return readPlace(l, placeOf(l, e, block));
}

/** Values of expressions in order; an earlier one keeps its value if a later one changes a variable. */
export function operands(l: Lowering, list: readonly Expr[], block: Block, compared = false): Typed[] {
  return list.map((e, i) => {
    const typed = compared ? unguarded(l, e, block) : scalar(l, e, block);
    return list.slice(i + 1).some(hasEffect) ? keep(l, typed) : typed;
  });
}

export function keep(l: Lowering, typed: Typed): Typed {
  if (typed.value.kind === 'const') return typed;
  const register = l.register(typed.type);
  l.emit({ op: 'set', dst: register, value: typed.value });
  return { value: read(register), type: typed.type };
}

const effects = new WeakMap<Expr, boolean>();

/** Whether evaluating an expression may change a variable. */
export function hasEffect(e: Expr): boolean {
  let effect = effects.get(e);
  if (effect === undefined) {
    effect = [...subexpressions(e)].some((x) => x.kind === 'assign' || x.kind === 'update' || isCall(x));
    effects.set(e, effect);
  }
  return effect;
}

function isCall(e: Expr): boolean {
  return e.kind === 'call' || e.kind === 'invoke';
}

function readScalar(l: Lowering, e: Expr, block: Block): Typed {
  const place = placeOf(l, e, block);
  // An array where a value is wanted is the address of its first element, a function its own.
  if (place.type.kind === 'array') return { value: addressOf(place, e), type: { kind: 'pointer', to: place.type.of } };
  if (place.type.kind === 'function') return { value: addressOf(place, e), type: { kind: 'pointer', to: place.type } };
  return { value: readPlace(l, place)[0]!, type: place.type };
}

function unary(l: Lowering, e: Extract<Expr, { kind: 'unary' }>, block: Block): Typed {
  switch (e.op) {
    case '&':
      return { value: addressOf(placeOf(l, e.operand, block), e), type: typeOf(e, block.scope) };
    case '*':
      return readScalar(l, e, block);
    case '+':
    case '-':
    case '~': {
      const operand = scalar(l, e.operand, block);
      const type = promote(operand.type);
      const value = convert(operand, type);
      if (e.op === '+') return { value, type };
      if (value.kind === 'const')
        return { value: convert({ value: constant(e.op === '-' ? -value.value : ~value.value), type }, type), type };
      return { value: { kind: 'unary', op: e.op, a: value, type }, type };
    }
    case '!': {
      const { value } = unguarded(l, e.operand, block);
      if (value.kind === 'const') return { value: constant(value.value ? 0 : 1), type: INT };
      return { value: { kind: 'unary', op: '!', a: value, type: INT }, type: INT };
    }
    default:
      return unreachable(e.op);
  }
}

function update(l: Lowering, e: Extract<Expr, { kind: 'update' }>, block: Block): Typed {
  const place = placeOf(l, e.operand, block);
  const type = place.type;
  const old = keep(l, { value: readPlace(l, place)[0]!, type });
  const next = keep(l, { value: plus(l, old, { value: constant(e.op === '++' ? 1 : -1), type: INT }, '+'), type });
  writePlace(l, place, [next.value]);
  return e.prefix ? next : old;
}

/** `a op b` with pointers counted in objects, converted back to the type of `a`. */
function plus(l: Lowering, a: Typed, b: Typed, op: string): Value {
  if (a.type.kind !== 'pointer') return convert(binary(op, a, b), a.type);
  const size = sizeOf(a.type.to, l.program);
  const cells = op === '-' ? binary('-', { value: constant(0), type: INT }, b).value : b.value;
  return displace(a.value, scale(cells, size));
}

function arithmetic(l: Lowering, e: Extract<Expr, { kind: 'binary' }>, block: Block): Typed {
  const [a, b] = operands(l, [e.left, e.right], block, COMPARISONS.has(e.op)) as [Typed, Typed];
  if (divides(e.op, b.value)) stopUnless(l, b.value);
  if (e.op === '+' && b.type.kind === 'pointer') return { value: plus(l, b, a, '+'), type: b.type };
  if ((e.op === '+' || e.op === '-') && a.type.kind === 'pointer') return { value: plus(l, a, b, e.op), type: a.type };
  return binary(e.op, a, b);
}

function divides(op: string, by: Value): boolean {
  return (op === '/' || op === '%') && !(by.kind === 'const' && by.value !== 0);
}

/** The task stops with a bug where the value is zero. */
function stopUnless(l: Lowering, value: Value): void {
  const stop = l.label();
  const on = l.label();
  l.emit({ op: 'unless', test: value, to: stop });
  l.emit({ op: 'jump', to: on });
  l.place(stop);
  l.emit({ op: 'stop', why: 'bug' });
  l.place(on);
}

function assign(l: Lowering, e: Extract<Expr, { kind: 'assign' }>, block: Block): Typed {
  const type = typeOf(e.target, block.scope);
  if (type.kind === 'struct') {
    cells(l, e, block);
    return { value: constant(0), type };
  }
  const right = scalar(l, e.value, block);
  const given = hasEffect(e.target) ? keep(l, right) : right;
  const place = placeOf(l, e.target, block);
  if (e.op === '=') {
    const value = convert(given, type);
    // What a macro argument stands for has a type of its own.
    const written = convert({ value, type }, place.type);
    writePlace(l, place, [written]);
    return { value: convert({ value: written, type: place.type }, type), type };
  }
  const op = e.op.slice(0, -1);
  if (divides(op, given.value)) stopUnless(l, given.value);
  const kept = place.kind === 'memory' ? keep(l, given) : given;
  const old = { value: readPlace(l, place)[0]!, type };
  const next = keep(l, { value: plus(l, old, kept, op), type });
  writePlace(l, place, [next.value]);
  return next;
}

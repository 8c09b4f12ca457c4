// Types of expressions, computed from declarations alone. Whatever a program does not know is refused here, at the
// expression: an unknown name, function or field, a wrong number of arguments, a struct where a number is wanted.

import { Refusal } from '../base/diagnostic.ts';
import { unreachable } from '../base/unreachable.ts';
import type { Expr, FunctionType, Program, Type } from './ast.ts';
import { placesOf } from './braces.ts';
import { isCode, pointerTo, requireMovable, requireSameCode, typeOfFunction } from './function-type.ts';
import { type Intrinsic, intrinsics } from './intrinsics.ts';
import { printType } from './print/type.ts';
import type { Scope } from './scope.ts';
import { wayTo } from './whole.ts';

export { functionScope, Scope } from './scope.ts';

export const VOID: Type = { kind: 'void' };
export const BOOL: Type = { kind: 'bool' };
export const INT: Type = { kind: 'int', name: 'int', bits: 32, signed: true };
export const UINT: Type = { kind: 'int', name: 'unsigned int', bits: 32, signed: false };
export const ULONG: Type = { kind: 'int', name: 'unsigned long', bits: 32, signed: false };
export const VOID_POINTER: Type = { kind: 'pointer', to: VOID };

export function isScalar(type: Type): boolean {
  return type.kind === 'int' || type.kind === 'bool' || type.kind === 'pointer';
}

/**
 * Types found so far. A node stands at one place of one function, so that within a program its type is always the same,
 * however often the function is inlined.
 */
const known = new WeakMap<Program, WeakMap<Expr, Type>>();

/** Type of an expression. Throws a `Refusal` at the part of it that has none. */
export function typeOf(e: Expr, scope: Scope): Type {
  let types = known.get(scope.program);
  if (!types) {
    types = new WeakMap();
    known.set(scope.program, types);
  }
  let type = types.get(e);
  if (!type) {
    type = compute(e, scope);
    types.set(e, type);
  }
  return type;
}

function compute(e: Expr, scope: Scope): Type {
  switch (e.kind) {
    case 'int':
      return e.value > 0x7fffffff ? UINT : INT;
    case 'bool':
      return BOOL;
    case 'null':
      return VOID_POINTER;
    case 'string':
      return { kind: 'pointer', to: { kind: 'int', name: 'char', bits: 8, signed: true } };
    case 'name': {
      const type = scope.lookup(e.name);
      if (type) return type;
      const fn = scope.program.functions.get(e.name);
      if (fn) return typeOfFunction(fn, e.span);
      throw new Refusal(`Cannot model \`${e.name}\`: the model has no variable or constant of that name.`, e.span);
    }
    case 'paren':
      return typeOf(e.inner, scope);
    case 'unary':
      return typeOfUnary(e, scope);
    case 'update':
      requirePlace(e.operand, e.operand.span, scope);
      requireMovable(scalar(e.operand, scope), e.span);
      return scalar(e.operand, scope);
    case 'binary':
      return typeOfBinary(e, scope);
    case 'assign':
      return typeOfAssign(e, scope);
    case 'conditional': {
      scalar(e.test, scope);
      return eitherOf(typeOf(e.then, scope), typeOf(e.else, scope), e.span);
    }
    case 'elvis':
      return eitherOf(scalar(e.test, scope), scalar(e.else, scope), e.span);
    case 'comma':
      return e.parts.map((part) => typeOf(part, scope)).at(-1)!;
    case 'call':
      return typeOfCall(e, scope);
    case 'invoke':
      return typeOfInvoke(e, scope);
    case 'member':
      return typeOfMember(e, scope);
    case 'index': {
      const object = typeOf(e.object, scope);
      scalar(e.index, scope);
      if (object.kind === 'array') return object.of;
      if (object.kind === 'pointer' && object.to.kind !== 'void' && !isCode(object)) return object.to;
      throw new Refusal(`Cannot index a value of type \`${printType(object)}\`.`, e.span);
    }
    case 'cast':
      if (e.operand.kind === 'braces') requireInitial(e.type, e.operand, scope);
      else requireSameCode(e.type, decayed(typeOf(e.operand, scope)), e.span);
      return e.type;
    case 'whole':
      if (scalar(e.operand, scope).kind !== 'pointer')
        throw new Refusal(`Cannot model \`${e.macro}()\` here: it takes a pointer.`, e.operand.span);
      wayTo(e, scope.program);
      return pointerTo(e.type);
    case 'braces':
      throw new Refusal(
        'Cannot model braces here: they give a variable its first value.',
        e.span,
        'Use a variable, or a compound literal: (T){ … } in C, cast<T>({ … }) in the dialect.',
      );
    case 'sizeof':
      return ULONG;
    default:
      return unreachable(e);
  }
}

/** What stands for `then` or `other`. */
function eitherOf(a: Type, b: Type, span: Expr['span']): Type {
  const [then, other] = [decayed(a), decayed(b)];
  requireSameCode(then, other, span);
  if (then.kind === 'pointer') return then.to.kind === 'void' && other.kind === 'pointer' ? other : then;
  if (other.kind === 'pointer') return other;
  return isScalar(then) && isScalar(other) ? usual(then, other) : then;
}

/** An array where a value is wanted is a pointer to its first element, a function one to itself. */
export function decayed(type: Type): Type {
  if (type.kind === 'function') return pointerTo(type);
  return type.kind === 'array' ? { kind: 'pointer', to: type.of } : type;
}

/** Type of an expression that must be a number or a pointer. */
export function scalar(e: Expr, scope: Scope): Type {
  const type = decayed(typeOf(e, scope));
  if (isScalar(type)) return type;
  throw new Refusal(`Cannot use a value of type \`${printType(type)}\` here: a number or a pointer is wanted.`, e.span);
}

/** The function type of what is called: a function, or a pointer to one. */
export function signatureOf(callee: Expr, scope: Scope): FunctionType {
  const type = decayed(typeOf(callee, scope));
  if (type.kind === 'pointer' && type.to.kind === 'function') return type.to;
  throw new Refusal(`Cannot call a value of type \`${printType(type)}\`: it is no pointer to a function.`, callee.span);
}

/** The same, or nothing where it is refused. */
export function signatureIn(callee: Expr, scope: Scope): FunctionType | undefined {
  try {
    return signatureOf(callee, scope);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** C's integer promotions. */
export function promote(type: Type): Type {
  return type.kind === 'bool' || (type.kind === 'int' && type.bits < 32) ? INT : type;
}

/** C's usual arithmetic conversions, on 32 bits. */
export function usual(a: Type, b: Type): Type {
  const [left, right] = [promote(a), promote(b)];
  if (left.kind === 'int' && !left.signed) return left;
  if (right.kind === 'int' && !right.signed) return right;
  return left;
}

function typeOfUnary(e: Extract<Expr, { kind: 'unary' }>, scope: Scope): Type {
  switch (e.op) {
    case '!':
      scalar(e.operand, scope);
      return INT;
    case '-':
    case '+':
    case '~':
      return promote(scalar(e.operand, scope));
    case '&': {
      if (!isPlace(strip(e.operand)))
        throw new Refusal('Cannot take the address of this expression: it is not a place in memory.', e.span);
      return pointerTo(typeOf(e.operand, scope));
    }
    case '*': {
      const type = decayed(typeOf(e.operand, scope));
      if (type.kind === 'pointer' && type.to.kind !== 'void') return type.to;
      throw new Refusal(`Cannot dereference a value of type \`${printType(type)}\`.`, e.span);
    }
    default:
      return unreachable(e.op);
  }
}

function strip(e: Expr): Expr {
  return e.kind === 'paren' ? strip(e.inner) : e;
}

function isPlace(e: Expr): boolean {
  return e.kind === 'name' || e.kind === 'member' || e.kind === 'index' || (e.kind === 'unary' && e.op === '*');
}

/** Refuses to write to what is no variable. */
function requirePlace(e: Expr, span: Expr['span'], scope: Scope): void {
  const place = strip(e);
  if (!isPlace(place)) throw new Refusal('Cannot assign to this expression: it is not a place in memory.', span);
  if (place.kind === 'name' && scope.local(place.name) === undefined && scope.program.constants.has(place.name))
    throw new Refusal(`Cannot assign to \`${place.name}\`: it is a constant of the model.`, span);
  const { kind } = typeOf(place, scope);
  if (kind === 'array') throw new Refusal('Cannot assign to an array.', span, 'Assign to its elements.');
  if (kind === 'function') throw new Refusal('Cannot assign to a function.', span, 'Assign to a pointer to one.');
}

function typeOfBinary(e: Extract<Expr, { kind: 'binary' }>, scope: Scope): Type {
  const left = scalar(e.left, scope);
  const right = scalar(e.right, scope);
  switch (e.op) {
    case '&&':
    case '||':
      return INT;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return INT;
    case '<<':
    case '>>':
      return promote(left);
    case '+':
    case '-':
      requireMovable(left, e.span);
      requireMovable(right, e.span);
      if (left.kind === 'pointer' && right.kind === 'pointer')
        throw new Refusal('Cannot model the difference of two pointers.', e.span);
      if (left.kind === 'pointer') return left;
      if (right.kind === 'pointer') return right;
      return usual(left, right);
    default:
      if (left.kind === 'pointer' || right.kind === 'pointer')
        throw new Refusal(`Cannot apply \`${e.op}\` to a pointer.`, e.span);
      return usual(left, right);
  }
}

function typeOfAssign(e: Extract<Expr, { kind: 'assign' }>, scope: Scope): Type {
  requirePlace(e.target, e.target.span, scope);
  const target = typeOf(e.target, scope);
  if (e.op !== '=') {
    const pointers = [scalar(e.target, scope), scalar(e.value, scope)].map((type) => type.kind === 'pointer');
    if (pointers[1] || (pointers[0] && e.op !== '+=' && e.op !== '-='))
      throw new Refusal(`Cannot apply \`${e.op}\` to a pointer.`, e.span);
    requireMovable(target, e.span);
  }
  requireAssignable(target, e.value, scope);
  return target;
}

/** Refuses what C would not convert: a struct to a number, another struct, nothing at all. */
export function requireAssignable(target: Type, value: Expr, scope: Scope): void {
  const type = decayed(typeOf(value, scope));
  const fits = isScalar(target) ? isScalar(type) : type.kind === target.kind && printType(type) === printType(target);
  if (!fits)
    throw new Refusal(`Cannot convert a value of type \`${printType(type)}\` to \`${printType(target)}\`.`, value.span);
  requireSameCode(target, type, value.span);
}

/** The same for the first value of a variable, which may stand in braces. */
export function requireInitial(target: Type, value: Expr, scope: Scope): void {
  if (value.kind !== 'braces') return requireAssignable(target, value, scope);
  if (printType(value.type) !== printType(target))
    throw new Refusal(`Cannot model braces around a value of type \`${printType(target)}\`.`, value.span);
  for (const part of placesOf(value, scope.program)) requireInitial(part.type, part.value, scope);
}

function typeOfCall(e: Extract<Expr, { kind: 'call' }>, scope: Scope): Type {
  const intrinsic: Intrinsic | undefined = intrinsics[e.callee];
  const fn = scope.program.functions.get(e.callee);
  const callee = fn ? { params: fn.params.map((p) => p.type), result: fn.result, variadic: fn.variadic } : intrinsic;
  if (!callee)
    throw new Refusal(
      `Cannot model the call of \`${e.callee}()\`: the model has no function of that name.`,
      e.span,
      'Add it to the model or to models/kernel, under its kernel name.',
    );
  const { params, result } = callee;
  if (callee.variadic ? e.args.length < params.length : e.args.length !== params.length)
    throw new Refusal(
      `Cannot model this call of \`${e.callee}()\`: it has ${e.args.length} arguments, the function takes ${params.length}.`,
      e.span,
    );
  requireArguments(params, e.args, scope);
  const size = e.args[0];
  if (intrinsic && !fn && e.callee === 'alloc' && size?.kind === 'sizeof') return { kind: 'pointer', to: size.type };
  return result;
}

function requireArguments(params: readonly Type[], args: readonly Expr[], scope: Scope): void {
  for (const [i, arg] of args.entries()) {
    const param = params[i];
    if (param) requireAssignable(param, arg, scope);
    else typeOf(arg, scope);
  }
}

function typeOfInvoke(e: Extract<Expr, { kind: 'invoke' }>, scope: Scope): Type {
  const { params, result } = signatureOf(e.callee, scope);
  if (e.args.length !== params.length)
    throw new Refusal(
      `Cannot model this call: it has ${e.args.length} arguments, \`${printType(typeOf(e.callee, scope))}\` takes ${params.length}.`,
      e.span,
    );
  requireArguments(
    params.map((p) => p.type),
    e.args,
    scope,
  );
  return result;
}

function typeOfMember(e: Extract<Expr, { kind: 'member' }>, scope: Scope): Type {
  const given = typeOf(e.object, scope);
  const object = e.arrow ? decayed(given) : given;
  const struct = e.arrow && object.kind === 'pointer' ? object.to : e.arrow ? undefined : object;
  if (struct?.kind !== 'struct')
    throw new Refusal(
      `Cannot take \`${e.field}\` of a value of type \`${printType(object)}\`: it is no ${e.arrow ? 'pointer to a struct' : 'struct'}.`,
      e.span,
    );
  const def = scope.program.structs.get(struct.name);
  const field = def?.fields.find((f) => f.name === e.field);
  if (!field)
    throw new Refusal(
      `Cannot model \`${e.field}\`: the model's \`${printType(struct)}\` has no field of that name.`,
      e.span,
      def ? `It has ${def.fields.map((f) => f.name).join(', ') || 'none'}.` : 'The struct is opaque in this model.',
    );
  return field.type;
}

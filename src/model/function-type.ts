// Pointers to functions, which C keeps apart from pointers to data: nothing is added to one, and one is called as what
// it says that it is. A function whose type differs is refused where its pointer is made, not where it is called.

import { Refusal } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import type { FunctionDef, FunctionType, Type } from './ast.ts';
import { printType } from './print/type.ts';

type Pointer = Extract<Type, { kind: 'pointer' }>;

/** Whether a type is a pointer to a function. */
export function isCode(type: Type): type is Pointer & { readonly to: FunctionType } {
  return type.kind === 'pointer' && type.to.kind === 'function';
}

export function pointerTo(to: Type): Pointer {
  return { kind: 'pointer', to };
}

/** A parameter of a function type is a pointer, and keeps the spelling: `bio_end_io_t end_io`. */
export function asParameter(type: Type): Type {
  if (type.kind === 'function')
    return { kind: 'pointer', to: type, ...(type.name !== undefined && { name: type.name }) };
  return type.kind === 'array' ? pointerTo(type.of) : type;
}

/** The type of a function named as a value. */
export function typeOfFunction(fn: FunctionDef, span: Span): FunctionType {
  if (fn.declares)
    throw new Refusal(`Cannot model \`${fn.name}\` as a value: it is a macro that declares a variable.`, span);
  if (fn.variadic) throw new Refusal(`Cannot model \`${fn.name}\` as a value: it takes any number of arguments.`, span);
  return { kind: 'function', params: fn.params, result: fn.result };
}

/** Whether a function of one type may be called as the other: spellings and names of parameters do not count. */
export function sameSignature(a: FunctionType, b: FunctionType): boolean {
  return (
    a.params.length === b.params.length &&
    sameType(a.result, b.result) &&
    a.params.every((p, i) => sameType(p.type, b.params[i]!.type))
  );
}

function sameType(a: Type, b: Type): boolean {
  if (a.kind === 'pointer' && b.kind === 'pointer') return sameType(a.to, b.to);
  if (a.kind === 'function' && b.kind === 'function') return sameSignature(a, b);
  if (a.kind === 'array' && b.kind === 'array') return a.length === b.length && sameType(a.of, b.of);
  if (a.kind === 'int' && b.kind === 'int') return a.bits === b.bits && a.signed === b.signed;
  return a.kind === 'struct' && b.kind === 'struct' ? a.name === b.name : a.kind === b.kind;
}

/** Refuses a function of one type where a pointer to another is wanted. */
export function requireSameCode(target: Type, value: Type, span: Span): void {
  if (!isCode(target) || !isCode(value) || sameSignature(target.to, value.to)) return;
  throw new Refusal(
    `Cannot convert \`${printType(value)}\` to \`${printType(target)}\`: it would be called as what it is not.`,
    span,
    'Give the function the parameters and the result that its caller expects.',
  );
}

/** Refuses arithmetic on a pointer to a function. */
export function requireMovable(type: Type, span: Span): void {
  if (isCode(type)) throw new Refusal('Cannot do arithmetic on a pointer to a function.', span);
}

// Types as they are written. A name that is no word of the dialect becomes a struct here; whether it is a typedef is
// known when all files are read (elaborate.ts).

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { FunctionType, Param, Type } from '../ast.ts';
import { DIALECT_TYPES } from '../base-types.ts';
import { pointerTo } from '../function-type.ts';
import { VOID_POINTER } from '../typing.ts';
import { fromDialect } from './names.ts';
import { spanOf, type TSFunctionType, type TSType, type TSTypeAnnotation } from './oxc.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  TSNumberKeyword: 'Use int, uint, ulong or another integer type of the dialect.',
  TSBooleanKeyword: 'Use bool.',
  TSStringKeyword: 'The dialect has no strings.',
  TSAnyKeyword: 'Use VoidPtr for `void *`.',
  TSUnionType: 'Pointers may be NULL without saying so.',
  TSArrayType: 'Use Arr<T, N>.',
  TSTypeLiteral: 'Declare an interface.',
};

/** The type that a declaration gives; `what` is named where it gives none. */
export function annotatedType(
  annotation: TSTypeAnnotation | null | undefined,
  what: string,
  node: { start: number; end: number },
  at: Source,
): Type {
  if (annotation) return lowerType(annotation.typeAnnotation, at);
  throw new Refusal(`Cannot model ${what}: it has no type.`, spanOf(node, at), 'Write its type.');
}

/** A type of the dialect as C has it. */
export function lowerType(node: TSType, at: Source): Type {
  if (node.type === 'TSVoidKeyword') return { kind: 'void' };
  const refuse = (why: string, help?: string): Refusal =>
    new Refusal(`Cannot model the type \`${at.text.slice(node.start, node.end)}\`: ${why}.`, spanOf(node, at), help);
  if (node.type === 'TSFunctionType') return pointerTo(signature(node, at));
  if (node.type !== 'TSTypeReference') throw refuse('it is not a type of the dialect', INSTEAD[node.type]);
  if (node.typeName.type !== 'Identifier') throw refuse('a type has a single name');
  const name = node.typeName.name;
  const args = node.typeArguments?.params ?? [];
  const arity = (n: number): void => {
    if (args.length !== n) throw refuse(`it takes ${n} type argument${n === 1 ? '' : 's'}`);
  };
  switch (name) {
    case 'Ptr': {
      arity(1);
      const to = lowerType(args[0]!, at);
      // A struct here may still turn out to be the typedef of a function.
      if (to.kind !== 'struct') throw refuse('Ptr is for structs', 'Use Ref<T> for a pointer to a scalar.');
      return { kind: 'pointer', to };
    }
    case 'Ref':
      arity(1);
      return { kind: 'pointer', to: lowerType(args[0]!, at) };
    case 'Arr': {
      arity(2);
      const length = args[1]!;
      const value = length.type === 'TSLiteralType' && length.literal.type === 'Literal' ? length.literal.value : null;
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
        throw refuse('the length of an array is a positive whole number');
      return { kind: 'array', of: lowerType(args[0]!, at), length: value };
    }
    case 'Fn': {
      arity(1);
      if (args[0]!.type !== 'TSFunctionType') throw refuse('Fn is for the type of a function', 'Write Fn<() => void>.');
      return signature(args[0]!, at);
    }
    case 'VoidPtr':
      arity(0);
      return VOID_POINTER;
    default:
      arity(0);
      return DIALECT_TYPES.get(name) ?? { kind: 'struct', name };
  }
}

/** `(work: Ptr<work_struct>) => void`. A name of nothing but `_` and digits is none: C may leave it out. */
function signature(node: TSFunctionType, at: Source): FunctionType {
  const refuse = (why: string, span = spanOf(node, at)): Refusal =>
    new Refusal(`Cannot model the type \`${at.text.slice(node.start, node.end)}\`: ${why}.`, span);
  if (node.typeParameters) throw refuse('C has no type parameters');
  const params = node.params.map((param): Param => {
    if (param.type !== 'Identifier' || param.optional) throw refuse('C has no such parameter', spanOf(param, at));
    const type = annotatedType(param.typeAnnotation, `the parameter \`${param.name}\``, param, at);
    return { name: /^_\d*$/.test(param.name) ? '' : fromDialect(param.name), type };
  });
  return { kind: 'function', params, result: annotatedType(node.returnType, 'the result', node, at) };
}

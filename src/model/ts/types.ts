// Types as they are written. A name that is no word of the dialect becomes a struct here; whether it is a typedef is
// known when all files are read (elaborate.ts).

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { Type } from '../ast.ts';
import { DIALECT_TYPES } from '../base-types.ts';
import { VOID_POINTER } from '../typing.ts';
import { spanOf, type TSType, type TSTypeAnnotation } from './oxc.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  TSNumberKeyword: 'Use int, uint, ulong or another integer type of the dialect.',
  TSBooleanKeyword: 'Use bool.',
  TSStringKeyword: 'The dialect has no strings.',
  TSAnyKeyword: 'Use VoidPtr for `void *`.',
  TSUnionType: 'Pointers may be NULL without saying so.',
  TSFunctionType: 'The dialect has no pointers to functions.',
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
    case 'VoidPtr':
      arity(0);
      return VOID_POINTER;
    default:
      arity(0);
      return DIALECT_TYPES.get(name) ?? { kind: 'struct', name };
  }
}

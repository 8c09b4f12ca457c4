// Literals that give a variable its first value. What type they make is known when all files are read (elaborate.ts).

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { Type } from '../ast.ts';
import type { Braces } from '../braces.ts';
import { ASSIGN } from '../precedence.ts';
import { operand } from './expressions.ts';
import { type Expression, spanOf } from './oxc.ts';

type NodeOf<T extends Expression['type']> = Extract<Expression, { type: T }>;

const UNKNOWN: Type = { kind: 'void' };

/** `{ val: x }` is `{ .val = x }`. */
export function lowerFields(node: NodeOf<'ObjectExpression'>, at: Source): Braces {
  const items = node.properties.map((property) => {
    const span = spanOf(property, at);
    if (property.type === 'SpreadElement' || property.computed || property.method || property.kind !== 'init')
      throw new Refusal('Cannot model this property: C has no such field.', span, 'Write name: value.');
    if (property.key.type !== 'Identifier')
      throw new Refusal('Cannot model this property: a field has a name.', span, 'Write name: value.');
    return { field: property.key.name, value: operand(property.value, ASSIGN, at), span };
  });
  return { kind: 'braces', type: UNKNOWN, items, span: spanOf(node, at) };
}

/** `[1, 2]` is `{ 1, 2 }`. */
export function lowerElements(node: NodeOf<'ArrayExpression'>, at: Source): Braces {
  const items = node.elements.map((element) => {
    if (element && element.type !== 'SpreadElement')
      return { value: operand(element, ASSIGN, at), span: spanOf(element, at) };
    throw new Refusal(
      'Cannot model a hole or `...` here: C has none.',
      spanOf(element ?? node, at),
      'Write each value.',
    );
  });
  return { kind: 'braces', type: UNKNOWN, items, span: spanOf(node, at) };
}

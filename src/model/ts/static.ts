// `export default model({ … })` as data: literals and names of functions, nothing computed.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source, Span } from '../../base/source.ts';
import { fromDialect } from './names.ts';
import { type Expression, spanOf } from './oxc.ts';

interface At {
  readonly span: Span;
}

export type StaticValue =
  | (At & { readonly kind: 'string'; readonly value: string })
  | (At & { readonly kind: 'number'; readonly value: number })
  | (At & { readonly kind: 'boolean'; readonly value: boolean })
  /** The name of a function. */
  | (At & { readonly kind: 'function'; readonly name: string })
  | (At & { readonly kind: 'array'; readonly items: readonly StaticValue[] })
  | (At & { readonly kind: 'object'; readonly fields: ReadonlyMap<string, StaticValue> });

/** A value that can be read without running anything. */
export function readStatic(node: Expression, at: Source): StaticValue {
  const span = spanOf(node, at);
  const refuse = (why: string): Refusal =>
    new Refusal(`Cannot read this value: ${why}.`, span, 'A model is described by literals and names of functions.');
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'string') return { kind: 'string', value: node.value, span };
      if (typeof node.value === 'number') return { kind: 'number', value: node.value, span };
      if (typeof node.value === 'boolean') return { kind: 'boolean', value: node.value, span };
      throw refuse('it is no string, number or boolean');
    case 'Identifier':
      return { kind: 'function', name: fromDialect(node.name), span };
    case 'UnaryExpression': {
      const value = node.operator === '-' ? readStatic(node.argument, at) : undefined;
      if (value?.kind === 'number') return { kind: 'number', value: -value.value, span };
      throw refuse('it is computed');
    }
    case 'ArrayExpression':
      return {
        kind: 'array',
        items: node.elements.map((element) => {
          if (element && element.type !== 'SpreadElement') return readStatic(element, at);
          throw refuse('it has holes or spreads');
        }),
        span,
      };
    case 'ObjectExpression': {
      const fields = new Map<string, StaticValue>();
      for (const property of node.properties) {
        if (property.type === 'SpreadElement' || property.computed || property.method || property.kind !== 'init')
          throw new Refusal('Cannot read this property: it is computed.', spanOf(property, at));
        const { key } = property;
        const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
        if (fields.has(name)) throw new Refusal(`Cannot read \`${name}\` twice.`, spanOf(property, at));
        fields.set(name, readStatic(property.value, at));
      }
      return { kind: 'object', fields, span };
    }
    default:
      throw refuse('it is computed');
  }
}

import { unreachable } from '../../base/unreachable.ts';
import type { FunctionType, Type } from '../ast.ts';
import { DIALECT_WORDS } from '../base-types.ts';
import { toDialect } from '../ts/names.ts';

/** A type in the dialect: `Ptr<page>`, `ulong`. */
export function printTypeTs(type: Type): string {
  switch (type.kind) {
    case 'void':
    case 'bool':
      return type.kind;
    case 'int':
      return DIALECT_WORDS.get(type.name) ?? type.name.replace(/^enum /, '');
    case 'struct':
      return type.name;
    case 'pointer':
      if (type.name !== undefined) return type.name;
      if (type.to.kind === 'void') return 'VoidPtr';
      if (type.to.kind === 'function') return type.to.name === undefined ? signature(type.to) : `Ptr<${type.to.name}>`;
      return `${type.to.kind === 'struct' ? 'Ptr' : 'Ref'}<${printTypeTs(type.to)}>`;
    case 'array':
      return `Arr<${printTypeTs(type.of)}, ${type.length}>`;
    case 'function':
      return type.name ?? `Fn<${signature(type)}>`;
    default:
      return unreachable(type);
  }
}

function signature({ params, result }: FunctionType): string {
  const named = params.map((p, i) => `${p.name ? toDialect(p.name) : `_${i || ''}`}: ${printTypeTs(p.type)}`);
  return `(${named.join(', ')}) => ${printTypeTs(result)}`;
}

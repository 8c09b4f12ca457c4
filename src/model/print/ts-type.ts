import { unreachable } from '../../base/unreachable.ts';
import type { Type } from '../ast.ts';
import { DIALECT_WORDS } from '../base-types.ts';

/** A type in the dialect: `Ptr<page>`, `ulong`. */
export function printTypeTs(type: Type): string {
  switch (type.kind) {
    case 'void':
    case 'bool':
      return type.kind;
    case 'int':
      return DIALECT_WORDS.get(type.name) ?? type.name;
    case 'struct':
      return type.name;
    case 'pointer':
      if (type.to.kind === 'void') return 'VoidPtr';
      return `${type.to.kind === 'struct' ? 'Ptr' : 'Ref'}<${printTypeTs(type.to)}>`;
    case 'array':
      return `Arr<${printTypeTs(type.of)}, ${type.length}>`;
    default:
      return unreachable(type);
  }
}

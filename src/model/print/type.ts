import { unreachable } from '../../base/unreachable.ts';
import type { Type } from '../ast.ts';

/** A type in C: `struct page *`, `unsigned long`. With a name, a declaration of it: `struct page *page`. */
export function printType(type: Type, name = ''): string {
  switch (type.kind) {
    case 'void':
      return join('void', name);
    case 'bool':
      return join('bool', name);
    case 'int':
      return join(type.name, name);
    case 'struct':
      return join(type.name.endsWith('_t') ? type.name : `struct ${type.name}`, name);
    case 'pointer':
      if (type.name !== undefined) return join(type.name, name);
      return printType(type.to, isOuter(type.to) ? `(*${name})` : `*${name}`);
    case 'array':
      return printType(type.of, `${name}[${type.length}]`);
    case 'function': {
      if (type.name !== undefined) return join(type.name, name);
      const params = type.params.map((p) => printType(p.type, p.name)).join(', ') || 'void';
      return printType(type.result, `${name}(${params})`);
    }
    default:
      return unreachable(type);
  }
}

/** What a declarator has behind the name, which would bind before the star of a pointer. */
function isOuter(type: Type): boolean {
  return type.kind === 'array' || (type.kind === 'function' && type.name === undefined);
}

function join(base: string, name: string): string {
  return name ? `${base} ${name}` : base;
}

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
      return printType(type.to, type.to.kind === 'array' ? `(*${name})` : `*${name}`);
    case 'array':
      return printType(type.of, `${name}[${type.length}]`);
    default:
      return unreachable(type);
  }
}

function join(base: string, name: string): string {
  return name ? `${base} ${name}` : base;
}

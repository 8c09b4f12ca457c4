// Types and declarators: `struct page *p[4]` is a base type, `struct page`, and a declarator, `*p[4]`, that is read
// from the outside inwards.

import type { Param, Type } from '../ast.ts';
import { constantValue } from '../constant.ts';
import { asParameter } from '../function-type.ts';
import { type Context, refuse, requireC, short, textOf, wordAt } from './context.ts';
import { expression } from './expressions.ts';
import { namedType } from './known.ts';
import { integerTypeName } from './tokens.ts';
import { type CNode, child } from './tree-sitter.ts';

/** The base type of a declaration, parameter, field or type name. */
export function baseType(node: CNode, c: Context): Type {
  const type = child(node, 'type');
  if (!type) refuse(node, c, `Cannot read the type of \`${short(textOf(node, c))}\`.`);
  return specifiedType(type, c);
}

function specifiedType(node: CNode, c: Context): Type {
  switch (node.type) {
    case 'primitive_type': {
      const word = wordAt(node.start, c);
      if (word === 'void') return { kind: 'void' };
      if (word === 'bool') return { kind: 'bool' };
      return named(word, node, c);
    }
    case 'type_identifier': {
      const word = wordAt(node.start, c);
      return word === '_Bool' ? { kind: 'bool' } : named(word, node, c);
    }
    case 'sized_type_specifier': {
      const words = textOf(node, c)
        .replace(/\/\*[\s\S]*?\*\//g, ' ')
        .split(/\s+/);
      return named(integerTypeName(words), node, c);
    }
    case 'struct_specifier': {
      const name = child(node, 'name');
      if (!name || child(node, 'body')) refuse(node, c, 'Cannot model a struct that is defined in place.');
      return { kind: 'struct', name: wordAt(name.start, c) };
    }
    case 'enum_specifier': {
      const name = child(node, 'name');
      if (!name || child(node, 'body')) refuse(node, c, 'Cannot model an enum that is defined in place.');
      const spelling = `enum ${wordAt(name.start, c)}`;
      return c.known.program.typedefs.get(spelling) ?? { kind: 'int', name: spelling, bits: 32, signed: false };
    }
    default:
      return refuse(node, c, `Cannot model the type \`${short(textOf(node, c))}\`.`);
  }
}

function named(name: string, node: CNode, c: Context): Type {
  const type = namedType(name, c.known) ?? namedType(name.replace(/^signed /, ''), c.known);
  if (type) return type;
  const help = name.includes('long long')
    ? 'The machine has no integers of 64 bits.'
    : 'Declare it in the model, or take a type that it has.';
  return refuse(node, c, `Cannot model the type \`${name}\`: the model does not know it.`, help);
}

export interface Declared {
  readonly name: string;
  readonly type: Type;
  /** A function's parameter list: then `type` is its result. */
  readonly params?: CNode;
}

/** Applies a declarator to a base type. An abstract one gives the name ''. */
export function declarator(node: CNode | undefined, base: Type, c: Context): Declared {
  if (!node) return { name: '', type: base };
  requireC(node, c);
  switch (node.type) {
    case 'identifier':
    case 'field_identifier':
    case 'type_identifier':
    case 'primitive_type':
      return { name: wordAt(node.start, c), type: base };
    case 'pointer_declarator':
    case 'abstract_pointer_declarator':
      return declarator(child(node, 'declarator'), { kind: 'pointer', to: base }, c);
    case 'array_declarator':
    case 'abstract_array_declarator': {
      const size = child(node, 'size');
      const length = size ? constantValue(expression(size, c), c.known.program) : undefined;
      if (size && length === undefined)
        refuse(size, c, `Cannot model an array of \`${short(textOf(size, c))}\` elements: the length is no constant.`);
      return declarator(child(node, 'declarator'), { kind: 'array', of: base, length: length ?? 0 }, c);
    }
    case 'function_declarator':
    case 'abstract_function_declarator': {
      const inner = child(node, 'declarator');
      const params = child(node, 'parameters');
      if (!params) refuse(node, c, `Cannot model the declaration \`${short(textOf(node, c))}\`.`);
      if (inner?.type === 'identifier') return { name: wordAt(inner.start, c), type: base, params };
      return declarator(inner, { kind: 'function', params: parameters(params, c), result: base }, c);
    }
    case 'parenthesized_declarator':
    case 'abstract_parenthesized_declarator': {
      const inner = node.children.find((n) => n.named);
      return declarator(inner, base, c);
    }
    default:
      return refuse(node, c, `Cannot model the declaration \`${short(textOf(node, c))}\`.`);
  }
}

/** The parameters of a function, or of the type of one: only there may their names be missing. */
export function parameters(list: CNode, c: Context): Param[] {
  const params = list.children.filter((n) => n.type === 'parameter_declaration');
  const odd = list.children.find((n) => n.named && !['parameter_declaration', 'comment'].includes(n.type));
  if (odd) refuse(odd, c, `Cannot model the parameter \`${short(textOf(odd, c))}\`.`);
  const read = params.map((n): Param => {
    const { name, type, params: inner } = declarator(child(n, 'declarator'), baseType(n, c), c);
    return { name, type: asParameter(inner ? { kind: 'function', params: parameters(inner, c), result: type } : type) };
  });
  const [only] = read;
  if (read.length === 1 && only?.type.kind === 'void' && only.name === '') return [];
  const isNothing = read.findIndex((p) => p.type.kind === 'void');
  if (isNothing >= 0) refuse(params[isNothing]!, c, 'Cannot model a parameter of type `void`.');
  return read;
}

/** The type that a cast or sizeof names. */
export function typeName(node: CNode, c: Context): Type {
  requireC(node, c);
  return declarator(child(node, 'declarator'), baseType(node, c), c).type;
}

import type { BraceItem, Expr, Type } from '../ast.ts';
import { type Context, refuse, requireC, short, spanOf, textOf, wordAt } from './context.ts';
import { expression } from './expressions.ts';
import { type CNode, child, children } from './tree-sitter.ts';

/** The first value of a variable of this type: an expression, or braces that name its fields. */
export function initialValue(node: CNode, type: Type, c: Context): Expr {
  if (node.type !== 'initializer_list') return expression(node, c);
  requireC(node, c, false);
  const values = node.children.filter((n) => n.named);
  const items = values.map((n, i) => item(n, partType(n, i, type, c), c));
  const odd = items.findIndex((one) => (one.field === undefined) !== (items[0]!.field === undefined));
  if (odd > 0) refuse(values[odd]!, c, 'Cannot model braces that name some of their values.', 'Name each field.');
  return { kind: 'braces', type, items, span: spanOf(node, c) };
}

function item(node: CNode, type: Type | undefined, c: Context): BraceItem {
  const span = spanOf(node, c);
  const isPair = node.type === 'initializer_pair';
  if (isPair) requireC(node, c, false);
  const value = isPair ? child(node, 'value') : node;
  if (!value) refuse(node, c, `Cannot read this C at \`${short(textOf(node, c))}\`.`);
  if (value.type === 'initializer_list' && !type)
    refuse(value, c, 'Cannot model these braces: nothing is in this place.');
  const read = type ? initialValue(value, type, c) : expression(value, c);
  return { ...(isPair && { field: fieldOf(node, c) }), value: read, span };
}

/** The name in `.name = value`. */
function fieldOf(pair: CNode, c: Context): string {
  const [designator, ...more] = children(pair, 'designator');
  if (designator?.type !== 'field_designator' || more.length > 0)
    refuse(pair, c, `Cannot model the designator of \`${short(textOf(pair, c))}\`.`, 'Write .field = value.');
  return wordAt(designator.start + textOf(designator, c).search(/\w/), c);
}

function partType(node: CNode, i: number, type: Type, c: Context): Type | undefined {
  if (type.kind === 'array') return type.of;
  const fields = type.kind === 'struct' ? c.known.program.structs.get(type.name)?.fields : undefined;
  const name = node.type === 'initializer_pair' ? fieldOf(node, c) : undefined;
  return (name === undefined ? fields?.[i] : fields?.find((f) => f.name === name))?.type;
}

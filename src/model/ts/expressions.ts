// Expressions, one visitor for each kind of ESTree node. In: a node; out: a tree that is already C but for what takes
// types to know (elaborate.ts): `->`, `.value`, implicit `&` and `*`.
// Invariant: parentheses stand wherever C's precedence demands them, so that a word which becomes an operator
// (`cast<ulong>(a + b)`) prints as what it means.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { AssignOp, BinaryOp, Expr, UnaryOp } from '../ast.ts';
import { ASSIGN, CONDITIONAL, LOGICAL_OR, levelOf, POSTFIX, parenthesised, UNARY } from '../precedence.ts';
import { lowerElements, lowerFields } from './braces.ts';
import { fromDialect } from './names.ts';
import { type Expression, spanOf } from './oxc.ts';
import { lowerWord, WORDS } from './words.ts';

type NodeOf<T extends Expression['type']> = Extract<Expression, { type: T }>;
type Visitors = { readonly [T in Expression['type']]: (node: NodeOf<T>, at: Source) => Expr };

/** An expression of the dialect as a tree whose types are not yet known. */
export function lowerExpression(node: Expression, at: Source): Expr {
  return (visitors[node.type] as (node: Expression, at: Source) => Expr)(node, at);
}

const UNARY_OPS: Readonly<Record<string, UnaryOp>> = { '!': '!', '-': '-', '~': '~', '+': '+' };
const SAME_OPS = ['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^', '==', '!=', '<', '<=', '>', '>='] as const;
const BINARY_OPS: ReadonlyMap<string, BinaryOp> = new Map<string, BinaryOp>([
  ...SAME_OPS.map((op) => [op, op] as const),
  ['===', '=='],
  ['!==', '!='],
  ['&&', '&&'],
  ['||', '||'],
]);
const ASSIGN_OPS: ReadonlySet<string> = new Set<AssignOp>([
  '=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '<<=',
  '>>=',
  '&=',
  '|=',
  '^=',
]);

const visitors: Visitors = {
  Literal(node, at) {
    const span = spanOf(node, at);
    if (typeof node.value === 'boolean') return { kind: 'bool', value: node.value, span };
    if (typeof node.value === 'string')
      throw new Refusal('Cannot model a string here: the dialect has strings only as arguments of functions.', span);
    if (node.value === null) throw new Refusal('Cannot model `null`: C has NULL.', span, 'Use NULL.');
    if (typeof node.value !== 'number')
      throw new Refusal(`Cannot model \`${node.raw}\`: it is no number of the machine.`, span);
    if (!Number.isInteger(node.value) || /^[^xX]*[.eE]/.test(node.raw ?? ''))
      throw new Refusal(`Cannot model \`${node.raw}\`: the kernel has no floating point.`, span);
    if (node.value > 0xffffffff)
      throw new Refusal(`Cannot model \`${node.raw}\`: the machine's integers have 32 bits.`, span);
    return { kind: 'int', value: node.value, span };
  },
  Identifier(node, at) {
    const span = spanOf(node, at);
    if (node.name === 'NULL') return { kind: 'null', span };
    if (node.name === 'undefined')
      throw new Refusal('Cannot model `undefined`: C has no such value.', span, 'Use NULL.');
    return { kind: 'name', name: fromDialect(node.name), span };
  },
  ParenthesizedExpression(node, at) {
    return { kind: 'paren', inner: lowerExpression(node.expression, at), span: spanOf(node, at) };
  },
  UnaryExpression(node, at) {
    const span = spanOf(node, at);
    const op = UNARY_OPS[node.operator];
    if (!op) throw new Refusal(`Cannot model \`${node.operator}\`: the dialect has no such operator.`, span);
    return { kind: 'unary', op, operand: operand(node.argument, UNARY, at), span };
  },
  UpdateExpression(node, at) {
    const { operator: op, prefix } = node;
    const target = lowerTarget(node.argument as Expression, node.start, prefix ? UNARY : POSTFIX, at);
    return { kind: 'update', op, prefix, operand: target, span: spanOf(node, at) };
  },
  BinaryExpression: (node, at) => lowerBinary(node, at),
  LogicalExpression: (node, at) => lowerBinary(node, at),
  AssignmentExpression(node, at) {
    const span = spanOf(node, at);
    if (!ASSIGN_OPS.has(node.operator))
      throw new Refusal(`Cannot model \`${node.operator}\`: C has no such operator.`, span);
    if (node.left.type === 'ObjectPattern' || node.left.type === 'ArrayPattern')
      throw new Refusal('Cannot model a destructuring pattern: C has none.', spanOf(node.left, at));
    const target = lowerTarget(node.left as Expression, node.start, UNARY, at);
    return { kind: 'assign', op: node.operator as AssignOp, target, value: operand(node.right, ASSIGN, at), span };
  },
  ConditionalExpression(node, at) {
    const test = operand(node.test, LOGICAL_OR, at);
    const then = operand(node.consequent, ASSIGN, at);
    return { kind: 'conditional', test, then, else: operand(node.alternate, CONDITIONAL, at), span: spanOf(node, at) };
  },
  CallExpression(node, at) {
    const span = spanOf(node, at);
    if (node.optional) throw new Refusal('Cannot model `?.`: C has no such operator.', span);
    if (node.callee.type !== 'Identifier') {
      if (node.callee.type === 'Super' || node.typeArguments)
        throw new Refusal('Cannot model this call: C has none like it.', spanOf(node.callee, at));
      const callee = operand(node.callee, POSTFIX, at);
      return { kind: 'invoke', callee, args: node.arguments.map((arg) => lowerArgument(arg, at)), span };
    }
    if (WORDS.has(node.callee.name)) return lowerWord(node, node.callee.name, at);
    if (node.typeArguments)
      throw new Refusal(
        `Cannot model type arguments of \`${node.callee.name}()\`: C has none.`,
        spanOf(node.typeArguments, at),
      );
    const args = node.arguments.map((arg) => lowerArgument(arg, at));
    return { kind: 'call', callee: fromDialect(node.callee.name), args, span };
  },
  MemberExpression(node, at) {
    const span = spanOf(node, at);
    if (node.optional) throw new Refusal('Cannot model `?.`: C has no such operator.', span, 'Test for NULL first.');
    // `.value` may turn out to be `*`, which demands less: elaborate.ts adds the rest.
    const isValue = node.property.type === 'Identifier' && !node.computed && node.property.name === 'value';
    const object = operand(node.object, isValue ? UNARY : POSTFIX, at);
    if (node.computed) return { kind: 'index', object, index: lowerExpression(node.property, at), span };
    if (node.property.type !== 'Identifier')
      throw new Refusal('Cannot model a private field: the dialect has no classes.', span);
    return { kind: 'member', object, field: node.property.name, arrow: false, span };
  },
  SequenceExpression: (node, at) => ({
    kind: 'comma',
    parts: node.expressions.map((part) => operand(part, ASSIGN, at)),
    span: spanOf(node, at),
  }),
  ChainExpression: refuse('`?.`', 'Test for NULL first.'),
  ArrowFunctionExpression: refuse('a closure', 'Write a function at the top level of the file.'),
  FunctionExpression: refuse('a closure', 'Write a function at the top level of the file.'),
  FunctionDeclaration: refuse('a closure', 'Write a function at the top level of the file.'),
  TSDeclareFunction: refuse('a function without a body'),
  TSEmptyBodyFunctionExpression: refuse('a function without a body'),
  ClassDeclaration: refuse('a class'),
  ClassExpression: refuse('a class'),
  ArrayExpression: (node, at) => lowerElements(node, at),
  ObjectExpression: (node, at) => lowerFields(node, at),
  TemplateLiteral: refuse('a string here', 'The dialect has strings only as arguments of functions.'),
  TaggedTemplateExpression: refuse('a template'),
  NewExpression: refuse('`new`', 'Use alloc<T>().'),
  ThisExpression: refuse('`this`'),
  Super: refuse('`super`'),
  AwaitExpression: refuse('`await`'),
  YieldExpression: refuse('`yield`'),
  ImportExpression: refuse('`import()`'),
  MetaProperty: refuse('`import.meta`'),
  JSXElement: refuse('JSX'),
  JSXFragment: refuse('JSX'),
  TSAsExpression: refuse('`as`', 'Use cast<T>(x).'),
  TSSatisfiesExpression: refuse('`satisfies`'),
  TSTypeAssertion: refuse('`<T>x`', 'Use cast<T>(x).'),
  TSNonNullExpression: refuse('`!` behind an expression', 'Pointers may be NULL without saying so.'),
  TSInstantiationExpression: refuse('type arguments here'),
  V8IntrinsicExpression: refuse('an intrinsic of V8'),
};

/** An operand, in parentheses where its place in C demands them. */
export function operand(node: Expression, demanded: number, at: Source): Expr {
  return parenthesised(lowerExpression(node, at), demanded);
}

/** What is assigned to. The parser drops its parentheses, which are in the text before it. */
function lowerTarget(node: Expression, start: number, demanded: number, at: Source): Expr {
  let target = lowerExpression(node, at);
  const opened = at.text.slice(start, node.start).split('(').length - 1;
  for (let i = 0; i < opened; i++) target = { kind: 'paren', inner: target, span: spanOf(node, at) };
  return parenthesised(target, demanded);
}

/** An argument of a call: the only place of a string. */
export function lowerArgument(
  node: Expression | { type: 'SpreadElement'; start: number; end: number },
  at: Source,
): Expr {
  if (node.type === 'SpreadElement')
    throw new Refusal('Cannot model `...`: C has no such argument.', spanOf(node, at), 'Write the arguments out.');
  if (node.type === 'Literal' && typeof node.value === 'string')
    return { kind: 'string', value: node.value, span: spanOf(node, at) };
  return operand(node, ASSIGN, at);
}

function lowerBinary(node: NodeOf<'BinaryExpression' | 'LogicalExpression'>, at: Source): Expr {
  const span = spanOf(node, at);
  const op = BINARY_OPS.get(node.operator);
  if (!op) throw new Refusal(`Cannot model \`${node.operator}\`: C has no such operator.`, span);
  const level = levelOf(op);
  const left = operand(node.left as Expression, level, at);
  return { kind: 'binary', op, left, right: operand(node.right, level + 1, at), span };
}

function refuse(what: string, help?: string): (node: { start: number; end: number }, at: Source) => never {
  return (node, at) => {
    throw new Refusal(`Cannot model ${what}: the dialect has no such expression.`, spanOf(node, at), help);
  };
}

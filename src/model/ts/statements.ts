// Statements, one visitor for each kind of ESTree node.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { Declarator, Expr, Stmt, SwitchCase } from '../ast.ts';
import { lowerExpression } from './expressions.ts';
import { bindingName, fromDialect } from './names.ts';
import { type CallExpression, type Expression, type Statement, spanOf, type VariableDeclaration } from './oxc.ts';
import { annotatedType } from './types.ts';

type NodeOf<T extends Statement['type']> = Extract<Statement, { type: T }>;
type Visitors = { readonly [T in Statement['type']]: (node: NodeOf<T>, at: Source) => Stmt };
export type Block = Extract<Stmt, { kind: 'block' }>;

/** A statement of the dialect as a tree whose types are not yet known. */
export function lowerStatement(node: Statement, at: Source): Stmt {
  return (visitors[node.type] as (node: Statement, at: Source) => Stmt)(node, at);
}

/** A function's body or a block. */
export function lowerBlock(node: { body: readonly Statement[]; start: number; end: number }, at: Source): Block {
  return { kind: 'block', body: node.body.map((child) => lowerStatement(child, at)), span: spanOf(node, at) };
}

const visitors: Visitors = {
  BlockStatement: lowerBlock,
  EmptyStatement: (node, at) => ({ kind: 'empty', span: spanOf(node, at) }),
  VariableDeclaration: (node, at) => lowerLet(node, at),
  ExpressionStatement(node, at) {
    const span = spanOf(node, at);
    const call = node.expression;
    if (call.type === 'CallExpression' && call.callee.type === 'Identifier') {
      if (call.callee.name === 'goto') return { kind: 'goto', label: texts(call, 1, at)[0]!, span };
      if (call.callee.name === 'elide') {
        const [text, reason] = texts(call, 2, at) as [string, string];
        return { kind: 'elided', text: text.trim().replace(/\s*;$/, ''), reason, span };
      }
    }
    return { kind: 'expression', expr: lowerExpression(call, at), span };
  },
  IfStatement(node, at) {
    const test = lowerExpression(node.test, at);
    const then = lowerStatement(node.consequent, at);
    const other = node.alternate && { else: lowerStatement(node.alternate, at) };
    return { kind: 'if', test, then, ...other, span: spanOf(node, at) };
  },
  WhileStatement: (node, at) => ({
    kind: 'while',
    test: lowerExpression(node.test, at),
    body: lowerStatement(node.body, at),
    span: spanOf(node, at),
  }),
  DoWhileStatement: (node, at) => ({
    kind: 'do',
    body: lowerStatement(node.body, at),
    test: lowerExpression(node.test, at),
    span: spanOf(node, at),
  }),
  ForStatement: (node, at) => ({
    kind: 'for',
    ...(node.init && lowerHead(node.init, at)),
    ...(node.test && { test: lowerExpression(node.test, at) }),
    ...(node.update && { step: lowerExpression(node.update, at) }),
    body: lowerStatement(node.body, at),
    span: spanOf(node, at),
  }),
  SwitchStatement: (node, at) => ({
    kind: 'switch',
    subject: lowerExpression(node.discriminant, at),
    cases: node.cases.map(
      (c): SwitchCase => ({
        ...(c.test && { test: lowerExpression(c.test, at) }),
        body: c.consequent.map((child) => lowerStatement(child, at)),
        span: spanOf(c, at),
      }),
    ),
    span: spanOf(node, at),
  }),
  BreakStatement(node, at) {
    if (!node.label) return { kind: 'break', span: spanOf(node, at) };
    throw new Refusal('Cannot model a labelled `break`: C has none.', spanOf(node, at), "Use goto('label').");
  },
  ContinueStatement(node, at) {
    if (!node.label) return { kind: 'continue', span: spanOf(node, at) };
    throw new Refusal('Cannot model a labelled `continue`: C has none.', spanOf(node, at), "Use goto('label').");
  },
  ReturnStatement: (node, at) => ({
    kind: 'return',
    ...(node.argument && { value: lowerExpression(node.argument, at) }),
    span: spanOf(node, at),
  }),
  LabeledStatement: (node, at) => ({
    kind: 'label',
    name: fromDialect(node.label.name),
    body: lowerStatement(node.body, at),
    span: spanOf(node, at),
  }),
  FunctionDeclaration: refuse('a function inside a function', 'Write it at the top level of the file.'),
  FunctionExpression: refuse('a function inside a function', 'Write it at the top level of the file.'),
  TSDeclareFunction: refuse('a function inside a function', 'Write it at the top level of the file.'),
  TSEmptyBodyFunctionExpression: refuse('a function inside a function'),
  ForOfStatement: refuse('`for … of`', 'Use for (;;) with a counter or a pointer.'),
  ForInStatement: refuse('`for … in`', 'Use for (;;) with a counter or a pointer.'),
  TryStatement: refuse('`try`', "Use goto('label')."),
  ThrowStatement: refuse('`throw`', 'Return an error number, or call bug().'),
  WithStatement: refuse('`with`'),
  DebuggerStatement: refuse('`debugger`'),
  ClassDeclaration: refuse('a class', 'Declare an interface and functions.'),
  ClassExpression: refuse('a class', 'Declare an interface and functions.'),
  TSInterfaceDeclaration: refuse('a type inside a function', 'Declare it at the top level of the file.'),
  TSTypeAliasDeclaration: refuse('a type inside a function', 'Declare it at the top level of the file.'),
  TSEnumDeclaration: refuse('an enum', 'Export one const for each enumerator.'),
  TSModuleDeclaration: refuse('a namespace'),
  TSImportEqualsDeclaration: refuse('this import'),
  ImportDeclaration: refuse('an import inside a function'),
  ExportNamedDeclaration: refuse('an export inside a function'),
  ExportDefaultDeclaration: refuse('an export inside a function'),
  ExportAllDeclaration: refuse('an export inside a function'),
  TSExportAssignment: refuse('an export inside a function'),
  TSNamespaceExportDeclaration: refuse('an export inside a function'),
};

/** `each('macro(…)'), first = value`: the macro that C writes, and what the loop begins with. */
function lowerHead(node: VariableDeclaration | Expression, at: Source): { head?: string; init?: Stmt } {
  const parts = node.type === 'SequenceExpression' ? node.expressions : node.type === 'CallExpression' ? [node] : [];
  const [first, ...rest] = parts;
  if (first?.type !== 'CallExpression' || first.callee.type !== 'Identifier' || first.callee.name !== 'each')
    return { init: lowerInit(node, at) };
  const [text] = first.arguments;
  if (first.arguments.length !== 1 || text?.type !== 'Literal' || typeof text.value !== 'string')
    throw new Refusal('Cannot model this `each()`: it takes the text of a macro.', spanOf(first, at));
  const head = text.value;
  if (rest.length === 0) return { head };
  const exprs = rest.map((e) => lowerExpression(e, at));
  const span = spanOf(node, at);
  const expr: Expr = exprs.length === 1 ? exprs[0]! : { kind: 'comma', parts: exprs, span };
  return { head, init: { kind: 'expression', expr, span } };
}

function lowerInit(node: VariableDeclaration | Expression, at: Source): Stmt {
  if (node.type === 'VariableDeclaration') return lowerLet(node, at);
  return { kind: 'expression', expr: lowerExpression(node, at), span: spanOf(node, at) };
}

function lowerLet(node: VariableDeclaration, at: Source): Stmt {
  if (node.kind !== 'let')
    throw new Refusal(
      `Cannot model \`${node.kind}\` inside a function: locals are variables.`,
      spanOf(node, at),
      'Use let.',
    );
  const names = node.declarations.map((d): Declarator => {
    const name = bindingName(d.id, at);
    const type = annotatedType(
      'typeAnnotation' in d.id ? d.id.typeAnnotation : null,
      `the variable \`${name}\``,
      d,
      at,
    );
    return { name, type, ...(d.init && { init: lowerExpression(d.init, at) }), span: spanOf(d, at) };
  });
  return { kind: 'declare', names, span: spanOf(node, at) };
}

/** The arguments of a word that takes literal texts only. */
function texts(call: CallExpression, count: number, at: Source): string[] {
  const values = call.arguments.map((arg) => (arg.type === 'Literal' ? arg.value : null));
  if (values.length === count && values.every((value) => typeof value === 'string')) return values;
  const word = call.callee.type === 'Identifier' ? call.callee.name : '';
  throw new Refusal(
    `Cannot model this \`${word}()\`: it takes ${count === 1 ? 'a literal string' : `${count} literal strings`}.`,
    spanOf(call, at),
  );
}

function refuse(what: string, help?: string): (node: { start: number; end: number }, at: Source) => never {
  return (node, at) => {
    throw new Refusal(`Cannot model ${what}: the dialect has no such statement.`, spanOf(node, at), help);
  };
}

// One function for each kind of C statement. What cannot be modelled is refused at its own statement; the others are
// still read, so that one run says all there is to say about a function.

import type { Declarator, Expr, Stmt, SwitchCase, Type } from '../ast.ts';
import { declaringCall } from '../declaring.ts';
import { Scope } from '../typing.ts';
import { initialValue } from './braces.ts';
import { type Context, collect, refuse, requireC, short, spanOf, textOf, wordAt } from './context.ts';
import { expression } from './expressions.ts';
import { type Loop, loopsOf } from './loops.ts';
import { keyOf } from './tokens.ts';
import { type CNode, child, children } from './tree-sitter.ts';
import { baseType, declarator } from './types.ts';

type Rule = (node: CNode, c: Context) => Stmt;
export type Block = Extract<Stmt, { kind: 'block' }>;

const rules: Readonly<Record<string, Rule>> = {
  compound_statement: block,
  expression_statement: expressionStatement,
  declaration,
  if_statement: (node, c) => {
    const otherwise = child(node, 'alternative');
    const last = otherwise?.children.find((n) => n.named);
    if (otherwise && !last) refuse(otherwise, c, 'Cannot read this `else`.');
    return {
      kind: 'if',
      test: condition(node, c),
      // biome-ignore lint/suspicious/noThenProperty: the tree's name for it
      then: part(node, 'consequence', c),
      ...(last && { else: statement(last, c) }),
      span: spanOf(node, c),
    };
  },
  while_statement: (node, c) => {
    const each = loopMacro(node, c);
    if (each) return { ...each, body: part(node, 'body', c), span: spanOf(node, c) };
    return { kind: 'while', test: condition(node, c), body: part(node, 'body', c), span: spanOf(node, c) };
  },
  do_statement: (node, c) => ({
    kind: 'do',
    body: part(node, 'body', c),
    test: condition(node, c),
    span: spanOf(node, c),
  }),
  for_statement: forStatement,
  switch_statement: switchStatement,
  break_statement: (node, c) => ({ kind: 'break', span: spanOf(node, c) }),
  continue_statement: (node, c) => ({ kind: 'continue', span: spanOf(node, c) }),
  return_statement: (node, c) => {
    const value = node.children.find((n) => n.named);
    return { kind: 'return', ...(value && { value: expression(value, c) }), span: spanOf(node, c) };
  },
  goto_statement: (node, c) => {
    const label = child(node, 'label');
    if (!label) refuse(node, c, 'Cannot model a computed `goto`.');
    return { kind: 'goto', label: wordAt(label.start, c), span: spanOf(node, c) };
  },
  labeled_statement: (node, c) => {
    const label = child(node, 'label')!;
    const body = node.children.find((n) => n.named && n !== label);
    return {
      kind: 'label',
      name: wordAt(label.start, c),
      body: body ? statement(body, c) : { kind: 'empty', span: spanOf(node, c) },
      span: spanOf(node, c),
    };
  },
  attributed_statement: (node, c) => refuse(node, c, 'Cannot model an attribute here.'),
};

/** A C statement as a tree; if it is refused, an empty one stands in its place. */
export function statement(node: CNode, c: Context): Stmt {
  const empty: Stmt = { kind: 'empty', span: spanOf(node, c) };
  return collect(c, () => elided(node, c) ?? required(node, c), empty);
}

function required(node: CNode, c: Context): Stmt {
  if (node.type === 'ERROR' || node.missing) requireC({ ...node, children: [node] }, c);
  if (node.type !== 'compound_statement') requireC(node, c, false);
  const rule = rules[node.type];
  if (rule) return rule(node, c);
  if (node.type.startsWith('preproc'))
    return refuse(
      { ...node, children: [] },
      c,
      `Cannot model the directive \`${short(textOf(node, c).split('\n')[0]!)}\` inside a function.`,
      'Only conditions over CONFIG_ symbols are understood.',
    );
  return refuse(node, c, `Cannot model the statement \`${short(textOf(node, c))}\`.`);
}

/** The statement as one that the model leaves out, if it is. */
function elided(node: CNode, c: Context): Stmt | undefined {
  const { elides, elidedCalls } = c.known;
  const text = textOf(node, c);
  // As a model writes it: without the semicolon, which printing puts there.
  const as = (reason: string): Stmt => {
    const bare = canonical(text).replace(/;$/, '');
    return { kind: 'elided', text: bare, reason, span: spanOf(node, c) };
  };
  if (node.type === 'expression_statement') {
    const call = node.children[0];
    // A model lists such functions as statements of their bare names.
    const callee = call?.type === 'call_expression' ? child(call, 'function') : call;
    const reason = callee?.type === 'identifier' ? elidedCalls.get(wordAt(callee.start, c)) : undefined;
    if (reason !== undefined) return as(reason);
    if (/^(__)?fallthrough\s*;$/.test(text)) return as('an annotation');
  }
  if (elides.size === 0 || node.type === 'compound_statement') return undefined;
  const rule = elides.get(keyOf(text));
  return rule && { kind: 'elided', text: rule.text, reason: rule.reason, span: spanOf(node, c) };
}

function canonical(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The `for` that a loop macro stands for, if the model has it word by word. Undefined for a `while`. */
function loopMacro(node: CNode, c: Context): Omit<Loop, 'body'> | undefined {
  const callee = wordAt(node.start, c);
  const head = child(node, 'condition');
  if (callee === 'while' || !head) return undefined;
  const call = { ...node, end: head.end };
  const known = loopsOf(c.known.program).get(keyOf(textOf(call, c)));
  if (known) return known;
  return refuse(
    call,
    c,
    `Cannot model the loop macro \`${callee}\`.`,
    'Write it as a `for` loop over what the model has.',
  );
}

/** A block with all its statements, each refused by itself. */
export function block(node: CNode, c: Context): Block {
  const outer = c.scope;
  c.scope = outer.child();
  const body = node.children.filter((n) => n.named || n.type === 'ERROR' || n.missing || n.type === ';');
  const statements = body.map((n) => statement(n, c));
  c.scope = outer;
  return { kind: 'block', body: statements, span: spanOf(node, c) };
}

function part(node: CNode, name: string, c: Context): Stmt {
  const inner = child(node, name);
  return inner ? statement(inner, c) : refuse(node, c, `Cannot read this C at \`${short(textOf(node, c))}\`.`);
}

/** The expression in the brackets of `if`, `while`, `switch`. */
function condition(node: CNode, c: Context): Expr {
  const brackets = child(node, 'condition')!;
  requireC(brackets, c, false);
  const inner = brackets.children.filter((n) => n.named);
  return inner[0] && inner.length === 1 ? expression(inner[0], c) : refuse(brackets, c, 'Cannot read this condition.');
}

function expressionStatement(node: CNode, c: Context): Stmt {
  const inner = node.children.find((n) => n.named);
  if (!inner) return { kind: 'empty', span: spanOf(node, c) };
  return declaringMacro(node, inner, c) ?? { kind: 'expression', expr: expression(inner, c), span: spanOf(node, c) };
}

function declaringMacro(node: CNode, call: CNode, c: Context): Stmt | undefined {
  const declared = call.type === 'call_expression' ? declaredBy(call, c) : undefined;
  if (!declared) return undefined;
  c.scope.declare(declared.name, declared.type);
  return { kind: 'declare', names: [{ ...declared, span: spanOf(call, c) }], span: spanOf(node, c) };
}

/** `XA_STATE(xas, m, i)` declares `xas`: its first argument is a new name, its type what the macro gives. */
export function declaredBy(call: CNode, c: Context): { name: string; type: Type; init: Expr } | undefined {
  const callee = child(call, 'function')!;
  const macro = c.known.program.functions.get(wordAt(callee.start, c));
  if (callee.type !== 'identifier' || !macro?.declares) return undefined;
  const [variable, ...args] = child(call, 'arguments')!.children.filter((n) => n.named);
  if (!variable || !/^\w+$/.test(textOf(variable, c)))
    refuse(call, c, `Cannot read \`${macro.name}\`: its first argument is not a name.`);
  const name = wordAt(variable.start, c);
  const given = args.map((n) => expression(n, c));
  return { name, type: macro.result, init: declaringCall(macro, name, given, spanOf(call, c)) };
}

function declaration(node: CNode, c: Context): Stmt {
  const storage = node.children.find((n) => n.type === 'storage_class_specifier');
  if (storage && ['static', 'extern'].includes(textOf(storage, c)))
    refuse(node, c, `Cannot model a \`${textOf(storage, c)}\` variable inside a function.`, 'Declare it outside.');
  const base = baseType(node, c);
  const names = children(node, 'declarator').map((n): Declarator => {
    const inner = n.type === 'init_declarator' ? child(n, 'declarator') : n;
    const { name, type, params } = declarator(inner, base, c);
    if (params) refuse(n, c, 'Cannot model the declaration of a function inside a function.');
    if (type.kind === 'void') refuse(n, c, `Cannot declare \`${name}\`: it has no type.`);
    c.scope.declare(name, type);
    const value = n.type === 'init_declarator' ? child(n, 'value') : undefined;
    return { name, type, ...(value && { init: initialValue(value, type, c) }), span: spanOf(n, c) };
  });
  if (names.length === 0) refuse(node, c, `Cannot model the declaration \`${short(textOf(node, c))}\`.`);
  return { kind: 'declare', names, span: spanOf(node, c) };
}

function forStatement(node: CNode, c: Context): Stmt {
  const outer = c.scope;
  c.scope = new Scope(c.known.program, outer);
  const first = child(node, 'initializer');
  const test = child(node, 'condition');
  const step = child(node, 'update');
  const init: Stmt | undefined =
    first &&
    (first.type === 'declaration'
      ? declaration(first, c)
      : { kind: 'expression', expr: expression(first, c), span: spanOf(first, c) });
  const result: Stmt = {
    kind: 'for',
    ...(init && { init }),
    ...(test && { test: expression(test, c) }),
    ...(step && { step: expression(step, c) }),
    body: part(node, 'body', c),
    span: spanOf(node, c),
  };
  c.scope = outer;
  return result;
}

function switchStatement(node: CNode, c: Context): Stmt {
  const body = child(node, 'body');
  if (body?.type !== 'compound_statement') refuse(node, c, 'Cannot model a `switch` without a block.');
  const outer = c.scope;
  c.scope = outer.child();
  const cases: SwitchCase[] = [];
  for (const n of body.children.filter((n) => n.named || n.type === 'ERROR' || n.missing)) {
    if (n.type === 'case_statement') collect(c, () => cases.push(switchCase(n, c)), 0);
    else collect(c, () => refuse(n, c, 'Cannot model a statement in a `switch` before its first case.'), undefined);
  }
  c.scope = outer;
  return { kind: 'switch', subject: condition(node, c), cases, span: spanOf(node, c) };
}

function switchCase(node: CNode, c: Context): SwitchCase {
  if (/^case\b[^:;]*\.\.\./.test(textOf(node, c))) refuse(node, c, 'Cannot model a range of cases.');
  const value = child(node, 'value');
  const colon = node.children.findIndex((n) => n.type === ':');
  const body = node.children
    .slice(colon + 1)
    .filter((n) => n.named || n.type === 'ERROR' || n.missing || n.type === ';');
  return {
    ...(value && { test: expression(value, c) }),
    body: body.map((n) => statement(n, c)),
    span: spanOf(node, c),
  };
}

// One function for each kind of C expression.

import { Refusal } from '../../base/diagnostic.ts';
import type { AssignOp, BinaryOp, Expr, Type, UnaryOp } from '../ast.ts';
import { typeOf } from '../typing.ts';
import { WHOLE_MACROS } from '../whole.ts';
import { initialValue } from './braces.ts';
import { type Context, refuse, requireC, short, spanOf, textOf, wordAt } from './context.ts';
import { namedType } from './known.ts';
import { parseChar, parseInteger, parseString } from './literals.ts';
import { configValue } from './preprocess.ts';
import { isLogLevel } from './tokens.ts';
import { type CNode, child } from './tree-sitter.ts';
import { typeName } from './types.ts';

type Rule = (node: CNode, c: Context) => Expr;

/** What a message may name its function by. */
const FUNCTION_NAME = /^__(?:func|FUNCTION|PRETTY_FUNCTION)__$/;

const unaryOps: ReadonlySet<string> = new Set<UnaryOp>(['!', '-', '~', '+', '&', '*']);
const binaryOps: ReadonlySet<string> = new Set<BinaryOp>(
  '+ - * / % << >> & | ^ == != < <= > >= && ||'.split(' ') as BinaryOp[],
);
const assignOps: ReadonlySet<string> = new Set<AssignOp>('= += -= *= /= %= <<= >>= &= |= ^='.split(' ') as AssignOp[]);

const rules: Readonly<Record<string, Rule>> = {
  identifier: (node, c) =>
    FUNCTION_NAME.test(textOf(node, c)) ? { kind: 'string', value: '', span: spanOf(node, c) } : name(node, c),
  field_identifier: name,
  number_literal: number,
  char_literal: (node, c) => {
    const value = parseChar(textOf(node, c));
    if (value === null) refuse(node, c, `Cannot model the character \`${short(textOf(node, c))}\`.`);
    return { kind: 'int', value, span: spanOf(node, c) };
  },
  string_literal: (node, c) => ({ kind: 'string', value: parseString(textOf(node, c)), span: spanOf(node, c) }),
  concatenated_string: (node, c) => {
    const parts = node.children.filter((n) => n.named);
    const strings = parts.filter((n) => !isLogLevel(textOf(n, c)));
    const odd = strings.find((n) => n.type !== 'string_literal');
    if (odd) refuse(odd, c, `Cannot model \`${short(textOf(odd, c))}\` in a string.`);
    return { kind: 'string', value: strings.map((n) => parseString(textOf(n, c))).join(''), span: spanOf(node, c) };
  },
  true: (node, c) => ({ kind: 'bool', value: true, span: spanOf(node, c) }),
  false: (node, c) => ({ kind: 'bool', value: false, span: spanOf(node, c) }),
  null: (node, c) => ({ kind: 'null', span: spanOf(node, c) }),
  parenthesized_expression: (node, c) => {
    const inner = onlyNamed(node, c);
    if (inner.type === 'compound_statement')
      refuse(node, c, 'Cannot model a statement expression.', 'Write the statements before it.');
    return { kind: 'paren', inner: expression(inner, c), span: spanOf(node, c) };
  },
  unary_expression: unary,
  pointer_expression: unary,
  update_expression: (node, c) => {
    const [first] = node.children;
    const op = textOf(child(node, 'operator')!, c) === '--' ? '--' : '++';
    const prefix = first?.field === 'operator';
    const operand = field(node, 'argument', c);
    return prefix ? { kind: 'update', op, prefix, operand, span: spanOf(node, c) } : postfix(op, operand, node.end);
  },
  binary_expression: (node, c) => {
    const op = textOf(child(node, 'operator')!, c);
    if (!binaryOps.has(op)) refuse(node, c, `Cannot model the operator \`${op}\`.`);
    return {
      kind: 'binary',
      op: op as BinaryOp,
      left: field(node, 'left', c),
      right: field(node, 'right', c),
      span: spanOf(node, c),
    };
  },
  assignment_expression: (node, c) => {
    const op = textOf(child(node, 'operator')!, c);
    if (!assignOps.has(op)) refuse(node, c, `Cannot model the operator \`${op}\`.`);
    return {
      kind: 'assign',
      op: op as AssignOp,
      target: field(node, 'left', c),
      value: field(node, 'right', c),
      span: spanOf(node, c),
    };
  },
  conditional_expression: (node, c) => {
    if (!child(node, 'consequence'))
      return {
        kind: 'elvis',
        test: field(node, 'condition', c),
        else: field(node, 'alternative', c),
        span: spanOf(node, c),
      };
    return {
      kind: 'conditional',
      test: field(node, 'condition', c),
      // biome-ignore lint/suspicious/noThenProperty: the tree's name for it
      then: field(node, 'consequence', c),
      else: field(node, 'alternative', c),
      span: spanOf(node, c),
    };
  },
  call_expression: call,
  field_expression: (node, c) => ({
    kind: 'member',
    object: field(node, 'argument', c),
    field: wordAt(child(node, 'field')!.start, c),
    arrow: textOf(child(node, 'operator')!, c) === '->',
    span: spanOf(node, c),
  }),
  subscript_expression: (node, c) => ({
    kind: 'index',
    object: field(node, 'argument', c),
    index: field(node, 'index', c),
    span: spanOf(node, c),
  }),
  cast_expression: (node, c) => ({
    kind: 'cast',
    type: typeName(child(node, 'type')!, c),
    operand: field(node, 'value', c),
    span: spanOf(node, c),
  }),
  sizeof_expression: sizeofExpression,
  comma_expression: (node, c) => {
    const [left, right] = [field(node, 'left', c), field(node, 'right', c)];
    // The grammar nests to the right, C to the left: it is one row either way.
    const parts = [left, right].flatMap((part) => (part.kind === 'comma' ? part.parts : [part]));
    return { kind: 'comma', parts, span: spanOf(node, c) };
  },
  compound_literal_expression: (node, c) => {
    const type = typeName(child(node, 'type')!, c);
    return { kind: 'cast', type, operand: initialValue(child(node, 'value')!, type, c), span: spanOf(node, c) };
  },
  initializer_list: (node, c) =>
    refuse(node, c, 'Cannot model braces here: they give a variable its first value.', 'Assign the fields one by one.'),
  gnu_asm_expression: (node, c) =>
    refuse(node, c, 'Cannot model assembly.', 'Call a function that the model knows instead.'),
};

/** A C expression as a tree. Throws a `Refusal` at the part that cannot be modelled. */
export function expression(node: CNode, c: Context): Expr {
  if (node.type === 'ERROR' || node.missing) requireC({ ...node, children: [node] }, c);
  requireC(node, c, false);
  const rule = rules[node.type];
  if (!rule) return refuse(node, c, `Cannot model the expression \`${short(textOf(node, c))}\`.`);
  return rule(node, c);
}

function field(node: CNode, name: string, c: Context): Expr {
  const part = child(node, name);
  return part ? expression(part, c) : refuse(node, c, `Cannot read this C at \`${short(textOf(node, c))}\`.`);
}

function onlyNamed(node: CNode, c: Context): CNode {
  const inner = node.children.filter((n) => n.named);
  return inner[0] && inner.length === 1 ? inner[0] : refuse(node, c, 'Cannot read this expression.');
}

function name(node: CNode, c: Context): Expr {
  const word = wordAt(node.start, c);
  const span = spanOf(node, c);
  switch (word) {
    case 'NULL':
      return { kind: 'null', span };
    case 'true':
    case 'false':
      return { kind: 'bool', value: word === 'true', span };
    default:
      return { kind: 'name', name: word, span };
  }
}

function number(node: CNode, c: Context): Expr {
  const text = textOf(node, c);
  // A name that was masked so that its brackets are no cast.
  if (/^[A-Za-z_]/.test(text)) return name(node, c);
  // The grammar takes a sign for a part of the number.
  if (text[0] === '-' || text[0] === '+') {
    const operand = number({ ...node, start: node.start + 1 }, c);
    return { kind: 'unary', op: text[0], operand, span: spanOf(node, c) };
  }
  const value = parseInteger(text);
  if (value === null) refuse(node, c, `Cannot model the number \`${text}\`: it is no integer.`);
  if (value > 0xffffffff) refuse(node, c, `Cannot model the number \`${text}\`: it has more than 32 bits.`);
  return { kind: 'int', value, span: spanOf(node, c) };
}

/** The grammar reads `!n++` as `(!n)++`; in C, what stands behind binds tighter than what stands before. */
function postfix(op: '++' | '--', operand: Expr, end: number): Expr {
  const span = { ...operand.span, end };
  if (operand.kind === 'unary' || operand.kind === 'cast' || (operand.kind === 'update' && operand.prefix))
    return { ...operand, operand: postfix(op, operand.operand, end), span };
  return { kind: 'update', op, prefix: false, operand, span };
}

function unary(node: CNode, c: Context): Expr {
  const op = textOf(child(node, 'operator')!, c);
  if (!unaryOps.has(op)) refuse(node, c, `Cannot model the operator \`${op}\`.`);
  return { kind: 'unary', op: op as UnaryOp, operand: field(node, 'argument', c), span: spanOf(node, c) };
}

function call(node: CNode, c: Context): Expr {
  const callee = child(node, 'function')!;
  const args = child(node, 'arguments')!;
  const callees = wordAt(callee.start, c);
  if (WHOLE_MACROS.has(callees)) return whole(callees, node, args, c);
  if (CONTAINERS.has(callees) && !c.known.program.functions.has(callees))
    refuse(
      node,
      c,
      `Cannot model \`${callees}()\`: it reads a list and gives what its entry lies in.`,
      'Read the entry, and write list_entry(entry, struct T, member).',
    );
  requireC(args, c, false);
  const given = args.children.filter((n) => n.named);
  const span = spanOf(node, c);
  if (callee.type === 'parenthesized_expression') {
    const inner = onlyNamed(callee, c);
    const type = inner.type === 'identifier' && namedType(wordAt(inner.start, c), c.known);
    const operand = given[0];
    if (type && operand && given.length === 1) {
      const brackets: Expr = { kind: 'paren', inner: expression(operand, c), span: spanOf(args, c) };
      return { kind: 'cast', type, operand: brackets, span };
    }
  }
  const through = (): Expr => ({
    kind: 'invoke',
    callee: expression(callee, c),
    args: given.map((n) => expression(n, c)),
    span,
  });
  if (callee.type !== 'identifier') return through();
  const name = wordAt(callee.start, c);
  const { functions, globals } = c.known.program;
  if (c.scope.local(name) || (globals.has(name) && !functions.has(name))) return through();
  const lowered = macro(name, node, given, c);
  if (lowered) return lowered;
  return { kind: 'call', callee: name, args: given.map((n) => expression(n, c)), span };
}

/** Macros that read a list and give the struct in which the entry lies. */
const CONTAINERS: ReadonlySet<string> = new Set(
  (
    'list_first_entry list_last_entry list_next_entry list_prev_entry list_first_entry_or_null list_entry_is_head ' +
    'hlist_entry_safe rb_entry_safe lru_to_page lru_to_folio'
  ).split(' '),
);

/** `container_of(p, struct T, member)`: the mask has left the name of the type alone, as if it were a variable. */
function whole(macro: string, node: CNode, args: CNode, c: Context): Expr {
  const [pointer, type, member, ...more] = args.children.filter((n) => n.named);
  if (!pointer || !type || !member || more.length > 0)
    return refuse(node, c, `Cannot read \`${macro}()\`: it takes a pointer, a struct and a field.`);
  const name = wordAt(type.start, c);
  const isTypeof = /^(?:__)?typeof(?:__)?$/.test(name);
  const named = isTypeof ? typeofArgument(type, c) : wholeType(name, c);
  if (named?.kind !== 'struct') return refuse(type, c, `Cannot read \`${short(textOf(type, c))}\` as a struct.`);
  const way = textOf(member, c).replace(/\s+/g, '');
  return { kind: 'whole', type: named, operand: expression(pointer, c), member: way, macro, span: spanOf(node, c) };
}

function wholeType(name: string, c: Context): Type | undefined {
  if (c.known.program.structs.has(name)) return { kind: 'struct', name };
  return namedType(name, c.known);
}

/** The type in `typeof(*p)`. */
function typeofArgument(node: CNode, c: Context): Type | undefined {
  const list = child(node, 'arguments');
  const inner = list?.children.find((n) => n.named);
  return inner && typeOf(expression(inner, c), c.scope);
}

const configQueries: ReadonlySet<string> = new Set(['IS_ENABLED', 'IS_BUILTIN', 'IS_REACHABLE']);

/** Kernel macros that are no functions. A program may still have a function of the name. */
function macro(name: string, node: CNode, args: readonly CNode[], c: Context): Expr | undefined {
  const span = spanOf(node, c);
  const [first, second] = args;
  // An option that the model has as a constant is asked for as the model does.
  const isOption = configQueries.has(name) && first !== undefined && !isConstant(first, c);
  if (c.known.program.functions.has(name) && !isOption) return undefined;
  switch (name) {
    // Each shared access is a step of its own in any case.
    case 'READ_ONCE':
    case 'ACCESS_ONCE':
    case 'data_race':
      return first && args.length === 1 ? { kind: 'paren', inner: expression(first, c), span } : undefined;
    case 'WRITE_ONCE':
      if (!first || !second || args.length !== 2) return undefined;
      return { kind: 'assign', op: '=', target: expression(first, c), value: expression(second, c), span };
    case 'IS_ENABLED':
    case 'IS_BUILTIN':
    case 'IS_REACHABLE': {
      if (!first || args.length !== 1) return undefined;
      const value = configValue(wordAt(first.start, c), c.known.config, (_, text) =>
        c.warnings.push({ code: 'unknown-config-symbol', text, span }),
      );
      return value === null ? undefined : { kind: 'int', value: Number(value), span };
    }
    case 'ARRAY_SIZE': {
      const type = first && args.length === 1 ? typeOf(expression(first, c), c.scope) : undefined;
      return type?.kind === 'array' ? { kind: 'int', value: type.length, span } : undefined;
    }
    default:
      return undefined;
  }
}

function isConstant(node: CNode, c: Context): boolean {
  return c.known.program.constants.has(wordAt(node.start, c));
}

function sizeofExpression(node: CNode, c: Context): Expr {
  const span = spanOf(node, c);
  const type = child(node, 'type');
  if (type) return { kind: 'sizeof', type: typeName(type, c), span };
  const value = child(node, 'value')!;
  const inner = value.type === 'parenthesized_expression' ? onlyNamed(value, c) : value;
  if (inner.type === 'identifier') {
    const named = namedType(wordAt(inner.start, c), c.known);
    if (named) return { kind: 'sizeof', type: named, span };
  }
  try {
    return { kind: 'sizeof', type: typeOf(expression(inner, c), c.scope), span };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(node, c, `Cannot model \`${short(textOf(node, c))}\`: its type is not known.`, 'Name the type.');
  }
}

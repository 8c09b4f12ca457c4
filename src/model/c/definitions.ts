// What stands outside functions: functions, structs, globals, constant macros, enums, typedefs.

import type { ConstantDef, Definition, FunctionDef, GlobalDef, Initcall, Param, StructDef, Type } from '../ast.ts';
import { constantValue } from '../constant.ts';
import { isCode } from '../function-type.ts';
import { functionScope, INT, Scope } from '../typing.ts';
import { initialValue } from './braces.ts';
import { type Context, collect, refuse, requireC, short, spanOf, textOf, wordAt } from './context.ts';
import { expression } from './expressions.ts';
import { initcall } from './initcalls.ts';
import { type MacroDef, macroDefinition, macroKind } from './macros.ts';
import { DECLARING_MACRO } from './mask.ts';
import { block, declaredBy } from './statements.ts';
import { scan } from './tokens.ts';
import { type CNode, child, children } from './tree-sitter.ts';
import { baseType, declarator, parameters } from './types.ts';

export interface Found {
  readonly definitions: Definition[];
  readonly typedefs: Map<string, Type>;
  /** Functions that are declared but not defined. */
  readonly prototypes: string[];
  readonly initcalls: Initcall[];
  readonly macros: MacroDef[];
}

/** Reads one top-level node into `found`; what it refuses is collected. */
export function definition(node: CNode, c: Context, found: Found): void {
  collect(
    c,
    () => {
      const starts = initcall(node, c);
      if (starts) found.initcalls.push(starts);
      else if (!declaringMacro(node, c, found)) read(node, c, found);
    },
    undefined,
  );
}

/** `static DEFINE_MUTEX(name);`: a global, if the vocabulary has a macro of that name that declares. */
function declaringMacro(node: CNode, c: Context, found: Found): boolean {
  const call = node.type === 'expression_statement' ? node.children[0] : undefined;
  if (call?.type !== 'call_expression') return false;
  const declared = declaredBy(call, c);
  if (!declared && DECLARING_MACRO.test(wordAt(call.start, c)))
    refuse(node, c, `Cannot model \`${wordAt(call.start, c)}\`: the model has no macro of that name.`);
  if (declared) found.definitions.push({ kind: 'global', ...declared, span: spanOf(node, c) });
  return declared !== undefined;
}

function read(node: CNode, c: Context, found: Found): void {
  switch (node.type) {
    case 'function_definition':
      if (isDirective(node, c)) return void found.macros.push(macroDefinition(node, c));
      found.definitions.push(functionDefinition(node, c));
      return;
    case 'declaration':
      return declaration(node, c, found);
    case 'struct_specifier':
      return defineStruct(structDefinition(node, c), c, found);
    case 'enum_specifier':
      found.definitions.push(...enumerators(node, c));
      return;
    case 'type_definition':
      return typeDefinition(node, c, found);
    case 'expression_statement':
      if (node.children.length === 1 && node.children[0]!.type === ';' && !node.children[0]!.missing) return;
      return refuse(node, c, `Cannot model \`${short(textOf(node, c))}\` outside a function.`);
    case ';':
    case 'comment':
      return;
    default:
      if (node.type === 'ERROR' || node.missing) requireC({ ...node, children: [node] }, c);
      if (node.type.startsWith('preproc'))
        refuse(
          { ...node, children: [] },
          c,
          `Cannot model the directive \`${short(textOf(node, c).split('\n')[0]!)}\`.`,
        );
      refuse(node, c, `Cannot model \`${short(textOf(node, c))}\` outside a function.`);
  }
}

function functionDefinition(node: CNode, c: Context): FunctionDef {
  // Errors inside the body are refused where they stand.
  for (const n of node.children) if (n.type !== 'compound_statement') requireC({ ...node, children: [n] }, c);
  const body = child(node, 'body');
  const { name, type, params } = declarator(child(node, 'declarator'), baseType(node, c), c);
  if (!params || body?.type !== 'compound_statement')
    refuse(node, c, `Cannot model the definition \`${short(textOf(node, c))}\`.`);
  const fn: FunctionDef = {
    kind: 'function',
    name,
    params: namedParameters(params, c),
    result: type,
    body: { kind: 'block', body: [], span: spanOf(body, c) },
    atomic: false,
    declares: false,
    variadic: params.children.some((n) => n.type === 'variadic_parameter'),
    span: spanOf(node, c),
  };
  c.scope = functionScope(c.known.program, fn);
  const full = { ...fn, body: block(body, c) };
  c.scope = new Scope(c.known.program);
  return full;
}

function namedParameters(list: CNode, c: Context): Param[] {
  const given = list.children.filter((n) => n.type !== 'variadic_parameter');
  const read = parameters({ ...list, children: given }, c);
  if (read.some((p) => p.name === '')) refuse(list, c, 'Cannot model a parameter without a name.');
  return read;
}

function declaration(node: CNode, c: Context, found: Found): void {
  requireC(node, c);
  const specifier = child(node, 'type');
  const names = children(node, 'declarator');
  const inPlace = specifier?.type === 'struct_specifier' && child(specifier, 'body') ? specifier : undefined;
  if (inPlace) defineStruct(structDefinition(inPlace, c, nameOfVariable(names[0], c)), c, found);
  const base = (): Type =>
    inPlace
      ? { kind: 'struct', name: found.definitions.findLast((d) => d.kind === 'struct')!.name }
      : baseType(node, c);
  const isExtern = node.children.some((n) => n.type === 'storage_class_specifier' && textOf(n, c) === 'extern');
  const isMacro = isDirective(node, c);
  if (isMacro && macroKind(scan(c.source.text.slice(node.start))[0]!)) {
    found.macros.push(macroDefinition(node, c));
    return;
  }
  for (const n of names) {
    const inner = n.type === 'init_declarator' ? child(n, 'declarator') : n;
    const value = n.type === 'init_declarator' ? child(n, 'value') : undefined;
    if (isMacro) {
      if (value) found.definitions.push(constantMacro(node, value, c));
      continue;
    }
    if (functionDeclarator(inner)) {
      found.prototypes.push(functionName(inner!, c));
      continue;
    }
    const { name, type: declared } = declarator(inner, base(), c);
    if (isExtern) continue;
    const type = withLength(declared, value);
    const global: GlobalDef = {
      kind: 'global',
      name,
      type,
      ...(value && !isZero(value, c) && { init: initialValue(value, type, c) }),
      span: spanOf(node, c),
    };
    found.definitions.push(global);
  }
}

/** `struct { … } state;`: a struct without a name is called after the variable that has it. */
function nameOfVariable(node: CNode | undefined, c: Context): string | undefined {
  if (!node) return undefined;
  const inner = child(node, 'declarator');
  return node.type === 'identifier' ? `anonymous_${wordAt(node.start, c)}` : nameOfVariable(inner, c);
}

function defineStruct(def: StructDef, c: Context, found: Found): void {
  c.own.structs.set(def.name, def);
  found.definitions.push(def);
}

/** An array without a length is as long as its braces. */
function withLength(type: Type, value: CNode | undefined): Type {
  if (type.kind !== 'array' || type.length > 0 || value?.type !== 'initializer_list') return type;
  return { ...type, length: value.children.filter((n) => n.named).length };
}

/** `{}` and `{ 0 }`, which say what is so without them. */
function isZero(value: CNode, c: Context): boolean {
  return value.type === 'initializer_list' && /^\{\s*0?\s*\}$/.test(textOf(value, c));
}

function functionDeclarator(node: CNode | undefined): boolean {
  if (!node) return false;
  if (node.type === 'function_declarator') return child(node, 'declarator')?.type === 'identifier';
  return node.type === 'pointer_declarator' && functionDeclarator(child(node, 'declarator'));
}

function functionName(node: CNode, c: Context): string {
  const inner = child(node, 'declarator')!;
  return inner.type === 'identifier' ? wordAt(inner.start, c) : functionName(inner, c);
}

/** Whether the mask has made this of a `#define`. */
function isDirective(node: CNode, c: Context): boolean {
  return c.source.text[node.start] === '#';
}

/** `#define NAME value`, which the mask has made a declaration. */
function constantMacro(node: CNode, value: CNode, c: Context): ConstantDef {
  const text = c.source.text.slice(node.start);
  const name = /^#\s*define\s+(\w+)/.exec(text)![1]!;
  const read = expression(value, c);
  const known = c.known.program.constants.get(name);
  return { kind: 'constant', name, type: known?.type ?? INT, value: read, span: spanOf(node, c) };
}

function structDefinition(node: CNode, c: Context, otherwise?: string): StructDef {
  const word = child(node, 'name');
  const body = child(node, 'body');
  const name = word ? wordAt(word.start, c) : otherwise;
  if (name === undefined) refuse(node, c, 'Cannot model a struct without a name.');
  if (!body) return { kind: 'struct', name, fields: [], stable: [], span: spanOf(node, c) };
  const fields: Param[] = [];
  for (const n of body.children.filter((n) => n.named || n.type === 'ERROR'))
    collect(c, () => fields.push(...structFields(n, c)), 0);
  return { kind: 'struct', name, fields, stable: [], span: spanOf(node, c) };
}

function structFields(node: CNode, c: Context): Param[] {
  if (node.type !== 'field_declaration') refuse(node, c, `Cannot model the field \`${short(textOf(node, c))}\`.`);
  requireC(node, c);
  if (node.children.some((n) => n.type === 'bitfield_clause')) refuse(node, c, 'Cannot model a bit field.');
  const base = baseType(node, c);
  const names = children(node, 'declarator');
  if (names.length === 0) refuse(node, c, 'Cannot model a field without a name.');
  return names.map((n) => {
    const { name, type, params } = declarator(n, base, c);
    if (params || type.kind === 'function') refuse(n, c, `Cannot model the field \`${name}\`: it is a function.`);
    return { name, type };
  });
}

function enumerators(node: CNode, c: Context): ConstantDef[] {
  requireC(node, c);
  const list = child(node, 'body');
  let previous: number | undefined = -1;
  return (list?.children ?? [])
    .filter((n) => n.type === 'enumerator')
    .map((n) => {
      const value = child(n, 'value');
      const written = value && constantValue(expression(value, c), c.known.program);
      if (value && written === undefined) refuse(value, c, 'Cannot model an enumerator whose value is no constant.');
      previous = written ?? previous! + 1;
      const span = spanOf(n, c);
      const name = wordAt(child(n, 'name')!.start, c);
      return { kind: 'constant', name, type: INT, value: integer(previous, span), span };
    });
}

function integer(value: number, span: ReturnType<typeof spanOf>): ConstantDef['value'] {
  if (value >= 0) return { kind: 'int', value, span };
  return { kind: 'unary', op: '-', operand: { kind: 'int', value: -value, span }, span };
}

function typeDefinition(node: CNode, c: Context, found: Found): void {
  requireC(node, c);
  const specifier = child(node, 'type');
  if (specifier?.type === 'struct_specifier' || specifier?.type === 'union_specifier') {
    const body = child(specifier, 'body');
    const declared = child(node, 'declarator');
    if (!body || declared?.type !== 'type_identifier') refuse(node, c, 'Cannot model this typedef of a struct.');
    const named: CNode = { ...declared, field: 'name' };
    const def = structDefinition({ ...specifier, children: [named, body] }, c);
    if (!def.name.endsWith('_t'))
      refuse(node, c, `Cannot model the typedef \`${def.name}\`: its name does not end in _t.`);
    return defineStruct(def, c, found);
  }
  const base = baseType(node, c);
  for (const n of children(node, 'declarator')) {
    const { name, type, params } = declarator(n, base, c);
    const isNamed = type.kind === 'int' || type.kind === 'function' || isCode(type);
    if (params) found.typedefs.set(name, { kind: 'function', params: parameters(params, c), result: type, name });
    else if (isNamed || type.kind === 'bool') found.typedefs.set(name, isNamed ? { ...type, name } : type);
    else refuse(n, c, `Cannot model the typedef \`${name}\`: it is no number and no function.`);
  }
}

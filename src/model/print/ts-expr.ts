// Expressions back in the dialect: what the front end adds is left out, what it drops is put in.
//
//   &si->lock where a pointer is wanted → si.lock     elsewhere → ref(si.lock)
//   *p where a struct is wanted         → p           elsewhere → p.value
//   !x where a number is wanted         → int(!x)
//
// Invariant: the front end reads the same tree from it. Where the dialect cannot say a form, the text has another with
// the same meaning (`(*box)` as `box[0]`, if a field of its struct is called `value`).

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Expr, Type } from '../ast.ts';
import { type BracePlace, type Braces, placesOf } from '../braces.ts';
import { wantsSelf } from '../declaring.ts';
import { intrinsics } from '../intrinsics.ts';
import { ASSIGN, CONDITIONAL, LOGICAL_OR, levelOf, POSTFIX, precedenceOf, UNARY } from '../precedence.ts';
import { hasField, isComparison, isMove } from '../ts/elaborate.ts';
import { toDialect } from '../ts/names.ts';
import { type Scope, signatureIn, typeOf } from '../typing.ts';
import { prefixed } from './expr.ts';
import { printTypeTs } from './ts-type.ts';

/** What a place takes: a type that C converts to, or anything. */
type Want = Type | undefined;
const NUMBER: Type = { kind: 'int', name: 'int', bits: 32, signed: true };

/** An expression in the dialect; `want` is the type that its place wants, if it does. */
export function printExprTs(e: Expr, scope: Scope, want?: Want, demanded = 0): string {
  // C's precedence demands these parentheses of an operator, but a word that looks like a call needs none.
  if (e.kind === 'paren' && precedenceOf(e.inner) < demanded && isWord(e.inner, scope))
    return printExprTs(e.inner, scope, want);
  if (e.kind === 'paren' || e.kind === 'conditional' || e.kind === 'elvis' || e.kind === 'comma') {
    const convert = converter(e, scope, want);
    if (convert) return `${convert}(${printExprTs(bare(e, demanded), scope, undefined, ASSIGN)})`;
    return parens(print(e, scope, want), e, demanded, scope);
  }
  const dropped = withoutOperator(e, scope, want);
  if (dropped) return printExprTs(dropped, scope, undefined, demanded);
  const convert = converter(e, scope, want);
  return convert ? `${convert}(${print(e, scope)})` : parens(print(e, scope), e, demanded, scope);
}

function parens(text: string, e: Expr, demanded: number, scope: Scope): string {
  return precedenceOf(e) < demanded && !isWord(e, scope) ? `(${text})` : text;
}

function print(e: Expr, scope: Scope, want?: Want): string {
  const at = (child: Expr, demanded: number, wanted?: Want): string => printExprTs(child, scope, wanted, demanded);
  /** An argument of a word: the parentheses that the operator demands come back by themselves. */
  const inWord = (child: Expr, demanded: number, wanted?: Want): string => at(bare(child, demanded), ASSIGN, wanted);
  switch (e.kind) {
    case 'int':
      return String(e.value);
    case 'bool':
      return e.value ? 'true' : 'false';
    case 'null':
      return 'NULL';
    case 'string':
      return quote(e.value);
    case 'name':
      return toDialect(e.name);
    case 'paren':
      return `(${at(e.inner, 0, want)})`;
    case 'unary':
      if (e.op === '&') return `ref(${inWord(e.operand, UNARY)})`;
      if (e.op === '*') return printDereference(e.operand, scope);
      return prefixed(e.op, at(e.operand, UNARY, e.op === '!' ? undefined : NUMBER));
    case 'update':
      if (moves(e, scope)) return `${e.op === '++' ? 'advance' : 'retreat'}(${inWord(e.operand, POSTFIX)})`;
      return e.prefix ? prefixed(e.op, at(e.operand, UNARY)) : at(e.operand, POSTFIX) + e.op;
    case 'binary':
      return printBinary(e, scope);
    case 'assign': {
      const target = typeIn(e.target, scope);
      const value = at(e.value, ASSIGN, e.op === '=' ? target : target && NUMBER);
      if (moves(e, scope)) return `${e.op === '+=' ? 'advance' : 'retreat'}(${inWord(e.target, UNARY)}, ${value})`;
      return `${printTarget(e.target, scope)} ${e.op} ${value}`;
    }
    case 'conditional':
      return `${at(e.test, LOGICAL_OR)} ? ${at(e.then, ASSIGN, want)} : ${at(e.else, CONDITIONAL, want)}`;
    case 'elvis':
      return `elvis(${inWord(e.test, LOGICAL_OR, want)}, ${inWord(e.else, CONDITIONAL, want)})`;
    case 'comma':
      return e.parts.map((part, i) => at(part, ASSIGN, i === e.parts.length - 1 ? want : undefined)).join(', ');
    case 'call': {
      const [size] = e.args;
      if (e.callee === 'alloc' && e.args.length === 1 && size?.kind === 'sizeof')
        return `alloc<${printTypeTs(size.type)}>()`;
      const fn = scope.program.functions.get(e.callee);
      const params = fn ? fn.params.map((p) => p.type) : intrinsics[e.callee]?.params;
      const printed = e.args.map((arg, i) => at(arg, ASSIGN, params?.[i]));
      return `${toDialect(e.callee)}(${printed.slice(0, fn && wantsSelf(fn) ? -1 : undefined).join(', ')})`;
    }
    case 'invoke': {
      const params = signatureIn(e.callee, scope)?.params;
      return `${at(e.callee, POSTFIX)}(${e.args.map((arg, i) => at(arg, ASSIGN, params?.[i]?.type)).join(', ')})`;
    }
    case 'member':
      return `${at(e.object, POSTFIX)}.${e.field}`;
    case 'index':
      if (isElement(e, scope)) return `at(${inWord(e.object, POSTFIX)}, ${at(e.index, ASSIGN, NUMBER)})`;
      return `${at(e.object, POSTFIX)}[${at(e.index, 0, NUMBER)}]`;
    case 'cast': {
      const operand = bare(e.operand, UNARY);
      if (operand.kind === 'braces') return `cast<${printTypeTs(e.type)}>(${printLiteral(operand, scope)})`;
      return `cast<${printTypeTs(e.type)}>(${at(operand, ASSIGN, operand === e.operand && e.type.kind === 'pointer' ? e.type : undefined)})`;
    }
    case 'whole':
      return `${e.macro}<${printTypeTs(e.type)}>(${at(e.operand, ASSIGN)}, '${e.member}')`;
    case 'sizeof':
      return `sizeof<${printTypeTs(e.type)}>()`;
    case 'braces':
      return printBraces(e, scope);
    default:
      return unreachable(e);
  }
}

/** A literal where it says all that there is; else `zeroed()` says that there is more. */
function printBraces(e: Braces, scope: Scope): string {
  if (e.items.length === 0) return 'zeroed()';
  const fields = e.type.kind === 'struct' ? scope.program.structs.get(e.type.name)?.fields : undefined;
  const isWhole = fields?.length === e.items.length && e.items.every((item) => item.field);
  return isWhole ? printLiteral(e, scope) : `zeroed(${printLiteral(e, scope)})`;
}

function printLiteral(e: Braces, scope: Scope): string {
  const places = partsIn(e, scope);
  const items = e.items.map(({ field, value }, i) => {
    const text = printExprTs(value, scope, places[i]?.type, ASSIGN);
    return field === undefined ? text : `${field}: ${text}`;
  });
  if (items.length === 0) return '{}';
  return e.items[0]!.field === undefined ? `[${items.join(', ')}]` : `{ ${items.join(', ')} }`;
}

function partsIn(e: Braces, scope: Scope): readonly BracePlace[] {
  try {
    return placesOf(e, scope.program);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** What is assigned to: a call can not be. */
function printTarget(e: Expr, scope: Scope): string {
  if (e.kind === 'paren') return `(${printTarget(e.inner, scope)})`;
  if (e.kind !== 'index' || !isElement(e, scope)) return printExprTs(e, scope, undefined, UNARY);
  return `${printExprTs(e.object, scope, undefined, POSTFIX)}[${printExprTs(e.index, scope, NUMBER)}]`;
}

/** `p[i]` of a pointer to a struct, which TypeScript cannot index. */
function isElement(e: Extract<Expr, { kind: 'index' }>, scope: Scope): boolean {
  const type = typeIn(e.object, scope);
  return type?.kind === 'pointer' && type.to.kind === 'struct';
}

/** `p++`, `p += n` of a pointer. */
function moves(e: Expr, scope: Scope): boolean {
  if (e.kind === 'update') return !e.prefix && typeIn(e.operand, scope)?.kind === 'pointer';
  return e.kind === 'assign' && (e.op === '+=' || e.op === '-=') && typeIn(e.target, scope)?.kind === 'pointer';
}

function printBinary(e: Extract<Expr, { kind: 'binary' }>, scope: Scope): string {
  const level = levelOf(e.op);
  const at = (child: Expr, demanded: number, want?: Want): string => printExprTs(child, scope, want, demanded);
  const [left, right] = [typeIn(e.left, scope), typeIn(e.right, scope)];
  if (e.op === '+' && left?.kind === 'pointer')
    return `offset(${at(bare(e.left, level), ASSIGN)}, ${at(bare(e.right, level + 1), ASSIGN, NUMBER)})`;
  if (e.op === '&&' || e.op === '||') return `${at(e.left, level)} ${e.op} ${at(e.right, level + 1)}`;
  if (!isComparison(e.op)) return `${at(e.left, level, NUMBER)} ${e.op} ${at(e.right, level + 1, NUMBER)}`;
  // One `&` may be left out: the other side says that a pointer is wanted.
  const struct = isAddress(e.right) && left?.kind === 'pointer' ? withoutOperator(e.right, scope, right) : undefined;
  if (struct) return `${at(e.left, level)} ${e.op} ${at(struct, level + 1)}`;
  const other = isAddress(e.left) && right?.kind === 'pointer' ? withoutOperator(e.left, scope, left) : undefined;
  if (other) return `${at(other, level)} ${e.op} ${at(e.right, level + 1)}`;
  const kinds = [kindIn(e.left, scope), kindIn(e.right, scope)];
  const want = kinds[0] !== kinds[1] && left?.kind !== 'pointer' && right?.kind !== 'pointer' ? NUMBER : undefined;
  return `${at(e.left, level, want)} ${e.op} ${at(e.right, level + 1, want)}`;
}

function printDereference(pointer: Expr, scope: Scope): string {
  const type = typeIn(pointer, scope);
  const isField = type?.kind === 'pointer' && hasField(type.to, 'value', scope.program);
  const text = printExprTs(pointer, scope, undefined, UNARY);
  // These bind looser than `.` in TypeScript; in C, `*` takes them as they are.
  const isOperator = (['unary', 'update'].includes(pointer.kind) && !isWord(pointer, scope)) || isMove(pointer);
  return (isOperator ? `(${text})` : text) + (isField ? '[0]' : '.value');
}

/** What is printed for `&struct` and `*pointer` where the front end puts the operator in by itself. */
function withoutOperator(e: Expr, scope: Scope, want: Want): Expr | undefined {
  if (e.kind !== 'unary' || !want) return undefined;
  const operand = bare(e.operand, UNARY);
  // What is wanted would pass through these to their parts.
  if (['paren', 'conditional', 'elvis', 'comma', 'null', 'int', 'string'].includes(operand.kind)) return undefined;
  const type = typeIn(operand, scope);
  if (e.op === '&' && want.kind === 'pointer' && type?.kind === 'struct') return operand;
  if (e.op === '*' && want.kind === 'struct' && type?.kind === 'pointer' && type.to.kind === 'struct') return operand;
  return undefined;
}

function isAddress(e: Expr): boolean {
  return e.kind === 'unary' && e.op === '&';
}

/** Whether an operator of C is a word in the dialect, which holds together as a call does. */
function isWord(e: Expr, scope: Scope): boolean {
  if (e.kind === 'cast' || e.kind === 'sizeof' || e.kind === 'elvis') return true;
  if (e.kind === 'update' || e.kind === 'assign') return moves(e, scope);
  if (e.kind === 'unary') return e.op === '&' || e.op === '*';
  return e.kind === 'binary' && e.op === '+' && typeIn(e.left, scope)?.kind === 'pointer';
}

/** Without the parentheses that its place demands in C. */
function bare(e: Expr, demanded: number): Expr {
  return e.kind === 'paren' && precedenceOf(e.inner) < demanded ? e.inner : e;
}

/** The word for a conversion that C makes silently and TypeScript does not. */
function converter(e: Expr, scope: Scope, want: Want): 'int' | 'bool' | undefined {
  if (want?.kind !== 'int' && want?.kind !== 'bool') return undefined;
  const kind = kindIn(e, scope);
  if (kind === 'unknown' || kind === (want.kind === 'int' ? 'number' : 'boolean')) return undefined;
  if (want.kind === 'bool') return 'bool';
  return kind === 'other' ? undefined : 'int';
}

/** The type that TypeScript sees. */
function kindIn(e: Expr, scope: Scope): 'number' | 'boolean' | 'mixed' | 'other' | 'unknown' {
  if (e.kind === 'paren') return kindIn(e.inner, scope);
  if (e.kind === 'unary' && e.op === '!') return 'boolean';
  if (e.kind === 'binary' && isComparison(e.op)) return 'boolean';
  if (e.kind === 'assign' && e.op !== '=') return moves(e, scope) ? 'other' : 'number';
  // Its last part is asked instead.
  if (e.kind === 'comma') return 'unknown';
  const parts =
    e.kind === 'binary' && (e.op === '&&' || e.op === '||')
      ? [e.left, e.right]
      : e.kind === 'conditional'
        ? [e.then, e.else]
        : e.kind === 'elvis'
          ? [e.test, e.else]
          : [];
  if (parts.length > 0) {
    const [a, b] = parts.map((part) => kindIn(part, scope));
    return a === b ? a! : 'mixed';
  }
  const type = typeIn(e, scope);
  if (!type) return 'unknown';
  return type.kind === 'bool' ? 'boolean' : type.kind === 'int' ? 'number' : 'other';
}

/** The type of an expression; none in a part of a patched function that the model does not know. */
function typeIn(e: Expr, scope: Scope): Type | undefined {
  try {
    return typeOf(e, scope);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A text in single quotes. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

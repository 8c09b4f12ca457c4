import { unreachable } from '../base/unreachable.ts';
import type { BinaryOp, Expr } from './ast.ts';

/** C's levels of precedence; a larger number binds tighter. TypeScript orders the operators that both have alike. */
export const COMMA = 0;
export const ASSIGN = 1;
export const CONDITIONAL = 2;
export const LOGICAL_OR = 3;
export const UNARY = 13;
export const POSTFIX = 14;

const BINARY: Readonly<Record<BinaryOp, number>> = {
  '||': LOGICAL_OR,
  '&&': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '==': 8,
  '!=': 8,
  '<': 9,
  '<=': 9,
  '>': 9,
  '>=': 9,
  '<<': 10,
  '>>': 10,
  '+': 11,
  '-': 11,
  '*': 12,
  '/': 12,
  '%': 12,
};

/** Level of a binary operator. Its left operand must reach it, its right operand exceed it. */
export function levelOf(op: BinaryOp): number {
  return BINARY[op];
}

/** How tightly an expression holds together. */
export function precedenceOf(e: Expr): number {
  switch (e.kind) {
    case 'comma':
      return COMMA;
    case 'assign':
      return ASSIGN;
    case 'conditional':
    case 'elvis':
      return CONDITIONAL;
    case 'binary':
      return BINARY[e.op];
    case 'unary':
    case 'sizeof':
      return UNARY;
    case 'cast':
      return e.operand.kind === 'braces' ? POSTFIX : UNARY;
    case 'update':
      return e.prefix ? UNARY : POSTFIX;
    case 'int':
    case 'bool':
    case 'null':
    case 'string':
    case 'name':
    case 'paren':
    case 'call':
    case 'invoke':
    case 'member':
    case 'index':
    case 'braces':
    case 'whole':
      return POSTFIX;
    default:
      return unreachable(e);
  }
}

/** The expression, in parentheses if it holds together less than its place demands. */
export function parenthesised(e: Expr, demanded: number): Expr {
  return precedenceOf(e) < demanded ? { kind: 'paren', inner: e, span: e.span } : e;
}

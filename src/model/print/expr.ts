import { unreachable } from '../../base/unreachable.ts';
import type { Expr, UnaryOp } from '../ast.ts';
import { ASSIGN, CONDITIONAL, LOGICAL_OR, levelOf, POSTFIX, precedenceOf, UNARY } from '../precedence.ts';
import { printType } from './type.ts';

/** An expression in C, with the parentheses of the tree and those that precedence demands. */
export function printExprC(e: Expr, demanded = 0): string {
  const text = print(e);
  return precedenceOf(e) < demanded ? `(${text})` : text;
}

function print(e: Expr): string {
  switch (e.kind) {
    case 'int':
      return String(e.value);
    case 'bool':
      return e.value ? 'true' : 'false';
    case 'null':
      return 'NULL';
    case 'string':
      return JSON.stringify(e.value);
    case 'name':
      return e.name;
    case 'paren':
      return `(${print(e.inner)})`;
    case 'unary':
      return prefixed(e.op, printExprC(e.operand, UNARY));
    case 'update':
      return e.prefix ? prefixed(e.op, printExprC(e.operand, UNARY)) : printExprC(e.operand, POSTFIX) + e.op;
    case 'binary': {
      const level = levelOf(e.op);
      return `${printExprC(e.left, level)} ${e.op} ${printExprC(e.right, level + 1)}`;
    }
    case 'assign':
      return `${printExprC(e.target, UNARY)} ${e.op} ${printExprC(e.value, ASSIGN)}`;
    case 'conditional':
      return `${printExprC(e.test, LOGICAL_OR)} ? ${print(e.then)} : ${printExprC(e.else, CONDITIONAL)}`;
    case 'elvis':
      return `${printExprC(e.test, LOGICAL_OR)} ?: ${printExprC(e.else, CONDITIONAL)}`;
    case 'comma':
      return e.parts.map((part) => printExprC(part, ASSIGN)).join(', ');
    case 'call':
      return `${e.callee}(${e.args.map((arg) => printExprC(arg, ASSIGN)).join(', ')})`;
    case 'invoke':
      return `${printExprC(e.callee, POSTFIX)}(${e.args.map((arg) => printExprC(arg, ASSIGN)).join(', ')})`;
    case 'member':
      return `${printExprC(e.object, POSTFIX)}${e.arrow ? '->' : '.'}${e.field}`;
    case 'index':
      return `${printExprC(e.object, POSTFIX)}[${print(e.index)}]`;
    case 'cast':
      return `(${printType(e.type)})${printExprC(e.operand, UNARY)}`;
    case 'whole':
      return `${e.macro}(${printExprC(e.operand, ASSIGN)}, ${printType(e.type)}, ${e.member})`;
    case 'braces': {
      const items = e.items.map(({ field, value }) => (field ? `.${field} = ` : '') + printExprC(value, ASSIGN));
      return items.length > 0 ? `{ ${items.join(', ')} }` : '{}';
    }
    case 'sizeof':
      return `sizeof(${printType(e.type)})`;
    default:
      return unreachable(e);
  }
}

/** `- -x`, not `--x`. */
export function prefixed(op: UnaryOp | '++' | '--', operand: string): string {
  return operand.startsWith(op.at(-1)!) && '+-&'.includes(operand[0]!) ? `${op} ${operand}` : op + operand;
}

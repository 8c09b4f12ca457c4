import { unreachable } from '../base/unreachable.ts';
import type { Expr, Program } from './ast.ts';

/** Value of an expression over literals and the program's constants. */
export function constantValue(e: Expr, program: Program): number | undefined {
  switch (e.kind) {
    case 'int':
      return e.value;
    case 'bool':
      return e.value ? 1 : 0;
    case 'paren':
      return constantValue(e.inner, program);
    case 'name': {
      const constant = program.constants.get(e.name);
      return constant && constantValue(constant.value, program);
    }
    case 'unary': {
      const value = constantValue(e.operand, program);
      if (value === undefined) return undefined;
      if (e.op === '-') return -value;
      if (e.op === '~') return ~value;
      return e.op === '+' ? value : e.op === '!' ? Number(!value) : undefined;
    }
    case 'binary': {
      const left = constantValue(e.left, program);
      const right = constantValue(e.right, program);
      return left === undefined || right === undefined ? undefined : arithmetic(e.op, left, right);
    }
    case 'cast':
      return constantValue(e.operand, program);
    case 'null':
    case 'string':
    case 'update':
    case 'assign':
    case 'conditional':
    case 'elvis':
    case 'comma':
    case 'call':
    case 'invoke':
    case 'braces':
    case 'member':
    case 'index':
    case 'whole':
    case 'sizeof':
      return undefined;
    default:
      return unreachable(e);
  }
}

function arithmetic(op: Extract<Expr, { kind: 'binary' }>['op'], a: number, b: number): number | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b ? Math.trunc(a / b) : undefined;
    case '%':
      return b ? a % b : undefined;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return undefined;
  }
}

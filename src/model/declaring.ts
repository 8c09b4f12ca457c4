// Macros that declare a variable, `XA_STATE(xas, m, i)`, are functions that give its first value. One whose last
// parameter is `self` gets the variable's address, `LIST_HEAD(pages)`; that argument stands in the tree alone.

import type { Span } from '../base/source.ts';
import type { Expr, FunctionDef } from './ast.ts';

/** Whether the macro wants to know where the variable lies. */
export function wantsSelf(macro: FunctionDef): boolean {
  return macro.declares && macro.params.at(-1)?.name === 'self';
}

/** The call that gives a declared variable its first value. */
export function declaringCall(macro: FunctionDef, variable: string, given: readonly Expr[], span: Span): Expr {
  const self = (): Expr => ({ kind: 'unary', op: '&', operand: { kind: 'name', name: variable, span }, span });
  return { kind: 'call', callee: macro.name, args: wantsSelf(macro) ? [...given, self()] : given, span };
}

/** The arguments as they are written behind the name of the variable. */
export function writtenArguments(macro: FunctionDef, args: readonly Expr[]): readonly Expr[] {
  return wantsSelf(macro) ? args.slice(0, -1) : args;
}

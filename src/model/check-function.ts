import { type Diagnostic, Refusal } from '../base/diagnostic.ts';
import { unreachable } from '../base/unreachable.ts';
import type { Expr, FunctionDef, Program, Stmt, Type } from './ast.ts';
import { printType } from './print/type.ts';
import { functionScope, requireAssignable, type Scope, scalar, typeOf } from './typing.ts';
import { statementsOf } from './walk.ts';

/** What of a function the program cannot run: one diagnostic for each statement that it refuses. */
export function checkFunction(program: Program, fn: FunctionDef): Diagnostic[] {
  const found: Diagnostic[] = [];
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found.push(error.diagnostic);
    }
  };
  const labels = new Set<string>();
  const value = (e: Expr | undefined, scope: Scope) => e && attempt(() => typeOf(e, scope));

  const visit = (s: Stmt, scope: Scope): void => {
    switch (s.kind) {
      case 'declare':
        for (const d of s.names) {
          scope.declare(d.name, d.type);
          attempt(() => {
            requireKnown(program, d.type, d.span);
            if (d.init) requireAssignable(d.type, d.init, scope);
          });
        }
        return;
      case 'expression':
        return void value(s.expr, scope);
      case 'block': {
        const inner = scope.child();
        for (const child of s.body) visit(child, inner);
        return;
      }
      case 'if':
        attempt(() => scalar(s.test, scope));
        visit(s.then, scope.child());
        if (s.else) visit(s.else, scope.child());
        return;
      case 'while':
      case 'do':
        attempt(() => scalar(s.test, scope));
        return visit(s.body, scope.child());
      case 'for': {
        const inner = scope.child();
        if (s.init) visit(s.init, inner);
        value(s.test, inner);
        value(s.step, inner);
        return visit(s.body, inner.child());
      }
      case 'switch':
        value(s.subject, scope);
        for (const c of s.cases) {
          value(c.test, scope);
          const inner = scope.child();
          for (const child of c.body) visit(child, inner);
        }
        return;
      case 'return':
        attempt(() => {
          if (s.value && fn.result.kind !== 'void') requireAssignable(fn.result, s.value, scope);
          else if (s.value) typeOf(s.value, scope);
          else if (fn.result.kind !== 'void') throw new Refusal(`Cannot return nothing from \`${fn.name}()\`.`, s.span);
        });
        return;
      case 'goto':
        attempt(() => {
          if (!labels.has(s.label)) throw new Refusal(`Cannot go to \`${s.label}\`: there is no such label.`, s.span);
        });
        return;
      case 'label':
        return visit(s.body, scope);
      case 'break':
      case 'continue':
      case 'empty':
      case 'elided':
        return;
      default:
        return unreachable(s);
    }
  };

  for (const s of statementsOf(fn.body)) if (s.kind === 'label') labels.add(s.name);
  for (const param of fn.params) attempt(() => requireKnown(program, param.type, fn.span));
  visit(fn.body, functionScope(program, fn));
  return found;
}

function requireKnown(program: Program, type: Type, span: Expr['span']): void {
  if (type.kind === 'array') return requireKnown(program, type.of, span);
  if (type.kind === 'struct' && !program.structs.has(type.name))
    throw new Refusal(`Cannot model a variable of type \`${printType(type)}\`: the model has no such struct.`, span);
}

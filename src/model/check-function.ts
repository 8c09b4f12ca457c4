// What of a function the program cannot run, statement by statement. In: a function and its program; out: one diagnostic
// for each thing that is refused. Whatever passes here, the machine can lower.

import { type Diagnostic, Refusal } from '../base/diagnostic.ts';
import { unreachable } from '../base/unreachable.ts';
import type { Expr, FunctionDef, Program, Stmt, Type } from './ast.ts';
import { checkAtomic, checkRecursion } from './check-calls.ts';
import { constantValue } from './constant.ts';
import { printType } from './print/type.ts';
import { functionScope, requireAssignable, requireInitial, type Scope, scalar, typeOf } from './typing.ts';
import { statementsOf } from './walk.ts';

/** What may be left from here: `break` leaves a loop or a switch, `continue` a loop. */
interface Around {
  readonly loop: boolean;
  readonly breaks: boolean;
}

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
  const test = (e: Expr | undefined, scope: Scope) => e && attempt(() => scalar(e, scope));

  const visit = (s: Stmt, scope: Scope, around: Around): void => {
    const looped: Around = { loop: true, breaks: true };
    switch (s.kind) {
      case 'declare':
        for (const d of s.names) {
          attempt(() => {
            if (scope.isOwn(d.name))
              throw new Refusal(
                `Cannot declare \`${d.name}\` again: it is declared in the same block.`,
                d.span,
                'Give it another name, or take the first one.',
              );
          });
          scope.declare(d.name, d.type);
          attempt(() => {
            requireVariable(program, d.type, d.name, d.span);
            if (d.init) requireInitial(d.type, d.init, scope);
          });
        }
        return;
      case 'expression':
        return void value(s.expr, scope);
      case 'block': {
        const inner = scope.child();
        for (const child of s.body) visit(child, inner, around);
        return;
      }
      case 'if':
        test(s.test, scope);
        branch(s.then, scope.child(), around);
        if (s.else) branch(s.else, scope.child(), around);
        return;
      case 'while':
      case 'do':
        test(s.test, scope);
        return branch(s.body, scope.child(), looped);
      case 'for': {
        const inner = scope.child();
        if (s.init) visit(s.init, inner, looped);
        test(s.test, inner);
        value(s.step, inner);
        return branch(s.body, inner.child(), looped);
      }
      case 'switch': {
        test(s.subject, scope);
        const inner = scope.child();
        const taken = new Set<number | undefined>();
        for (const c of s.cases) {
          test(c.test, scope);
          attempt(() => requireNewCase(program, c.test, c.span, taken));
          for (const child of c.body) visit(child, inner, { ...around, breaks: true });
        }
        return;
      }
      case 'return':
        return attempt(() => checkReturn(fn, s, scope));
      case 'goto':
        return attempt(() => {
          if (!labels.has(s.label))
            throw new Refusal(
              `Cannot go to \`${s.label}\`: there is no such label.`,
              s.span,
              labels.size > 0 ? `It has ${[...labels].join(', ')}.` : undefined,
            );
        });
      case 'label':
        return visit(s.body, scope, around);
      case 'break':
      case 'continue':
        return attempt(() => {
          if (s.kind === 'break' ? around.breaks : around.loop) return;
          const where = s.kind === 'break' ? 'no loop or switch' : 'no loop';
          throw new Refusal(`Cannot \`${s.kind}\` here: ${where} is around it.`, s.span, 'Use return or goto.');
        });
      case 'empty':
      case 'elided':
        return;
      default:
        return unreachable(s);
    }
  };

  /** What hangs on an `if` or a loop is a statement, not a declaration. */
  const branch = (s: Stmt, scope: Scope, around: Around): void => {
    let inner = s;
    while (inner.kind === 'label') inner = inner.body;
    const { kind, span } = inner;
    attempt(() => {
      if (kind === 'declare')
        throw new Refusal(
          'Cannot declare a variable here: a declaration stands in a block.',
          span,
          'Put braces around it.',
        );
    });
    visit(s, scope, around);
  };

  for (const s of statementsOf(fn.body))
    if (s.kind === 'label') {
      const { name, span } = s;
      attempt(() => {
        if (labels.has(name))
          throw new Refusal(
            `Cannot place the label \`${name}\` here: the function has one of that name.`,
            span,
            'Give it another name.',
          );
      });
      labels.add(name);
    }
  for (const param of fn.params) attempt(() => requireVariable(program, param.type, param.name, fn.span));
  attempt(() => requireKnown(program, fn.result, fn.span));
  // A local of the body is in one scope with the parameters.
  const scope = functionScope(program, fn);
  for (const s of fn.body.body) visit(s, scope, { loop: false, breaks: false });
  found.push(...checkAtomic(program, fn), ...checkRecursion(program, fn));
  return found;
}

function checkReturn(fn: FunctionDef, s: Extract<Stmt, { kind: 'return' }>, scope: Scope): void {
  const isVoid = fn.result.kind === 'void';
  if (s.value && !isVoid) return requireAssignable(fn.result, s.value, scope);
  if (!s.value && !isVoid) throw new Refusal(`Cannot return nothing from \`${fn.name}()\`.`, s.span, 'Return a value.');
  if (s.value && typeOf(s.value, scope).kind !== 'void')
    throw new Refusal(
      `Cannot return a value from \`${fn.name}()\`: it returns void.`,
      s.span,
      'Return nothing, or give the function a type.',
    );
}

function requireNewCase(
  program: Program,
  test: Expr | undefined,
  span: Expr['span'],
  taken: Set<number | undefined>,
): void {
  const given = test && constantValue(test, program);
  if (test && given === undefined)
    throw new Refusal('Cannot model this case: its value is not constant.', test.span, 'Use `if`.');
  const value = given === undefined ? undefined : given | 0;
  if (taken.has(value))
    throw new Refusal(
      value === undefined ? 'Cannot have two defaults in one switch.' : `Cannot have two cases of the value ${value}.`,
      test?.span ?? span,
      'Put the statements of both together.',
    );
  taken.add(value);
}

/** Refuses a type that no variable can have. */
function requireVariable(program: Program, type: Type, name: string, span: Expr['span']): void {
  if (type.kind === 'void')
    throw new Refusal(`Cannot model \`${name}\`: a variable of type \`void\` holds nothing.`, span, 'Give it a type.');
  if (type.kind === 'function')
    throw new Refusal(`Cannot model \`${name}\`: a variable holds no function.`, span, 'Declare a pointer to one.');
  requireKnown(program, type, span);
}

function requireKnown(program: Program, type: Type, span: Expr['span']): void {
  if (type.kind === 'array') return requireKnown(program, type.of, span);
  if (type.kind === 'struct' && !program.structs.has(type.name))
    throw new Refusal(`Cannot model a variable of type \`${printType(type)}\`: the model has no such struct.`, span);
}

import { type Diagnostic, Refusal } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import type { Expr, Program, Type } from './ast.ts';
import { printType } from './print/type.ts';
import { isScalar, requireAssignable, Scope } from './typing.ts';
import { subexpressions } from './walk.ts';

/** What of a program's structs, globals and constants cannot be: unknown or endless types, values that are computed. */
export function checkDefinitions(program: Program): Diagnostic[] {
  const found: Diagnostic[] = [];
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found.push(error.diagnostic);
    }
  };
  const scope = new Scope(program);
  for (const struct of program.structs.values())
    attempt(() => {
      for (const field of struct.fields) requireLayout(program, field.type, struct.span, [struct.name]);
    });
  for (const { type, init, span } of program.globals.values())
    attempt(() => {
      requireLayout(program, type, span, []);
      if (!init) return;
      requireConstant(program, init);
      requireAssignable(type, init, scope);
    });
  for (const { type, value, span, name } of program.constants.values())
    attempt(() => {
      if (!isScalar(type))
        throw new Refusal(
          `Cannot model the constant \`${name}\`: it is no number.`,
          span,
          'Use zeroed() for a global.',
        );
      requireConstant(program, value);
      requireAssignable(type, value, scope);
    });
  return found;
}

function requireLayout(program: Program, type: Type, span: Span, inside: readonly string[]): void {
  if (type.kind === 'array') return requireLayout(program, type.of, span, inside);
  if (type.kind === 'void') throw new Refusal('Cannot model a variable of type `void`.', span);
  if (type.kind === 'function')
    throw new Refusal('Cannot model a variable of a function type.', span, 'Declare a pointer: Ptr<T>.');
  if (type.kind !== 'struct') return;
  const struct = program.structs.get(type.name);
  if (!struct)
    throw new Refusal(`Cannot model a variable of type \`${printType(type)}\`: the model has no such struct.`, span);
  if (inside.includes(type.name))
    throw new Refusal(`Cannot model \`${printType(type)}\`: it contains itself.`, span, 'Use Ptr<T>.');
  for (const field of struct.fields) requireLayout(program, field.type, span, [...inside, type.name]);
}

/** Refuses an initial value that would have to run. The address of a global is constant. */
function requireConstant(program: Program, value: Expr): void {
  for (const e of subexpressions(value)) {
    const runs =
      e.kind === 'call' ||
      e.kind === 'assign' ||
      e.kind === 'update' ||
      e.kind === 'string' ||
      (e.kind === 'name' && program.globals.has(e.name) && !isAddressed(value, e));
    if (runs) throw new Refusal('Cannot model this initial value: it is not constant.', e.span);
  }
}

function isAddressed(value: Expr, name: Expr): boolean {
  return [...subexpressions(value)].some(
    (e) => e.kind === 'unary' && e.op === '&' && [...subexpressions(e)].includes(name),
  );
}
